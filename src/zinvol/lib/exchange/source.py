"""Open an exchange: a .jsonl, a .jsonl.gz or a .zip, with the attachments that lie beside it.

What is opened may come from a stranger. So nothing is unpacked to disk, every read is bounded, and
an attachment is only found under ``files/``, never through a link or a path that leads elsewhere.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

from zinvol.lib.exchange.problems import ExchangeError, FileRefused, NotAnExchangeFile

MAX_LINE = 20_000_000
RECORDS = "records.jsonl"
FILES = "files/"
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one exchange may ask of this machine; sizes in bytes."""

    records: int = 50_000_000_000
    file: int = 1_000_000_000
    entries: int = 1_000_000
    ratio: int = 200
    """How many times larger than packed; only looked at above ``ratio_from``."""
    ratio_from: int = 50_000_000


@dataclass(kw_only=True)
class Exchange:
    """An opened exchange. Use it as a context manager; ``lines`` can be walked once."""

    lines: Iterator[bytes]
    _open: Callable[[str], BinaryIO]
    _closing: list[Callable[[], object]] = field(default_factory=list)

    def open_file(self, path: str) -> BinaryIO:
        """Give the bytes of an attachment as a stream. Raises FileRefused."""
        if not is_safe_path(path):
            raise FileRefused(f"{path[:200]!r} is not a path under {FILES}.")
        return self._open(path)

    def read_file(self, path: str) -> bytes:
        """Give the bytes of an attachment at once. Raises FileRefused."""
        with self.open_file(path) as stream:
            try:
                return stream.read()
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise FileRefused(f"{path!r} is damaged ({error}).") from None

    def close(self) -> None:
        for close in reversed(self._closing):
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def open_exchange(path: Path | str, *, limits: Limits | None = None) -> Exchange:
    """Open what is at ``path``; its first bytes tell which of the three shapes it has.

    Raises NotAnExchangeFile for a damaged or suspect archive, OSError when there is no such file.
    While ``lines`` are walked ExchangeError is raised when the file turns out damaged or too large.
    """
    path, limits = Path(path), limits or Limits()
    with path.open("rb") as probe:
        start = probe.read(4)
    if start == b"PK\x03\x04":
        return _open_zip(path, limits)
    if start[:2] == b"\x1f\x8b":
        return _open_gzip(path, limits)
    return _open_plain(path, limits)


def is_safe_path(path: str) -> bool:
    """Whether this names something under ``files/`` on every system, and nothing else."""
    parts = path.split("/")
    return (
        path.startswith(FILES)
        and len(path) <= 1000
        and not any(part in ("", ".", "..") for part in parts)
        and not any(sign in path for sign in ("\\", ":", "\0"))
    )


def _open_plain(path: Path, limits: Limits) -> Exchange:
    stream = path.open("rb")
    lines = _lines(cast(BinaryIO, stream), limits.records)
    return Exchange(lines=lines, _open=_beside(path, limits), _closing=[stream.close])


def _open_gzip(path: Path, limits: Limits) -> Exchange:
    packed = gzip.GzipFile(path, "rb")
    most = min(limits.records, max(limits.ratio_from, path.stat().st_size * limits.ratio))
    stream = io.BufferedReader(cast(io.RawIOBase, packed), _CHUNK)
    return Exchange(lines=_lines(stream, most), _open=_beside(path, limits), _closing=[stream.close])


def _beside(path: Path, limits: Limits) -> Callable[[str], BinaryIO]:
    """Find attachments in the folder of the exchange file itself."""
    home = path.resolve().parent

    def open_file(name: str) -> BinaryIO:
        place = (home / name).resolve()
        if not place.is_relative_to(home / FILES):
            raise FileRefused(f"{name!r} leads outside {FILES}.")
        if not place.is_file():
            raise FileRefused(f"{name!r} is not there.")
        if place.stat().st_size > limits.file:
            raise FileRefused(f"{name!r} is larger than {limits.file} bytes.")
        return place.open("rb")

    return open_file


def _open_zip(path: Path, limits: Limits) -> Exchange:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise NotAnExchangeFile(f"The zip file is damaged ({error}).") from None
    try:
        entries = _entries(archive, limits)
        records = archive.open(entries[RECORDS])
    except ExchangeError:
        archive.close()
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        archive.close()
        raise NotAnExchangeFile(f"The zip file cannot be read ({error}).") from None
    stream = io.BufferedReader(cast(io.RawIOBase, records), _CHUNK)

    def open_file(name: str) -> BinaryIO:
        return _open_entry(archive, entries.get(name), name, limits)

    lines = _lines(stream, limits.records)
    return Exchange(lines=lines, _open=open_file, _closing=[archive.close, stream.close])


def _entries(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The entries by name. ``zipfile`` never gives more bytes than an entry declares, so what is
    declared can be judged beforehand."""
    found = archive.infolist()
    if len(found) > limits.entries:
        raise NotAnExchangeFile(f"The zip file holds more than {limits.entries} files.")
    entries = {entry.filename: entry for entry in found}
    if len(entries) != len(found):
        raise NotAnExchangeFile("The zip file holds two files of the same name.")
    if RECORDS not in entries:
        raise NotAnExchangeFile(f"The zip file holds no {RECORDS}.")
    fault = _fault(entries[RECORDS], limits, limits.records)
    if fault:
        raise NotAnExchangeFile(f"{RECORDS} in the zip file {fault}.")
    return entries


def _open_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, name: str, limits: Limits
) -> BinaryIO:
    if entry is None:
        raise FileRefused(f"{name!r} is not in the zip file.")
    fault = _fault(entry, limits, limits.file)
    if fault:
        raise FileRefused(f"{name!r} {fault}.")
    try:
        return cast(BinaryIO, archive.open(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise FileRefused(f"{name!r} cannot be read ({error}).") from None


def _fault(entry: zipfile.ZipInfo, limits: Limits, most: int) -> str:
    """What forbids to read this entry, or nothing."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    if entry.flag_bits & 1:
        return "is encrypted"
    if entry.file_size > most:
        return f"is larger than {most} bytes"
    if entry.file_size > limits.ratio_from and entry.file_size > entry.compress_size * limits.ratio:
        return f"is packed more than {limits.ratio} times over"
    return ""


def _lines(stream: BinaryIO | IO[bytes], most: int) -> Iterator[bytes]:
    """Give the lines; one that is too long comes cut off just over the limit, its rest unread."""
    size = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            size += len(line)
            if len(line) > MAX_LINE:
                size += _skip_line(stream, line, most)
            if size > most:
                raise ExchangeError(f"The records unpack to more than {most} bytes; reading stopped.")
            yield line
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise ExchangeError(f"The file is damaged or stops halfway ({error}).") from None


def _skip_line(stream: BinaryIO | IO[bytes], line: bytes, most: int) -> int:
    skipped = 0
    while line and not line.endswith(b"\n") and skipped <= most:
        line = stream.readline(_CHUNK)
        skipped += len(line)
    return skipped
