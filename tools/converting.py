"""What the converters share: reading a table, titles, questions, memberships, and the command line."""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from zinvol.lib.exchange import WriteError, write
from zinvol.lib.exchange.records import ORDER, AnyRecord

Row = dict[str, str]
TITLE_LENGTH = 90

_asks = re.compile(
    r"(?:how|what|why|where|which|who|when|is|are|can|could|does|do|did|has|anyone|anybody|any one"
    r"|hoe|wat|waarom|waar|welke|wie|wanneer|kan|kunnen|mag|heeft)\b",
    re.IGNORECASE,
)
_greeting = re.compile(
    r"(?:hi|hello|hey|ok|okay|so|well|guys|all|everyone|please|voorzitter)\b[\s,.!:]*", re.IGNORECASE
)
_address = re.compile(r"https?://\S+")


class Unusable(ValueError):
    """The folder does not hold the data set that the converter is for."""


def run(convert: Callable[[Path], Iterable[AnyRecord]], *, about: str) -> int:
    """Be the command ``DIR OUT.jsonl``: convert, print how many of each type, and return the exit code."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder with the data set")
    parser.add_argument("out", metavar="OUT.jsonl", type=Path, help="the exchange file to write")
    given = parser.parse_args()
    try:
        records = in_order(convert(given.folder))
        with given.out.open("wb") as stream:
            counts = write(records, stream)
    except (Unusable, WriteError, OSError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 1
    for kind, count in counts.items():
        sys.stdout.write(f"{count:7} {kind}\n")
    return 0


def in_order(records: Iterable[AnyRecord]) -> list[AnyRecord]:
    """Sort by type as an exchange file has them; within a type the order stays."""
    rank = {kind: rank for rank, kind in enumerate(ORDER)}
    return sorted(records, key=lambda record: rank[type(record)])


def rows(path: Path, columns: set[str]) -> list[Row]:
    """Read a CSV file. Raises Unusable when it is not there, not UTF-8, empty, or lacks columns."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.DictReader(stream)
            missing = columns - set(table.fieldnames or ())
            found = [] if missing else list(table)
    except FileNotFoundError:
        raise Unusable(f"{path} is not there; give the folder of the data set.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unusable(f"{path} cannot be read: {error}.") from None
    if missing:
        raise Unusable(f"{path} has no column {', '.join(sorted(missing))}.")
    if not found:
        raise Unusable(f"{path} has no rows.")
    return found


def by(table: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Group rows by a column; groups and rows stay in the order of the table."""
    groups: dict[str, list[Row]] = {}
    for key, run_of_rows in groupby(table, key=lambda row: row[column]):
        groups.setdefault(key, []).extend(run_of_rows)
    return groups


def is_question(text: str) -> bool:
    """Whether it asks something: it ends in a question mark, or a sentence of it begins asking and does."""
    text = _address.sub("", text).strip()
    if text.rstrip(" :;)(-_.!").endswith("?"):
        return True
    start = _greeting.sub("", text)
    return bool(_asks.match(start)) and ("?" in text or len(text) <= 200)


def first_words(text: str) -> str:
    """Return the beginning of a text as a title, cut between words."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[: TITLE_LENGTH - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[40:] else cut).rstrip(" ,;:-") + "…"


def slug(text: str) -> str:
    """Return lower-case ASCII letters and digits with hyphens between; ``x`` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def unique(names: Iterable[str]) -> dict[str, str]:
    """Give each name a slug of its own; a second of the same gets a number behind it."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base, number = slug(name), 1
        mine = base
        while mine in taken:
            number += 1
            mine = f"{base}-{number}"
        taken.add(mine)
        found[name] = mine
    return found


def strictly_later(times: Iterable[datetime], step: timedelta) -> list[datetime]:
    """Move each time to at least one step after the one before it."""
    found: list[datetime] = []
    for time in times:
        found.append(time if not found or time >= found[-1] + step else found[-1] + step)
    return found
