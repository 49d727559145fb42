"""Reactors tail the activity log; each keeps its own rows and a cursor, moved in one transaction.

So the effect of every event on a reactor's tables is exactly once, a stopped reactor loses
nothing, and ``rebuild`` is the same code with the cursor at zero.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from django.db import transaction

from zinvol.kernel import activity, clock
from zinvol.kernel.live import signal
from zinvol.kernel.models import Activity, Cursor, Parked

log = logging.getLogger(__name__)

BATCH = 100
"""So many lines are taken in at once: while a batch is written, on SQLite nobody else writes."""
MUCH = 2_000
"""… and so many where nobody waits: after a load, and when a reader begins anew."""
ATTEMPTS = 5


class Reactor:
    """Hears events and keeps tables of its own. Emits nothing, and has no effect outside the
    database but through the outbox."""

    name: ClassVar[str]
    hears: ClassVar[frozenset[str]]
    """The names of the events it takes in; filled by ``config.wiring``."""

    def take(self, lines: Sequence[Activity]) -> None:
        """Take in a batch, in the order of the log; may raise, then the batch is taken line by line."""
        raise NotImplementedError

    def reset(self) -> None:
        """Empty the reactor's tables."""
        raise NotImplementedError

    def is_outdated(self) -> bool:
        """Whether what it holds was gathered on other terms than those of now. Then it is emptied, and reads
        the log anew in the ordinary batches; after ``reset`` this must be false."""
        return False


def run(reactor: Reactor, *, limit: int = 0) -> int:
    """Take in the next batch and return how many lines the cursor moved.

    Where another process is reading for this reactor, nothing happens and 0 comes back.
    """
    if not waiting(reactor, most=1):
        return 0  # seen without a transaction: on SQLite each one holds up all who write
    with transaction.atomic():
        cursor = _locked_cursor(reactor)
        if cursor is None or (cursor.retry_at and cursor.retry_at > clock.now()):
            return 0
        if reactor.is_outdated():
            _empty(reactor)
            _move(cursor, 0, 0)
        stretch = activity.after(
            cursor.transaction, cursor.position, limit=limit or BATCH, names=reactor.hears
        )
        if not stretch.places:
            return 0
        taken = _take(reactor, cursor, stretch)
        cursor.moved_at = clock.now()
        cursor.save()
        signal.ring()
        return taken


def run_all(reactor: Reactor) -> int:
    """Read until the end of the log."""
    total = 0
    while moved := run(reactor, limit=MUCH):
        total += moved
    return total


def waiting(reactor: Reactor, *, most: int | None = None) -> int:
    """How many lines of the log a reader has before it; counted to ``most`` if that is given."""
    cursor = Cursor.objects.filter(reactor=reactor.name).first() or Cursor()
    return activity.behind(cursor.transaction, cursor.position)[:most].count()


def rebuild(reactor: Reactor) -> int:
    """Empty the reactor's tables and read the whole log again."""
    with transaction.atomic():
        Cursor.objects.filter(reactor=reactor.name).delete()  # first: it waits for who is reading
        _empty(reactor)
    return run_all(reactor)


def retry(parked: Parked, reactor: Reactor) -> None:
    """Take in a parked line after its cause was mended; raises what the reactor raises."""
    with transaction.atomic():
        Cursor.objects.select_for_update().get_or_create(reactor=reactor.name)  # nobody else writes meanwhile
        reactor.take([parked.activity])
        parked.delete()


def _empty(reactor: Reactor) -> None:
    reactor.reset()
    Parked.objects.filter(reactor=reactor.name).delete()


def _locked_cursor(reactor: Reactor) -> Cursor | None:
    """The cursor, held until the end of the transaction. On PostgreSQL the row lock makes this
    the one live reader; on SQLite the transaction itself does (it begins as IMMEDIATE)."""
    Cursor.objects.get_or_create(reactor=reactor.name)
    return Cursor.objects.select_for_update(skip_locked=True).filter(reactor=reactor.name).first()


def _take(reactor: Reactor, cursor: Cursor, stretch: activity.Stretch) -> int:
    try:
        with transaction.atomic():
            if stretch.lines:
                reactor.take(stretch.lines)
    except Exception:
        return _take_one_by_one(reactor, cursor, stretch)
    _move(cursor, *stretch.places[-1])
    return len(stretch.places)


def _take_one_by_one(reactor: Reactor, cursor: Cursor, stretch: activity.Stretch) -> int:
    """Go on to the first line that fails; that one is tried again later and parked in the end."""
    for line in stretch.lines:
        taken = stretch.places.index((line.transaction, line.pk))
        try:
            with transaction.atomic():
                reactor.take([line])
        except Exception as error:
            if not _give_up(reactor, cursor, line, error):
                return taken
        _move(cursor, line.transaction, line.pk)
    _move(cursor, *stretch.places[-1])
    return len(stretch.places)


def _give_up(reactor: Reactor, cursor: Cursor, line: Activity, error: Exception) -> bool:
    cursor.attempts += 1
    log.warning("reactor %s failed on event %s (attempt %s)", reactor.name, line.pk, cursor.attempts)
    if cursor.attempts < ATTEMPTS:
        cursor.retry_at = clock.now() + timedelta(seconds=2**cursor.attempts)
        return False
    text = "".join(traceback.format_exception(error))[-4000:]
    Parked.objects.get_or_create(
        reactor=reactor.name, activity=line, defaults={"error": text, "parked_at": clock.now()}
    )
    return True


def _move(cursor: Cursor, transaction_id: int, position: int) -> None:
    cursor.transaction, cursor.position = transaction_id, position
    cursor.attempts, cursor.retry_at = 0, None
