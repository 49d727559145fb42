"""The spaces: most open, some closed, a few secret; a few large ones and many small."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.text import slugify

from zinvol.apps.social.spaces.events import MemberJoined, SpaceOpened
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.spaces.rules import TEMPLATES, Access, Posting, Role
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.people import Cast
from zinvol.flows.seeding.plan import Plan, near_the_front
from zinvol.flows.seeding.sentences import writer
from zinvol.kernel import access
from zinvol.kernel.events import Event
from zinvol.kernel.models import Audience, Member

KINDS = ("community", "community", "project", "helpdesk", "ideas", "team", "objections")
MOST_SPACES = 40


@dataclass(slots=True)
class Place:
    """A space while it is being filled. ``members`` stand in order of activity, keepers apart."""

    pk: int
    audience_id: int
    access: str
    kind: str
    posting: str
    members: list[int] = field(default_factory=list)
    keepers: list[int] = field(default_factory=list)
    last: datetime | None = None
    pins: int = 0

    @property
    def is_open(self) -> bool:
        return self.access == Access.OPEN


@transaction.atomic
def sow(plan: Plan, cast: Cast) -> list[Place]:
    """Write the spaces and who is in them; the first ones are the most lively."""
    everybody = access.everybody().pk
    audience, number = bulk.first_number(Audience), bulk.first_number(Space)
    dice = plan.dice("spaces")
    places, spaces, audiences = [], [], []
    for index in range(plan.spaces):
        opened = _access(index, plan, dice)
        kind = "announcements" if index == 0 else "team" if opened != Access.OPEN else dice.choice(KINDS)
        posting = TEMPLATES[kind].posting if index else Posting.KEEPERS
        place = Place(number + index, audience + index, opened, kind, posting)
        audiences.append(Audience(pk=place.audience_id, reach="everybody" if place.is_open else "members"))
        spaces.append(_space(place, index, plan, dice, everybody))
        places.append(place)
    _people_them(places, plan, cast)
    for space, place in zip(spaces, places, strict=True):
        space.created_by_id = place.keepers[0]
    bulk.write(audiences)
    bulk.write(spaces)
    _write_memberships(places, plan)
    return places


def _access(index: int, plan: Plan, dice: Random) -> str:
    """One of each for certain, however small the plan."""
    chance = dice.random()
    if index == 0:
        return Access.OPEN
    if index >= plan.spaces - 2:
        return Access.SECRET if index == plan.spaces - 1 else Access.CLOSED
    return Access.CLOSED if chance < 0.15 else Access.SECRET if chance < 0.2 else Access.OPEN


def _space(place: Place, index: int, plan: Plan, dice: Random, everybody: int) -> Space:
    words = writer("en" if dice.random() < 0.1 else "nl")
    name = "Nieuws voor iedereen" if index == 0 else f"{words.word('samen', dice).capitalize()} {index}"
    opened = plan.since - timedelta(days=dice.random() * 200)
    return Space(
        pk=place.pk, name=name, slug=slugify(f"{name} {place.pk}"), purpose=words.line("purposes", dice)[:300], kind=place.kind,
        access=place.access, posting=place.posting, audience_id=place.audience_id,
        listing_id=place.audience_id if place.access == Access.SECRET else everybody, created_at=opened,
        last_activity_at=opened,
    )  # fmt: skip


def _people_them(places: list[Place], plan: Plan, cast: Cast) -> None:
    """Everybody in the first space, each in some others: a power law over both."""
    dice = plan.dice("membership")
    for person in cast.active:
        if person in cast.guests:
            closed = [p for p in places if not p.is_open] or places
            dice.choice(closed).members.append(person)
            continue
        wanted = min(len(places), MOST_SPACES, 2 + int(dice.lognormvariate(2.2, 0.7)))
        chosen = {0} | {near_the_front(dice, len(places), slope=1.8) for _ in range(wanted)}
        for index in sorted(chosen):
            places[index].members.append(person)
    employees = cast.employees
    for index, place in enumerate(places):
        able = [p for p in place.members if p not in cast.guests]
        while len(able) < min(4, len(employees)):
            person = dice.choice(employees)
            if person not in able:
                able.append(person)
                place.members.append(person)
        place.keepers = sorted(dice.sample(able, 2 if index else 3))


def _write_memberships(places: list[Place], plan: Plan) -> None:
    dice = plan.dice("reading")
    rows, audience_members = [], []
    log: list[tuple[datetime, Event]] = []
    for place in places:
        keepers = set(place.keepers)
        for person in place.members:
            since = plan.since - timedelta(days=dice.random() * 20)
            read = max(since, plan.until - timedelta(days=dice.expovariate(1 / 5)))
            role = Role.KEEPER if person in keepers else Role.MEMBER
            level = dice.choices(("posts", "everything", "mentions", "nothing"), (80, 8, 6, 6))[0]
            rows.append(Membership(space_id=place.pk, person_id=person, role=role, level=level, is_level_chosen=level != "posts", since=since, caught_up_at=read))  # fmt: skip
            audience_members.append(Member(audience_id=place.audience_id, person_id=person))
            about = {
                "actor_id": person,
                "subject_id": place.pk,
                "audience_id": place.audience_id,
                "space_id": place.pk,
            }
            log.append((since, MemberJoined(person_id=person, role=str(role), **about)))
        opened = plan.since - timedelta(days=21)
        log.append((opened, SpaceOpened(actor_id=place.keepers[0], subject_id=place.pk, audience_id=place.audience_id, space_id=place.pk)))  # fmt: skip
    bulk.write(rows)
    bulk.write(audience_members)
    bulk.record(log)
