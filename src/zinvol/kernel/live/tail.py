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


class Marks(NamedTuple):
    """A table whose new rows concern one person each: its name and the column that says whom."""

    table: str
    column: str


class Tail(Protocol):
    """Where the log is read."""

    async def begin(self) -> None: ...

    async def next(self) -> tuple[list[Line], set[int]]:
        """Wait for something new: lines, and the people whom new rows of ``marks`` concern."""
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

    async def next(self) -> tuple[list[Line], set[int]]:
        while (version := self._changed()) == self._version:
            await asyncio.sleep(EVERY)
        self._version = version
        rows = self._db.execute(_LINES.format("?"), [self._last]).fetchall()
        lines = [Line._make((*row[:6], json.loads(row[6]))) for row in rows]
        self._last = lines[-1].pk if lines else self._last
        return lines, {person for mark in self._marks for person in self._concerned(mark)}

    async def end(self) -> None:
        self._db.close()

    def _concerned(self, mark: Marks) -> list[int]:
        found = self._db.execute(
            f"SELECT id, {mark.column} FROM {mark.table} WHERE id > ?",  # noqa: S608
            [self._marked[mark]],
        ).fetchall()
        self._marked[mark] = max([self._marked[mark], *(pk for pk, _person in found)])
        return [person for _pk, person in found]

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

    async def next(self) -> tuple[list[Line], set[int]]:
        with suppress(TimeoutError):
            async for _word in self._db.notifies(timeout=UNASKED, stop_after=1):
                pass
        cursor = await self._db.execute(_LINES.format("%s"), [self._last - OVERLAP])
        known = set(self._known)
        lines = [Line(*row) for row in await cursor.fetchall() if row[0] not in known]
        self._known.extend(line.pk for line in lines)
        self._last = max([self._last, *(line.pk for line in lines)])
        concerned: set[int] = set()
        for mark in self._marks:
            concerned |= await self._concerned(mark)
        return lines, concerned

    async def end(self) -> None:
        await self._db.close()

    async def _concerned(self, mark: Marks) -> set[int]:
        cursor = await self._db.execute(
            f"SELECT id, {mark.column} FROM {mark.table} WHERE id > %s",  # noqa: S608
            [self._marked[mark]],
        )
        found = await cursor.fetchall()
        self._marked[mark] = max([self._marked[mark], *(row[0] for row in found)])
        return {row[1] for row in found}

    async def _number(self, table: str) -> int:
        cursor = await self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        row: Any = await cursor.fetchone()
        return int(row[0])
