"""One archive with all that an install is, and the way back."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from zinvol.config import install
from zinvol.kernel.models import Activity, Cursor

DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
KEPT = ("secret.key", "push.key", "zinvol.toml", "files", "is-demo")


class CannotBackUp(Exception):
    """Something stands in the way; the text says what and what to do."""


def backup(archive: Path) -> int:
    """Write the archive and return its size in bytes. The database is copied as of one moment."""
    with tempfile.TemporaryDirectory(dir=archive.absolute().parent) as folder:
        copy = Path(folder) / DATABASE[connection.vendor]
        _copy_database(copy)
        part = Path(folder) / "archive"
        with tarfile.open(part, "w:gz", compresslevel=3) as tar:
            tar.add(copy, copy.name)
            for name in KEPT:
                if (install.folder() / name).exists():
                    tar.add(install.folder() / name, name)
        part.chmod(0o600)
        part.replace(archive)
    return archive.stat().st_size


def restore(archive: Path) -> None:
    """Put an archive in the place of this install. Nothing is touched when it is not one of ours."""
    with tempfile.TemporaryDirectory(dir=install.folder()) as folder:
        try:
            with tarfile.open(archive, "r:gz") as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, OSError, EOFError) as error:
            raise CannotBackUp(f"{archive.name} is not a whole backup: {error}") from error
        copy = Path(folder) / DATABASE[connection.vendor]
        if not copy.exists():
            raise CannotBackUp(f"{archive.name} holds no backup of {connection.display_name}")
        _put_back(copy)
        for name in KEPT:
            _replace(Path(folder) / name, install.folder() / name)
    call_command("migrate", interactive=False, verbosity=0)
    _forget_transactions()


def _copy_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(_sqlite_file())
        target = sqlite3.connect(copy)
        with source, target:
            source.backup(target, pages=5000)
        source.close()
        target.close()
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}", settings.DATABASE_URL)


def _put_back(copy: Path) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        database = _sqlite_file()
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        shutil.copyfile(copy, database)
        return
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={settings.DATABASE_URL}", str(copy))


def _sqlite_file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise CannotBackUp(f"{command[0]} is missing: install the client programs of PostgreSQL") from error
    except subprocess.CalledProcessError as error:
        raise CannotBackUp(f"{command[0]} failed: {error.stderr.strip()[-300:]}") from error


def _replace(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    if source.exists():
        shutil.move(source, target)


@transaction.atomic
def _forget_transactions() -> None:
    """Another PostgreSQL counts its transactions anew: old lines get number 0, in their old order,
    so that every new line comes behind them. Cursors are at the end of what they had read."""
    if connection.vendor != "postgresql":
        return
    read = {c.pk: _lines_read(c) for c in Cursor.objects.all()}
    if any(count is None for count in read.values()):
        Cursor.objects.all().delete()
    Activity.objects.update(transaction=0)
    for name, position in read.items():
        Cursor.objects.filter(pk=name).update(transaction=0, position=position or 0)


def _lines_read(cursor: Cursor) -> int | None:
    """The highest id a cursor has read when it read all lines below it too; nothing when it did not,
    and then the reactor reads the log again from the beginning."""
    behind = Activity.objects.filter(transaction__gt=cursor.transaction) | Activity.objects.filter(
        transaction=cursor.transaction, pk__gt=cursor.position
    )
    first_unread = behind.order_by("pk").values_list("pk", flat=True).first()
    last = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if first_unread is None:
        return last
    read_above = Activity.objects.filter(pk__gt=first_unread).exclude(pk__in=behind.values("pk")).exists()
    return None if read_above else first_unread - 1
