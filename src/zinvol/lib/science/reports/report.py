"""What a report consists of. All texts are in the language of the reader and ready to be shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Kind = Literal["profile", "bars", "pairs", "ranking", "shares"]
Unit = Literal["score", "percent", "points", "place", "number"]


class Row(Struct, frozen=True, omit_defaults=True):
    """One line of a figure. ``low`` and ``high`` are the ends of its 95 % interval. ``second`` is what stands beside
    it (measured beside asked, before beside now). A withheld row has no values, and ``note`` says why."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    second: float | None = None
    place: str = ""
    note: str = ""
    is_withheld: bool = False
    is_strong: bool = False


class Mark(Struct, frozen=True):
    """A line across a chart, such as the bound of a level or the middle half of a benchmark."""

    value: float
    label: str


class Figure(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chart with its table and everything one must know to believe it.

    ``kind``: profile (a few scores from 0 to 100 with their levels), bars (one value a row), pairs (two values a
    row, such as asked and measured), ranking (places with an interval), shares (per cent of a whole).
    ``lead`` says in one sentence what can be seen. ``unit`` is that of the values; ``top`` is the end of the axis.
    ``interval_label`` says what the ends of the rows are, where they are not an interval of 95 %.
    """

    id: str
    kind: Kind
    title: str
    lead: str
    rows: list[Row]
    unit: Unit = "score"
    top: float = 100
    value_label: str
    second_label: str = ""
    interval_label: str = ""
    marks: list[Mark] = []
    source: str
    n: str
    method: str
    notice: str = ""


class Action(Struct, frozen=True, omit_defaults=True):
    """An advice: what to do, why, how much it helps and costs (1 little to 3 much), where in the product, and when."""

    title: str
    why: str
    effect: int
    effort: int
    link: str = ""
    link_label: str = ""
    within: str = ""


class Section(Struct, frozen=True, omit_defaults=True, kw_only=True):
    id: str
    title: str
    paragraphs: list[str] = []
    figures: list[Figure] = []
    actions: list[Action] = []


class Report(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """``notices`` stand at the top: that it is synthetic, that it says nothing of others. ``facts`` are pairs of a
    label and a value: who answered, when, with which instrument."""

    title: str
    subtitle: str
    language: Literal["nl", "en"]
    on: date
    summary: list[str]
    notices: list[str] = []
    facts: list[tuple[str, str]] = []
    sections: list[Section]
    sources: list[str] = []
    is_synthetic: bool = False

    @property
    def figures(self) -> list[Figure]:
        return [figure for section in self.sections for figure in section.figures]
