"""What the inbox, a mail and a push show; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zinvol.apps.reactors.attention import queries, rules
from zinvol.apps.reactors.attention.models import Device, Notice, Preference, Push
from zinvol.apps.reactors.attention.rules import TAKEN, Reason
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import reads as threads
from zinvol.kernel import clock
from zinvol.lib.worktime import Week

PAGE = 20
MOST = 400
"""So many notices of the conversations on a page are looked at; a bundle may say *and more*."""


@dataclass(frozen=True)
class Bundle:
    """What asks for attention in one conversation, or one thing that stands alone; latest first."""

    notices: list[Notice]
    is_unread: bool

    @property
    def first(self) -> Notice:
        """What one comes for: the strongest of what is unread, and of those the oldest."""
        unread = [n for n in self.notices if n.is_unread] or self.notices[:1]
        return min(unread, key=lambda n: (n.reason, n.at))

    @property
    def latest(self) -> Notice:
        return self.notices[0]

    @property
    def reason(self) -> Reason:
        return Reason(self.first.reason)

    @property
    def thread_id(self) -> int | None:
        return self.latest.thread_id

    @property
    def shown(self) -> list[Notice]:
        """What is unread or, when all was read, the latest."""
        return [n for n in self.notices if n.is_unread] if self.is_unread else self.notices[:1]

    @property
    def reply_ids(self) -> list[int]:
        """The replies it is about, oldest first."""
        return [n.reply_id for n in reversed(self.shown) if n.reply_id and n.reason != Reason.THANKS]

    @property
    def count(self) -> int:
        return len([n for n in self.notices if n.is_unread])


def unread_count(*, viewer: Person) -> int:
    """In how many conversations, or single things, something waits."""
    found = queries.unread_count.first(viewer)
    return found[1] if found else 0


@dataclass(frozen=True)
class Around:
    """What stands beside every page: the viewer's living spaces by name, and in how many conversations something waits,
    in the inbox and among the messages."""

    spaces: list[threads.MySpace]
    inbox: int = 0
    messages: int = 0


def around(*, viewer: Person) -> Around:
    rows = queries.around.all(viewer, clock.now() - threads.RECENT)
    if not rows:
        return Around([], unread_count(viewer=viewer), message_count(viewer=viewer))
    return Around([threads.my_space(*row[:5]) for row in rows], *rows[0][5:])


def message_count(*, viewer: Person) -> int:
    """In how many private conversations of the viewer something is unread."""
    found = queries.message_count.first(viewer)
    return found[1] if found else 0


def inbox(*, viewer: Person, unread_only: bool, page: int = 1) -> tuple[list[Bundle], bool]:
    """A page of what reached for the viewer, bundled by conversation, latest first; and whether there is more."""
    rows = queries.bundles.part((page - 1) * PAGE, PAGE + 1, viewer, unread_only)
    return _bundled(viewer, [key for key, _last in rows[:PAGE]]), len(rows) > PAGE


def bundle(*, viewer: Person, notice_id: int) -> Bundle | None:
    """All that belongs with one notice of the viewer."""
    found = Notice.objects.filter(pk=notice_id, person=viewer).first()
    if found is None:
        return None
    return next(iter(_bundled(viewer, [found.thread_id or -found.pk])), None)


def waiting(*, viewer: Person, ids: Iterable[int] | None = None) -> list[Notice]:
    """What the viewer has not read and may still see, oldest first; of ``ids``, or all that no channel
    has brought yet."""
    wanted = Q(reached_at=None) if ids is None else Q(pk__in=list(ids))
    found = list(queries.unread(viewer).filter(wanted).select_related("actor", "space"))
    for notice in queries.messages(viewer).filter(wanted).select_related("actor"):
        notice.is_unread = True
        found.append(notice)
    return sorted(found, key=lambda n: (n.at, n.pk))


def reached_already(*, viewer: Person, thread_ids: Iterable[int]) -> set[int]:
    """The conversations of which something has reached the viewer before."""
    held = Notice.objects.filter(person=viewer, thread__in=list(thread_ids), reached_at__isnull=False)
    return {pk for pk in held.values_list("thread_id", flat=True) if pk}


def ledger(*, viewer: Person, page: int = 1) -> tuple[list[Notice], bool]:
    """What reached the viewer, why, and by which channel."""
    rows = queries.ledger.part((page - 1) * 50, 51, viewer)
    return rows[:50], len(rows) > 50


def preference(*, viewer: Person) -> Preference:
    return Preference.objects.filter(person=viewer).first() or Preference(person=viewer)


def unwilling() -> QuerySet[Any, Any]:
    """Who may not be asked now whether they know an answer, as numbers: who said no, or is away today."""
    today = clock.today()
    away = Q(away_from__lte=today, away_until__gte=today)
    return Preference.objects.filter(Q(is_asked=False) | away).values("person_id")


def devices(*, viewer: Person) -> list[Device]:
    """Where the viewer gets push notices."""
    return list(Device.objects.filter(person=viewer, ended_at=None).order_by("added_at"))


def latest_tests(*, viewer: Person) -> list[Push]:
    """How the latest test notices to the viewer fared."""
    found = Push.objects.filter(device__person=viewer, is_test=True)
    return list(found.order_by("-at")[:3])


@dataclass(frozen=True)
class PushHealth:
    """How the push notices of the last month fared."""

    devices: int
    tried: int
    taken: int
    median: int
    """Milliseconds until the push service answered."""
    failures: list[tuple[int, str, int]]
    """Status, error and how often, most first."""

    @property
    def share(self) -> float:
        """Per cent taken."""
        return round(100 * self.taken / self.tried, 1) if self.tried else 0.0


def push_health() -> PushHealth:
    """Counts only: nobody is named."""
    tried = Push.objects.filter(at__gt=clock.now() - rules.KEPT)
    taken = tried.filter(status__in=TAKEN)
    failed = (
        tried.exclude(status__in=TAKEN).values_list("status", "error").annotate(n=Count("pk")).order_by("-n")
    )
    n = taken.count()
    middle = taken.order_by("milliseconds").values_list("milliseconds", flat=True)[n // 2 : n // 2 + 1]
    devices = Device.objects.filter(ended_at=None).count()
    return PushHealth(devices, tried.count(), n, next(iter(middle), 0), list(failed[:10]))


def week_of(person: Person, held: Preference) -> Week:
    """When somebody may be disturbed."""
    current = organisation.current()
    work = organisation.work_week(current)

    def is_off(day: date) -> bool:
        is_away = bool(held.away_from and held.away_until and held.away_from <= day <= held.away_until)
        return is_away or work.is_off(day)

    return Week(rules.reachable_hours(held.hours, person.working_days), work.zone, is_off)


def _bundled(viewer: Person, keys: list[int]) -> list[Bundle]:
    """The notices of some conversations and single things, in the order of ``keys``."""
    if not keys:
        return []
    found: dict[int, list[Notice]] = {key: [] for key in keys}
    for notice in queries.of_keys.top(MOST, viewer, keys):
        found[notice.thread_id or -notice.pk].append(notice)
    return [Bundle(some, any(n.is_unread for n in some)) for some in found.values() if some]
