"""What a space is and who may do what in it; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Access(StrEnum):
    """Who reads: every colleague, or members only; a secret space is known to members only."""

    OPEN = "open"
    CLOSED = "closed"
    SECRET = "secret"  # noqa: S105


class Posting(StrEnum):
    """Who may open a conversation."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    KEEPERS = "keepers"


class Role(StrEnum):
    KEEPER = "keeper"
    MEMBER = "member"


class Level(StrEnum):
    """How much of a place a person wants to notice, most to least."""

    EVERYTHING = "everything"
    POSTS = "posts"
    MENTIONS = "mentions"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Template:
    """A kind of space and how one of that kind begins."""

    key: str
    icon: str
    kinds: tuple[str, ...]
    """The kinds of posts that are offered first."""
    access: Access = Access.OPEN
    posting: Posting = Posting.MEMBERS
    level: Level = Level.POSTS
    """How much of it a member notices who has not chosen."""


TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "community", "users", ("question", "unfinished", "dilemma", "update"), posting=Posting.EVERYONE
        ),
        Template(
            "team",
            "briefcase",
            ("update", "question", "dilemma"),
            access=Access.CLOSED,
            level=Level.EVERYTHING,
        ),
        Template("project", "flag", ("unfinished", "update", "challenge")),
        Template("helpdesk", "life-buoy", ("question",), posting=Posting.EVERYONE),
        Template("objections", "message-square-quote", ("challenge", "question", "dilemma")),
        Template("ideas", "lightbulb", ("idea", "challenge", "poll"), posting=Posting.EVERYONE),
        Template("announcements", "megaphone", ("update",), posting=Posting.KEEPERS, level=Level.EVERYTHING),
    )
}

ADVISED_KEEPERS = 2
ANSWER_WITHIN = 16
"""Working hours in which a question is promised an answer, where the keepers did not choose: two days."""
PROMISES = (4, 8, 16, 24, 40)


def may_open(*, access: Access) -> bool:
    """Whether every colleague reads what is in the space."""
    return access == Access.OPEN


def may_join(*, access: Access, is_guest: bool, is_invited: bool) -> bool:
    """Whether somebody may become a member without asking."""
    return is_invited or (access == Access.OPEN and not is_guest)


def may_post(*, posting: Posting, role: Role | None, reads: bool, is_archived: bool) -> bool:
    """Whether somebody may open a conversation. ``reads``: the person is in the audience."""
    if is_archived or not reads:
        return False
    if posting == Posting.EVERYONE:
        return True
    return role is not None if posting == Posting.MEMBERS else role == Role.KEEPER


def may_reply(*, role: Role | None, reads: bool, is_archived: bool) -> bool:
    """Whoever may read may also answer: an expert need not join to help."""
    return reads and not is_archived


def may_keep(*, role: Role | None, is_administrator: bool) -> bool:
    """Whether somebody may change the space and its members."""
    return role == Role.KEEPER or is_administrator


def may_leave(*, role: Role | None, keepers: int) -> bool:
    """The last keeper stays until there is another: no space without somebody who keeps it."""
    return role is not None and not (role == Role.KEEPER and keepers <= 1)


def is_idle(*, last_activity_at: datetime, created_at: datetime, now: datetime, days: int) -> bool:
    """Whether nothing was written for ``days`` (science.md S0.12: initiatives bleed dry unseen)."""
    return now - max(last_activity_at, created_at) > timedelta(days=days)
