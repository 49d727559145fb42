"""Writing the activity log and reading it in an order that never skips a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from zinvol.kernel import clock, rows
from zinvol.kernel.events import Event
from zinvol.kernel.live import signal
from zinvol.kernel.models import Activity

OLDEST_RUNNING = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [])
"""PostgreSQL's number of the oldest transaction that has not ended, in any database of the server."""


def record(event: Event, *, at: datetime | None = None) -> None:
    """Write one event in the transaction of its cause.

    Raises ``TransactionManagementError`` outside a transaction: a fact and its record are one.
    """
    record_many([event], at=[at or clock.now()])


def record_many(events: Iterable[Event], *, at: Iterable[datetime]) -> None:
    """Write many events with their moments; for imports."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its cause")
    rows.write_values(Activity, _COLUMNS, (_line(event, at) for event, at in zip(events, at, strict=True)))
    signal.ring()


@dataclass(frozen=True)
class Stretch:
    """A stretch of the log behind a cursor: where each of its lines stands, and those that were asked
    for. Most lines are passed over, so they are not read."""

    places: list[tuple[int, int]]
    lines: list[Activity]


def behind(transaction_id: int, position: int) -> QuerySet[Activity]:
    """The lines behind a cursor, in the order of the log.

    With PostgreSQL, numbers are handed out before commits, so a higher id may be visible before a
    lower one: there the order is (transaction, id). SQLite has one writer at a time; all its lines
    carry transaction 0 and ids follow the commits.
    """
    if connection.vendor == "sqlite":
        return Activity.objects.filter(pk__gt=position).order_by("pk")
    place = Tuple(F("transaction"), F("id"))
    later = Activity.objects.filter(TupleGreaterThan(place, (transaction_id, position)))
    return later.order_by("transaction", "id")


def after(transaction_id: int, position: int, *, limit: int, names: Collection[str]) -> Stretch:
    """The next lines behind a cursor, in the order of the log, and of them those of ``names``.

    With PostgreSQL only lines of transactions below the oldest one still running are read: nothing
    can appear behind them any more.
    """
    found = behind(transaction_id, position)
    ended = found.filter(transaction__lt=OLDEST_RUNNING) if connection.vendor == "postgresql" else found
    places = list(ended.values_list("transaction", "id")[:limit])
    if not places:
        return Stretch([], [])
    last, end = places[-1]
    until = Q(transaction=last, id__lte=end) | Q(transaction__lt=last)
    if connection.vendor == "sqlite":
        until = Q(pk__lte=end)
    return Stretch(places, list(found.filter(until, name__in=names)))


_COLUMNS = (
    "occurred_at", "name", "actor_id", "subject_kind", "subject_id", "audience_id", "space_id", "refs",
)  # fmt: skip


def _line(event: Event, moment: datetime) -> rows.Values:
    return (
        moment, event.name, event.actor_id, event.subject_kind, event.subject_id, event.audience_id,
        event.space_id, event.refs(),
    )  # fmt: skip
