"""The sections of a report that say what people answered: whole, by factor, by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from zinvol.lib.science.privacy import floor_for, shown
from zinvol.lib.science.reports.group import People, whole_percent, withheld
from zinvol.lib.science.reports.report import Figure, Row, Section
from zinvol.lib.science.reports.weighing import weighed
from zinvol.lib.science.reports.wording import Words, whole
from zinvol.lib.science.statistics.agreement import kappa
from zinvol.lib.science.statistics.sampling import margin


def factors(people: People) -> Section | None:
    """Each factor with its interval; what does not hang together is not shown, and what hardly does says so."""
    if not people.is_enough or not people.factors():
        return None
    w = people.w
    rows = [people.factor(factor) for factor in people.factors()]
    known = [row for row in rows if row.value is not None]
    figure = Figure(
        id="factors", kind="bars", title=w("Per factor", "By factor"),
        lead=_high_and_low(known, w), rows=rows, value_label=w("Score van 0 tot 100", "Score from 0 to 100"),
        source=_sources(people), n=people.n(),
        method=w(
            "Gemiddelde van 0 tot 100 over wie ten minste twee derde van de vragen beantwoordde; het streepje is het 95%-interval (bootstrap). Een schaal met alfa onder 0,60 wordt niet getoond.",
            "Mean from 0 to 100 over those who answered at least two thirds of the items; the whisker is the 95% interval (bootstrap). A scale with alpha under 0.60 is not shown.",
        ),
    )  # fmt: skip
    meanings = [
        f"{factor.title.read(people.language)}: {factor.meaning.read(people.language)}"
        for factor in people.factors()
        if factor.meaning
    ]
    title = w("Zes factoren van Gebruik, en attentiewaarde", "Six factors of Use, and attention value")
    if people.instrument.id != "maturity":
        title = w("Wat mensen antwoorden", "What people answer")
    return Section(id="factors", title=title, paragraphs=meanings, figures=[figure])


def _high_and_low(rows: Sequence[Row], w: Words) -> str:
    if len(rows) < 2:
        return w("Er is te weinig om te vergelijken.", "There is too little to compare.")
    high = max(rows, key=lambda row: row.value or 0)
    low = min(rows, key=lambda row: row.value or 0)
    top, bottom = f"{high.label} ({whole(high.value or 0)})", f"{low.label} ({whole(low.value or 0)})"
    return w(f"Het hoogst: {top}. Het laagst: {bottom}.", f"Highest: {top}. Lowest: {bottom}.")


def leaders(people: People) -> Section | None:
    """What leaders think beside what staff thinks: where they differ, leaders have a blind spot."""
    leading, working = people.mask(role="leader"), people.mask(role="employee")
    w = people.w
    rows = []
    for factor in people.factors():
        theirs, ours = people.factor(factor, working), people.factor(factor, leading)
        if theirs.value is not None and ours.value is not None:
            rows.append(msgspec.structs.replace(theirs, second=ours.value, low=None, high=None))
    if not rows:
        return None
    widest = max(rows, key=lambda row: abs((row.second or 0) - (row.value or 0)))
    gap = int(abs((widest.second or 0) - (widest.value or 0)) + 0.5)
    figure = Figure(
        id="leaders", kind="pairs", title=w("Leidinggevenden naast medewerkers", "Leaders beside staff"),
        lead=w(f"Het verschil is het grootst bij {widest.label.lower()}: {gap} punten.", f"The gap is widest for {widest.label.lower()}: {gap} points."),
        rows=rows, value_label=w("Medewerkers", "Staff"), second_label=w("Leidinggevenden", "Leaders"),
        source=_sources(people), n=w(f"{int(working.sum())} medewerkers, {int(leading.sum())} leidinggevenden", f"{int(working.sum())} staff, {int(leading.sum())} leaders"),
        method=w("Gemiddelden van 0 tot 100.", "Means from 0 to 100."),
    )  # fmt: skip
    return Section(
        id="leaders", title=w("Blinde vlekken van de leiding", "Blind spots of leaders"), figures=[figure]
    )


def cohorts(people: People) -> Section | None:
    """Age and experience apart: never age alone, since it stands for experience at best (S2.6)."""
    w = people.w
    figures = []
    for item_id, title in (
        ("AGE", w("Naar leeftijd", "By age")),
        ("EXPERIENCE", w("Naar ervaring met sociale media", "By experience of social media")),
    ):
        figure = _by_answer(people, item_id, title)
        if figure:
            figures.append(figure)
    if not figures:
        return None
    return Section(
        id="cohorts", title=w("Leeftijd en ervaring, elk apart", "Age and experience, each apart"),
        paragraphs=[w(
            "Leeftijd zegt op zichzelf weinig: wie privé veel ervaring heeft, verwacht er op het werk soms juist minder van.",
            "Age by itself says little: those with much private experience sometimes expect less of it at work.",
        )],
        figures=figures,
    )  # fmt: skip


def _by_answer(people: People, item_id: str, title: str) -> Figure | None:
    w = people.w
    if item_id not in {item.id for item in people.instrument.items} or not people.factors():
        return None
    item = people.instrument.item(item_id)
    parts = {
        option.text.read(people.language): people.mask(item=item_id, answer=option.id)
        for option in item.options
    }
    rows = people.division("overall", parts, people.overall(), sensitive=True)
    if sum(row.value is not None for row in rows) < 2:
        return None
    return Figure(
        id=item_id.lower(), kind="bars", title=title, lead=_high_and_low([row for row in rows if row.value is not None], w), rows=rows,
        value_label=w("Gemiddelde van alle factoren", "Mean of all factors"), source=_sources(people), n=people.n(),
        method=w("Gemiddelde van de factoren per persoon; groepen vanaf tien mensen.", "Mean of the factors by person; groups from ten people on."),
    )  # fmt: skip


def units(people: People) -> Section | None:
    """Every unit that is large enough; of the others only that they are there."""
    w = people.w
    names = sorted({each.unit for each in people.respondents if each.unit})
    if not names or not people.factors():
        return None
    rows = people.division("overall", {name: people.mask(unit=name) for name in names}, people.overall())
    if not any(row.value is not None for row in rows):
        return None
    told = [row for row in rows if row.value is not None]
    rows = told + withheld(
        sorted(
            {row.label for row in rows if row.value is None} | (people.enrolment.units.keys() - set(names))
        ),
        w,
    )
    figure = Figure(
        id="units", kind="bars", title=w("Per onderdeel", "By unit"), lead=_high_and_low([row for row in rows if row.value is not None], w),
        rows=rows, value_label=w("Gemiddelde van alle factoren", "Mean of all factors"), source=_sources(people), n=people.n(),
        method=w(
            f"Onderdelen vanaf {people.floor} antwoorden. Is er een kleiner, dan blijft er nog een weg, zodat niemand het verschil kan uitrekenen.",
            f"Units from {people.floor} answers on. If one is smaller, another stays out too, so that nobody can work out the difference.",
        ),
    )  # fmt: skip
    return Section(
        id="units", title=w("Onderdelen van de organisatie", "Units of the organisation"), figures=[figure]
    )


def choices(people: People) -> Section | None:
    """What was chosen, in shares, for items that stand in no other section."""
    w = people.w
    figures = []
    for item in people.instrument.items:
        if (
            item.kind not in ("choice", "choices")
            or item.id in ("AGE", "EXPERIENCE", "QUOTE_OK", "GROUP")
            or item.sensitive
        ):
            continue
        given = [value for value in people.answers.given(item.id) if value]
        if len(given) < people.floor:
            continue
        times = Counter(code for value in given for code in (value if isinstance(value, list) else [value]))
        sizes = {option.id: times[option.id] for option in item.options}
        visible = (
            shown(sizes, people.floor)
            if item.kind == "choice"
            else {code for code, n in sizes.items() if n >= people.floor}
        )
        if not visible:
            continue
        most = max(
            (option for option in item.options if option.id in visible), key=lambda option: times[option.id]
        )
        rows = [
            Row(
                label=option.text.read(people.language),
                value=100 * times[option.id] / len(given),
                n=times[option.id],
            )
            for option in item.options
            if option.id in visible
        ]
        rows += withheld(
            [
                option.text.read(people.language)
                for option in item.options
                if sizes[option.id] and option.id not in visible
            ],
            w,
        )
        half = int(100 * margin(0.5, len(given), people.population) + 0.5)
        figures.append(Figure(
            id=item.id.lower(), kind="shares", title=people.asked(item.id), unit="percent",
            lead=w(f"{whole_percent(times[most.id], len(given))} % zegt: {most.text.nl.lower()}.", f"{whole_percent(times[most.id], len(given))}% say: {most.text.en.lower()}."),
            rows=rows,
            value_label=w("Deel van wie antwoordde", "Share of those who answered"), source=_sources(people), n=f"{len(given)}",
            method=w(f"Marge ten hoogste {half} punten (95 %).", f"Margin at most {half} points (95%)."),
        ))  # fmt: skip
    return (
        Section(id="choices", title=w("Wat mensen kozen", "What people chose"), figures=figures)
        if figures
        else None
    )


def response(people: People) -> Section | None:
    """Who answered, and whether those who answered little may have tilted the whole."""
    if not people.is_enough:
        return None
    figures = [figure for figure in (_by_unit(people), weighed(people)) if figure]
    title = people.w("Wie deden er mee?", "Who took part?")
    return Section(id="response", title=title, figures=figures) if figures else None


def _by_unit(people: People) -> Figure | None:
    w = people.w
    asked = people.enrolment.units
    given = Counter(each.unit for each in people.respondents)
    visible = shown(asked, people.floor)
    told = sorted(unit for unit in visible if given[unit] >= people.floor)
    if len(told) < 2:
        return None
    rows = [
        Row(label=unit, value=100 * min(given[unit], asked[unit]) / asked[unit], n=given[unit])
        for unit in told
    ]
    rows += withheld(sorted(set(asked) - set(told)), w)
    uneven = _is_uneven(asked, given, visible)
    lead = w(
        "De onderdelen deden niet even veel mee; lees het geheel daarom met voorzichtigheid."
        if uneven
        else "De onderdelen deden ongeveer even veel mee.",
        "Units did not take part equally; so read the whole with caution."
        if uneven
        else "Units took part about equally.",
    )
    return Figure(
        id="response", kind="bars", title=w("Respons per onderdeel", "Response by unit"), lead=lead, rows=rows, unit="percent",
        value_label=w("Deel dat antwoordde", "Share that answered"), source=_sources(people), n=people.n(),
        method=w("Verschil getoetst met chi-kwadraat, p < 0,05.", "Difference tested by chi-square, p < 0.05."),
    )  # fmt: skip


def _is_uneven(asked: Mapping[str, int], given: Mapping[str, int], visible: set[str]) -> bool:
    from scipy.stats import chi2_contingency

    table = [
        [min(given[unit], asked[unit]), asked[unit] - min(given[unit], asked[unit])]
        for unit in sorted(visible)
    ]
    columns = [sum(column) for column in zip(*table, strict=True)]
    if len(table) < 2 or 0 in columns:
        return False
    return bool(chi2_contingency(table).pvalue < 0.05)


def open_answers(
    people: People,
    codings: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]],
    codebook: Mapping[tuple[str, str], str],
) -> Section | None:
    """What coders read in open answers: shares of codes, with how far two coders agreed.

    ``codings``: by item, by sheet, by coder the codes. ``codebook``: what a code means, by item and code. Words of people
    are shown only as codes.
    """
    w = people.w
    figures = []
    for item_id, sheets in codings.items():
        if len(sheets) < floor_for(text=True, floor=people.floor):
            continue
        times = Counter(
            code
            for coders in sheets.values()
            for code in {code for codes in coders.values() for code in codes}
        )
        rows = [
            _code_row(people, code, codebook.get((item_id, code), ""), number, len(sheets))
            for code, number in times.most_common()
            if number >= people.floor
        ]
        if not rows:
            continue
        pairs = [list(coders.values())[:2] for coders in sheets.values() if len(coders) >= 2]
        agreed = _agreement(pairs, sorted(times))
        told = (
            w("nog door één gelezen", "read by one so far")
            if agreed is None
            else f"kappa {agreed:.2f}".replace(".", w(",", "."))
        )
        figures.append(Figure(
            id=f"open_{item_id.lower()}", kind="shares", title=people.asked(item_id),
            lead=w(f"Het meest gelezen: {rows[0].label}.", f"Read most: {rows[0].label}."), unit="percent",
            rows=rows,
            value_label=w("Deel van de antwoorden", "Share of the answers"), source=_sources(people), n=f"{len(sheets)}",
            method=w(f"Gecodeerd; overeenstemming: {told}. Van 0,70 af is zij goed genoeg.", f"Coded; agreement: {told}. From 0.70 on it is good enough."),
        ))  # fmt: skip
    return (
        Section(id="open", title=w("In eigen woorden", "In their own words"), figures=figures)
        if figures
        else None
    )


def _code_row(people: People, code: str, meaning: str, number: int, of: int) -> Row:
    shipped = people.instrument.code_called(code)
    label = shipped.text.read(people.language) if shipped else code
    meaning = shipped.meaning.read(people.language) if shipped else meaning
    return Row(label=label, value=100 * number / of, n=number, note=meaning)


def _agreement(pairs: Sequence[Sequence[Sequence[str]]], codes: Sequence[str]) -> float | None:
    """The mean kappa over codes: whether both read it there or not."""
    found = [
        kappa([code in one for one, _other in pairs], [code in other for _one, other in pairs], [False, True])
        for code in codes
        if pairs
    ]
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if known else None


def _sources(people: People) -> str:
    return people.enrolment.name
