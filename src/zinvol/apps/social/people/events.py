from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonEvent(Event):
    name: ClassVar[str] = "people.event"
    subject_kind: ClassVar[str] = "person"


@dataclass(frozen=True, kw_only=True)
class PersonInvited(PersonEvent):
    """Somebody was given an account and a link to enter."""

    name: ClassVar[str] = "people.invited"


@dataclass(frozen=True, kw_only=True)
class PersonJoined(PersonEvent):
    """Somebody entered for the first time, or came in with an import."""

    name: ClassVar[str] = "people.joined"


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(PersonEvent):
    """Somebody's profile changed; ``fields`` names what, never the text."""

    name: ClassVar[str] = "people.profile_changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class RolesChanged(PersonEvent):
    """Somebody got or lost roles; ``roles`` are those held now."""

    name: ClassVar[str] = "people.roles_changed"
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(PersonEvent):
    """Somebody left: no longer enters, what was written stays."""

    name: ClassVar[str] = "people.deactivated"


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(PersonEvent):
    """Somebody came back."""

    name: ClassVar[str] = "people.reactivated"


@dataclass(frozen=True, kw_only=True)
class PersonErased(PersonEvent):
    """Somebody's name and profile were removed for good."""

    name: ClassVar[str] = "people.erased"
