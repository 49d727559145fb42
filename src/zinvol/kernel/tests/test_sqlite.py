"""Writers of SQLite wait for each other, and not for ever."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest
from django.db import OperationalError

from zinvol.kernel.sqlite.base import DatabaseWrapper


@pytest.fixture
def database(db, tmp_path):
    made = []

    def connect(timeout: float) -> DatabaseWrapper:
        options = {
            "timeout": timeout,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL",
        }
        settings = {
            "NAME": tmp_path / "x.sqlite3", "OPTIONS": options, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True,
            "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "TEST": {"NAME": None},
        }  # fmt: skip
        made.append(DatabaseWrapper(settings, alias="other"))
        return made[-1]

    yield connect
    for each in made:
        each.close()


@pytest.fixture
def holder(tmp_path):
    """Somebody else who writes, and does not end."""
    held = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None, check_same_thread=False)
    held.execute("PRAGMA journal_mode=WAL")
    held.execute("CREATE TABLE word (word TEXT)")
    held.execute("BEGIN IMMEDIATE")
    yield held
    held.close()


def test_a_statement_waits_until_the_other_writer_has_ended(database, holder):
    threading.Timer(0.3, holder.commit).start()
    with database(5).cursor() as cursor:
        cursor.execute("INSERT INTO word VALUES ('een')")
        assert cursor.execute("SELECT count(*) FROM word").fetchone() == (1,)


def test_it_gives_up_at_the_timeout(database, holder):
    with database(0.2).cursor() as cursor:
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            cursor.execute("BEGIN IMMEDIATE")
        assert 0.2 <= time.monotonic() - began < 2


def test_inside_a_transaction_it_does_not_wait_for_what_cannot_come(database, holder):
    with database(20).cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM word").fetchone()
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            cursor.execute("INSERT INTO word VALUES ('een')")
        assert time.monotonic() - began < 2
        cursor.execute("ROLLBACK")
