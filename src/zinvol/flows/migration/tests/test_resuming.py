"""An import that is broken off, by an error or by a kill, goes on where it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError

from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.flows.migration import importing
from zinvol.flows.migration.tests.installs import NOW, after_import, empty_install, export_lines, load
from zinvol.kernel.models import Activity
from zinvol.lib.exchange import records as r
from zinvol.lib.exchange import write


def conversation(count: int) -> list[r.AnyRecord]:
    noor = r.Person(id="noor", name="Noor de Wit", joined_at=NOW)
    space = r.Space(id="s", name="Beton", purpose="Helpen", created_at=NOW)
    opening = r.Message(id="m", author="noor", space="s", kind="question", title="Hoe?", created_at=NOW)
    replies = [
        r.Message(
            id=f"a{i}", author="noor", thread="m", body=f"Antwoord {i}", created_at=NOW + timedelta(seconds=i)
        )
        for i in range(count)
    ]
    seen = r.Seen(message="m", person="noor", at=NOW)
    return [r.Header(version=1, made_at=NOW), noor, space, opening, *replies, seen]


@pytest.mark.django_db
def test_after_a_failure_in_the_middle_the_next_run_does_the_rest(monkeypatch):
    records = conversation(2500)
    expected = after_import(records)
    with empty_install():
        whole = importing.posts.load_replies
        calls = []

        def failing(*arguments):
            calls.append(len(calls))
            if len(calls) == 2:
                raise OperationalError("the disk is full")
            return whole(*arguments)

        monkeypatch.setattr(importing.posts, "load_replies", failing)
        with pytest.raises(OperationalError):
            load(records)
        assert Reply.objects.count() == 996
        monkeypatch.setattr(importing.posts, "load_replies", whole)
        plan, outcome = load(records)
        assert (plan.known["message"], outcome.written["message"]) == (997, 1504)
        assert Thread.objects.get().reply_count == 2500
        assert Activity.objects.filter(name="threads.reply_posted").count() == 2500
        assert export_lines() == expected


@pytest.mark.django_db
def test_a_record_that_the_database_refuses_is_told_and_the_rest_goes_on(monkeypatch):
    whole = importing.posts.load_replies

    def refusing(messages, *rest):
        if any(record.id == "a7" for _, record in messages):
            raise DatabaseError("no")
        return whole(messages, *rest)

    monkeypatch.setattr(importing.posts, "load_replies", refusing)
    _plan, outcome = load(conversation(40))
    assert [p.line for p in outcome.problems] == [12]
    assert (Reply.objects.count(), Thread.objects.get().reply_count) == (39, 39)
    assert Activity.objects.filter(name="threads.reply_posted").count() == 39


@pytest.mark.slow
def test_after_a_kill_the_next_run_does_the_rest(tmp_path):
    """With a process of its own, an install of its own (on SQLite), and a signal that cannot be caught."""
    path = tmp_path / "big.jsonl"
    with path.open("wb") as stream:
        write(conversation(12_000), stream)
    zinvol = [sys.executable, "-c", "from zinvol.config.cli import main; main()"]
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"ZINVOL_DATA": str(tmp_path / "data"), "ZINVOL_SQLITE_SYNCHRONOUS": "OFF"}
    subprocess.run([*zinvol, "init", "--yes"], env=env, check=True, capture_output=True)
    started = subprocess.Popen(
        [*zinvol, "import", str(path), "--yes", "--json"], env=env, stdout=subprocess.DEVNULL
    )
    try:
        reached = wait_for_replies(tmp_path / "data" / "zinvol.sqlite3", 2000, started)
    finally:
        started.send_signal(signal.SIGKILL)
        started.wait()
    assert 2000 <= reached < 12_000
    subprocess.run(
        [*zinvol, "import", str(path), "--yes", "--json"], env=env, check=True, capture_output=True
    )
    assert rows(
        tmp_path / "data" / "zinvol.sqlite3",
        "SELECT count(*), max(reply_count) FROM threads_reply, threads_thread",
    ) == (12_000, 12_000)
    exported = tmp_path / "out.jsonl"
    subprocess.run([*zinvol, "export", str(exported)], env=env, check=True, capture_output=True)
    assert exported.read_bytes().count(b'"thread":"m"') == 12_000
    log = "SELECT count(*) FROM kernel_activity WHERE name = 'threads.reply_posted'"
    assert rows(tmp_path / "data" / "zinvol.sqlite3", log) == (12_000,)


def wait_for_replies(database: Path, count: int, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        (found,) = rows(database, "SELECT count(*) FROM threads_reply")
        if found >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"the import ended ({process.poll()}) before it was killed")


def rows(database: Path, query: str) -> tuple[int, ...]:
    connection = sqlite3.connect(database, timeout=20)
    try:
        return connection.execute(query).fetchone()
    finally:
        connection.close()
