from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ChatEvent(Event):
    """Something in a private conversation. It never says who did it: that is nobody else's affair, and the log is
    kept."""

    name: ClassVar[str] = "chat.event"
    subject_kind: ClassVar[str] = "conversation"
    actor_id: None = None


@dataclass(frozen=True, kw_only=True)
class MessageSent(ChatEvent):
    """Something was said."""

    name: ClassVar[str] = "chat.message_sent"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageChanged(ChatEvent):
    """A message was changed, taken back or reacted to."""

    name: ClassVar[str] = "chat.message_changed"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleChanged(ChatEvent):
    """Somebody came into a conversation or left it, or it got another name."""

    name: ClassVar[str] = "chat.people_changed"
    person_id: int | None = None
