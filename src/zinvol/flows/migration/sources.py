"""Where records come from: a file that can be read twice, or records made here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zinvol.lib.exchange import FileRefused, Problem, open_exchange, read
from zinvol.lib.exchange.records import AnyRecord

Lines = Iterator[tuple[int, AnyRecord]]


@dataclass(frozen=True)
class Opened:
    """One reading of a source: its records with their lines, and the way to its files."""

    lines: Lines
    open_file: Callable[[str], BinaryIO]


class FileSource:
    """An exchange file on disk. Opening raises ``ExchangeError`` or ``OSError``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def open(self, on_error: Callable[[Problem], object]) -> Iterator[Opened]:
        with open_exchange(self.path) as exchange:
            yield Opened(read(exchange.lines, on_error=on_error), exchange.open_file)


class RecordSource:
    """Records at hand, such as those of the demo organisation; they have no files."""

    def __init__(self, records: Iterable[AnyRecord]) -> None:
        self._records = list(records)

    @contextmanager
    def open(self, on_error: Callable[[Problem], object]) -> Iterator[Opened]:
        yield Opened(enumerate(self._records, 1), _no_file)


Source = FileSource | RecordSource


def _no_file(path: str) -> BinaryIO:
    raise FileRefused(f"{path!r} is not there.")
