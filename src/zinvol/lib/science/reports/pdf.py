"""A report as PDF that a screen reader can read (PDF/UA-1), the same to the byte on every machine.

``report.typ`` is the layout; the texts go to it as a file of data, so that none of them can become a command. Only
the fonts inside typst are used. They lack emoji and most scripts of Asia, and PDF/UA forbids a sign that cannot be
shown, so such signs become a box.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec.structs import replace

from zinvol.lib.science.reports.canvas import Canvas
from zinvol.lib.science.reports.charts import axis_end, svg
from zinvol.lib.science.reports.report import Action, Figure, Report, Section
from zinvol.lib.science.reports.rows import Column, table, text_columns
from zinvol.lib.science.reports.texts import clean
from zinvol.lib.science.reports.words import WORDS, amount, day, word

LAYOUT = Path(__file__).with_name("report.typ")
TALLEST = 860
MANY_SECTIONS = 4
BOX = "□"
LONG_WORD = 24
PLAIN = frozenset("–—‘’“”…€□\u200b")

Showing = Callable[[str], str]


def pdf(report: Report) -> bytes:
    """The report on A4, dated at the start of its day."""
    import typst

    try:
        return _compiled(report, showable)
    except typst.TypstError:
        # Signs that can be shown one by one may still join to one that cannot, in scripts that join them.
        return _compiled(report, _plain)


def _compiled(report: Report, showing: Showing) -> bytes:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        data = _data(report, root, showing)
        (root / "report.json").write_bytes(msgspec.json.encode(data))
        (root / "report.typ").write_bytes(LAYOUT.read_bytes())
        return compiled(root / "report.typ", datetime.combine(report.on, time(), UTC))


def compiled(source: Path, moment: datetime) -> bytes:
    import typst

    return typst.compile(
        source,
        root=source.parent,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=moment,
    )


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def showable(text: str) -> str:
    """The text with a box for every sign that the fonts lack, and room to break in very long words."""
    kept = "".join(
        character if character.isascii() or _can_show(character) else BOX for character in clean(text)
    )
    return " ".join(_breakable(word) for word in kept.split(" "))


def _plain(text: str) -> str:
    kept = "".join(
        character if ord(character) < 0x180 or character in PLAIN else BOX for character in clean(text)
    )
    return " ".join(_breakable(word) for word in kept.split(" "))


def _breakable(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    return "\u200b".join(word[at : at + LONG_WORD] for at in range(0, len(word), LONG_WORD))


@cache
def _can_show(character: str) -> bool:
    """Whether typst would take it, in a text and in a chart, plain and bold: it knows no other way to ask."""
    import typst

    canvas = Canvas("print")
    canvas.text(0, 20, character, "label", 15)
    canvas.text(0, 40, character, "label", 15, is_bold=True)
    drawing = canvas.svg(width=50, height=50, name="probe", title="", lead="", classes="")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "probe.typ"
        (Path(folder) / "probe.svg").write_text(drawing, encoding="utf-8")
        (Path(folder) / "probe.json").write_bytes(msgspec.json.encode(character))
        source.write_text(
            '#set document(title: "probe")\n#set text(font: "Libertinus Serif")\n'
            '#json("probe.json") #strong(json("probe.json")) #image("probe.svg", alt: "probe")',
            encoding="utf-8",
        )
        try:
            compiled(source, datetime(2026, 1, 1, tzinfo=UTC))
        except typst.TypstError:
            return False
    return True


def _data(report: Report, root: Path, showing: Showing) -> dict[str, Any]:
    """What ``report.typ`` reads; draws the charts into ``root`` on the way."""
    language = report.language
    numbers = iter(range(1, 10_000))
    # A document without a title is no PDF/UA.
    title = showing(report.title) or word("report", language)
    return {
        "language": language,
        "words": WORDS[language],
        "title": title,
        "running": " · ".join(part for part in (title, showing(report.subtitle)) if part),
        "subtitle": showing(report.subtitle),
        "day": day(report.on, language),
        "is_synthetic": report.is_synthetic,
        "notices": [showing(text) for text in report.notices],
        "summary": [showing(text) for text in report.summary],
        "facts": [[showing(label), showing(value)] for label, value in report.facts],
        "has_contents": len(report.sections) > MANY_SECTIONS,
        "sections": [_section(section, language, root, numbers, showing) for section in report.sections],
        "sources": [showing(text) for text in report.sources],
    }


def _section(section: Section, language: str, root: Path, numbers: Any, showing: Showing) -> dict[str, Any]:
    return {
        "title": showing(section.title),
        "paragraphs": [showing(text) for text in section.paragraphs],
        "figures": [_figure(figure, language, root, numbers, showing) for figure in section.figures],
        "actions": _actions(section.actions, language, showing) if section.actions else None,
    }


def _figure(figure: Figure, language: str, root: Path, numbers: Any, showing: Showing) -> dict[str, Any]:
    return {
        "title": showing(figure.title),
        "lead": showing(figure.lead),
        "notice": showing(figure.notice),
        "parts": _parts(figure, language, root, numbers, showing),
        "columns": [_column(column, showing) for column in text_columns(figure, language)],
        "rows": [[showing(cell) for cell in row] for row in table(figure, language)[1]],
        "origin": showing(origin(figure, language)),
    }


def _column(column: Column, showing: Showing) -> dict[str, Any]:
    """Columns share the width of the page by their longest text, within bounds; a heading may take three lines."""
    longest = max(len(text) for text in [*column.heading.split(), "", *map(str, column.cells)])
    longest = max(longest, len(column.heading) // 3 + 2)
    share = min(max(longest, 5), 26)
    return {"heading": showing(column.heading), "is_number": column.is_number, "share": share}


def origin(figure: Figure, language: str) -> str:
    """The small line under a figure: where it comes from, of how many, and how it was made."""
    parts = [
        f"{word('source', language)}: {figure.source}" if figure.source else "",
        f"n: {figure.n}" if figure.n else "",
        f"{word('method', language)}: {figure.method}" if figure.method else "",
    ]
    return " · ".join(part for part in parts if part)


def _parts(figure: Figure, language: str, root: Path, numbers: Any, showing: Showing) -> list[dict[str, str]]:
    """The chart as files, of as many parts as it takes for each to fit on a page."""
    drawings = _drawings(_shown(figure, showing), language)
    parts = []
    for at, drawing in enumerate(drawings, 1):
        name = f"{next(numbers)}.svg"
        (root / name).write_text(drawing, encoding="utf-8")
        which = f", {word('part', language)} {at}" if len(drawings) > 1 else ""
        alt = f"{word('chart', language)}{which}: {figure.title}. {figure.lead}"
        parts.append({"file": name, "alt": showing(alt)})
    return parts


def _drawings(figure: Figure, language: str) -> list[str]:
    figure = replace(figure, top=axis_end(figure))
    drawing = svg(figure, language=language, palette="print")
    height = float(drawing.split('height="', 1)[1].split('"', 1)[0])
    if height <= TALLEST or len(figure.rows) < 2:
        return [drawing]
    half = (len(figure.rows) + 1) // 2
    return [
        each
        for rows in (figure.rows[:half], figure.rows[half:])
        for each in _drawings(replace(figure, rows=rows), language)
    ]


def _shown(figure: Figure, showing: Showing) -> Figure:
    """The figure with texts that can be drawn in the fonts of the PDF."""
    rows = [
        replace(row, label=showing(row.label), note=showing(row.note), place=showing(row.place))
        for row in figure.rows
    ]
    marks = [replace(mark, label=showing(mark.label)) for mark in figure.marks]
    labels = {"value_label": showing(figure.value_label), "second_label": showing(figure.second_label)}
    return replace(
        figure, rows=rows, marks=marks, title=showing(figure.title), lead=showing(figure.lead), **labels
    )


def _actions(actions: list[Action], language: str, showing: Showing) -> dict[str, Any]:
    shares = {"what": 2.4, "why": 2.8, "effect": 1.1, "effort": 1.1, "where": 1.5, "when": 1.5}
    return {
        "columns": [
            {"heading": word(key, language), "is_number": False, "share": share}
            for key, share in shares.items()
        ],
        "rows": [
            [
                showing(action.title),
                showing(action.why),
                amount(action.effect, language),
                amount(action.effort, language),
                _where(action, showing),
                showing(action.within),
            ]
            for action in actions
        ],
    }


def _where(action: Action, showing: Showing) -> str | dict[str, str]:
    """A link only where it leads somewhere from paper: with the whole address of a page."""
    label = showing(action.link_label or action.link)
    is_whole = action.link.startswith(("https://", "http://"))
    return {"text": label, "link": clean(action.link)} if is_whole and label else label
