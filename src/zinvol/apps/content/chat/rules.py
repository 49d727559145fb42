"""What one may do with messages; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

MOST_PEOPLE = 50
MAX_BODY = 10_000
MAX_NAME = 80
PAGE = 50
WINDOW = timedelta(minutes=15)
"""So long the writer may change or take back a message; after that others have built on it."""
PROPOSAL_LASTS = timedelta(days=7)


class Note(StrEnum):
    """What happened in a conversation beside what was said; an empty one is a message."""

    SAID = ""
    ADDED = "added"
    LEFT = "left"
    NAMED = "named"
    PROPOSED = "proposed"
    ASKED = "asked"
    REFUSED = "refused"


def may_change(*, author_id: int | None, person_id: int, created_at: datetime, now: datetime) -> bool:
    """Whether somebody may still change or take back a message."""
    return author_id == person_id and now - created_at <= WINDOW


def pair_key(one: int, other: int) -> str:
    """Under which two people have one conversation, whoever began it."""
    first, second = sorted((one, other))
    return f"{first}:{second}"


def is_agreed(answers: list[bool | None]) -> bool | None:
    """Whether all agree to something; None while somebody has not said, and nobody has refused."""
    if False in answers:
        return False
    return None if None in answers else True


def keeps_until(now: datetime, days: int) -> datetime | None:
    """Messages from before this moment are removed; none where everything is kept."""
    return now - timedelta(days=days) if days else None
