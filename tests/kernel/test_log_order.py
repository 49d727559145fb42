"""Reading the log while many write it, on a database that hands out numbers before commits."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from zinvol.apps.social.threads.events import ReplyPosted
from zinvol.kernel import activity, reactors
from zinvol.kernel.models import Activity
from zinvol.kernel.tests.hearing import Hearing, heard, say

WRITERS, EVENTS = 8, 2000

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

Line = tuple[int, int]
Read = Callable[[Line], list[Line]]


def below_the_oldest_running(cursor: Line) -> list[Line]:
    stretch = activity.after(*cursor, limit=100, names={ReplyPosted.name})
    assert [(line.transaction, line.pk) for line in stretch.lines] == stretch.places
    return stretch.places


def behind_the_highest_id(cursor: Line) -> list[Line]:
    """How one would read it without thinking."""
    found = Activity.objects.filter(id__gt=cursor[1]).order_by("id")[:100]
    return [(line.transaction, line.pk) for line in found]


@pytest.mark.slow
def test_a_reader_that_tails_many_writers_skips_nothing_and_reads_nothing_twice():
    lines = _tail(below_the_oldest_running)
    assert len(lines) == EVENTS
    assert lines == sorted(set(lines))
    assert {pk for _transaction, pk in lines} == set(Activity.objects.values_list("pk", flat=True))


@pytest.mark.slow
def test_a_reader_that_only_looks_at_ids_does_skip_some():
    """What the order by transaction is for: were this to read all, the test above would prove nothing."""
    assert len(_tail(behind_the_highest_id)) < EVENTS


@pytest.mark.slow
def test_several_workers_at_once_take_in_every_line_once_and_in_order():
    writers = [threading.Thread(target=_connected, args=(say, *range(n, 400, 4))) for n in range(4)]
    going = threading.Event()

    def read() -> None:
        while not going.is_set() or reactors.run(reactor):
            reactors.run(reactor)

    reactor = Hearing()
    readers = [threading.Thread(target=_connected, args=(read,)) for _ in range(3)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    going.set()
    for thread in readers:
        thread.join()
    _wait_until_nothing_runs()
    reactors.run_all(reactor)
    in_order = Activity.objects.order_by("transaction", "pk").values_list("subject_id", flat=True)
    assert heard() == list(in_order)
    assert len(heard()) == 400


def test_a_line_is_not_read_while_an_older_transaction_runs():
    began, may_end = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            activity.record(ReplyPosted(actor_id=None, subject_id=1))
            began.set()
            may_end.wait(10)

    writer = threading.Thread(target=_connected, args=(slow_writer,))
    writer.start()
    began.wait(10)
    say(2)
    reactor = Hearing()
    assert reactors.run_all(reactor) == 0
    may_end.set()
    writer.join()
    _wait_until_nothing_runs()
    assert reactors.run_all(reactor) == 2
    assert heard() == [1, 2]


def _tail(read: Read) -> list[Line]:
    """Everything a reader sees while the writers write, and until there is no more."""
    writers = [threading.Thread(target=_connected, args=(_write, seed)) for seed in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen: list[Line] = []
    while True:
        is_over = not any(writer.is_alive() for writer in writers) and _nothing_runs()
        found = read(seen[-1] if seen else (0, 0))
        seen += found
        if is_over and not found:
            return seen
        time.sleep(0.001)


def _nothing_runs() -> bool:
    """Whether every line is past: a transaction in another database of the server counts too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(transaction), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM kernel_activity"
        )
        return bool(cursor.fetchone()[0])


def _wait_until_nothing_runs() -> None:
    until = time.monotonic() + 120
    while not _nothing_runs() and time.monotonic() < until:
        time.sleep(0.05)


def _write(seed: int) -> None:
    """Transactions of one to five lines that stay open for a random while."""
    chance, left = random.Random(seed), EVENTS // WRITERS
    while left:
        lines = min(left, chance.randint(1, 5))
        with transaction.atomic():
            for _ in range(lines):
                activity.record(ReplyPosted(actor_id=None, subject_id=seed))
                time.sleep(chance.random() * 0.006)
        left -= lines


def _connected(work: Callable[..., None], *arguments: object) -> None:
    """In a thread, with a connection of its own that is closed at the end."""
    try:
        work(*arguments)
    finally:
        connection.close()
