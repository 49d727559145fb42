"""Read records from lines: streaming, fast, and past every bad line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import get_type_hints

import msgspec

from zinvol.lib.exchange.problems import NewerVersion, NotAnExchangeFile, Problem
from zinvol.lib.exchange.records import ORDER, VERSION, AnyRecord, Header, Message, Record
from zinvol.lib.exchange.source import MAX_LINE, Exchange, open_exchange
from zinvol.lib.exchange.wording import explain

BOM = b"\xef\xbb\xbf"
FORMAT = "zinvol-exchange"
MAX_NUMBER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""

_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)
_nul_escape = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def read(lines: Iterable[bytes], *, on_error: Callable[[Problem], object]) -> Iterator[tuple[int, AnyRecord]]:
    """Yield each record with its line number, the header first.

    A line that is no good record is told to ``on_error`` and passed over; blank lines and a byte
    order mark are ignored. References between records are not looked at: see ``References``.
    Raises NotAnExchangeFile when there is no header of this format, NewerVersion when it is of a
    later version; both when the first record is asked for.
    """
    numbered = enumerate(lines, 1)
    yield _header(numbered)
    for number, line in numbered:
        try:
            record = decode_line(line)
        except ValueError as error:
            if line.strip():
                on_error(Problem(number, str(error)))
            continue
        if type(record) is Header:
            on_error(Problem(number, "A second header; a file has one, on its first line."))
            continue
        yield number, record


def decode_line(line: bytes) -> AnyRecord:
    """Return the record on one line. Raises ValueError, with a sentence for people, if there is none."""
    if len(line) > MAX_LINE:
        raise ValueError(f"The line is longer than {MAX_LINE // 1_000_000} MB.")
    try:
        record = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(explain(line, error)) from None
    for name in _times[type(record)]:
        _check_time(record, name)
    for name in _numbers[type(record)]:
        _check_number(getattr(record, name), name)
    if type(record) is Message and record.options:
        for option in record.options:
            _check_number(option.votes, "votes")
    if b"\\u0000" in line and _nul_escape.search(line):
        raise ValueError("A text holds the character NUL (\\u0000), which cannot be kept.")
    return record


def _check_time(record: Record, name: str) -> None:
    time = getattr(record, name)
    if time is None:
        return
    if time.tzinfo is None:
        raise ValueError(f"`{name}` has no offset from UTC: write Z or +01:00 behind the time.")
    if not 1 < time.year < 9999:
        raise ValueError(f"`{name}` is outside the years 2 to 9998.")


def _check_number(number: int | None, name: str) -> None:
    if number is not None and not 0 <= number <= MAX_NUMBER:
        raise ValueError(f"`{name}` must be 0 or more and at most {MAX_NUMBER}.")


def _header(numbered: Iterator[tuple[int, bytes]]) -> tuple[int, Header]:
    for number, line in numbered:
        text = line.removeprefix(BOM) if number == 1 else line
        if text.strip():
            return number, _as_header(text, number)
    raise NotAnExchangeFile("The file is empty; an exchange file begins with a header.")


def _as_header(line: bytes, number: int) -> Header:
    """Look at the format and the version first: a later version may have fields unknown here."""
    try:
        loose = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        loose = None
    if not isinstance(loose, dict) or loose.get("type") != "header" or loose.get("format") != FORMAT:
        raise NotAnExchangeFile(
            f"Line {number} is not the header of an exchange file"
            f' ({{"type":"header","format":"{FORMAT}","version":{VERSION},…}}).'
        )
    version = loose.get("version")
    if isinstance(version, int) and version > VERSION:
        raise NewerVersion(
            f"The file is in version {version} of the exchange format; this Zinvol reads up to {VERSION}."
        )
    if version != VERSION or version is True:
        raise NotAnExchangeFile(f"Line {number}: there is no version {version!r} of the exchange format.")
    try:
        record = decode_line(line)
    except ValueError as error:
        raise NotAnExchangeFile(f"Line {number}: {error}") from None
    assert isinstance(record, Header)
    return record


def _fields_of(kind: type[Record], wanted: type) -> tuple[str, ...]:
    """The fields that hold such a value or nothing; a list of them does not count."""
    hints = get_type_hints(kind)
    return tuple(name for name, hint in hints.items() if hint in (wanted, wanted | None))


_times = {kind: _fields_of(kind, datetime) for kind in ORDER}
_numbers = {kind: _fields_of(kind, int) for kind in ORDER}

__all__ = ["MAX_LINE", "Exchange", "decode_line", "open_exchange", "read"]
