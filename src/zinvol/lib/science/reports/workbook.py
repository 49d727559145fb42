"""The numbers behind a report as a spreadsheet: a sheet of contents, then one for each figure.

Numbers are numbers, with the rounding of the report as their format. Texts stay texts: a name that begins with
``=`` is no formula, and nothing becomes a link but the contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from zinvol.lib.science.reports.report import Figure, Report
from zinvol.lib.science.reports.rows import Column, number_columns
from zinvol.lib.science.reports.texts import clean
from zinvol.lib.science.reports.words import day, decimals, number, word

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMATS = ("#,##0", "#,##0.0", "#,##0.00", "0%")
LONGEST_NAME = 31
LONGEST_CELL = 32_000
OPTIONS = {
    # In memory every file in the zip has one fixed time; on disk it would be that of the machine.
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def workbook(report: Report) -> bytes:
    from xlsxwriter import Workbook

    target = BytesIO()
    book = Workbook(target, OPTIONS)
    book.set_properties(
        {
            "title": _text(report.title),
            "subject": _text(report.subtitle),
            "created": datetime.combine(report.on, time()),
        }
    )
    sheets = _Sheets(book, report)
    sheets.write_contents()
    for figure in report.figures:
        sheets.write_figure(figure)
    book.close()
    return target.getvalue()


@dataclass
class _Sheets:
    book: Workbook
    report: Report
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        titles = [word("overview", self.language), *(figure.title for figure in self.report.figures)]
        self.names = sheet_names(titles)
        self.bold = self.book.add_format({"bold": True})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.heading = self.book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.link = self.book.add_format({"underline": 1, "font_color": "#17665d"})
        self.numbers = {code: self.book.add_format({"num_format": code}) for code in FORMATS}

    @property
    def language(self) -> str:
        return self.report.language

    def write_contents(self) -> None:
        """What the report is, what must be known of it, and where each figure is."""
        sheet = self.book.add_worksheet(self.names[0])
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, _text(self.report.title), self.title)
        line = 1
        for label, value in self._about():
            sheet.write_string(line, 0, _text(label), self.bold)
            sheet.write_string(line, 1, _text(value), self.wrapped)
            line += 1
        line += 1
        sheet.write_string(line, 0, word("figures", self.language), self.heading)
        sheet.write_string(line, 1, word("lead", self.language), self.heading)
        for name, figure in zip(self.names[1:], self.report.figures, strict=True):
            line += 1
            sheet.write_url(line, 0, _address(name), self.link, _text(figure.title))
            sheet.write_string(line, 1, _text(figure.lead), self.wrapped)

    def _about(self) -> Iterable[tuple[str, str]]:
        if self.report.is_synthetic:
            yield word("notices", self.language), word("synthetic", self.language)
        if self.report.subtitle:
            yield word("about", self.language), self.report.subtitle
        yield word("date", self.language), day(self.report.on, self.language)
        yield from self.report.facts
        for notice in self.report.notices:
            yield word("notices", self.language), notice

    def write_figure(self, figure: Figure) -> None:
        """The rows from the top, so that they can be sorted and filtered; where they come from below them."""
        sheet = self.book.add_worksheet(self.names[len(self.book.worksheets())])
        columns = number_columns(figure, self.language)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _column_width(column))
            sheet.write_string(0, at, _text(column.heading), self.heading)
            self._write_cells(sheet, at, column)
        sheet.freeze_panes(1, 0)
        line = len(figure.rows) + 2
        if self.report.is_synthetic:
            sheet.write_string(line, 0, word("synthetic", self.language), self.bold)
            line += 1
        for text in _origin(figure, self.language):
            sheet.write_string(line, 0, _text(text))
            line += 1
        sheet.write_url(line, 0, _address(self.names[0]), self.link, word("overview", self.language))

    def _write_cells(self, sheet: Worksheet, at: int, column: Column) -> None:
        look = self.numbers[_format(column)]
        for line, cell in enumerate(column.cells, 1):
            if isinstance(cell, str):
                sheet.write_string(line, at, _text(cell))
            elif cell is not None:
                # The format adds the sign of per cent, and for that the number itself must be a share.
                sheet.write_number(line, at, cell / 100 if column.unit == "percent" else cell, look)


def _format(column: Column) -> str:
    """With as many decimals as the report shows at most in the column."""
    if column.unit is None or column.unit == "percent":
        return FORMATS[-1]
    numbers = [cell for cell in column.cells if isinstance(cell, int | float)]
    return FORMATS[max((decimals(each, column.unit) for each in numbers), default=0)]


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that a spreadsheet takes: short, without its signs, and each only once whatever the capitals."""
    names: list[str] = []
    for at, title in enumerate(titles):
        allowed = "".join(" " if sign in "[]:*?/\\'" else sign for sign in clean(title))
        prefix = f"{at} " if at else ""
        room = LONGEST_NAME - len(prefix)
        names.append(prefix + _of_length(" ".join(allowed.split()), room))
    return names


def _of_length(text: str, room: int) -> str:
    """At most so long as a spreadsheet counts: signs outside the first plane are two."""
    kept = ""
    for sign in text:
        if len((kept + sign).encode("utf-16-le")) > 2 * room:
            break
        kept += sign
    return kept.strip() or "-"


def _origin(figure: Figure, language: str) -> Iterable[str]:
    yield figure.title
    yield figure.lead
    marks = ", ".join(f"{mark.label}: {number(mark.value, figure.unit, language)}" for mark in figure.marks)
    parts = [
        ("", marks),
        ("source", figure.source),
        ("n", figure.n),
        ("method", figure.method),
        ("notice", figure.notice),
    ]
    for key, text in parts:
        if text:
            yield f"{word(key, language)}: {text}" if key else text


def _column_width(column: Column) -> int:
    if column.is_number:
        return max(12, *(len(word) + 2 for word in column.heading.split()[:9] or [""]))
    return min(max([len(column.heading), 10, *(len(str(cell)) for cell in column.cells)]) + 2, 60)


def _address(name: str) -> str:
    return f"internal:'{name}'!A1"


def _text(text: str) -> str:
    return clean(text)[:LONGEST_CELL]
