"""Writing people from exchange records, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import make_password

from zinvol.apps.social.people import rules
from zinvol.apps.social.people.api import ROLES, load_skills
from zinvol.apps.social.people.events import (
    PersonDeactivated,
    PersonErased,
    PersonInvited,
    PersonJoined,
    RolesChanged,
)
from zinvol.apps.social.people.models import Person
from zinvol.kernel import ids
from zinvol.kernel.loading import Loading
from zinvol.kernel.rows import write
from zinvol.lib.exchange import records

State = Person.State
MOST = {"name": 120, "function": 120, "location": 120, "phone": 40, "about": 2000}
MOST_EMAIL = 254


def load_people(people: Iterable[tuple[int, records.Person]], loading: Loading) -> int:
    """Add people with their skills and return how many are new; who has an address that is here
    already is that person, and stays as is. Nobody gets a password: they come in by a link."""
    people = list(people)
    here = _by_email(record for _line, record in people)
    new, same = [], []
    for line, record in people:
        email = _email(line, record, loading)
        if email and email in here:
            same.append((record.id, email))
            continue
        new.append((line, record, email))
        if email:
            here[email] = 0
    rows, skills = [], {}
    for number, (line, record, email) in zip(ids.reserve(Person, len(new)), new, strict=True):
        row = _row(number, line, record, email, loading)
        rows.append(row)
        loading.origins.add("person", record.id, number)
        if row.state != State.ERASED:
            skills[number] = _words(record.skills), _words(record.learning)
        _record(row, record, loading)
        if email:
            here[email] = number
    for key, address in same:
        loading.origins.add("person", key, here[address])
    write(rows)
    load_skills(skills)
    return len(rows)


def known_emails(people: Iterable[records.Person]) -> set[str]:
    """The ids of those whose address somebody here has already."""
    people = list(people)
    here = _by_email(people)
    return {p.id for p in people if _plain(p.email) in here}


def _by_email(people: Iterable[records.Person]) -> dict[str, int]:
    wanted = {_plain(p.email) for p in people if p.email}
    here = Person.objects.filter(email__in=wanted).values_list("email", "pk")
    return {email: pk for email, pk in here if email}


def _plain(email: str) -> str:
    return email.strip().lower()


def _email(line: int, record: records.Person, loading: Loading) -> str | None:
    if not record.email or record.state == State.ERASED:
        return None
    email = _plain(record.email)
    if len(email) > MOST_EMAIL or not email:
        loading.tell(line, f"{email[:80]!r} is no e-mail address; this person has no way in yet")
        return None
    return email


def _row(number: int, line: int, record: records.Person, email: str | None, loading: Loading) -> Person:
    row = Person(
        pk=number, email=email, kind=record.kind, state=record.state, joined_at=record.joined_at,
        password=make_password(None),
    )  # fmt: skip
    if record.state == State.ERASED:
        return row
    for name, most in MOST.items():
        setattr(row, name, loading.cut(line, f"`{name}`", getattr(record, name), most))
    row.name = row.name.strip() or "–"
    row.search_name = rules.search_form(row.name)[:200]
    row.department_id = loading.origins.get("org_unit", record.org_unit)
    row.language, row.languages = record.language, _words(record.languages)
    row.working_days = list(dict.fromkeys(record.working_days))
    for role in ROLES:
        setattr(row, f"is_{role}", role in record.roles)
    row.deactivated_at = loading.now if record.state == State.DEACTIVATED else None
    return row


def _words(given: list[str]) -> list[str]:
    """Short, no doubles: as the profile form keeps them."""
    seen: dict[str, str] = {}
    for word in given:
        short = " ".join(word.split())[:60]
        seen.setdefault(short.casefold(), short)
    seen.pop("", None)
    return list(seen.values())


def _record(row: Person, record: records.Person, loading: Loading) -> None:
    who: dict[str, Any] = {"actor_id": None, "subject_id": row.pk}
    if row.state == State.INVITED:
        loading.record(PersonInvited(**who), row.joined_at)
    else:
        loading.record(PersonJoined(**who), row.joined_at)
    if row.state == State.DEACTIVATED:
        loading.record(PersonDeactivated(**who), loading.now)
    if row.state == State.ERASED:
        loading.record(PersonErased(**who), loading.now)
    elif record.roles:
        loading.record(RolesChanged(**who, roles=sorted(set(record.roles))), loading.now)
