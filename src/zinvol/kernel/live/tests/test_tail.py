"""Following the log on a real database."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import pytest
from django.db import connection, transaction

from zinvol.kernel import activity, clock
from zinvol.kernel.live.tail import Mark, Marks, PostgresTail, SqliteTail

MARKS = [Marks("notice", "person", "person_id")]


@pytest.fixture
def log(tmp_path):
    """A database with a log, as another process writes it."""
    path = tmp_path / "x.sqlite3"
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute(
        "CREATE TABLE kernel_activity (id INTEGER PRIMARY KEY, name, subject_kind, subject_id, audience_id, space_id, refs)"
    )
    db.execute("CREATE TABLE notice (id INTEGER PRIMARY KEY, person_id)")
    write(db, 1)
    yield path, db
    db.close()


def write(db, number: int) -> None:
    db.execute(
        "INSERT INTO kernel_activity VALUES (?, 'threads.reply_posted', 'thread', 12, 5, 3, ?)",
        [number, json.dumps({"reply_id": number})],
    )


def test_what_is_written_after_the_beginning_is_read_once_and_in_order(log):
    path, db = log

    async def it():
        tail = SqliteTail(str(path), MARKS)
        await tail.begin()
        write(db, 2)
        first = await asyncio.wait_for(tail.next(), 2)
        db.execute("BEGIN")
        write(db, 3)
        write(db, 4)
        db.execute("INSERT INTO notice VALUES (1, 77)")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(tail.next(), 0.1)
        db.execute("COMMIT")
        second = await asyncio.wait_for(tail.next(), 2)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(tail.next(), 0.1)
        await tail.end()
        return first, second

    (first, nobody), (second, concerned) = asyncio.run(it())
    assert ([line.pk for line in first], nobody) == ([2], [])
    assert ([line.pk for line in second], concerned) == ([3, 4], [Mark("person:77", None, None)])
    assert second[0].refs == {"reply_id": 3}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite says nothing when it commits")
@pytest.mark.django_db(transaction=True)
def test_postgresql_says_so_and_late_commits_are_not_missed(world):
    """Another connection takes a number first and commits last."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    dsn = make_conninfo(
        **{k: parameters[k] for k in ("dbname", "user", "password", "host", "port") if parameters.get(k)}
    )

    def insert(db) -> int:
        row = db.execute(
            "INSERT INTO kernel_activity (occurred_at, name, subject_kind, subject_id, refs) VALUES (now(), 'x', 'thread', 1, '{}') RETURNING id"
        ).fetchone()
        db.execute("NOTIFY zinvol")
        return row[0]

    async def it():
        tail = PostgresTail(dsn, [])
        await tail.begin()
        with psycopg.connect(dsn) as early, psycopg.connect(dsn) as late:
            first = insert(early)
            second = insert(late)
            late.commit()
            one = await asyncio.wait_for(tail.next(), 2)
            early.commit()
            two = await asyncio.wait_for(tail.next(), 2)
        await tail.end()
        return first, second, one[0], two[0]

    first, second, one, two = asyncio.run(it())
    assert first < second
    assert ([line.pk for line in one], [line.pk for line in two]) == ([second], [first])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite says nothing when it commits")
@pytest.mark.django_db(transaction=True)
def test_our_own_writing_rings(world):
    import psycopg
    from psycopg.conninfo import make_conninfo

    from zinvol.apps.social.people.events import PersonJoined  # noqa: F401
    from zinvol.kernel.events import REGISTRY

    parameters = connection.get_connection_params()
    dsn = make_conninfo(
        **{k: parameters[k] for k in ("dbname", "user", "password", "host", "port") if parameters.get(k)}
    )
    with psycopg.connect(dsn, autocommit=True) as listener:
        listener.execute("LISTEN zinvol")
        with transaction.atomic():
            activity.record(
                REGISTRY["people.joined"](actor_id=None, subject_id=world.member.pk), at=clock.now()
            )
        heard = list(listener.notifies(timeout=2, stop_after=1))
    assert [word.channel for word in heard] == ["zinvol"]
