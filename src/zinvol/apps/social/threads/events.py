from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    """Something in a conversation; the subject is the thread, ``reply_id`` the reply if it was one."""

    name: ClassVar[str] = "threads.event"
    subject_kind: ClassVar[str] = "thread"
    reply_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(ThreadEvent):
    """Somebody replied."""

    name: ClassVar[str] = "threads.reply_posted"


@dataclass(frozen=True, kw_only=True)
class ReplyEdited(ThreadEvent):
    """The words of a reply changed."""

    name: ClassVar[str] = "threads.reply_edited"


@dataclass(frozen=True, kw_only=True)
class ReplyDeleted(ThreadEvent):
    """A reply was taken away."""

    name: ClassVar[str] = "threads.reply_deleted"


@dataclass(frozen=True, kw_only=True)
class ReplyRestored(ThreadEvent):
    """A deleted reply came back."""

    name: ClassVar[str] = "threads.reply_restored"


@dataclass(frozen=True, kw_only=True)
class Reacted(ThreadEvent):
    """Somebody reacted without words, or took the reaction back (``is_on`` false)."""

    name: ClassVar[str] = "threads.reacted"
    kind: str
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class PersonMentioned(ThreadEvent):
    """Somebody was named."""

    name: ClassVar[str] = "threads.person_mentioned"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class OutcomeNamed(ThreadEvent):
    """Somebody said what came of a reply in the work; empty when taken back."""

    name: ClassVar[str] = "threads.outcome_named"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(ThreadEvent):
    """No more replies."""

    name: ClassVar[str] = "threads.closed"


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(ThreadEvent):
    """Replies are welcome again."""

    name: ClassVar[str] = "threads.reopened"


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(ThreadEvent):
    """A conversation went to another space, or back again (``is_back``); ``is_own``: its opener did it."""

    name: ClassVar[str] = "threads.moved"
    from_space_id: int
    is_own: bool
    is_back: bool = False


@dataclass(frozen=True, kw_only=True)
class RepliesMoved(ThreadEvent):
    """Replies came into this conversation from another: split off and now one of their own, or all of them
    since the other was merged into this one (``is_merged``). ``reply_id`` was or became the opening."""

    name: ClassVar[str] = "threads.replies_moved"
    from_thread_id: int
    reply_ids: list[int]
    is_merged: bool
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class ThreadPinned(ThreadEvent):
    """A keeper put a conversation on top of the space, or took it off (``is_on`` false)."""

    name: ClassVar[str] = "threads.pinned"
    is_on: bool = True
