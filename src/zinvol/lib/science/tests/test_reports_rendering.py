"""Reports as charts, tables, PDF and spreadsheet: what they say, that they hold any text, and that they repeat."""

import re
import subprocess
import sys
import zipfile
import zlib
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from zinvol.lib.science.reports.charts import axis_end, svg
from zinvol.lib.science.reports.report import Action, Figure, Mark, Report, Row, Section
from zinvol.lib.science.reports.rows import number_columns, table
from zinvol.lib.science.reports.texts import clean, width, wrap
from zinvol.lib.science.reports.words import amount, day, interval, number

PROFILE = Figure(
    id="preconditions", kind="profile", title="Vier voorwaarden",
    lead="Techniek is op orde, aan tijd en ruimte om te leren ontbreekt het nog het meest.",
    rows=[
        Row("Leiderschap en richting", 54, 48, 60, 142, place="Niveau 3: gericht"),
        Row("Tijd en ruimte om te leren", 31, 26, 36, 142, place="Niveau 2: bewust"),
        Row("Techniek en ondersteuning", 72, 67, 77, 142, place="Niveau 4: ingebed"),
        Row("Vertrouwen en veiligheid", 62.5, 57, 68, 142, place="Niveau 3: gericht"),
    ],
    value_label="Score, van 0 tot 100",
    marks=[Mark(25, "Niveau 2: bewust"), Mark(50, "Niveau 3: gericht"), Mark(70, "Niveau 4: ingebed"), Mark(90, "Niveau 5: vernieuwend")],
    source="Volwassenheidsscan, najaar 2026", n="142 van 310 medewerkers", method="gemiddelde per schaal, interval door 1000 herhaalde trekkingen",
)  # fmt: skip
FACTORS = Figure(
    id="factors", kind="bars", title="Zeven factoren", lead="Voorbeeldgedrag van leidinggevenden blijft achter bij de middelste helft van de organisaties.",
    rows=[
        Row("Nut voor het eigen werk", 68, 63, 73, 141),
        Row("Gebruiksgemak", 59, 54, 64, 140),
        Row("Voorbeeldgedrag van leidinggevenden", 34, 28, 40, 138),
        Row("Informatiebeveiligingsbewustzijn en persoonsgegevensbescherming", 47, 41, 53, 139),
        Row("Vertrouwen", 61, 55, 67, 142),
        Row("Waardering en zichtbaarheid", 44, 38, 50, 137, note="één vraag minder dan in 2025"),
        Row("Gemiddelde", 52, 48, 56, 142, is_strong=True),
    ],
    value_label="Score, van 0 tot 100", marks=[Mark(42, "laagste kwart tot hier"), Mark(58, "hoogste kwart vanaf hier")],
    source="Volwassenheidsscan, najaar 2026", n="142", method="gemiddelde met 95%-interval (Student)",
)  # fmt: skip
PAIRS = Figure(
    id="asked-measured", kind="pairs", title="Wat mensen zeggen en wat we meten",
    lead="Mensen zoeken vaker dan ze denken, en antwoorden minder vaak.",
    rows=[
        Row("Zoekt eerst zelf", 46, 40, 52, 120, second=63),
        Row("Vraagt het in een ruimte", 38, 32, 44, 120, second=35),
        Row("Geeft antwoord op vragen van andere afdelingen", 57, 51, 63, 120, second=29),
        Row("Werkt een kennispagina bij", 21, 16, 27, 120),
        Row("Deelt werk dat nog niet af is", is_withheld=True, note="Te weinig mensen om te tonen"),
    ],
    unit="percent", value_label="Gevraagd: ten minste eens per week", second_label="Gemeten in Zinvol",
    source="Scan en gebruik, oktober 2026", n="120 met toestemming", method="aandeel met Wilson-interval",
)  # fmt: skip
BARRIERS = Figure(
    id="barriers", kind="ranking", title="Wat houdt tegen", lead="Tijd staat bovenaan; de volgorde daaronder is minder zeker.",
    rows=[
        Row("Geen tijd", 1, 1, 1, 98, place="1"),
        Row("Niet weten wie het weet", 2, 2, 4, 98, place="2"),
        Row("Bang om iets doms te vragen", 3, 2, 4, 98, place="3="),
        Row("Leidinggevende vindt het geen werk", 3, 2, 5, 98, place="3="),
        Row("Te veel systemen naast elkaar", 5, 4, 6, 98, place="5"),
        Row("Zoeken vindt niets", 6, 5, 6, 98, place="6"),
    ],
    unit="place", value_label="Plaats: 1 houdt het meest tegen",
    source="Scan, vraag 14", n="98 rangordes", method="Borda, plaatsen in 95% van de herhaalde trekkingen",
)  # fmt: skip
SHARES = Figure(
    id="use", kind="shares", title="Hoe vaak mensen het gebruiken", lead="Een op de drie gebruikt het elke dag.",
    rows=[
        Row("Elke dag", 34, n=48), Row("Elke week", 41, n=58), Row("Elke maand", 15.5, n=22), Row("Zelden of nooit", 9.5, n=14),
    ],
    unit="percent", value_label="Deel van wie antwoordde", source="Scan, vraag 3", n="142", method="telling",
)  # fmt: skip
UNITS = Figure(
    id="units", kind="bars", title="Afdelingen naast elkaar", lead="De afdelingen verschillen minder dan de intervallen breed zijn.",
    rows=[
        Row("Heel de organisatie", 52, 48, 56, 142, is_strong=True),
        Row("Dienstverlening", 57, 50, 64, 44), Row("Ruimtelijke ontwikkeling en omgevingsvergunningen", 49, 42, 56, 41),
        Row("Sociaal domein", 51, 44, 58, 36),
        Row("Griffie", is_withheld=True, note="Minder dan 7 antwoorden: te klein om te tonen"),
        Row("Bedrijfsvoering", is_withheld=True, note="Niet getoond, omdat Griffie anders uit te rekenen is"),
    ],
    value_label="Score, van 0 tot 100", source="Volwassenheidsscan, najaar 2026", n="142", method="gemiddelde met 95%-interval",
    notice="Vergelijk afdelingen niet op een paar punten verschil.",
)  # fmt: skip
SAMPLE = Report(
    title="Volwassenheid van kennis delen", subtitle="Gemeente Veldhaven", language="nl", on=date(2026, 11, 22),
    summary=[
        "De gemeente scoort gemiddeld 52 van 100. Techniek en vertrouwen dragen, tijd om te leren remt.",
        "Het grootste verschil zit tussen zeggen en doen: 57% zegt anderen te antwoorden, 29% doet het.",
    ],
    notices=["Deze cijfers zijn verzonnen om te laten zien hoe een rapport eruitziet.", "Het rapport zegt niets over wie niet antwoordde."],
    facts=[("Vragenlijst", "Volwassenheidsscan 2.1"), ("Ingevuld", "2 tot en met 20 november 2026"), ("Antwoorden", "142 van 310 (46%)")],
    sections=[
        Section(id="profile", title="Profiel", paragraphs=["De vier voorwaarden op een schaal van 0 tot 100."], figures=[PROFILE]),
        Section(id="factors", title="Factoren", figures=[FACTORS]),
        Section(id="doing", title="Zeggen en doen", figures=[PAIRS, SHARES]),
        Section(id="barriers", title="Belemmeringen", figures=[BARRIERS]),
        Section(id="units", title="Afdelingen", figures=[UNITS]),
        Section(id="advice", title="Adviezen", actions=[
            Action("Maak een uur in de week vrij om te antwoorden", "Tijd staat bovenaan bij wat tegenhoudt.", 3, 2, "https://veldhaven.example/goals/new", "Stel een doel", "binnen een maand"),
            Action("Laat leidinggevenden zelf vragen stellen", "Voorbeeldgedrag is de laagste factor.", 3, 1, "/spaces/", "Ruimtes", "deze week"),
        ]),
    ],
    sources=["Kendall en Babington Smith (1939). The problem of m rankings.", "Wilson (1927). Probable inference."],
    is_synthetic=True,
)  # fmt: skip
KINDS = [PROFILE, FACTORS, PAIRS, BARRIERS, SHARES, UNITS]

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>&amp;&#x3c;", "#eval(\"1\")", "#import \"x\"", "$x$ *a* _b_ = c",
    "\\u{41} `raw` @ref <label> // comment", "/* open", "één\nregel\tén\x00nog\x07een\x1b", "👩‍💻 😀 你好", "שלום مرحبا \u202eomgekeerd\u202c",
    "Arbeidsongeschiktheidsverzekeringsmaatschappij" * 6, "", " ", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://x\")",
    "https://evil.example", "\ud800 half", "\ufffe\uffff", "e\u0301\u0301\u0301", "%s {0} {{x}}",
]  # fmt: skip


def hostile_report() -> Report:
    """Every text in every place."""
    figures = [
        replace(
            figure,
            id=text, title=text, lead=text, value_label=text, second_label=text, source=text, n=text, method=text, notice=text,
            rows=[replace(row, label=text, note=text, place=text if row.place else "") for row in figure.rows],
            marks=[Mark(20, text), Mark(21, text), Mark(99, text)],
        )
        for text, figure in zip(HOSTILE, KINDS * 4, strict=True)
    ]  # fmt: skip
    return Report(
        title=HOSTILE[0], subtitle=HOSTILE[3], language="nl", on=date(2026, 1, 2),
        summary=HOSTILE, notices=HOSTILE, facts=[(text, text) for text in HOSTILE], sources=HOSTILE,
        sections=[
            Section(id=text, title=text, paragraphs=HOSTILE, figures=[figure], actions=[Action(text, text, 3, 1, "javascript:alert(1)", text, text)])
            for text, figure in zip(HOSTILE, figures, strict=True)
        ],
    )  # fmt: skip


# Numbers and words


@pytest.mark.parametrize(
    ("value", "unit", "language", "written"),
    [
        (62.5, "score", "nl", "63"), (62.4999, "score", "nl", "62"), (0.5, "score", "en", "1"), (-0.4, "score", "nl", "0"),
        (15.5, "percent", "nl", "16%"), (-12.4, "points", "nl", "−12"), (3.0, "place", "nl", "3"),
        (3.45, "number", "nl", "3,5"), (3.45, "number", "en", "3.5"), (0.425, "number", "nl", "0,43"), (1.005, "number", "en", "1.0"),
        (12345, "number", "nl", "12.345"), (12345.6, "number", "en", "12,345.6"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_reader_does(value, unit, language, written):
    assert number(value, unit, language) == written


def test_an_interval_is_short_and_cannot_be_misread():
    assert interval(58, 70, "score", "nl") == "58–70"
    assert interval(58, 70, "percent", "nl") == "58–70%"
    assert interval(1, 1.2, "place", "nl") == "1"
    assert interval(-3, 5, "points", "nl") == "−3 tot 5"
    assert interval(-3, 5, "points", "en") == "−3 to 5"


def test_words_of_dates_and_amounts():
    assert day(date(2026, 3, 1), "nl") == "1 maart 2026"
    assert day(date(2026, 3, 1), "en") == "1 March 2026"
    assert [amount(size, "nl") for size in (0, 1, 2, 3, 9)] == [
        "weinig",
        "weinig",
        "redelijk",
        "veel",
        "veel",
    ]


def test_a_text_is_one_line_of_characters_that_can_be_written():
    assert clean(" een\n twee\x00\tdrie\x07 ") == "een twee drie"
    assert clean("a\u202eb\u2066c\ud800d\ufffee") == "abcde"
    assert clean("één 😀 שלום") == "één 😀 שלום"


def test_long_words_are_broken_at_a_syllable_and_long_texts_shortened():
    assert wrap("Tijd en ruimte", 200, 15, "nl") == ["Tijd en ruimte"]
    lines = wrap("persoonsgegevensbescherming", 120, 15, "nl")
    assert len(lines) == 2
    assert lines[0].endswith("-")
    assert "".join(lines).replace("-", "") == "persoonsgegevensbescherming"
    endless = wrap("woord " * 200, 120, 15, "nl", most=3)
    assert len(endless) == 3
    assert endless[-1].endswith("…")
    assert all(width(line, 15) <= 120 for text in HOSTILE for line in wrap(text, 120, 15, "nl"))


# The table


def test_the_table_says_the_same_as_the_chart():
    assert table(PROFILE, "nl") == (
        ["Onderdeel", "Niveau", "Score, van 0 tot 100", "95%-interval", "n"],
        [
            ["Leiderschap en richting", "Niveau 3: gericht", "54", "48–60", "142"],
            ["Tijd en ruimte om te leren", "Niveau 2: bewust", "31", "26–36", "142"],
            ["Techniek en ondersteuning", "Niveau 4: ingebed", "72", "67–77", "142"],
            ["Vertrouwen en veiligheid", "Niveau 3: gericht", "63", "57–68", "142"],
        ],
    )
    headings, lines = table(PAIRS, "nl")
    assert headings == [
        "Onderdeel",
        "Gevraagd: ten minste eens per week",
        "Gemeten in Zinvol",
        "95%-interval",
        "n",
        "Opmerking",
    ]
    assert lines[0] == ["Zoekt eerst zelf", "46%", "63%", "40–52%", "120", ""]
    assert lines[3] == ["Werkt een kennispagina bij", "21%", "", "16–27%", "120", ""]
    assert lines[4] == ["Deelt werk dat nog niet af is", "–", "", "", "", "Te weinig mensen om te tonen"]
    assert table(BARRIERS, "nl")[0] == ["Plaats", "Onderdeel", "95%-interval", "n"]
    assert table(BARRIERS, "nl")[1][2] == ["3=", "Bang om iets doms te vragen", "2–4", "98"]
    assert table(SHARES, "en")[1][2] == ["Elke maand", "16%", "22"]


def test_numbers_for_the_spreadsheet_are_not_rounded():
    columns = {column.heading: column for column in number_columns(PROFILE, "nl")}
    assert columns["Score, van 0 tot 100"].cells == [54, 31, 72, 62.5]
    assert columns["95%-interval vanaf"].cells == [48, 26, 67, 57]
    assert columns["95%-interval tot"].cells == [60, 36, 77, 68]


def test_a_withheld_row_gives_nothing_away_even_when_it_carries_values():
    leaky = replace(
        UNITS, rows=[Row("Griffie", 12.25, 11.25, 13.25, 3, 14.25, "x15", is_withheld=True), *UNITS.rows[:2]]
    )
    report = replace(SAMPLE, sections=[Section(id="a", title="a", figures=[leaky])])
    told = [
        str(table(leaky, "nl")), str(number_columns(leaky, "nl")),
        *(svg(leaky, language="nl", palette=palette, width=wide) for palette in ("page", "print") for wide in ("wide", "narrow")),
        str(cells(report, 2)),
    ]  # fmt: skip
    for text in told:
        assert "Te klein om te tonen" in text
        assert not re.search(r"\b(12|11|13|14)\.25|x15|>12<|>11–13<", text)


# The charts


def parsed(drawing):
    root = ElementTree.fromstring(drawing)
    return root, [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def shapes(root, kind):
    return [
        element
        for element in root.iter("{http://www.w3.org/2000/svg}rect")
        if element.get("class") == f"chart__{kind}"
    ]


@pytest.mark.parametrize("figure", KINDS, ids=lambda figure: figure.id)
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("palette", ["page", "print"])
def test_every_chart_has_a_name_a_description_and_its_values(figure, width, palette):
    drawing = svg(figure, language="nl", palette=palette, width=width)
    root, texts = parsed(drawing)
    title, description = root[0], root[1]
    assert (title.text, description.text) == (figure.title, figure.lead)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.get("id") == f"chart-{figure.id}-{width}-title"
    assert "style=" not in drawing
    assert ("class=" in drawing) == (palette == "page")
    assert root.get("viewBox").startswith("0 0 720 " if width == "wide" else "0 0 320 ")
    for row in figure.rows:
        told = row.place or (number(row.value, figure.unit, "nl") if row.value is not None else "")
        assert not told or told in texts
        assert row.label.split()[0][:12] in " ".join(texts)


def test_a_bar_is_as_long_as_its_value_and_a_mark_stands_where_it_belongs():
    root, texts = parsed(svg(PROFILE, language="nl"))
    track, bars = shapes(root, "track")[0], shapes(root, "bar")[1:]  # the first is that of the legend
    long = float(track.get("width"))
    assert [round(100 * float(bar.get("width")) / long, 1) for bar in bars] == [54, 31, 72, 62.5]
    marks = sorted(
        {
            line.get("x1")
            for line in root.iter("{http://www.w3.org/2000/svg}line")
            if line.get("class") == "chart__mark"
        },
        key=float,
    )
    assert [round(100 * (float(x) - float(track.get("x"))) / long, 1) for x in marks] == [25, 50, 70, 90]
    assert {"0", "20", "40", "60", "80", "100"} <= set(texts)


def test_the_markers_of_a_pair_differ_in_shape():
    root, texts = parsed(svg(PAIRS, language="nl"))
    dots = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    diamonds = [
        path
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        if path.get("class") == "chart__diamond"
    ]
    links = [
        line for line in root.iter("{http://www.w3.org/2000/svg}line") if line.get("class") == "chart__link"
    ]
    assert (len(dots), len(diamonds), len(links)) == (
        2 + 4,
        2 + 3,
        3,
    )  # two in the legend and above the values
    assert {
        "Gevraagd: ten minste eens per week",
        "Gemeten in Zinvol",
        "46%",
        "63%",
        "Te weinig mensen om te tonen",
    } <= set(texts)


def test_values_below_nought_and_beyond_the_axis_stay_inside_the_drawing():
    figure = replace(
        FACTORS, unit="points", top=20, marks=[], rows=[Row("Omlaag", -12, -16, -8), Row("Te ver", 34)]
    )
    root, texts = parsed(svg(figure, language="nl"))
    down, up = shapes(root, "bar")[1:]
    assert float(down.get("x")) + float(down.get("width")) == pytest.approx(float(up.get("x")), abs=0.1)
    assert {"−12", "−16 tot −8", "34", "−20", "0", "20"} <= set(texts)
    assert float(up.get("x")) + float(up.get("width")) < 720


def test_the_axis_of_places_ends_at_the_last():
    assert axis_end(BARRIERS) == 6
    assert axis_end(replace(BARRIERS, top=9)) == 9
    assert axis_end(FACTORS) == 100


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_labels_of_marks_do_not_overlap(width):
    marks = [Mark(value, f"grens bij {value}") for value in (5, 20, 25, 30, 60, 85, 98)]
    root, _ = parsed(svg(replace(FACTORS, marks=marks), language="nl", width=width))
    every = root.iter("{http://www.w3.org/2000/svg}text")
    flags = [text for text in every if (text.text or "").startswith("grens bij")]
    boxes = []
    for flag in flags:
        x, long = float(flag.get("x")), 13 * 0.5 * len(flag.text)
        start = x - long if flag.get("text-anchor") == "end" else x
        boxes.append((float(flag.get("y")), start, start + long))
    assert len(boxes) == 7
    assert all(start >= 0 and end <= (720 if width == "wide" else 320) for _, start, end in boxes)
    for at, (y, start, end) in enumerate(boxes):
        assert not any(y == other and start < last and first < end for other, first, last in boxes[at + 1 :])


def test_a_chart_without_rows_or_values_is_still_a_chart():
    for kind in ("profile", "bars", "pairs", "ranking", "shares"):
        for rows in ([], [Row("Niets")], [Row("Nul", 0, 0, 0)]):
            for side in ("wide", "narrow"):
                _, texts = parsed(svg(replace(FACTORS, kind=kind, rows=rows), language="en", width=side))
                assert rows != [Row("Niets")] or "no value" in texts


def test_hostile_texts_stay_texts_in_a_chart():
    for figure in hostile_report().figures:
        for palette in ("page", "print"):
            for side in ("wide", "narrow"):
                drawing = svg(figure, language="nl", palette=palette, width=side)
                root, _ = parsed(drawing)
                names = {element.tag.split("}")[1] for element in root.iter()}
                assert names <= {"svg", "title", "desc", "text", "line", "rect", "circle", "path"}
                assert not any(
                    key.startswith("on") or key in ("style", "href")
                    for element in root.iter()
                    for key in element.attrib
                )
                assert re.fullmatch(r"chart-[\w-]*-title", root[0].get("id"), re.ASCII)


# The PDF


def unpacked(document):
    """The bytes of a PDF with its packed streams laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return document + b"\n".join(opened)


def test_the_pdf_can_be_read_by_a_screen_reader():
    from zinvol.lib.science.reports.pdf import pdf

    document = unpacked(pdf(SAMPLE))
    assert document.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part>1<" in document
    assert re.search(rb"/Marked true", document)
    assert re.search(rb"/Lang ?\(nl", document)
    assert (
        b'<rdf:li xml:lang="x-default">Volwassenheid van kennis delen' in document
        or b"Volwassenheid van kennis delen" in document
    )
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", document)) >= 4
    assert len(re.findall(rb"/S ?/Figure", document)) == len(KINDS)
    assert len(re.findall(rb"/Alt ?\(|/Alt ?<", document)) >= len(KINDS)
    assert re.search(rb"/S ?/TH\b", document)
    assert re.search(rb"/S ?/H2", document)


def test_the_pdf_is_the_same_to_the_byte_in_another_process():
    from zinvol.lib.science.reports.pdf import pdf

    assert pdf(SAMPLE) == pdf(SAMPLE)
    assert elsewhere("pdf") == f"{zlib.crc32(pdf(SAMPLE))}"


def test_hostile_texts_stay_texts_in_the_pdf():
    from zinvol.lib.science.reports.pdf import pdf

    document = unpacked(pdf(hostile_report()))
    assert b"pdfuaid:part>1<" in document
    assert b"javascript:" not in document
    assert b"/URI" not in document


def test_a_sign_that_the_fonts_lack_becomes_a_box():
    from zinvol.lib.science.reports.pdf import showable

    assert showable("één – ‘twee’ … ½ €") == "één – ‘twee’ … ½ €"
    assert showable("😀 你") == "□ □"
    assert showable("a" * 30) == "a" * 24 + "\u200b" + "a" * 6


def test_signs_that_only_fail_together_do_not_cost_the_report(monkeypatch):
    from zinvol.lib.science.reports import pdf as module

    monkeypatch.setattr(module, "_can_show", lambda character: True)
    report = replace(SAMPLE, title="Verslag 😀", sections=[])
    assert b"pdfuaid:part>1<" in unpacked(module.pdf(report))


def test_a_long_chart_goes_on_over_pages():
    from zinvol.lib.science.reports.pdf import pdf

    rows = [Row(f"Afdeling {at}", at % 100, n=20) for at in range(100)]
    report = replace(SAMPLE, sections=[Section(id="a", title="A", figures=[replace(UNITS, rows=rows)])])
    assert len(re.findall(rb"/S ?/Figure", unpacked(pdf(report)))) == 4


def test_an_empty_report_is_still_a_report():
    from zinvol.lib.science.reports.pdf import pdf
    from zinvol.lib.science.reports.workbook import workbook

    empty = Report(title="", subtitle="", language="en", on=date(2026, 1, 1), summary=[], sections=[])
    assert b"pdfuaid:part>1<" in unpacked(pdf(empty))
    assert workbook(empty)


# The spreadsheet


def sheets(report):
    from zinvol.lib.science.reports.workbook import workbook

    with zipfile.ZipFile(BytesIO(workbook(report))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def cells(report, at):
    """What stands in a sheet, by address: numbers as numbers, texts as texts."""
    files = sheets(report)
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = ["".join(each.itertext()) for each in ElementTree.fromstring(files["xl/sharedStrings.xml"])]
    found = {}
    for cell in ElementTree.fromstring(files[f"xl/worksheets/sheet{at}.xml"]).iter(f"{space}c"):
        value = cell.find(f"{space}v")
        if value is not None:
            found[cell.get("r")] = shared[int(value.text)] if cell.get("t") == "s" else float(value.text)
    return found


def test_the_spreadsheet_has_a_sheet_of_contents_and_one_for_each_figure():
    files = sheets(SAMPLE)
    names = re.findall(r'<sheet name="([^"]*)"', files["xl/workbook.xml"])
    assert names == [
        "Overzicht",
        "1 Vier voorwaarden",
        "2 Zeven factoren",
        "3 Wat mensen zeggen en wat we m",
        "4 Hoe vaak mensen het gebruiken",
        "5 Wat houdt tegen",
        "6 Afdelingen naast elkaar",
    ]
    first = cells(SAMPLE, 1)
    assert first["A1"] == "Volwassenheid van kennis delen"
    assert {"VERZONNEN GEGEVENS", "22 november 2026", "142 van 310 (46%)", "Vier voorwaarden"} <= set(
        first.values()
    )
    assert "'1 Vier voorwaarden'!A1" in files["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1"' in files["xl/worksheets/sheet2.xml"]


def test_numbers_in_the_spreadsheet_are_numbers():
    profile, pairs = cells(SAMPLE, 2), cells(SAMPLE, 4)
    assert [profile[f"{column}5"] for column in "ABCDEF"] == [
        "Vertrouwen en veiligheid",
        "Niveau 3: gericht",
        62.5,
        57,
        68,
        142,
    ]
    assert (pairs["A2"], pairs["B2"], pairs["C2"]) == ("Zoekt eerst zelf", 0.46, 0.63)
    assert "B6" not in pairs
    assert pairs["G6"] == "Te weinig mensen om te tonen"
    assert {f"Bron: {PAIRS.source}", f"Methode: {PAIRS.method}", f"n: {PAIRS.n}"} <= set(pairs.values())


def test_hostile_texts_stay_texts_in_the_spreadsheet():
    files = sheets(hostile_report())
    assert not any("<f>" in text or "<f " in text for text in files.values())
    assert not any(
        "http" in text for name, text in files.items() if name.endswith(".rels") and "sheet" in name
    )
    names = re.findall(r'<sheet name="([^"]*)"', files["xl/workbook.xml"])
    assert len(names) == len({name.lower() for name in names}) == len(HOSTILE) + 1
    for name, text in files.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(text)


def test_names_of_sheets_are_short_legal_and_different():
    from zinvol.lib.science.reports.workbook import sheet_names

    assert sheet_names(["Overzicht", "A/B: [c]?*'", "x" * 40, "", "😀" * 20]) == [
        "Overzicht",
        "1 A B c",
        "2 " + "x" * 29,
        "3 -",
        "4 " + "😀" * 14,
    ]


def test_the_spreadsheet_is_the_same_to_the_byte_in_another_process():
    from zinvol.lib.science.reports.workbook import workbook

    assert elsewhere("workbook") == f"{zlib.crc32(workbook(SAMPLE))}"
    with zipfile.ZipFile(BytesIO(workbook(SAMPLE))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2026-11-22T00:00:00Z" in sheets(SAMPLE)["docProps/core.xml"]


def elsewhere(kind):
    """The checksum of the sample report as another process makes it, in another time zone and with other hashes."""
    program = (
        "import importlib.util, sys, zlib\n"
        f"spec = importlib.util.spec_from_file_location('sample', {__file__!r})\n"
        "sample = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(sample)\n"
        f"from zinvol.lib.science.reports.{kind} import {kind}\n"
        f"print(zlib.crc32({kind}(sample.SAMPLE)))"
    )
    environment = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
