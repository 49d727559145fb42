"""Empty installs to load things into, one after another, in one test database."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings

from zinvol.flows.migration.checking import Plan, check
from zinvol.flows.migration.exporting import records as exported
from zinvol.flows.migration.importing import Outcome, carry_out
from zinvol.flows.migration.sources import FileSource, RecordSource, Source
from zinvol.kernel import clock
from zinvol.lib.exchange import write, write_zip
from zinvol.lib.exchange.records import AnyRecord

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@contextmanager
def empty_install() -> Iterator[None]:
    """A database with nothing in it and a folder without files; as if nothing had been, afterwards."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder)),
        clock.at(NOW),
        transaction.atomic(),
    ):
        _empty()
        yield
        transaction.set_rollback(True)


def _empty() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("zinvol."):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")


def load(source: Source | Iterable[AnyRecord] | Path) -> tuple[Plan, Outcome]:
    """Load a file, or records as if they stood in one."""
    if isinstance(source, Path):
        source = FileSource(source)
    elif not isinstance(source, FileSource | RecordSource):
        source = RecordSource(source)
    plan = check(source)
    return plan, carry_out(plan)


def export_lines() -> bytes:
    stream = io.BytesIO()
    write(exported(clock.now(), with_bytes=False)[1], stream)
    return stream.getvalue()


def export_zip() -> bytes:
    stream = io.BytesIO()
    files, records = exported(clock.now(), with_bytes=True)
    write_zip(records, stream, open_file=files.open)
    return stream.getvalue()


def after_import(
    source: Source | Iterable[AnyRecord] | Path, export: Callable[[], bytes] = export_lines
) -> bytes:
    """What an empty install exports that loaded this."""
    with empty_install():
        load(source)
        return export()
