"""The report over all organisations of a study: how far they are, who is furthest, what holds the others back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from zinvol.lib.science.privacy import FLOOR
from zinvol.lib.science.reports.report import Figure, Mark, Report, Row, Section
from zinvol.lib.science.reports.wording import Words, level_word, sources_of, whole, words
from zinvol.lib.science.reports.words import day
from zinvol.lib.science.scoring.maturity import LEVELS, WEIGHTS
from zinvol.lib.science.statistics.sampling import mean_interval
from zinvol.lib.science.studies import figures as published
from zinvol.lib.science.studies import rankings
from zinvol.lib.science.studies.study import Study, Wave, numbers

PRECONDITIONS = ("use", "effectiveness", "organisation", "integration")


def benchmark_report(study: Study, wave: Wave, *, language: str) -> Report:
    """Every published figure of the wave again, with n of both kinds and what they do not say."""
    w = words(language)
    is_scan = study.instrument.id == "maturity"
    sections = [
        each
        for each in (_figures(study, wave, language), *(_scan(study, wave, language) if is_scan else []))
        if each
    ]
    sections.append(_method(study, language))
    with_platform = len(wave.with_platform()) if is_scan else len(wave.enrolments)
    return Report(
        title=study.record.title,
        subtitle=wave.name,
        language="nl" if language == "nl" else "en",
        on=wave.closes_on,
        summary=[f"{each.lead}" for section in sections[:2] for each in section.figures[:2]],
        notices=_notices(study, wave, w),
        facts=[
            (w("Organisaties", "Organisations"), str(len(wave.enrolments))),
            *(
                [(w("waarvan met een platform", "of which with a platform"), str(with_platform))]
                if is_scan
                else []
            ),
            (w("Periode", "Period"), f"{day(wave.opens_on, language)} – {day(wave.closes_on, language)}"),
            (w("Vragenlijst", "Questionnaire"), f"{study.instrument.title.read(language)} {wave.version}"),
        ],
        sections=sections,
        sources=sources_of(study.instrument, language),
        is_synthetic=study.record.is_synthetic,
    )


def _notices(study: Study, wave: Wave, w: Words) -> list[str]:
    found = [w(
        "De organisaties meldden zich zelf aan. Zij staan niet noodzakelijk voor alle organisaties; daarom staat er geen foutmarge bij.",
        "The organisations took part by their own choice. They do not necessarily stand for all organisations; so no margin of error is given.",
    )]  # fmt: skip
    if study.record.is_synthetic:
        found.insert(
            0,
            w(
                "Deze gegevens zijn verzonnen, zo dat de gepubliceerde aantallen eruit komen. Alle scores zijn bedacht.",
                "These data are made up so that the published counts come out. All scores are invented.",
            ),
        )
    if study.instrument.id == "maturity":
        found.append(
            w(
                "Gerangschikt wordt op randvoorwaarden, nooit op wat het oplevert.",
                "Ranked are preconditions, never what they bring.",
            )
        )
    return found


def _scan(study: Study, wave: Wave, language: str) -> list[Section | None]:
    return [
        _bands(wave, language),
        _top(study, wave, language),
        _barriers(study, wave, language),
        _since(study, wave, language),
        predictions(study, wave, language),
    ]


def _figures(study: Study, wave: Wave, language: str) -> Section | None:
    w = words(language)
    found = [each for each in published.figures_of([study]) if each.wave == wave.name and each.n >= FLOOR]
    if not found:
        return None
    groups: dict[int, list[published.Figure]] = {}
    for each in found:
        groups.setdefault(each.n, []).append(each)
    figures = [
        Figure(
            id=f"shares_{n}", kind="shares", unit="percent", title=w(f"Van {n} organisaties", f"Of {n} organisations"),
            lead=_share_lead(group, n, language),
            rows=[Row(label=each.label.read(language), value=100 * each.count / each.n, n=each.count, note=each.source) for each in group],
            value_label=w("Deel van de organisaties", "Share of the organisations"), source=group[0].source, n=f"{n}",
            method=w("Geteld uit de antwoorden, afgerond op hele procenten (halven omhoog). De grens van 80 % voor echt actief is een eigen keuze.", "Counted from the answers, rounded to whole per cent (halves up). The bound of 80% for truly active is our own choice."),
        )
        for n, group in groups.items()
    ]  # fmt: skip
    return Section(id="figures", title=w("De cijfers", "The figures"), figures=figures)


def _share_lead(group: Sequence[published.Figure], n: int, language: str) -> str:
    w = words(language)
    low, high = min(group, key=lambda each: each.count), max(group, key=lambda each: each.count)
    if low is high:
        return (
            w(
                f"{low.label.nl}: {low.percent} % ({low.count} van {n}).",
                f"{low.label.en}: {low.percent}% ({low.count} of {n}).",
            ).replace(".", w(",", "."), 1)
            if isinstance(low.percent, float)
            else w(
                f"{low.label.nl}: {low.percent} % ({low.count} van {n}).",
                f"{low.label.en}: {low.percent}% ({low.count} of {n}).",
            )
        )
    return w(
        f"{high.label.nl}: {high.percent} %. {low.label.nl}: {low.percent} %.",
        f"{high.label.en}: {high.percent}%. {low.label.en}: {low.percent}%.",
    )


def _bands(wave: Wave, language: str) -> Section | None:
    """The middle half of the organisations on each precondition: where one stands among others."""
    w = words(language)
    scored = [one.maturity for one in wave.with_platform()]
    if len(scored) < FLOOR:
        return None
    rows = []
    for code in PRECONDITIONS:
        values = np.array(
            [getattr(each, code).score for each in scored if getattr(each, code).score is not None]
        )
        if len(values) >= FLOOR:
            low, middle, high = np.percentile(values, [25, 50, 75])
            rows.append(
                Row(
                    label=wave.enrolments[0].instrument.factor(code).title.read(language),
                    value=float(middle),
                    low=float(low),
                    high=float(high),
                    n=len(values),
                )
            )
    totals = np.array([each.total for each in scored if each.total is not None])
    if not rows or not len(totals):
        return None
    lowest = min(rows, key=lambda row: row.value or 0)
    levels = Counter(each.level for each in scored if each.level is not None)
    figure = Figure(
        id="bands", kind="profile", interval_label=w("Middelste helft", "Middle half"), title=w("De middelste organisatie", "The organisation in the middle"), rows=rows,
        lead=w(f"{lowest.label} staat het laagst: de middelste organisatie heeft {whole(lowest.value or 0)} van 100.", f"{lowest.label} is lowest: the organisation in the middle has {whole(lowest.value or 0)} of 100."),
        value_label=w("Mediaan", "Median"), marks=[Mark(bound, level_word(i + 1, language)) for i, bound in enumerate((20, 40, 60, 80))],
        source=wave.name, n=f"{len(scored)}",
        method=w("De streep is de middelste helft van de organisaties (benchmarkband).", "The bar is the middle half of the organisations (benchmark band)."),
    )  # fmt: skip
    level_figure = Figure(
        id="levels", kind="shares", title=w("Niveaus", "Levels"), unit="percent", source=wave.name, n=f"{sum(levels.values())}",
        lead=w(f"Gemiddeld {whole(float(totals.mean()))} van 100.", f"On average {whole(float(totals.mean()))} of 100."),
        rows=[Row(label=level_word(i, language), value=100 * levels[i] / max(sum(levels.values()), 1), n=levels[i]) for i in range(len(LEVELS))],
        value_label=w("Deel van de organisaties", "Share of the organisations"),
        method=w("Weging (eigen ontwerp): ", "Weights (own design): ") + ", ".join(f"{code} {weight:g}" for code, weight in WEIGHTS.items()) + ".",
    )  # fmt: skip
    return Section(
        id="bands",
        title=w("Hoe ver zijn organisaties?", "How far are organisations?"),
        paragraphs=_about_leaders(wave, w),
        figures=[figure, level_figure],
    )


def _about_leaders(wave: Wave, w: Words) -> list[str]:
    """That those who lead hardly take part may explain much (S1.11)."""
    active = leaders_active(wave)
    if active is None:
        return []
    return [
        w(
            f"Van de directie en de hogere leiding doet gemiddeld {whole(active)} % zichtbaar mee, schatten de organisaties zelf.",
            f"Of the board and senior management {whole(active)}% visibly take part on average, as the organisations estimate.",
        )
    ]


def _top(study: Study, wave: Wave, language: str) -> Section | None:
    w = words(language)
    found = rankings.standings(study, wave)[: rankings.MOST_SHOWN]
    if len(found) < 3:
        return None
    rows = [
        Row(
            label=each.name or w("Wil niet genoemd worden", "Wishes not to be named"), place=str(each),
            value=each.score if each.name else None, is_withheld=each.name is None, is_strong=each.name is not None,
            note="" if each.name is None else w(f"vorige keer {each.previous}", f"last time {each.previous}") if each.previous else w("nieuw", "new"),
        )
        for each in found
    ]  # fmt: skip
    named = [each.name for each in found if each.name]
    figure = Figure(
        id="top", kind="bars", title=w("Top tien van de randvoorwaarden", "Top ten of the preconditions"), rows=rows,
        lead=w(f"Vooraan: {', '.join(named[:3])}.", f"In front: {', '.join(named[:3])}.") if named else w("Niemand gaf toestemming om genoemd te worden.", "Nobody agreed to be named."),
        value_label=w("Totaal van 0 tot 100", "Total from 0 to 100"), source=wave.name, n=f"{len(wave.with_platform())}",
        method=w("Gelijk op een tiende punt is een gedeelde plaats. Alleen wie instemde, staat er met naam.", "Equal to a tenth of a point is a shared place. Only those who agreed are named."),
    )  # fmt: skip
    return Section(id="top", title=w("Wie is het verst?", "Who is furthest?"), figures=[figure])


def _barriers(study: Study, wave: Wave, language: str) -> Section | None:
    w = words(language)
    order = rankings.barriers(wave, rounds=500)
    if order.n < FLOOR:
        return None
    item = study.instrument.item("BARRIERS")
    named = {option.id: option.text.read(language) for option in item.options}
    figure = Figure(
        id="barriers", kind="ranking", title=w("Van de grootste tot de kleinste belemmering", "From the largest barrier to the smallest"), unit="place",
        lead=w(f"Bovenaan: {named[order.places[0].code].lower()}. Onderaan: {named[order.places[-1].code].lower()}.", f"At the top: {named[order.places[0].code].lower()}. At the bottom: {named[order.places[-1].code].lower()}."),
        rows=[Row(label=named[each.code], value=each.borda, low=each.low, high=each.high, n=each.ranked_by, place=str(each)) for each in order.places],
        top=len(order.places), value_label=w("Punten (Borda)", "Points (Borda)"), source=_source_of_barriers(study, wave, w),
        n=f"{order.n}", method=w("Organisaties zonder platform rangschikten er hoogstens vijf. Het interval is dat van de plaats (bootstrap).", "Organisations without a platform ranked five at most. The interval is that of the place (bootstrap).")
        + (f" Kendall W = {order.concordance:.2f}." if order.concordance is not None else ""),
    )  # fmt: skip
    return Section(
        id="barriers", title=w("Wat houdt de andere tegen?", "What holds the others back?"), figures=[figure]
    )


def _source_of_barriers(study: Study, wave: Wave, w: Words) -> str:
    """The published order belongs to the first wave; the second of the invented population repeats it."""
    if not study.record.is_synthetic:
        return study.record.title
    return (
        "Evolve 2014"
        if wave.name == "2014"
        else w("Evolve 2014; hier een aanname", "Evolve 2014; here an assumption")
    )


def _since(study: Study, wave: Wave, language: str) -> Section | None:
    w = words(language)
    before = study.before(wave)
    if before is None:
        return None
    old = {one.name: one.maturity for one in before.with_platform()}
    both = [(old[one.name], one.maturity) for one in wave.with_platform() if one.name in old]
    rows = []
    for code in PRECONDITIONS:
        pairs = [(getattr(a, code).score, getattr(b, code).score) for a, b in both]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        if len(known) >= FLOOR:
            rows.append(
                Row(
                    label=study.instrument.factor(code).title.read(language),
                    value=float(np.mean([b for _a, b in known])),
                    second=float(np.mean([a for a, _b in known])),
                    n=len(known),
                    note=_real([b - a for a, b in known], w),
                )
            )
    if not rows:
        return None
    figure = Figure(
        id="since", kind="pairs", title=w("Sinds de vorige ronde", "Since the wave before"), rows=rows,
        lead=w(f"Van {len(both)} organisaties die beide keren meededen.", f"Of {len(both)} organisations that took part both times."),
        value_label=wave.name, second_label=before.name, source=study.record.title, n=f"{len(both)}",
        method=w("Alleen organisaties met een platform in beide rondes en vragen in dezelfde woorden. Een verschil is echt als het 95%-interval nul niet bevat.", "Only organisations with a platform in both waves and items in the same words. A difference is real when its 95% interval does not hold nought."),
    )  # fmt: skip
    shift = rankings.shift(rankings.barriers(before, rounds=200), rankings.barriers(wave, rounds=200))
    told = []
    if shift.correlation:
        rho = f"{shift.correlation.rho:.2f}".replace(".", w(",", "."))
        told.append(
            w(
                f"De volgorde van belemmeringen lijkt op die van {before.name} (rangcorrelatie {rho}).",
                f"The order of barriers is like that of {before.name} (rank correlation {rho}).",
            )
        )
    return Section(
        id="since", title=w("Wat veranderde er?", "What changed?"), paragraphs=told, figures=[figure]
    )


def _real(gaps: Sequence[float], w: Words) -> str:
    interval = mean_interval(np.array(gaps), rounds=500)
    if interval is None or interval.low <= 0 <= interval.high:
        return w("kan toeval zijn", "may be chance")
    return w("echt verschil", "real difference")


def predictions(study: Study, wave: Wave, language: str) -> Section | None:
    """What was expected after the wave before, and whether it came true."""
    w = words(language)
    before = study.before(wave)
    if before is None or not before.predictions:
        return None
    told = []
    for each in before.predictions:
        was, now = _value(study, before, each.figure), _value(study, wave, each.figure)
        if was is None or now is None:
            continue
        came = "up" if now - was >= 5 else "down" if was - now >= 5 else "same"
        verdict = (
            w("uitgekomen", "came true")
            if came == each.direction
            else w("niet uitgekomen", "did not come true")
        )
        told.append(
            w(
                f"“{each.text}” ({each.by}): {verdict}; van {whole(was)} naar {whole(now)}.",
                f"“{each.text}” ({each.by}): {verdict}; from {whole(was)} to {whole(now)}.",
            )
        )
    return (
        Section(
            id="predictions",
            title=w("Voorspellingen van de vorige ronde", "Predictions of the wave before"),
            paragraphs=told,
        )
        if told
        else None
    )


def _value(study: Study, wave: Wave, figure: str) -> float | None:
    """A figure of a wave by its key, or the mean total. A figure that another wave names otherwise is found by its stem."""
    if figure == "total":
        totals = [one.maturity.total for one in wave.with_platform() if one.maturity.total is not None]
        return float(np.mean(totals)) if totals else None
    factor = next((each for each in study.instrument.factors if each.id == figure), None)
    if factor:
        return _mean_factor(wave, figure)
    found = [
        each
        for each in published.figures_of([study])
        if each.wave == wave.name and each.key.removesuffix(f"_{wave.name}") == figure
    ]
    return 100 * found[0].count / found[0].n if found and found[0].n else None


def _mean_factor(wave: Wave, code: str) -> float | None:
    """The mean over organisations of a precondition, or of a factor that their people were asked about."""
    found: list[float | None] = []
    for one in wave.enrolments:
        if code in PRECONDITIONS:
            found.append(getattr(one.maturity, code).score)
        elif (staff := one.answers("employee", "leader", "non_user")) is not None and staff.size >= one.floor:
            found.append(staff.mean(staff.scale(code)))
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if known else None


def _method(study: Study, language: str) -> Section:
    w = words(language)
    told = [
        w(
            "Organisaties zonder platform tellen nooit mee in cijfers over wie er een heeft.",
            "Organisations without a platform never count in figures of those that have one.",
        )
    ]
    told += [
        w(f"Meegelezen: {each.name}. {each.statement}", f"Reviewed by: {each.name}. {each.statement}")
        for each in study.record.interests
    ]
    return Section(id="method", title=w("Hoe het is berekend", "How it was computed"), paragraphs=told)


def leaders_active(wave: Wave) -> float | None:
    """The mean share of leaders that take part, as organisations estimate it (S1.11)."""
    values = numbers(wave.with_platform(), "ACTIVE_LEADERS")
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
