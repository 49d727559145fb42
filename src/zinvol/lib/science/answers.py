"""Answers of many people as columns, checked against the instrument that asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zinvol.lib.science.instruments.model import Instrument, Item

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NUMBERS = ("scale", "number")
VALID_SHARE = 2 / 3
"""A scale counts for somebody who answered at least this share of its items (section B1)."""


class BadAnswer(ValueError):
    """An answer that cannot be given to this item; the message says what can."""


def checked(item: Item, value: Any, instrument: Instrument) -> Any:
    """An answer in the form in which it is kept; None for none. Raises ``BadAnswer``.

    scale, number: a number. choice: the code. choices: a list of codes. rank: place by code, from 1; who share a
    place have the same. amounts: a number by code. text: the text.
    """
    if value is None or value == "" or value == {} or value == []:
        return None
    return _CHECKS[item.kind](item, value, instrument)


def _scale(item: Item, value: Any, instrument: Instrument) -> int:
    scale = instrument.scale_of(item)
    number = _number(item, value, instrument)
    if number != int(number) or int(number) not in scale.values:
        raise BadAnswer(f"{item.id} is {value}; it can be a whole number from {scale.low} to {scale.high}.")
    return int(number)


def _number(item: Item, value: Any, _instrument: Instrument) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise BadAnswer(f"{item.id} is {str(value)[:40]!r}, which is no number.") from None
    if not np.isfinite(number):
        raise BadAnswer(f"{item.id} is {value}, which is no number.")
    low, high = item.low, item.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise BadAnswer(f"{item.id} is {value}; it can be from {low:g} to {high:g}.")
    return number


def _choice(item: Item, value: Any, _instrument: Instrument) -> str:
    code = str(value)
    if item.option(code) is None:
        raise BadAnswer(f"{item.id} is {code[:40]!r}; it can be {_codes(item)}.")
    return code


def _choices(item: Item, value: Any, instrument: Instrument) -> list[str]:
    if not isinstance(value, (str, list, tuple)):
        raise BadAnswer(f"{item.id} needs a list of {_codes(item)}.")
    parts = value.replace("|", ",").split(",") if isinstance(value, str) else list(value)
    chosen = list(dict.fromkeys(_choice(item, str(part).strip(), instrument) for part in parts))
    if item.most and len(chosen) > item.most:
        raise BadAnswer(f"{item.id} has {len(chosen)} choices; at most {item.most}.")
    return chosen


def _rank(item: Item, value: Any, instrument: Instrument) -> dict[str, int]:
    """Written as ``BR2 > BR1 = BR9``, as a list, or as places by code."""
    if isinstance(value, str):
        groups = [group.split("=") for group in value.split(">")]
        value = {code.strip(): place for place, group in enumerate(groups, 1) for code in group}
    elif isinstance(value, (list, tuple)):
        value = {str(code): place for place, code in enumerate(value, 1)}
    elif not isinstance(value, Mapping):
        raise BadAnswer(f"{item.id} needs places for {_codes(item)}.")
    places: dict[str, int] = {}
    for code, place in value.items():
        if place in (None, ""):
            continue
        _choice(item, code, instrument)
        told = str(place)
        if not (
            told.isascii() and told.isdecimal() and len(told) < 4 and 1 <= int(told) <= len(item.options)
        ):
            raise BadAnswer(f"{item.id}: {code} has place {told[:20]}; places are counted from 1.")
        places[code] = int(place)
    if item.most and len(places) > item.most:
        raise BadAnswer(f"{item.id} ranks {len(places)}; at most {item.most}.")
    return places


def _amounts(item: Item, value: Any, instrument: Instrument) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise BadAnswer(f"{item.id} needs an amount for each of {_codes(item)}.")
    return {
        _choice(item, code, instrument): _number(item, amount, instrument)
        for code, amount in value.items()
        if amount not in (None, "")
    }


def _text(_item: Item, value: Any, _instrument: Instrument) -> str:
    return str(value)


def _codes(item: Item) -> str:
    return ", ".join(option.id for option in item.options)


_CHECKS: dict[str, Callable[[Item, Any, Instrument], Any]] = {
    "scale": _scale,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "rank": _rank,
    "amounts": _amounts,
    "text": _text,
}


@dataclass(frozen=True)
class Answers:
    """What ``size`` respondents answered. ``rows`` hold answers as ``checked`` gives them.

    ``weights`` count each respondent, as after raking; None counts everybody once.
    """

    instrument: Instrument
    rows: Sequence[Mapping[str, Any]]
    weights: Floats | None = field(default=None, compare=False)

    @classmethod
    def read(cls, instrument: Instrument, rows: Iterable[Mapping[str, Any]]) -> Answers:
        """Raises ``BadAnswer``; fields that the instrument does not know are left out."""
        items = {item.id: item for item in instrument.items}
        return cls(
            instrument,
            [
                {
                    code: known
                    for code, value in row.items()
                    if code in items and (known := checked(items[code], value, instrument)) is not None
                }
                for row in rows
            ],
        )

    @property
    def size(self) -> int:
        return len(self.rows)

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        return {}

    def column(self, code: str) -> Floats:
        """Numbers by respondent, NaN where missing. Raises ``KeyError`` for an unknown item."""
        if code not in self._columns:
            if self.instrument.item(code).kind not in NUMBERS:
                raise KeyError(code)
            self._columns[code] = np.array([row.get(code, np.nan) for row in self.rows], dtype=float)
        return self._columns[code]

    def given(self, code: str) -> list[Any]:
        """What was answered, by respondent; None where missing."""
        return [row.get(code) for row in self.rows]

    def matrix(self, items: Sequence[Item]) -> Floats:
        """Respondents by items on a line from 0 to 100, reversed items turned round; NaN where missing."""
        columns = []
        for item in items:
            scale = self.instrument.scale_of(item)
            raw = self.column(item.id)
            turned = scale.low + scale.high - raw if item.reverse else raw
            columns.append(100 * (turned - scale.low) / (scale.high - scale.low))
        return np.column_stack(columns) if columns else np.empty((self.size, 0))

    def scale(self, factor: str) -> Floats:
        """A factor by respondent, 0 to 100: the mean of the items; NaN where under two thirds were answered."""
        items = self.instrument.items_of(factor)
        return row_means(self.matrix(items), np.array([item.weight for item in items]))

    def where(self, mask: Mask) -> Answers:
        """Only these respondents."""
        weights = None if self.weights is None else self.weights[mask]
        return Answers(
            self.instrument, [row for row, is_in in zip(self.rows, mask, strict=True) if is_in], weights
        )

    def weighted(self, weights: Floats) -> Answers:
        return Answers(self.instrument, self.rows, weights)

    def mean(self, values: Floats) -> float | None:
        """The mean over who answered, by weight; None when nobody did."""
        valid = ~np.isnan(values) & (True if self.weights is None else self.weights > 0)
        if not valid.any():
            return None
        return float(np.average(values[valid], weights=None if self.weights is None else self.weights[valid]))


def row_means(matrix: Floats, weights: Floats | None = None, share: float = VALID_SHARE) -> Floats:
    """The weighted mean of each row over what is there; NaN where less than ``share`` of the columns is."""
    if not matrix.shape[1]:
        return np.full(matrix.shape[0], np.nan)
    weights = np.ones(matrix.shape[1]) if weights is None else weights
    valid = ~np.isnan(matrix)
    total = (valid * weights).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(valid, matrix * weights, 0).sum(axis=1) / total
    return np.where(valid.mean(axis=1) >= share - 1e-9, means, np.nan)
