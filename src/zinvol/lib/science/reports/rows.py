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
    """Headings and rows as texts. A value that is withheld is told where it would have stood."""
    columns = text_columns(figure, language)
    lines = [[str(column.cells[at]) for column in columns] for at in range(len(figure.rows))]
    return [column.heading for column in columns], lines


def text_columns(figure: Figure, language: str) -> list[Column]:
    def value(row: Row) -> str:
        return missing(row, language) if row.value is None else number(row.value, figure.unit, language)

    def second(row: Row) -> str:
        return "" if row.second is None else number(row.second, figure.unit, language)

    def ends(row: Row) -> str:
        known = row.low is not None and row.high is not None
        return interval(row.low or 0, row.high or 0, figure.unit, language) if known else ""

    def n(row: Row) -> str:
        return "" if row.n is None else number(row.n, "number", language)

    rows = [_visible(row) for row in figure.rows]
    says_places = figure.unit == "place" and all(row.place or row.is_withheld for row in figure.rows)
    values = Column(figure.value_label, [value(row) for row in rows], figure.unit)
    return [
        *_lead_columns(figure, language),
        *([] if says_places and not any(row.is_withheld for row in rows) else [values]),
        *_optional(figure.second_label, rows, second, figure.unit),
        *_optional(word("interval", language), rows, ends, figure.unit),
        *_optional(word("n", language), rows, n, "number"),
        *_optional(word("note", language), rows, lambda row: "" if row.value is None else row.note, None),
    ]


def number_columns(figure: Figure, language: str) -> list[Column]:
    """The same with real numbers: None where there is none, the ends of an interval each in a column."""
    rows = [_visible(row) for row in figure.rows]
    return [
        *_lead_columns(figure, language),
        Column(figure.value_label, [row.value for row in rows], figure.unit),
        *_optional(figure.second_label, rows, lambda row: row.second, figure.unit),
        *_optional(word("low", language), rows, lambda row: row.low, figure.unit),
        *_optional(word("high", language), rows, lambda row: row.high, figure.unit),
        *_optional(word("n", language), rows, lambda row: row.n, "number"),
        *_optional(
            word("note", language),
            rows,
            lambda row: row.note or (missing(row, language) if row.value is None else ""),
            None,
        ),
    ]


def missing(row: Row, language: str) -> str:
    """What stands in the place of a value that there is not."""
    return row.note or word("withheld" if row.is_withheld else "none", language)


def _visible(row: Row) -> Row:
    """What is withheld stays so, whatever else the row carries: this is the last door before the reader."""
    return Row(label=row.label, note=row.note, is_withheld=True) if row.is_withheld else row


def _lead_columns(figure: Figure, language: str) -> list[Column]:
    labels = Column(word("item", language), [row.label for row in figure.rows])
    if not any(row.place for row in figure.rows):
        return [labels]
    places = [("" if row.is_withheld else row.place) for row in figure.rows]
    heading = word("place" if figure.kind == "ranking" else "level", language)
    return (
        [Column(heading, [*places]), labels]
        if figure.kind == "ranking"
        else [labels, Column(heading, [*places])]
    )


def _optional(heading: str, rows: list[Row], cell: Callable[[Row], Cell], unit: Unit | None) -> list[Column]:
    """The column, if any row has something in it."""
    cells = [cell(row) for row in rows]
    return [Column(heading, cells, unit)] if any(each not in (None, "") for each in cells) else []
