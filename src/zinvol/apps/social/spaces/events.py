from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SpaceEvent(Event):
    name: ClassVar[str] = "spaces.event"
    subject_kind: ClassVar[str] = "space"


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(SpaceEvent):
    """A space began."""

    name: ClassVar[str] = "spaces.opened"


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(SpaceEvent):
    """Purpose, name, access or rules of a space changed; ``fields`` names what."""

    name: ClassVar[str] = "spaces.changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class SpaceArchived(SpaceEvent):
    """A space ended; it can be read and no longer written in."""

    name: ClassVar[str] = "spaces.archived"


@dataclass(frozen=True, kw_only=True)
class SpaceRevived(SpaceEvent):
    """An archived space came to life again."""

    name: ClassVar[str] = "spaces.revived"


@dataclass(frozen=True, kw_only=True)
class MemberJoined(SpaceEvent):
    """Somebody became a member or, by ``role``, a keeper."""

    name: ClassVar[str] = "spaces.member_joined"
    person_id: int
    role: str = "member"


@dataclass(frozen=True, kw_only=True)
class MemberLeft(SpaceEvent):
    """Somebody left, or was taken out by a keeper (then the actor differs from the person)."""

    name: ClassVar[str] = "spaces.member_left"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(SpaceEvent):
    """A member became a keeper or the other way round."""

    name: ClassVar[str] = "spaces.role_given"
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class JoinAsked(SpaceEvent):
    """Somebody asked to be let in."""

    name: ClassVar[str] = "spaces.join_asked"


@dataclass(frozen=True, kw_only=True)
class JoinDeclined(SpaceEvent):
    """A keeper did not let somebody in."""

    name: ClassVar[str] = "spaces.join_declined"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MemberInvited(SpaceEvent):
    """Somebody may join without asking."""

    name: ClassVar[str] = "spaces.member_invited"
    person_id: int
