"""What one may do in a conversation; pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from zinvol.apps.social.people.rules import search_form

MAX_BODY = 50_000
MAX_MENTIONS = 100
MAX_FILES = 20
PAGE = 50
UNDO = timedelta(days=30)


_OURS = re.compile(r"/(posts|replies)/(\d{1,18})(?:[/?#]|$)")


def leads_to(link: str, *, base: str) -> tuple[str, int] | None:
    """Where a link of ours leads: ("posts" or "replies", number). ``base`` is the address of this network; a link
    that begins with a slash is ours as well."""
    path = link.removeprefix(base) if base else link
    found = _OURS.match(path)
    return (found[1], int(found[2])) if found else None


class Reacting(StrEnum):
    """The four ways to react without words; each means something."""

    USEFUL = "useful"
    THANKS = "thanks"
    ME_TOO = "me_too"
    I_CAN_HELP = "i_can_help"


class Outcome(StrEnum):
    """What came of a reply in the work (science.md S3.5)."""

    METHOD_IMPROVED = "method_improved"
    BOTTLENECK_SOLVED = "bottleneck_solved"


class Moving(StrEnum):
    """What became of a conversation or a part of it."""

    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


def tag_key(name: str) -> str:
    """Under which two tags are the same: without case, accents and spaces. Nothing when there is nothing to see."""
    return "-".join(search_form(name).split())[:50] if any(map(str.isprintable, name.strip())) else ""


def may_edit(*, author_id: int | None, person_id: int, keeps: bool) -> bool:
    """The writer changes the words; a keeper may too, and the history shows who did."""
    return author_id == person_id or keeps


def may_undo(*, deleted_at: datetime | None, now: datetime) -> bool:
    """A deleted text can be brought back for a while."""
    return deleted_at is not None and now - deleted_at <= UNDO


def may_move(*, is_opener: bool, keeps_here: bool, keeps_there: bool, posts_there: bool) -> bool:
    """Who keeps both spaces; who opened the conversation takes it where they may open one."""
    return (keeps_here and keeps_there) or (is_opener and posts_there)


def may_split(*, keeps_here: bool, keeps_there: bool, posts_there: bool) -> bool:
    """A keeper, who takes a part of a conversation where they keep too, or may open one."""
    return keeps_here and (keeps_there or posts_there)


def may_merge(*, is_opener: bool, is_alone: bool, keeps_here: bool, keeps_there: bool) -> bool:
    """Who keeps both spaces; who opened the one that goes, as long as nobody else wrote in it."""
    return (keeps_here and keeps_there) or (is_opener and is_alone)


def window(*, total: int, position: int | None, size: int = PAGE) -> tuple[int, int]:
    """Which slice of ``total`` replies to show so that ``position`` (from 0) is in it.

    Slices lie on fixed borders, so that a page has one address; without a position it is the first.
    Returns start and end.
    """
    start = 0 if position is None else max(0, min(position, total - 1)) // size * size
    return start, min(total, start + size)
