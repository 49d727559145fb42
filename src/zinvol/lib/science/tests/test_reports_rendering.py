"""Reports as charts, tables, PDF and spreadsheet: what they say, that they hold any text, and that they repeat."""

from datetime import date

from zinvol.lib.science.reports.report import Action, Figure, Mark, Report, Row, Section

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
