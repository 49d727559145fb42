"""Write records: the same records always give the same bytes, and a reader takes every one."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, BinaryIO

import msgspec

from zinvol.lib.exchange.problems import WriteError
from zinvol.lib.exchange.reader import decode_line
from zinvol.lib.exchange.records import ORDER, AnyRecord, File, Header, Record
from zinvol.lib.exchange.source import RECORDS, is_safe_path

_encoder = msgspec.json.Encoder()
_rank = {kind: rank for rank, kind in enumerate(ORDER)}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold; every entry has it, so that the bytes do not depend on when."""


def write(records: Iterable[AnyRecord], stream: BinaryIO | IO[bytes]) -> dict[str, int]:
    """Write one header and then the other records, and return how many of each type.

    Raises WriteError when the header is not first, when the types do not come in ``ORDER``, or when
    a record holds what no reader accepts (an empty name, a time without offset, a NUL).
    """
    counts: dict[str, int] = {}
    before = -1
    for record in records:
        rank = _rank[type(record)]
        if before < 0 < rank or before == rank == 0:
            raise WriteError("An exchange begins with one header.")
        if rank < before:
            raise WriteError(f"{_tag(record)} comes after {_tag_of(ORDER[before])}; see ORDER.")
        before = rank
        stream.write(encode_line(record))
        counts[_tag(record)] = counts.get(_tag(record), 0) + 1
    if before < 0:
        raise WriteError("An exchange begins with one header; there were no records.")
    return counts


def write_zip(
    records: Iterable[AnyRecord], stream: BinaryIO | IO[bytes], *, open_file: Callable[[File], BinaryIO]
) -> dict[str, int]:
    """Write a zip of ``records.jsonl`` and the bytes of each file that has a path.

    ``open_file`` gives those bytes and is asked after the last record, in the order of the file
    records; the stream it gives is closed here. Raises what ``write`` raises, and WriteError for a
    path that is not under ``files/`` or is used twice.
    """
    files: list[File] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_entry(RECORDS, zipfile.ZIP_DEFLATED), "w", force_zip64=True) as entry:
            counts = write(_noting_files(records, files), entry)
        for file in files:
            _write_file(archive, file, open_file)
    return counts


def encode_line(record: AnyRecord) -> bytes:
    """Return the line of this record, its newline included. Raises WriteError."""
    try:
        line = _encoder.encode(_with_format(record) if isinstance(record, Header) else record)
        decode_line(line)
    except (ValueError, TypeError) as error:
        raise WriteError(f"A {_tag(record)} cannot be written: {error}") from None
    return line + b"\n"


def _with_format(header: Header) -> dict[str, object]:
    """The name of the format is what a file is known by, so it is written although it is a default."""
    return {"type": "header", "format": header.format, **msgspec.to_builtins(header)}


def _noting_files(records: Iterable[AnyRecord], files: list[File]) -> Iterator[AnyRecord]:
    paths: set[str] = set()
    for record in records:
        if isinstance(record, File) and record.path:
            if not is_safe_path(record.path) or record.path in paths:
                raise WriteError(f"The path {record.path!r} is not under files/ or is used twice.")
            paths.add(record.path)
            files.append(record)
        yield record


def _write_file(archive: zipfile.ZipFile, file: File, open_file: Callable[[File], BinaryIO]) -> None:
    target = _entry(file.path, zipfile.ZIP_STORED)
    with open_file(file) as source, archive.open(target, "w", force_zip64=True) as entry:
        shutil.copyfileobj(source, entry, 1 << 20)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = compression
    info.external_attr = 0o100644 << 16
    info.create_system = 3
    return info


def _tag(record: AnyRecord) -> str:
    return _tag_of(type(record))


def _tag_of(kind: type[Record]) -> str:
    return str(kind.__struct_config__.tag)
