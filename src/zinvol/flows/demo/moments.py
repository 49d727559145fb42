"""Moments relative to now, so that the demo organisation always lives in this year.

``day zero`` is the working day of which the visitor sees the latest news: today, or the last
working day when the visitor comes in a weekend or before the office opens.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = {"ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5, "za": 6, "zo": 7}
OPENING, CLOSING = time(7, 30), time(17, 45)

_OPENING = re.compile(
    r"(?:(?P<days>\d+)d|(?P<working>\d+)w|(?P<month>\d\d)-(?P<day>\d\d))"
    r"(?: (?P<name>[a-z]{2}))? (?P<clock>\d?\d:\d\d)"
)
_GAP = re.compile(r"(?:(?P<minutes>\d+)m|(?P<hours>\d+)h|(?P<days>\d+)d)(?: (?P<clock>\d?\d:\d\d))?")


class Calendar:
    """Turns ``40d 09:15`` and ``2h`` into moments that an office could have known."""

    def __init__(self, today: datetime) -> None:
        self.now = today.astimezone(ZONE)
        begun = self.now.time() >= time(8, 0)
        self.day_zero = self.now.date() if begun else self.now.date() - timedelta(days=1)
        while not is_working_day(self.day_zero):
            self.day_zero -= timedelta(days=1)

    def opening(self, when: str, working_days: list[int], earlier: int = 0) -> datetime:
        """``12d 09:10`` days ago, ``1w 09:10`` working days before day zero, ``01-15 08:10`` the last
        January 15th; a weekday (``12d ma 09:10``) moves it back to that day. ``earlier`` steps
        further back."""
        found = _OPENING.fullmatch(when)
        if found is None:
            raise ValueError(f"no moment: {when!r}")
        wished = {WEEKDAYS[found["name"]]} if found["name"] else set(working_days)
        if found["working"]:
            day = before(self.day_zero, int(found["working"]) + earlier)
            wished = {1, 2, 3, 4, 5}
        else:
            day = self._counted(found) - timedelta(days=earlier)
        weekend = bool(wished & {6, 7}) and bool(found["name"])
        while day.isoweekday() not in wished or not (weekend or is_working_day(day)):
            day -= timedelta(days=1)
        return at(day, found["clock"])

    def _counted(self, found: re.Match[str]) -> date:
        today = self.now.date()
        if found["days"]:
            return today - timedelta(days=int(found["days"]))
        day = date(today.year, int(found["month"]), int(found["day"]))
        return day if day <= today else day.replace(year=today.year - 1)

    def days_ago(self, days: int, clock: str = "09:00") -> datetime:
        return at(self.now.date() - timedelta(days=days), clock)

    def visit(self, clock: str) -> datetime:
        """When somebody who follows the network was here last: before the newest of day zero."""
        fresh = self.day_zero == self.now.date() and self.now.hour < 12
        return at(before(self.day_zero, 2 if fresh else 1), clock)


def follow(moment: datetime, gap: str, dice: Random) -> datetime:
    """The moment ``gap`` after another: ``8m``, ``2h``, ``1d`` or ``1d 09:20`` (working days).
    Minutes and hours that run past closing time end up on the next morning."""
    found = _GAP.fullmatch(gap)
    if found is None:
        raise ValueError(f"no gap: {gap!r}")
    if found["days"]:
        day = after(moment.date(), int(found["days"]))
        clock = found["clock"] or f"{dice.randint(8, 16):02}:{dice.randint(2, 58):02}"
        return at(day, clock)
    later = moment + timedelta(minutes=int(found["minutes"] or 0), hours=int(found["hours"] or 0))
    if not is_working_day(later.date()) or later.time() > CLOSING:
        evening = moment.time() > CLOSING and later.date() == moment.date()
        if not evening:
            return at(after(moment.date(), 1), f"08:{dice.randint(4, 56):02}")
    return later


def at(day: date, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return datetime.combine(day, time(int(hours), int(minutes)), ZONE)


def before(day: date, count: int) -> date:
    return _stepped(day, count, -1)


def after(day: date, count: int) -> date:
    return _stepped(day, count, 1)


def _stepped(day: date, count: int, direction: int) -> date:
    while count:
        day += timedelta(days=direction)
        if is_working_day(day):
            count -= 1
    return day


def is_working_day(day: date) -> bool:
    return day.isoweekday() < 6 and day not in holidays(day.year)


def holidays(year: int) -> set[date]:
    """The days on which a Dutch town hall is closed."""
    easter = easter_sunday(year)
    kings_day = date(year, 4, 27)
    if kings_day.isoweekday() == 7:
        kings_day = date(year, 4, 26)
    moving = {easter + timedelta(days=days) for days in (-2, 1, 39, 50)}
    return moving | {date(year, 1, 1), kings_day, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}


def easter_sunday(year: int) -> date:
    """Butcher's rule for the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)
