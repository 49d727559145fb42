"""Query sets that are turned into SQL once. Working out the SQL of a query set takes Django several
times as long as a small database takes to answer it, and a page asks the same dozen things each time::

    @prepared
    def _waiting(who: Viewer, now: datetime) -> QuerySet[Mention]:
        return Mention.objects.filter(person_id=who.pk, at__lt=now).select_related("thread")

    _waiting.all(viewer, clock.now())   # a list; or .top(5, …), .part(40, 20, …), .first(…), .exists(…)

The function is called once for each *shape* of its arguments, with stand-ins in place of numbers,
moments, texts, lists of numbers or of texts, and people; what it does with them must not depend on their value.
Truth values, None and enumerations are part of the shape and are given as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import update_wrapper
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects

from zinvol.kernel import clock

_MARK = re.compile(r"(?<!%)%s")
_NUMBERS = count(9_100_000_000_000_000_000)
_MOMENT = datetime(3333, 3, 3, tzinfo=UTC)
SHAPES = 200
"""So many are kept of one query set; more come only from the pages of very long lists."""
_VARYING = (list, datetime, str, int)


@dataclass(frozen=True)
class Somebody:
    """Stands in for a person: the rule of visibility asks no more of one than this."""

    pk: int
    is_active: bool
    is_guest: bool


def prepared[M, **P](build: Callable[P, QuerySet[Any, M]]) -> Prepared[M, P]:
    """Prepare the query set that a function makes; see the module."""
    return Prepared(build)


class Prepared[M, **P]:
    """A query set whose SQL is kept for each shape of the arguments."""

    def __init__(self, build: Callable[P, QuerySet[Any, M]]) -> None:
        self._build = build
        self._ready: dict[tuple[Any, ...], _Ready] = {}
        update_wrapper(self, build)  # type: ignore[arg-type]

    def all(self, *arguments: P.args, **named: P.kwargs) -> list[M]:
        """What the query set holds."""
        return self._fetch((0, None), arguments, named)

    def top(self, most: int, *arguments: P.args, **named: P.kwargs) -> list[M]:
        """The first ``most`` of what it holds."""
        return self._fetch((0, most), arguments, named)

    def part(self, start: int, size: int, *arguments: P.args, **named: P.kwargs) -> list[M]:
        """So many of what it holds, from a position on."""
        return self._fetch((start, start + size), arguments, named)

    def first(self, *arguments: P.args, **named: P.kwargs) -> M | None:
        found = self._fetch((0, 1), arguments, named)
        return found[0] if found else None

    def exists(self, *arguments: P.args, **named: P.kwargs) -> bool:
        return bool(self._fetch((0, 1), arguments, named))

    def count(self, *arguments: P.args, **named: P.kwargs) -> int:
        """How many it holds."""
        return int(self._fetch(None, arguments, named)[0][0])  # type: ignore[index]

    def sql(self, *arguments: P.args, **named: P.kwargs) -> tuple[str, list[Any]]:
        """The query set as SQL with its parameters, to stand inside other SQL. Raises
        ``EmptyResultSet`` where nothing can be in it."""
        ready = self._ready_for((0, None), arguments)
        if not ready.pieces:
            raise EmptyResultSet
        return ready.statement([_known(a) for a in arguments])

    def _fetch(
        self, ends: tuple[int, int | None] | None, arguments: tuple[Any, ...], named: Mapping[str, Any]
    ) -> list[M]:
        if named:
            raise TypeError("a prepared query set takes its arguments by position")
        return self._ready_for(ends, arguments).fetch([_known(a) for a in arguments])

    def _ready_for(self, ends: tuple[int, int | None] | None, arguments: tuple[Any, ...]) -> _Ready:
        shape = (connection.vendor, ends, *map(_shape, arguments))
        ready = self._ready.get(shape)
        if ready is None:
            if len(self._ready) >= SHAPES:
                self._ready.clear()
            ready = self._ready[shape] = _Ready(self._build, arguments, ends)
        return ready


class _Ready:
    """The SQL of one shape, where each argument goes in it, and how rows become what is asked."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        arguments: Sequence[Any],
        ends: tuple[int, int | None] | None,
    ) -> None:
        stand_ins = [_stand_in(a) for a in arguments]
        with clock.standing_still():
            made = build(*stand_ins)
        self.is_count = ends is None
        # Any: Django keeps to itself what we ask of a query set below
        self.queryset: Any = made[slice(*ends)] if ends else made.order_by().values_list("pk")
        self.compiler: Any = self.queryset.query.get_compiler(using=self.queryset.db)
        try:
            sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.pieces: list[str] = []
            return
        self.pieces = _MARK.split(f"SELECT COUNT(*) FROM ({sql}) counted" if self.is_count else sql)  # noqa: S608
        converters = self.compiler.get_converters(
            [s[0] for s in self.compiler.select[: self.compiler.col_count]]
        )
        self.converters = [(at, convert, what) for at, (many, what) in converters.items() for convert in many]
        self.params = _placed(params, stand_ins, build)

    def fetch(self, values: list[Any]) -> list[Any]:
        if not self.pieces:
            return [(0,)] if self.is_count else []
        run = _Run(self, *self.statement(values))
        if self.is_count:
            return run.execute_sql()
        found: list[Any] = list(self.queryset._iterable_class(run))
        if lookups := self.queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *lookups)
        return found

    def converted(self, rows: Iterable[Any]) -> Iterable[Any]:
        for row in map(list, rows):
            for at, convert, what in self.converters:
                row[at] = convert(row[at], what, connection)
            yield row

    def statement(self, values: list[Any]) -> tuple[str, list[Any]]:
        """The SQL with as many marks as there are values, and the values."""
        sql, given = [self.pieces[0]], []
        for (place, value), piece in zip(self.params, self.pieces[1:], strict=True):
            found = value if place is None else values[place]
            if isinstance(found, list) and place is not None and not isinstance(value, list):
                sql.append(", ".join(["%s"] * len(found)))
                given += found
            else:
                sql.append("%s")
                given.append(found if place is None else _adapted(found, like=value))
            sql.append(piece)
        return "".join(sql), given


def _placed(params: Sequence[Any], stand_ins: list[Any], build: object) -> list[tuple[int | None, Any]]:
    """Each parameter with the number of the argument that it is, if it is one. Raises ``TypeError``
    where an argument went another way than as it is: its value would be fixed for ever."""
    known = {i: _known(s) for i, s in enumerate(stand_ins) if _varies(s)}
    marks = {i: value[0] if isinstance(value, list) else _adapted(value) for i, value in known.items()}
    places: list[tuple[int | None, Any]] = []
    for param in params:
        inner = param[0] if isinstance(param, list) and len(param) == 1 else param
        if isinstance(inner, str) and inner.strip("%") in marks.values():
            inner = inner.strip("%")
        place = next(
            (i for i, mark in marks.items() if mark == inner and isinstance(inner, type(mark))), None
        )
        if place is None and any(str(mark) in str(param) for mark in marks.values()):
            raise TypeError(f"{build!r} changes an argument before it reaches the database")
        places.append((place, param))
    used = {place for place, _ in places}
    for number in marks.keys() - used:
        if not isinstance(stand_ins[number], Somebody):  # a colleague may see everybody, whoever it is
            raise TypeError(f"{build!r} does not give argument {number + 1} to the database")
    return places


def _shape(argument: Any) -> Any:
    """What of an argument decides on the SQL."""
    if _is_fixed(argument):
        return argument
    if isinstance(argument, list):
        return ("list", type(argument[0]).__name__) if argument else ()
    if isinstance(argument, _VARYING):
        return type(argument).__name__ if not isinstance(argument, str) else "str"
    return "person", argument.is_active, argument.is_guest


def _stand_in(argument: Any) -> Any:
    if _is_fixed(argument) or argument == []:
        return argument
    number = next(_NUMBERS)
    if isinstance(argument, list):
        return [f"stand-in {number}" if isinstance(argument[0], str) else number]
    if isinstance(argument, datetime):
        return _MOMENT + timedelta(microseconds=number % 1_000_000_000)
    if isinstance(argument, str):
        return f"stand-in {number}"
    if isinstance(argument, int):
        return number
    return Somebody(number, argument.is_active, argument.is_guest)


def _known(argument: Any) -> Any:
    """What of an argument goes to the database: of a person the number."""
    return argument if _is_fixed(argument) or isinstance(argument, _VARYING) else argument.pk


def _varies(value: Any) -> bool:
    return not _is_fixed(value) and value != []


def _is_fixed(value: Any) -> bool:
    return value is None or isinstance(value, bool | Enum)


def _adapted(value: Any, *, like: Any = None) -> Any:
    """A value as the database takes it; one that is ``like`` something with percents is looked for
    as a part."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(like, str) and isinstance(value, str) and "%" in like:
        begin, end = "%" * like.startswith("%"), "%" * like.endswith("%")
        return f"{begin}{connection.ops.prep_for_like_query(value)}{end}"
    return value


class _Run:
    """One asking: what Django's own iterables want of a query set, its query and its compiler."""

    def __init__(self, ready: _Ready, sql: str, params: list[Any]) -> None:
        queryset, compiler = ready.queryset, ready.compiler
        self.query = self
        self.db, self.model = queryset.db, queryset.model
        self._fetch_mode, self._fields = queryset._fetch_mode, queryset._fields
        self._known_related_objects = queryset._known_related_objects
        self.selected, self.extra_select = queryset.query.selected, queryset.query.extra_select
        self.values_select, self.annotation_select = (
            queryset.query.values_select,
            queryset.query.annotation_select,
        )
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map
        self._ready, self._statement = ready, (sql, params)

    def get_compiler(self, using: str | None = None, **_more: Any) -> _Run:
        return self

    def execute_sql(self, *_args: Any, **_more: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*self._statement)
            rows: list[Any] = cursor.fetchall()
            return rows

    def results_iter(self, results: Iterable[Any] | None = None, *, tuple_expected: bool = False, **_more: Any) -> Iterable[Any]:  # fmt: skip
        rows = self.execute_sql() if results is None else results
        if self._ready.converters:
            rows = self._ready.converted(rows)
        return map(tuple, rows) if tuple_expected else rows
