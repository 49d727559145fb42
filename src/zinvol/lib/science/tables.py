"""Answers from a table: a CSV file with a respondent on each line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from zinvol.lib.science.answers import Answers, BadAnswer, Mask, checked
from zinvol.lib.science.instruments.model import Instrument

ABOUT = ("respondent", "role", "unit", "organisation", "weight", "key")
OTHER_NAMES = {"department": "unit", "afdeling": "unit", "organisatie": "organisation", "rol": "role"}
MOST_TOLD = 20
MISSING = {"", "na", "n/a", "nvt", "n.v.t.", "-"}


class BadTable(ValueError):
    """The file is no table of answers; the message says where and what can stand there."""


@dataclass(frozen=True)
class Table:
    """``answers`` in the order of the file, with what the file says about each respondent. ``ignored`` are columns
    that the instrument does not know."""

    answers: Answers
    roles: list[str]
    units: list[str]
    organisations: list[str]
    ignored: list[str] = field(default_factory=list)

    def role_mask(self, *roles: str) -> Mask:
        return np.array([role in roles for role in self.roles], dtype=bool)


def read_table(path: Path, instrument: Instrument) -> Table:
    """A column for each item, named by its id; further ``role``, ``unit``, ``organisation`` and ``weight``.

    A ranking is one column (``BR2 > BR1 = BR9``) or a column with a place for each of its codes; amounts are
    columns such as ``HOURS.it``. Empty, ``-``, ``NA`` and ``n.v.t.`` are missing. Without a column ``role`` all
    have the first role of the instrument whose items are in the file. Raises ``BadTable``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable(f"{path} is not in UTF-8; save it as CSV UTF-8.") from None
    except OSError as missing:
        raise BadTable(f"{path} cannot be read: {missing.strerror}.") from None
    head, lines = _lines(text)
    columns = {name: OTHER_NAMES.get(name.strip().lower(), name.strip()) for name in head}
    target = _targets(instrument)
    known = [name for name, clean in columns.items() if clean in target or clean in ABOUT]
    if not any(columns[name] in target for name in known):
        raise BadTable(
            f"{path} has no column for any item of {instrument.id}, such as {_examples(instrument)}."
        )
    problems: list[str] = []
    rows = [_row(line, number, columns, target, instrument, problems) for number, line in enumerate(lines, 2)]
    if not rows:
        raise BadTable(f"{path} has a heading and no answers.")
    if problems:
        more = f" And {len(problems) - MOST_TOLD} more." if len(problems) > MOST_TOLD else ""
        raise BadTable(" ".join(problems[:MOST_TOLD]) + more)
    roles = [_role(row, instrument) for row in rows]
    return Table(
        Answers(instrument, [row["answers"] for row in rows], _weights(rows)),
        roles,
        [row.get("unit", "") for row in rows],
        [row.get("organisation", "") for row in rows],
        [name for name in head if name not in known],
    )


def _lines(text: str) -> tuple[list[str], list[dict[str, str]]]:
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    head = list(reader.fieldnames or [])
    if len(set(head)) != len(head):
        raise BadTable(
            "A column is there twice: "
            + ", ".join(sorted({name for name in head if head.count(name) > 1}))
            + "."
        )
    try:
        return head, [line for line in reader if any(line.values())]
    except csv.Error as wrong:
        raise BadTable(f"Line {reader.line_num}: {wrong}.") from None


def _targets(instrument: Instrument) -> dict[str, tuple[str, str]]:
    """By name of a column: the item, and the code within it where the column holds only that."""
    found = {item.id: (item.id, "") for item in instrument.items}
    for item in instrument.items:
        if item.kind in ("rank", "amounts"):
            for option in item.options:
                found.setdefault(f"{item.id}.{option.id}", (item.id, option.id))
                if item.kind == "rank":
                    found.setdefault(option.id, (item.id, option.id))
    return found


def _row(
    line: Mapping[str, Any], number: int, columns: Mapping[str, str], target: Mapping[str, tuple[str, str]],
    instrument: Instrument, problems: list[str],
) -> dict[str, Any]:  # fmt: skip
    row: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    if line.get(None):  # type: ignore[call-overload]  # what csv calls the cells beyond the heading
        problems.append(f"Line {number} has more cells than the heading.")
    for name, clean in columns.items():
        cell = (line.get(name) or "").strip()
        if cell.lower() in MISSING:
            continue
        if clean in ABOUT:
            row[clean] = cell
        elif clean in target:
            item, code = target[clean]
            if code and isinstance(raw.setdefault(item, {}), dict):
                raw[item][code] = cell
            elif code or item in raw:
                problems.append(f"Line {number}: {item} is there as one column and as several.")
            else:
                raw[item] = cell
    row["answers"] = {}
    for item, value in raw.items():
        try:
            row["answers"][item] = checked(instrument.item(item), value, instrument)
        except BadAnswer as bad:
            problems.append(f"Line {number}: {bad}")
    if row.get("role", instrument.roles[0]) not in instrument.roles:
        problems.append(f"Line {number}: the role {row['role']!r} is none of {', '.join(instrument.roles)}.")
    return row


def _role(row: Mapping[str, Any], instrument: Instrument) -> str:
    if "role" in row:
        return str(row["role"])
    for role in instrument.roles:
        asked = {
            item.id for section in instrument.sections if role in section.roles for item in section.items
        }
        if row["answers"].keys() <= asked:
            return role
    return instrument.roles[0]


def _weights(rows: Sequence[Mapping[str, Any]]) -> np.ndarray | None:
    if not any("weight" in row for row in rows):
        return None
    try:
        weights = np.array([float(str(row.get("weight", 1)).replace(",", ".")) for row in rows])
    except ValueError as wrong:
        raise BadTable(f"A weight is no number: {wrong}.") from None
    if not np.isfinite(weights).all() or (weights < 0).any() or not weights.sum():
        raise BadTable("Weights are numbers from nought on, and not all nought.")
    return weights


def _examples(instrument: Instrument) -> str:
    return ", ".join([item.id for item in instrument.items][:3])
