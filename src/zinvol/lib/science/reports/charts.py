"""Figures as drawings: one SVG for each, wide for a page or paper and narrow for a phone.

Nothing is told by colour alone: values are printed, the two markers of a pair differ in shape, what is strong is
bold as well. The table of ``rows.py`` stands beside every chart and says the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from zinvol.lib.science.reports.canvas import Anchor, Canvas, Palette
from zinvol.lib.science.reports.report import Figure, Mark, Row
from zinvol.lib.science.reports.rows import is_empty, note, visible
from zinvol.lib.science.reports.texts import clean, wrap
from zinvol.lib.science.reports.texts import width as text_width
from zinvol.lib.science.reports.words import interval, number, word

Width = Literal["wide", "narrow"]

SIDE = {"wide": 720, "narrow": 320}
TEXT, SMALL, LINE, GAP = 15, 13, 18, 12
BAR = {"profile": 20, "bars": 14, "shares": 14, "pairs": 12, "ranking": 12}
TRACKED = ("profile", "shares")


def svg(figure: Figure, *, language: str, palette: Palette = "page", width: Width = "wide") -> str:
    """The chart of a figure. Its ids begin with ``chart-`` and the id of the figure, and end on the width."""
    return _Chart(figure, language, palette, width).drawn()


def axis_end(figure: Figure) -> float:
    """Where the axis ends. That of places ends at the last place, unless the figure says otherwise."""
    if figure.unit != "place" or figure.top != 100:
        return figure.top
    ends = [
        end
        for row in map(visible, figure.rows)
        for end in (row.value, row.high, row.second)
        if end is not None
    ]
    return max([len(figure.rows), 2, *ends])


@dataclass(frozen=True)
class _Side:
    """A column of texts at the right of a row: how wide, and whether a marker stands above it."""

    texts: list[str]
    space: float
    is_bold: bool = False
    marker: str = ""


@dataclass(frozen=True)
class _Flag:
    """A line of a mark with its label like a flag: the lane counts upward from the plot."""

    x: float
    label: str
    lane: int
    is_left: bool


class _Chart:
    """Lays out from the top: legend, flags of the marks, rows, axis."""

    def __init__(self, figure: Figure, language: str, palette: Palette, width: Width) -> None:
        figure = replace(figure, rows=[visible(row) for row in figure.rows])
        self.figure = figure
        self.language = language
        self.is_wide = width == "wide"
        self.width = width
        self.side = SIDE[width]
        self.canvas = Canvas(palette)
        self.has_intervals = any(_has_interval(row) for row in figure.rows)
        self.sides = self._sides()
        self.start, self.end = _axis(figure)
        self.ranks = self._ranks()
        used = sum(side.space + GAP for side in self.sides)
        self.label_x = self.ranks
        self.label_space = (206 if self.is_wide else self.side - used) - self.ranks
        # The markers of these two stand on the ends of the axis as well, and need room beside it.
        edge = 8.0 if figure.kind in ("pairs", "ranking") else 0.0
        self.left = 222.0 if self.is_wide else edge
        self.right = self.side - (used + 4 if self.is_wide else edge)

    def drawn(self) -> str:
        y = self._legend(14.0)
        has_markers = any(side.marker for side in self.sides)
        flags = _flags(self.figure.marks, self.x, self.right if has_markers else self.side)
        lanes = 1 + max((flag.lane for flag in flags), default=-1)
        top = y + max(lanes * LINE, 16 * has_markers)
        heights = [self._height(row) for row in self.figure.rows]
        bottom = top + sum(heights) + 4
        tops = [top + sum(heights[:at]) for at in range(len(heights))]
        spans = [(top, bottom)] if self.is_wide else self._spans(tops)
        self._grid(spans, bottom)
        self._heads(top - 4)
        for at, row in enumerate(self.figure.rows):
            self._row(row, at, tops[at], heights[at])
        self._marks(flags, top, spans)
        name = f"chart-{re.sub(r'[^A-Za-z0-9_-]+', '-', self.figure.id)}-{self.width}"
        return self.canvas.svg(
            width=self.side,
            height=math.ceil(bottom + 24),
            name=name,
            title=self.figure.title,
            lead=self.figure.lead,
            classes=f"chart chart--{self.width} chart--{self.figure.kind}",
        )

    def x(self, value: float) -> float:
        """Where a value is on the axis; what lies beyond an end is drawn at that end, and printed as it is."""
        share = (min(max(value, self.start), self.end) - self.start) / ((self.end - self.start) or 1)
        return self.left + share * (self.right - self.left)

    # What stands where

    def _sides(self) -> list[_Side]:
        """The printed values, the second values and the intervals, each in a column as wide as its widest text."""
        figure = self.figure
        values = [self._printed(row.value) for row in figure.rows]
        if figure.kind == "ranking" and all(row.place or is_empty(row) for row in figure.rows):
            values = []
        seconds = [self._printed(row.second) for row in figure.rows] if figure.kind == "pairs" else []
        ends = [
            interval(row.low or 0, row.high or 0, figure.unit, self.language) if _has_interval(row) else ""
            for row in figure.rows
        ]
        is_pair = figure.kind == "pairs"
        columns = [(values, True, "dot" if is_pair else ""), (seconds, True, "diamond"), (ends, False, "")]
        return [
            _Side(
                texts,
                max(16.0, *(text_width(text, TEXT if is_bold else SMALL, is_bold=is_bold) for text in texts)),
                is_bold,
                marker,
            )
            for texts, is_bold, marker in columns
            if any(texts)
        ]

    def _printed(self, value: float | None) -> str:
        return "" if value is None else number(value, self.figure.unit, self.language)

    def _ranks(self) -> float:
        """The room for the places before the labels of a ranking."""
        if self.figure.kind != "ranking":
            return 0
        widest = max((text_width(row.place, TEXT, is_bold=True) for row in self.figure.rows), default=0)
        return widest + 10 if widest else 0

    def _label(self, row: Row) -> list[tuple[str, bool]]:
        """The lines beside or above a bar, each with whether it is small."""
        space = self.side - self.ranks if is_empty(row) and not self.is_wide else self.label_space
        lines = [(line, False) for line in wrap(row.label, space, TEXT, self.language, is_bold=row.is_strong)]
        below = [
            row.place if self.figure.kind != "ranking" else "",
            row.note if row.value is not None else "",
        ]
        for text in below:
            lines += [(line, True) for line in wrap(text, self.label_space, SMALL, self.language, most=2)]
        return lines

    def _note(self, row: Row) -> list[str]:
        space = self.side - self.left - 8 if self.is_wide else self.side
        return wrap(note(row, self.language), space, SMALL, self.language)

    def _height(self, row: Row) -> float:
        labels = len(self._label(row)) * LINE
        notes = len(self._note(row)) * LINE if is_empty(row) else 0
        thickness = BAR[self.figure.kind]
        if self.is_wide:
            return max(labels, notes, thickness) + GAP
        return labels + max(notes, thickness if not is_empty(row) else 0) + GAP + 8

    # Drawing

    def _legend(self, y: float) -> float:
        """What the marks mean, on as many lines as it takes; gives the height below it."""
        figure, canvas = self.figure, self.canvas
        entries: list[tuple[str, str]] = [
            ("soft" if figure.kind == "ranking" else figure.kind, figure.value_label)
        ]
        if figure.kind == "pairs" and figure.second_label:
            entries.append(("second", figure.second_label))
        if self.has_intervals:
            entries.append(("interval", self.figure.interval_label or word("interval", self.language)))
        x = 0.0
        for kind, label in entries:
            lines = wrap(label, self.side - 30, SMALL, self.language, most=2)
            needed = 28 + max((text_width(line, SMALL) for line in lines), default=0)
            if x and x + needed > self.side:
                x, y = 0.0, y + LINE
            self._sample(kind, x, y - 4.5)
            for line in lines:
                canvas.text(x + 28, y, line, "quiet", SMALL)
                y += LINE if line != lines[-1] else 0
            x += needed + 20
        return y + 14

    def _sample(self, kind: str, x: float, y: float) -> None:
        if kind in ("pairs", "soft"):
            self.canvas.dot(x + 10, y, 6)
        elif kind == "second":
            self.canvas.diamond(x + 10, y, 6)
        elif kind == "interval" and self.figure.kind == "ranking":
            self.canvas.line(x + 5, y, x + 16, y, "range")
        elif kind == "interval":
            self.canvas.whisker(x + 1, x + 20, y, 4)
        else:
            self.canvas.bar(x, y - 5, 20, 10, "bar")

    def _heads(self, y: float) -> None:
        """The markers above the columns of printed values that belong to them."""
        x = float(self.side)
        for side in reversed(self.sides):
            if side.marker:
                draw = self.canvas.dot if side.marker == "dot" else self.canvas.diamond
                draw(x - 8, y, 5)
            x -= side.space + GAP

    def _spans(self, tops: Sequence[float]) -> list[tuple[float, float]]:
        """Where lines stand on a narrow chart: beside the bars, not through the labels above them."""
        half = BAR[self.figure.kind] / 2 + 5
        middles = [
            self._middle(row, y) for row, y in zip(self.figure.rows, tops, strict=True) if not is_empty(row)
        ]
        return [(middle - half, middle + half) for middle in middles]

    def _middle(self, row: Row, y: float) -> float:
        """The middle of the bar in a row that begins at ``y``."""
        if self.is_wide:
            return y + self._height(row) / 2
        return y + 8 + len(self._label(row)) * LINE + BAR[self.figure.kind] / 2

    def _grid(self, spans: Sequence[tuple[float, float]], bottom: float) -> None:
        for tick in _ticks(self.start, self.end, whole=self.figure.unit == "place"):
            x = self.x(tick)
            is_base = tick == 0 or (tick == self.start and self.figure.unit == "place")
            for high, low in spans:
                self.canvas.line(x, high, x, low, "base" if is_base else "grid")
            text = number(tick, self.figure.unit, self.language)
            half = text_width(text, SMALL) / 2
            x = min(max(x, half), self.side - half)
            self.canvas.text(x, bottom + 17, text, "quiet", SMALL, anchor="middle")

    def _row(self, row: Row, at: int, y: float, height: float) -> None:
        lines = self._label(row)
        first = y + (height - len(lines) * LINE) / 2 + 13.5 if self.is_wide else y + 17
        role = "quiet" if is_empty(row) else "label"
        for index, (line, is_small) in enumerate(lines):
            self.canvas.text(
                self.label_x,
                first + index * LINE,
                line,
                "quiet" if is_small else role,
                SMALL if is_small else TEXT,
                is_bold=row.is_strong and not is_small,
            )
        middle = self._middle(row, y)
        if self.ranks and row.place:
            self.canvas.text(0, first, row.place, "value", TEXT, is_bold=True)
        if is_empty(row):
            self._empty(row, middle, y + 17 + len(lines) * LINE)
            return
        self._values(at, middle + 5 if self.is_wide else first)
        {"pairs": self._pair, "ranking": self._place}.get(self.figure.kind, self._bar)(row, middle)

    def _empty(self, row: Row, middle: float, below: float) -> None:
        lines = self._note(row)
        first = middle - len(lines) * LINE / 2 + 13 if self.is_wide else below
        for index, line in enumerate(lines):
            x = self.left + 8 if self.is_wide else 0
            self.canvas.text_on_ground(x, first + index * LINE, line, "quiet", SMALL)

    def _values(self, at: int, y: float) -> None:
        x = float(self.side)
        for side in reversed(self.sides):
            size, role = (TEXT, "value") if side.is_bold else (SMALL, "quiet")
            if side.texts[at]:
                self.canvas.text(x, y, side.texts[at], role, size, anchor="end", is_bold=side.is_bold)
            x -= side.space + GAP

    def _bar(self, row: Row, y: float) -> None:
        thick = BAR[self.figure.kind]
        if self.figure.kind in TRACKED:
            self.canvas.bar(self.left, y - thick / 2, self.right - self.left, thick, "track")
        is_soft = any(each.is_strong for each in self.figure.rows) and not row.is_strong
        low, high = sorted((self.x(0), self.x(row.value or 0)))
        self.canvas.bar(low, y - thick / 2, high - low, thick, "soft" if is_soft else "bar")
        self._interval(row, y)

    def _interval(self, row: Row, y: float) -> None:
        if _has_interval(row):
            self.canvas.whisker(self.x(row.low or 0), self.x(row.high or 0), y, 4)

    def _pair(self, row: Row, y: float) -> None:
        if row.value is not None and row.second is not None:
            self.canvas.line(self.x(row.value), y, self.x(row.second), y, "link")
        self._interval(row, y)
        if row.value is not None:
            self.canvas.dot(self.x(row.value), y, 6)
        if row.second is not None:
            self.canvas.diamond(self.x(row.second), y, 6.5)

    def _place(self, row: Row, y: float) -> None:
        if _has_interval(row):
            self.canvas.line(self.x(row.low or 0), y, self.x(row.high or 0), y, "range")
        self.canvas.dot(self.x(row.value or 0), y, 6)

    def _marks(self, flags: Sequence[_Flag], top: float, spans: Sequence[tuple[float, float]]) -> None:
        first = spans[0][0] if spans and self.is_wide else top
        for flag in flags:
            self.canvas.line(flag.x, top - (flag.lane + 1) * LINE + 4, flag.x, first, "mark")
            for high, low in spans:
                self.canvas.line(flag.x, high, flag.x, low, "mark")
        for flag in flags:
            x = flag.x - 5 if flag.is_left else flag.x + 5
            anchor: Anchor = "end" if flag.is_left else "start"
            y = top - flag.lane * LINE - 5
            self.canvas.text_on_ground(x, y, flag.label, "label", SMALL, anchor=anchor)


def _has_interval(row: Row) -> bool:
    return row.low is not None and row.high is not None


def _axis(figure: Figure) -> tuple[float, float]:
    """From nought, or from the first place; as far below nought as above it where values lie below."""
    end = axis_end(figure)
    if figure.unit == "place":
        return 1, end
    values = [value for row in figure.rows for value in (row.value, row.second, row.low) if value is not None]
    return (-end if min(values, default=0) < 0 and figure.kind != "profile" else 0), end


def _ticks(start: float, end: float, *, whole: bool) -> list[float]:
    """Round numbers on the axis, five steps at most; every place as long as there are ten."""
    if whole and end - start < 10:
        return [float(place) for place in range(int(start), int(end) + 1)]
    span = max(end - start, 1e-9)
    power = 10 ** math.floor(math.log10(span / 5))
    steps = [step * power for step in (1, 2, 2.5, 5, 10, 20)]
    step = next(step for step in steps if span / step <= 5 and (not whole or step == int(step)))
    first = math.ceil(start / step - 1e-9)
    count = math.floor(end / step + 1e-9) - first + 1
    ticks = [round((first + each) * step, 9) for each in range(count)]
    return [start, *(tick for tick in ticks if tick > start)] if whole else ticks


def _flags(marks: Sequence[Mark], place: Callable[[float], float], limit: float) -> list[_Flag]:
    """A lane for each label, so that none covers another or the line of another.

    A label stands at the right of its line, unless it would pass the limit or meet the line of one that stands at
    the left. Then each stands above those that it meets: the right ones from right to left, the left ones back.
    Where neither side has room (many marks on a phone) the label covers a line that it meets.
    """
    right: list[tuple[float, str]] = []
    left: list[tuple[float, str]] = []
    nowhere: list[tuple[float, str]] = []
    for mark in sorted(marks, key=lambda mark: -mark.value):
        x, label = place(mark.value), clean(mark.label)
        end = x + _reach(label)
        fits = end <= limit and all(not x <= other < end for other, _ in left)
        (right if fits else left if x >= _reach(label) else nowhere).append((x, label))
    flags: list[_Flag] = []
    for x, label in right:
        met = [flag.lane for flag in flags if flag.x < x + _reach(label)]
        flags.append(_Flag(x, label, 1 + max(met, default=-1), False))
    for x, label in reversed(left):
        start = x - _reach(label)
        met = [
            flag.lane for flag in flags if (flag.x if flag.is_left else flag.x + _reach(flag.label)) > start
        ]
        flags.append(_Flag(x, label, 1 + max(met, default=-1), True))
    for x, label in nowhere:
        flags.append(_Flag(x, label, 1 + max((flag.lane for flag in flags), default=-1), False))
    return flags


def _reach(label: str) -> float:
    return 10 + text_width(label, SMALL)
