"""Following the log from outside Django, within milliseconds of each commit.

On SQLite a number that changes with every commit of another process is asked for 200 times a second (some
millionths of a second each); on PostgreSQL the server says so (LISTEN/NOTIFY).
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

CHANNEL = "zinvol"
EVERY = 0.005
UNASKED = 2.0
"""On PostgreSQL the log is looked at so often when nothing was said, in case a word was lost."""
OVERLAP = 500
"""There a lower number may appear after a higher one: so many are looked at again."""


class Line(NamedTuple):
    """A line of the log, as far as open pages care."""

    pk: int
    name: str
    subject_kind: str
    subject_id: int
    audience_id: int | None
    space_id: int | None
    refs: dict[str, Any]


class Mark(NamedTuple):
    """A new row of a table that pages are told of beside the log: what it is about, in which audience (nothing where the
    topic itself is one person's), and who did it."""

    topic: str
    audience_id: int | None
    person_id: int | None


class Marks(NamedTuple):
    """A table of which pages are told: its name, and the columns for topic, audience and person. ``kind`` begins the
    topic: ``person`` with column ``person_id`` gives ``person:7``."""

    table: str
    kind: str
    column: str
    audience: str = "NULL"
    person: str = "NULL"

    @property
    def query(self) -> str:
        return f"SELECT id, {self.column}, {self.audience}, {self.person} FROM {self.table} WHERE id > "  # noqa: S608

    def read(self, rows: Sequence[Any]) -> list[Mark]:
        return [Mark(f"{self.kind}:{row[1]}", row[2], row[3]) for row in rows]


class Tail(Protocol):
    """Where the log is read."""

    async def begin(self) -> None: ...

    async def next(self) -> tuple[list[Line], list[Mark]]:
        """Wait for something new: lines of the log, and rows of the other tables."""
        ...

    async def end(self) -> None: ...


_LINES = "SELECT id, name, subject_kind, subject_id, audience_id, space_id, refs FROM kernel_activity WHERE id > {} ORDER BY id"


class SqliteTail:
    def __init__(self, path: str, marks: Sequence[Marks]) -> None:
        self._path, self._marks = path, marks

    async def begin(self) -> None:
        self._db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None)
        self._last = self._number("kernel_activity")
        self._marked = {mark: self._number(mark.table) for mark in self._marks}
        self._version = self._changed()

    async def next(self) -> tuple[list[Line], list[Mark]]:
        while (version := self._changed()) == self._version:
            await asyncio.sleep(EVERY)
        self._version = version
        rows = self._db.execute(_LINES.format("?"), [self._last]).fetchall()
        lines = [Line._make((*row[:6], json.loads(row[6]))) for row in rows]
        self._last = lines[-1].pk if lines else self._last
        return lines, [mark for marks in self._marks for mark in self._new(marks)]

    async def end(self) -> None:
        self._db.close()

    def _new(self, marks: Marks) -> list[Mark]:
        rows = self._db.execute(marks.query + "?", [self._marked[marks]]).fetchall()
        self._marked[marks] = max([self._marked[marks], *(row[0] for row in rows)])
        return marks.read(rows)

    def _number(self, table: str) -> int:
        return int(self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608

    def _changed(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])


class PostgresTail:
    def __init__(self, dsn: str, marks: Sequence[Marks]) -> None:
        self._dsn, self._marks = dsn, marks

    async def begin(self) -> None:
        import psycopg

        self._db = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True)
        await self._db.execute(f"LISTEN {CHANNEL}")
        self._last = await self._number("kernel_activity")
        self._known: deque[int] = deque(range(self._last - OVERLAP, self._last + 1), maxlen=OVERLAP * 4)
        self._marked = {mark: await self._number(mark.table) for mark in self._marks}

    async def next(self) -> tuple[list[Line], list[Mark]]:
        with suppress(TimeoutError):
            async for _word in self._db.notifies(timeout=UNASKED, stop_after=1):
                pass
        cursor = await self._db.execute(_LINES.format("%s"), [self._last - OVERLAP])
        known = set(self._known)
        lines = [Line(*row) for row in await cursor.fetchall() if row[0] not in known]
        self._known.extend(line.pk for line in lines)
        self._last = max([self._last, *(line.pk for line in lines)])
        found: list[Mark] = []
        for marks in self._marks:
            found += await self._new(marks)
        return lines, found

    async def end(self) -> None:
        await self._db.close()

    async def _new(self, marks: Marks) -> list[Mark]:
        cursor = await self._db.execute(marks.query + "%s", [self._marked[marks]])
        rows = await cursor.fetchall()
        self._marked[marks] = max([self._marked[marks], *(row[0] for row in rows)])
        return marks.read(rows)

    async def _number(self, table: str) -> int:
        cursor = await self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        row: Any = await cursor.fetchone()
        return int(row[0])
