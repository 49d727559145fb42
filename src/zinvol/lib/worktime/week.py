"""A week of working hours, and reckoning in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON = 400
"""So many days are looked ahead; who is away for longer is taken to be back then."""


@dataclass(frozen=True)
class Week:
    """``hours``: for each day of the week that is worked (1 is Monday) from when until when, in local
    time of ``zone``; ``is_off`` tells of a date whether it is a day off all the same.

    All moments given are aware; those returned are in UTC.
    """

    hours: Mapping[int, tuple[time, time]]
    zone: ZoneInfo
    is_off: Callable[[date], bool] = lambda _day: False

    def is_open(self, moment: datetime) -> bool:
        """Whether ``moment`` falls in working hours."""
        return self.next_open(moment) == moment.astimezone(UTC)

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself in working hours, else the beginning of the next."""
        for start, end in self._stretches(moment):
            if moment < end:
                return max(start, moment.astimezone(UTC))
        return moment.astimezone(UTC) + timedelta(days=HORIZON)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` until ``end``; nothing when that comes first."""
        total = timedelta()
        if start >= end:
            return total
        for opens, closes in self._stretches(start):
            if opens >= end:
                break
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def clock(self, start: datetime, end: datetime) -> Callable[[datetime], float]:
        """Tells of a moment from ``start`` until ``end`` how many working hours of that time had passed: for many
        moments at once, where ``between`` would walk the days for each."""
        opens, hours = [], [0.0]
        for begin, close in self._stretches(start):
            if begin >= end:
                break
            opens.append((begin, close))
            hours.append(hours[-1] + (close - begin).total_seconds() / 3600)

        def passed(moment: datetime) -> float:
            number = bisect_right(opens, moment, key=lambda span: span[0]) - 1
            if number < 0:
                return 0.0
            begin, close = opens[number]
            return hours[number] + (min(moment, close) - begin).total_seconds() / 3600

        return passed

    def after(self, start: datetime, span: timedelta) -> datetime:
        """The moment at which ``span`` of working time has passed since ``start``."""
        left = span
        for opens, closes in self._stretches(start):
            begin = max(opens, start)
            if begin < closes:
                if begin + left <= closes:
                    return begin + left
                left -= closes - begin
        return start.astimezone(UTC) + timedelta(days=HORIZON)

    def first_day(self, day: date) -> date:
        """``day`` itself when it is worked, else the next that is."""
        for ahead in range(HORIZON):
            candidate = day + timedelta(days=ahead)
            if candidate.isoweekday() in self.hours and not self.is_off(candidate):
                return candidate
        return day + timedelta(days=HORIZON)

    def at(self, day: date, moment: time) -> datetime:
        """A local time on a day, as a moment in UTC."""
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def _stretches(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time from the day of ``since`` on, in order. In UTC, where an hour
        is an hour on the night that the clocks change as well."""
        day = since.astimezone(self.zone).date()
        for ahead in range(HORIZON):
            candidate = day + timedelta(days=ahead)
            span = self.hours.get(candidate.isoweekday())
            if span and span[0] < span[1] and not self.is_off(candidate):
                yield self.at(candidate, span[0]), self.at(candidate, span[1])
