"""What the network itself can tell beside what people were asked: the measured twins of factors (section B1), and on how
many days who agreed to be known again took part (section B3).

Only with consent, only counted over all, and only of what today's log can tell: who takes part (C1), which leaders
are visible (C12), which questions are solved (C5), how much is answered across departments (C6). Attention value,
effort and standing have no source yet; whoever brings one adds a line to ``SOURCES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db.models import F, Q
from django.utils import timezone

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.studies import api
from zinvol.apps.content.studies.models import Enrolment, Wave
from zinvol.apps.content.studies.rules import Privacy
from zinvol.apps.social.organisation.reads import is_measured, top_departments
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Reaction, Reply, Thread
from zinvol.lib.science.privacy import FLOOR
from zinvol.lib.science.scoring.frames import days_class

WINDOW = timedelta(days=28)
Span = tuple[datetime, datetime]
Measured = tuple[float, int]


def make_report(*, wave_id: int, enrolment_id: int | None = None) -> None:
    """Measure what may be measured, then make the report; done by the worker."""
    wave = Wave.objects.select_related("study").get(pk=wave_id)
    if not wave.study.is_benchmark:
        enrolment = wave.enrolments.get()
        if not enrolment.reports.exists():
            _record(wave, enrolment)
    api.make_report(wave_id=wave_id, enrolment_id=enrolment_id)


def _record(wave: Wave, enrolment: Enrolment) -> None:
    """Keep what was measured, before the first report is made of it."""
    if wave.study.instrument_name == "maturity" and not enrolment.twins.exists():
        api.record_twins(enrolment, measure(wave) if is_measured(Measurement.ACTIVITY) else {})
    has_keys = wave.study.instrument_name == "frames" and wave.study.privacy == Privacy.PSEUDONYMOUS
    if has_keys and is_measured(Measurement.USE):
        days = active_days(_window(wave))
        classes = days_class(np.array(list(days.values()), dtype=float))
        api.record_use(enrolment, dict(zip(days, map(int, classes), strict=True)))


def _window(wave: Wave) -> Span:
    """The 28 days to the last day on which one could answer."""
    last = min(wave.closes_on, timezone.localdate(wave.closed_at)) if wave.closed_at else wave.closes_on
    end = timezone.make_aware(datetime.combine(last, time.max))
    return end - WINDOW, end


def measure(wave: Wave) -> dict[str, Measured]:
    """By factor a value from 0 to 100 and of how many, over the 28 days to the end of the wave."""
    found = {factor: source(_window(wave)) for factor, source in SOURCES.items()}
    return {factor: value for factor, value in found.items() if value is not None and value[1] >= FLOOR}


def _share(count: int, n: int) -> Measured | None:
    return (100 * count / n, n) if n else None


def _contributors(span: Span) -> set[int]:
    """Who posted, replied or reacted (C1)."""
    wrote = Q(created_at__range=span, author__isnull=False)
    found = set(Thread.objects.filter(wrote).values_list("author_id", flat=True))
    found |= set(Reply.objects.filter(wrote).values_list("author_id", flat=True))
    found |= set(Reaction.objects.filter(at__range=span).values_list("person_id", flat=True))
    return found


def active_days(span: Span) -> dict[int, int]:
    """On how many days each colleague posted, replied or reacted; nought for who did not."""
    wrote = Q(created_at__range=span, author__isnull=False)
    days: dict[int, set[date]] = {
        pk: set()
        for pk in Person.objects.present().exclude(kind=Person.Kind.GUEST).values_list("pk", flat=True)
    }
    for rows in (
        Thread.objects.filter(wrote).values_list("author_id", "created_at"),
        Reply.objects.filter(wrote).values_list("author_id", "created_at"),
        Reaction.objects.filter(at__range=span).values_list("person_id", "at"),
    ):
        for person_id, moment in rows:
            if person_id in days:
                days[person_id].add(timezone.localdate(moment))
    return {person_id: len(found) for person_id, found in days.items()}


def _colleagues_active(span: Span) -> Measured | None:
    """The share of people that take part: what somebody meets around them, averaged over all."""
    people = set(Person.objects.present().exclude(kind=Person.Kind.GUEST).values_list("pk", flat=True))
    return _share(len(people & _contributors(span)), len(people))


def _leaders_visible(span: Span) -> Measured | None:
    """The share of leaders that wrote anything (C12)."""
    leaders = set(Person.objects.present().filter(is_leader=True).values_list("pk", flat=True))
    wrote = Q(created_at__range=span, author_id__in=leaders)
    visible = set(Thread.objects.filter(wrote).values_list("author_id", flat=True))
    visible |= set(Reply.objects.filter(wrote).values_list("author_id", flat=True))
    return _share(len(visible), len(leaders))


def _questions_solved(span: Span) -> Measured | None:
    """The share of questions that were solved within 28 days (C5); of those asked in the 28 days before the window."""
    solved, asked = posts.solved_within(WINDOW, asked_from=span[0] - WINDOW, asked_until=span[0])
    return _share(solved, asked)


def _answered_across(span: Span) -> Measured | None:
    """The share of replies to somebody of another department (C6, without the comparison with chance)."""
    unit = top_departments()
    rows = Reply.objects.filter(created_at__range=span, author__isnull=False).exclude(
        author=F("thread__author")
    )
    pairs = rows.values_list("author__department_id", "thread__author__department_id")
    known = [(unit[a], unit[b]) for a, b in pairs if a in unit and b in unit]
    return _share(sum(a != b for a, b in known), len(known))


SOURCES: Mapping[str, Callable[[Span], Measured | None]] = {
    "PC": _colleagues_active,
    "PM": _leaders_visible,
    "PE": _questions_solved,
    "CN": _answered_across,
}
