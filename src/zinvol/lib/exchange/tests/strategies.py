"""Arbitrary records that a file may hold, made from the record definitions themselves; and strict reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from zinvol.lib.exchange import Problem, read
from zinvol.lib.exchange.reader import MAX_NUMBER
from zinvol.lib.exchange.records import ORDER, AnyRecord, Header, Interest, Meaning, Option

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001


def exchanges() -> st.SearchStrategy[list[AnyRecord]]:
    """A header and then records in the order of a file; what they refer to need not be there."""
    rank = {kind: rank for rank, kind in enumerate(ORDER)}
    headers = st.builds(Header, version=st.just(1), made_at=times, source=st.text(characters))
    rest = st.lists(st.one_of(*[records(kind) for kind in ORDER[1:]]), max_size=12)
    return st.builds(
        lambda header, more: [header, *sorted(more, key=lambda record: rank[type(record)])], headers, rest
    )


def records(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in msgspec.structs.fields(kind)]
    return st.builds(kind, **{name: _values(hints[name]) for name in names})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(parts[0], parts[1])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, UnionType):
        return st.one_of(*[_values(part) for part in parts])
    if origin is list:
        return st.lists(_values(parts[0]), max_size=4)
    if origin is dict:
        return st.dictionaries(_values(parts[0]), _values(parts[1]), max_size=4)
    if hint in (Option, Interest, Meaning):
        return records(hint)
    return {
        str: st.text(characters),
        int: st.integers(0, MAX_NUMBER),
        bool: st.booleans(),
        datetime: times,
        date: st.dates(),
        type(None): st.none(),
        Any: st.one_of(st.text(characters), st.integers(0, MAX_NUMBER), st.booleans(), st.none()),
    }[hint]


def _bounded(base: type, meta: msgspec.Meta) -> st.SearchStrategy[Any]:
    if meta.pattern:
        return st.from_regex(meta.pattern.replace("$", r"\Z"), fullmatch=True)
    if base is int:
        return st.integers(int(meta.ge or 0), int(meta.le or MAX_NUMBER))
    return st.text(characters, min_size=meta.min_length or 0, max_size=meta.max_length or 50)


def read_good(lines: Iterable[bytes]) -> list[tuple[int, AnyRecord]]:
    """Read lines of which none may be bad."""
    problems: list[Problem] = []
    found = list(read(lines, on_error=problems.append))
    assert problems == []
    return found
