"""The spaces and who is in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from zinvol.lib.exchange.records import FollowLevel, MemberRole, Membership, Person, Space

from .moments import Calendar
from .people import People
from .scripts import load

LEVELS: tuple[FollowLevel, ...] = (
    *("posts", "posts", "posts", "posts", "posts"),
    *("everything", "mentions", "nothing"),
)
SILO = "openbare-ruimte"


class Spaces:
    def __init__(self, calendar: Calendar, people: People, authors: dict[str, dict[str, datetime]]) -> None:
        self._calendar = calendar
        self._people = people
        self.all: list[Space] = []
        self.memberships: list[Membership] = []
        for key, entry in load("spaces.toml").items():
            space = self._space(key, entry)
            self.all.append(space)
            self.memberships += self._members(space, entry, authors.get(key, {}))
        self.members: dict[str, list[Person]] = {space.id: [] for space in self.all}
        self.since: dict[tuple[str, str], datetime] = {}
        for membership in self.memberships:
            self.members[membership.space].append(people.by_id[membership.person])
            self.since[membership.space, membership.person] = membership.since
        self.access = {space.id: space.access for space in self.all}

    def _space(self, key: str, entry: dict[str, Any]) -> Space:
        return Space(
            id=key,
            name=entry["name"],
            purpose=entry["purpose"],
            goal=entry.get("goal", ""),
            kind=entry.get("kind", "community"),
            access=entry.get("access", "open"),
            posting=entry.get("posting", "members"),
            language=entry.get("language", ""),
            created_at=self._calendar.days_ago(entry["created"], "09:30"),
            created_by=self._people.find(entry["keepers"][0]).id,
            archived_at=self._calendar.days_ago(entry["archived"], "16:00") if "archived" in entry else None,
        )

    def _members(self, space: Space, entry: dict[str, Any], authors: dict[str, datetime]) -> list[Membership]:
        keepers = [self._people.find(name).id for name in entry["keepers"]]
        named = [self._people.find(name).id for name in entry.get("members", [])]
        members = dict.fromkeys([*keepers, *named, *self._drawn(space, entry)])
        if strangers := set(authors) - set(members):
            if space.access != "open":
                raise ValueError(f"{space.id}: not a member: {sorted(strangers)}")
            members |= dict.fromkeys(sorted(strangers))
        return [self._member(space, key, keepers, authors) for key in members]

    def _drawn(self, space: Space, entry: dict[str, Any]) -> list[str]:
        """The teams that belong here, and by chance some of the others."""
        units, share, found = entry.get("units", []), entry.get("share", 0), []
        for person in self._people.all:
            if person.state != "active" or person.kind == "guest":
                continue
            department = self._people.department(person)
            chance = Random(f"{space.id} {person.id}").random()
            own = person.org_unit in units or department in units
            if own or (chance < share and department != SILO):
                found.append(person.id)
        return found

    def _member(self, space: Space, key: str, keepers: list[str], authors: dict[str, datetime]) -> Membership:
        person, dice = self._people.by_id[key], Random(f"since {space.id} {key}")
        start = max(space.created_at, person.joined_at)
        since = start + timedelta(hours=dice.choice((1, 5, 26, 50, 170, 340, dice.randint(1, 2400))))
        since = min(since, self._calendar.now - timedelta(hours=1))
        role: MemberRole = "member"
        level: FollowLevel = dice.choice(LEVELS)
        if key in authors:
            since, level = min(since, authors[key] - timedelta(minutes=3)), "posts"
        if key in keepers:
            since, role, level = start, "keeper", "everything"
        return Membership(
            space=space.id,
            person=key,
            role=role,
            level=level,
            is_level_chosen=level != "posts",
            since=max(since, start),
        )
