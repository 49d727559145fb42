"""The organisation: departments in two levels, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation import reads as organisation_reads
from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.events import PersonJoined
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.plan import Plan, near_the_front
from zinvol.flows.seeding.sentences import people_names, writer
from zinvol.kernel import clock

DIRECTORATES = ("Ruimte", "Samenleving", "Bedrijfsvoering", "Dienstverlening", "Veiligheid")
TEAMS = 8
PLACES = ("Stadskantoor", "Stadskantoor", "Thuis", "Wijkpost Noord", "Wijkpost Zuid", "Werf")
ORDINARY = 50
"""So many people at the front of the list are plain active employees: load tools log in as them."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part. ``active`` are those who write, the most active first."""

    active: list[int]
    names: dict[int, str]
    languages: dict[int, str]
    guests: frozenset[int]
    administrator_id: int

    employees: list[int]
    """Those of them who are no guests."""

    def some_employee(self, dice: Random) -> int:
        return self.employees[near_the_front(dice, len(self.employees))]


@transaction.atomic
def sow(plan: Plan) -> Cast:
    """Write the organisation, its departments and its people."""
    with clock.at(plan.since - timedelta(days=365)):
        if organisation_reads.current() is None:
            organisation.found(name="Gemeente Zaaistad")
        departments = _departments()
    rows = _people(plan, departments)
    bulk.write(rows)
    people.load_skills(_skills(plan, rows))
    bulk.record(
        [(p.joined_at, PersonJoined(actor_id=p.pk, subject_id=p.pk)) for p in rows if p.state != "invited"]
    )
    present = [p for p in rows if p.state == Person.State.ACTIVE]
    active = [p.pk for p in present]
    plan.dice("activity").shuffle(active)
    guests = frozenset(p.pk for p in present if p.is_guest)
    return Cast(
        active=active,
        names={p.pk: p.name for p in present},
        languages={p.pk: p.language for p in present},
        guests=guests,
        employees=[pk for pk in active if pk not in guests],
        administrator_id=rows[-1].pk,
    )


def address(number: int) -> str:
    return f"person{number}@seed.example"


def _departments() -> list[Department]:
    made = []
    for name in DIRECTORATES:
        above = organisation.add_department(administrator_id=None, name=name)
        for number in range(1, TEAMS + 1):
            team = organisation.add_department(administrator_id=None, name=f"{name} {number}", parent=above)
            made.append(team)
    return made


def _people(plan: Plan, departments: list[Department]) -> list[Person]:
    dice = plan.dice("people")
    first, last = people_names()
    hashed = make_password(plan.password)  # once: a safe hash takes a third of a second
    start = bulk.first_number(Person)
    rows = []
    for number in range(1, plan.people + 1):
        chance = dice.random()
        plain = number <= ORDINARY or number == plan.people
        language = "en" if dice.random() < 0.12 else "nl"
        name = f"{_near(first, dice)} {_near(last, dice)}"
        rows.append(
            Person(
                pk=start + number - 1, email=address(number), name=name, search_name=search_form(name), password=hashed,
                kind="guest" if not plain and chance < 0.02 else "employee",
                state="active" if plain or chance < 0.95 else "invited" if chance < 0.98 else "deactivated",
                deactivated_at=plan.until - timedelta(days=9) if not plain and chance >= 0.98 else None,
                is_administrator=number == plan.people, is_community_manager=number == plan.people,
                is_leader=not plain and 0.1 < chance < 0.12, function=writer(language).line("functions", dice),
                department=None if not plain and chance < 0.02 else departments[int(len(departments) * dice.random() ** 1.5)],
                location=dice.choice(PLACES), phone=f"intern {dice.randint(1000, 9999)}", language=language,
                languages=["Nederlands"], working_days=[1, 2, 3, 4, 5][: dice.choice((3, 4, 4, 5, 5))],
                joined_at=plan.since - timedelta(days=dice.random() * 300),
            )
        )  # fmt: skip
    return rows


def _skills(plan: Plan, rows: list[Person]) -> dict[int, tuple[list[str], list[str]]]:
    dice = plan.dice("skills")
    words = writer("nl")
    found = {}
    for person in rows:
        known = [words.word("samen", dice) for _ in range(dice.choice((0, 0, 1, 2, 3)))]
        found[person.pk] = (known, [words.word("samen", dice)] if dice.random() < 0.1 else [])
    return found


def _near(words: list[str], dice: Random) -> str:
    return words[int(len(words) * dice.random() ** 1.4)]
