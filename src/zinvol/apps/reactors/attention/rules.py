"""What deserves somebody's attention, and when it may be asked for; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from zinvol.lib.worktime import Week


class Reason(IntEnum):
    """Why something reaches somebody, strongest first: of two reasons for one thing the stronger counts."""

    URGENT = 1
    MENTION = 2
    ASKED = 3
    ANSWER = 4
    YOURS = 5
    SOLVED = 6
    KEEPING = 7
    INVITED = 8
    TAKING_PART = 9
    DECIDED = 10
    FOLLOWING = 11
    THANKS = 12
    MESSAGE = 13


class Channel(StrEnum):
    """By which way something reached somebody; each thing by one."""

    PAGE = "page"
    PUSH = "push"
    MAIL = "mail"


class Rhythm(StrEnum):
    """How often somebody wants mail."""

    IMMEDIATE = "immediate"
    BUNDLED = "bundled"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


INTERRUPTS = frozenset(
    {
        Reason.URGENT, Reason.MENTION, Reason.ASKED, Reason.ANSWER, Reason.YOURS, Reason.SOLVED, Reason.KEEPING,
        Reason.INVITED, Reason.TAKING_PART, Reason.MESSAGE,
    }
)  # fmt: skip
"""What may be pushed, or mailed outside the digest; the rest can wait for a quiet moment."""

GRACE = timedelta(seconds=45)
"""Who is reading at this moment gets the time to see it on the page."""
BUNDLE = timedelta(hours=4)
KEPT = timedelta(days=30)
"""So long something stays in the inbox; what is older asks for no attention any more."""
FOLLOWED = timedelta(days=14)
"""… and so long what somebody only follows."""
DIGEST_AT = time(8, 30)

AFTER_FAILURE = timedelta(hours=1)
"""So long something is left alone that could not be sent."""
REACHABLE = (time(8), time(18))
TAKEN = frozenset({200, 201, 202, 204})
"""What a push service answers when it takes a notice."""
FAILURES = 5
"""After so many failures in a row no more is sent to a device."""


def is_kept(reason: Reason, *, at: datetime, now: datetime) -> bool:
    """Whether something still stands in the inbox."""
    return now - at < (FOLLOWED if reason == Reason.FOLLOWING else KEPT)


def reachable_hours(
    chosen: Mapping[str, Collection[str]], working_days: Collection[int]
) -> dict[int, tuple[time, time]]:
    """When somebody may be disturbed, for each day of the week from 1: as chosen ("1": ["08:00", "18:00"]), else
    on the working days of the profile."""
    if chosen:
        return {int(day): _span(*span) for day, span in chosen.items()}
    return dict.fromkeys(working_days or range(1, 6), REACHABLE)


def mail_moment(rhythm: Rhythm, *, since: datetime, week: Week) -> datetime | None:
    """When what waits ``since`` may be mailed; never for who wants none. A digest has its own hour."""
    if rhythm == Rhythm.IMMEDIATE:
        return week.next_open(since + GRACE)
    if rhythm == Rhythm.BUNDLED:
        return week.next_open(since + BUNDLE)
    return None


def digest_moment(rhythm: Rhythm, *, after: datetime, week: Week, at: time = DIGEST_AT) -> datetime | None:
    """The moment of the first digest later than ``after``: daily on each day somebody can be reached, weekly
    on the first such day of the week. Who is mailed at once gets what could wait in a daily digest too."""
    if rhythm == Rhythm.OFF:
        return None
    day = after.astimezone(week.zone).date()
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    moment = _hour_of(week, week.first_day(day), at)
    while moment <= after:
        day += timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1)
        moment = _hour_of(week, week.first_day(day), at)
    return moment


def push_moment(at: datetime, week: Week) -> datetime:
    """When something may be pushed."""
    return week.next_open(at + GRACE)


def _hour_of(week: Week, day: date, at: time) -> datetime:
    """The hour of the digest on a day, or the first in which somebody can be reached."""
    hours = week.hours.get(day.isoweekday())
    return week.at(day, max(at, hours[0]) if hours and at < hours[1] else hours[0] if hours else at)


def _span(start: str, end: str) -> tuple[time, time]:
    return time.fromisoformat(start), time.fromisoformat(end)
