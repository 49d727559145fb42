"""Many rows at once, with numbers that are known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from zinvol.kernel import activity
from zinvol.kernel import rows as kernel_rows
from zinvol.kernel.events import Event

CHUNK = 10_000
"""How many rows are in one transaction."""

Progress = Callable[[str, int, int], None]
"""Hears of a stage how much is done, of how much."""
Log = list[tuple[Any, Event]]
"""Moments and what happened then."""


def first_number(model: type[models.Model]) -> int:
    """The lowest number above all that a table has."""
    found = model._default_manager.aggregate(highest=Max("pk"))["highest"]
    return int(found or 0) + 1


def write(rows: Iterable[models.Model]) -> None:
    """Rows of one model, in the transaction of the caller."""
    kernel_rows.write(list(rows))


def write_values(model: type[models.Model], names: Sequence[str], values: Iterable[tuple[Any, ...]]) -> None:
    """The same from tuples of the values of ``names``: several times faster where there are most rows."""
    kernel_rows.write_values(model, names, values)


def record(log: Log) -> None:
    """Write down what happened, in the order of time."""
    log.sort(key=lambda entry: entry[0])
    activity.record_many((event for _, event in log), at=[moment for moment, _ in log])


def in_chunks[T](items: Iterable[T], stage: str, total: int, progress: Progress, size: int = CHUNK) -> Iterator[list[T]]:  # fmt: skip
    """Parts of ``items``, each taken in a transaction of its own; the progress is told."""
    source, done = iter(items), 0
    progress(stage, 0, total)
    while part := list(islice(source, size)):
        with transaction.atomic():
            yield part
        done += len(part)
        progress(stage, done, total)


def go_on_numbering(written: Iterable[type[models.Model]]) -> None:
    """Let the database number on from here; PostgreSQL does not see numbers that it did not give."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(written))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
