"""The table that stands beside every chart: of texts for the page and the PDF, of numbers for the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zinvol.lib.science.reports.report import Figure, Row, Unit
from zinvol.lib.science.reports.words import interval, number, word

Cell = str | float | int | None


@dataclass(frozen=True)
class Column:
    """``cells`` from top to bottom; ``unit`` is that of its numbers, None for a column of texts."""

    heading: str
    cells: list[Cell]
    unit: Unit | None = None

    @property
    def is_number(self) -> bool:
        return self.unit is not None


def table(figure: Figure, language: str) -> tuple[list[str], list[list[str]]]:
    """Headings and rows as texts. Where there is no value stands a dash, and the note says why."""
    columns = text_columns(figure, language)
    lines = [[str(column.cells[at]) for column in columns] for at in range(len(figure.rows))]
    return [column.heading for column in columns], lines


def text_columns(figure: Figure, language: str) -> list[Column]:
    def written(value: float | None) -> str:
        return "" if value is None else number(value, figure.unit, language)

    def ends(row: Row) -> str:
        if row.low is None or row.high is None:
            return ""
        return interval(row.low, row.high, figure.unit, language)

    rows = [visible(row) for row in figure.rows]
    # Places as the maker of the report writes them ("3=") say more than the numbers, and need no second column.
    are_told = figure.unit == "place" and all(row.place for row in rows if row.value is not None)
    values = Column(figure.value_label, [written(row.value) or "–" for row in rows], figure.unit)
    return [
        *_lead_columns(figure, rows, language),
        *([] if are_told else [values]),
        *_optional(figure.second_label, rows, lambda row: written(row.second), figure.unit),
        *_optional(figure.interval_label or word("interval", language), rows, ends, figure.unit),
        *_optional(
            "n", rows, lambda row: "" if row.n is None else number(row.n, "number", language), "number"
        ),
        *_optional(word("note", language), rows, lambda row: note(row, language)),
    ]


def number_columns(figure: Figure, language: str) -> list[Column]:
    """The same with real numbers: None where there is none, the ends of an interval each in a column."""
    rows = [visible(row) for row in figure.rows]
    return [
        *_lead_columns(figure, rows, language),
        Column(figure.value_label, [row.value for row in rows], figure.unit),
        *_optional(figure.second_label, rows, lambda row: row.second, figure.unit),
        *_optional(word("low", language), rows, lambda row: row.low, figure.unit),
        *_optional(word("high", language), rows, lambda row: row.high, figure.unit),
        *_optional("n", rows, lambda row: row.n, "number"),
        *_optional(word("note", language), rows, lambda row: note(row, language)),
    ]


def note(row: Row, language: str) -> str:
    """What is said of a row; of one without values always something."""
    if row.note or not is_empty(row):
        return row.note
    return word("withheld" if row.is_withheld else "none", language)


def is_empty(row: Row) -> bool:
    return row.is_withheld or (row.value is None and row.second is None)


def visible(row: Row) -> Row:
    """What is withheld stays so, whatever else the row carries: this is the last door before the reader."""
    if not row.is_withheld:
        return row
    return Row(label=row.label, note=row.note, is_withheld=True, is_strong=row.is_strong)


def _lead_columns(figure: Figure, rows: list[Row], language: str) -> list[Column]:
    labels = Column(word("item", language), [row.label for row in rows])
    if figure.kind == "ranking":
        return [*_optional(word("place", language), rows, lambda row: row.place), labels]
    return [labels, *_optional(word("level", language), rows, lambda row: row.place)]


def _optional(
    heading: str, rows: list[Row], cell: Callable[[Row], Cell], unit: Unit | None = None
) -> list[Column]:
    """The column, if any row has something in it."""
    cells = [cell(row) for row in rows]
    return [Column(heading, cells, unit)] if any(each not in (None, "") for each in cells) else []
