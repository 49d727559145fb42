from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zinvol.lib.worktime import Week, public_holidays

ZONE = ZoneInfo("Europe/Amsterdam")
OFFICE = {day: (time(9), time(17)) for day in (1, 2, 3, 4, 5)}
WEEK = Week(OFFICE, ZONE, lambda day: day in public_holidays("NL", day.year))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20 10:30", "2026-11-20 10:30"),  # a Friday
        ("2026-11-20 17:00", "2026-11-23 09:00"),
        ("2026-11-21 12:00", "2026-11-23 09:00"),
        ("2026-12-24 18:00", "2026-12-28 09:00"),  # Christmas on Friday and Saturday
        ("2026-04-26 23:00", "2026-04-28 09:00"),  # the King's birthday
    ],
)
def test_the_next_working_hour(moment, opens):
    assert WEEK.next_open(local(moment)) == local(opens)
    assert WEEK.is_open(local(moment)) is (moment == opens)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-20 16:00", "2026-11-23 10:00", 2),
        ("2026-11-20 08:00", "2026-11-20 20:00", 8),
        ("2026-11-21 08:00", "2026-11-22 20:00", 0),
        ("2026-11-23 10:00", "2026-11-20 10:00", 0),
        ("2026-12-23 17:00", "2026-12-28 17:00", 16),
    ],
)
def test_working_time_between_two_moments(start, end, hours):
    assert WEEK.between(local(start), local(end)) == timedelta(hours=hours)


def test_a_promise_of_sixteen_hours_made_on_friday_afternoon_ends_on_tuesday():
    assert WEEK.after(local("2026-11-20 15:00"), timedelta(hours=16)) == local("2026-11-24 15:00")


def test_a_night_on_which_the_clocks_change_has_its_real_length():
    nights = Week({7: (time(0), time(6))}, ZONE)
    assert nights.between(local("2026-10-24 12:00"), local("2026-10-26 12:00")) == timedelta(hours=7)
    assert nights.between(local("2027-03-27 12:00"), local("2027-03-29 12:00")) == timedelta(hours=5)


def test_who_never_works_is_back_after_the_horizon():
    assert Week({}, ZONE).next_open(local("2026-11-20 12:00")) == local("2026-11-20 12:00") + timedelta(
        days=400
    )


def test_the_first_day_that_is_worked():
    assert WEEK.first_day(date(2026, 12, 25)) == date(2026, 12, 28)


def test_an_unknown_country_has_no_holidays():
    assert public_holidays("XX", 2026) == frozenset()


@given(st.integers(0, 2 * 365 * 24 * 60), st.integers(0, 60 * 300))
def test_what_a_span_ends_at_is_that_far_away(start, minutes):
    start, span = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start), timedelta(minutes=minutes)
    assert WEEK.between(start, WEEK.after(start, span)) == span


@given(*[st.integers(0, 200 * 24 * 60)] * 3)
def test_the_clock_of_many_moments_says_what_each_span_says(start, end, moment):
    start, moment, end = sorted(
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in (start, end, moment)
    )
    passed = WEEK.clock(start, end)
    since = WEEK.between(start, moment).total_seconds() / 3600
    assert passed(moment) - passed(start) == pytest.approx(since)
