"""What a study may and may not; pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

LEAST_FLOOR = 7
MOST_REMINDERS = 3
DAYS_BETWEEN_REMINDERS = 3
MAX_TEXT = 4000


class Scope(StrEnum):
    ORGANISATION = "organisation"
    BENCHMARK = "benchmark"


class Privacy(StrEnum):
    ANONYMOUS = "anonymous"
    PSEUDONYMOUS = "pseudonymous"


class Source(StrEnum):
    """By which way a sheet came in."""

    LINK = "link"
    KIOSK = "kiosk"
    PAPER = "paper"
    IMPORT = "import"


class State(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


def is_open(*, is_launched: bool, is_closed: bool, opens_on: date, closes_on: date, today: date) -> bool:
    """Whether one can answer today."""
    return is_launched and not is_closed and opens_on <= today <= closes_on


def may_remind(*, reminders: int, last: date | None, today: date) -> bool:
    """At most three times, and not within three days of the last time."""
    return reminders < MOST_REMINDERS and (last is None or (today - last).days >= DAYS_BETWEEN_REMINDERS)
