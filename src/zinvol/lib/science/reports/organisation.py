"""The report of one organisation in a wave, from a profile of preconditions to what to do in the next ninety days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from zinvol.lib.science.reports import advice, people
from zinvol.lib.science.reports.benchmark import predictions
from zinvol.lib.science.reports.deeds import stated_and_done
from zinvol.lib.science.reports.findings import attitude_units, barrier_order, frame_groups
from zinvol.lib.science.reports.group import People
from zinvol.lib.science.reports.report import Figure, Mark, Report, Row, Section
from zinvol.lib.science.reports.wording import level_word, listed, sources_of, whole, words
from zinvol.lib.science.reports.words import day
from zinvol.lib.science.scoring.maturity import BOUNDS, WEIGHTS, Maturity, scale_scores
from zinvol.lib.science.studies.study import Enrolment, Study, Wave

Codings = Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
Builder = Callable[[People], Section | None]


def organisation_report(
    study: Study, wave: Wave, enrolment: Enrolment, *, language: str, codings: Codings | None = None,
    before: Enrolment | None = None,
) -> Report:  # fmt: skip
    """``before``: the same organisation in the wave before. ``codings``: what was read in open answers."""
    w = words(language)
    group = People(enrolment, study.floor, language, study.record.platform)
    sections: list[Section] = []
    if study.instrument.id == "maturity":
        sections += _present(preconditions(enrolment, language, before))
        sections += _present(among_others(study, wave, enrolment, language))
        sections += _present(asked_and_measured(group))
    codebook = {(each.item, each.name): each.meaning for each in study.record.codebook}
    builders: list[Builder] = [
        people.factors, frame_groups, attitude_units, barrier_order, people.choices, people.leaders, people.cohorts, people.units,
        lambda each: people.open_answers(each, codings or {}, codebook),
    ]  # fmt: skip
    for build in builders:
        sections += _present(build(group))
    sections += _present(stated_and_done(group, _first_moment(study, wave, enrolment)))
    sections += _present(change(group, before))
    if study.record.scope == "organisation":
        sections += _present(predictions(study, wave, language))
    sections += _present(what_to_do(enrolment, group, language))
    sections += _present(people.response(group))
    sections.append(_method(study, group))
    return Report(
        title=enrolment.name,
        subtitle=f"{study.instrument.title.read(language)}, {wave.name}",
        language="nl" if language == "nl" else "en",
        on=wave.closes_on,
        summary=_summary(study, enrolment, group),
        notices=_notices(study, group),
        facts=[
            (w("Vragenlijst", "Questionnaire"), f"{study.instrument.title.read(language)} {wave.version}"),
            (w("Periode", "Period"), f"{day(wave.opens_on, language)} – {day(wave.closes_on, language)}"),
            (w("Antwoorden", "Answers"), group.n()),
            (w("Kleinste groep", "Smallest group"), w(f"{study.floor} mensen", f"{study.floor} people")),
        ],
        sections=sections,
        sources=sources_of(study.instrument, language),
        is_synthetic=study.record.is_synthetic,
    )


def _first_moment(study: Study, wave: Wave, enrolment: Enrolment) -> Enrolment | None:
    """The same organisation before the start, in a study with moments."""
    first = next((each for each in study.waves if each.moment == "T0" and each is not wave), None)
    return next((each for each in first.enrolments if each.name == enrolment.name), None) if first else None


def _present(section: Section | None) -> list[Section]:
    return [] if section is None else [section]


def _notices(study: Study, group: People) -> list[str]:
    w = group.w
    found = []
    if study.record.is_synthetic:
        found.append(
            w(
                "Deze gegevens zijn verzonnen. Zij laten zien hoe het rapport werkt.",
                "These data are made up. They show how the report works.",
            )
        )
    if group.size and not group.is_enough:
        found.append(
            w(
                "Te weinig mensen antwoordden om iets van hen te tonen.",
                "Too few people answered to show anything of them.",
            )
        )
    if study.instrument.id == "maturity":
        found.append(w(
            "Dit meet randvoorwaarden, niet het succes. Een organisatie met lage scores kan één team hebben dat er veel mee verdient.",
            "This measures preconditions, not success. An organisation with low scores may have one team that gains much by it.",
        ))  # fmt: skip
    return found


def _summary(study: Study, enrolment: Enrolment, group: People) -> list[str]:
    if study.instrument.id == "maturity":
        return _maturity_summary(enrolment.maturity, group)
    if not group.is_enough or not group.factors():
        return []
    section = people.factors(group)
    return [section.figures[0].lead] if section else []


def _maturity_summary(found: Maturity, group: People) -> list[str]:
    w, language = group.w, group.language
    known = [each for each in found.preconditions if each.score is not None]
    if found.level is None or not known:
        return [w("Er is te weinig beantwoord voor een niveau.", "Too little was answered for a level.")]
    lowest = min(known, key=lambda each: each.score or 0)
    title = group.instrument.factor(lowest.code).title.read(language)
    told = [
        w(
            f"Het niveau is: {level_word(found.level, language)}.",
            f"The level is: {level_word(found.level, language)}.",
        ),
        w(
            f"Het laagst staat {title.lower()} ({whole(lowest.score or 0)} van 100).",
            f"Lowest is {title.lower()} ({whole(lowest.score or 0)} of 100).",
        ),
    ]
    if found.held_back_by:
        names = [
            w("de noodzaak voor het werk", "the need for it in the work")
            if code == "need"
            else group.instrument.factor(code).title.read(language).lower()
            for code in found.held_back_by
        ]
        told.append(
            w(
                f"Wat het niveau tegenhoudt: {listed(names, language)}.",
                f"What holds the level back: {listed(names, language)}.",
            )
        )
    return told


def preconditions(enrolment: Enrolment, language: str, before: Enrolment | None) -> Section | None:
    """The profile comes first, then the one number, with its weights."""
    found = enrolment.maturity
    w = words(language)
    if not enrolment.organisation:
        return None
    earlier = {each.code: each.score for each in before.maturity.preconditions} if before else {}
    rows = [
        Row(
            label=enrolment.instrument.factor(each.code).title.read(language), value=each.score, second=earlier.get(each.code),
            is_withheld=each.score is None,
            note=w("te weinig beantwoord", "too little answered") if each.score is None
            else (level_word(each.level or 0, language) + (w(", gedeeltelijk", ", partial") if each.is_partial else "")),
            is_strong=each.code in found.held_back_by,
        )
        for each in found.preconditions
    ]  # fmt: skip
    weights = ", ".join(
        f"{enrolment.instrument.factor(code).title.read(language)} {weight:g}"
        for code, weight in WEIGHTS.items()
    )
    figure = Figure(
        id="preconditions", kind="profile", title=w("Vier randvoorwaarden", "Four preconditions"), lead=_profile_lead(found, language),
        rows=rows, value_label=w("Score van 0 tot 100", "Score from 0 to 100"), second_label=w("Vorige keer", "Last time") if earlier else "",
        marks=[Mark(bound, level_word(i + 1, language)) for i, bound in enumerate(BOUNDS)], source=enrolment.name,
        n=w(f"{len(enrolment.of('organisation'))} voor de organisatie, {len(enrolment.of('employee', 'leader'))} medewerkers", f"{len(enrolment.of('organisation'))} for the organisation, {len(enrolment.of('employee', 'leader'))} staff"),
        method=w(
            f"Gewichten (eigen ontwerp; nooit gepubliceerd): {weights}. Het niveau is hoogstens één hoger dan de laagste randvoorwaarde; verankerd vraagt dat driekwart het nodig heeft.",
            f"Weights (own design; never published): {weights}. The level is at most one above the lowest precondition; embedded asks that three quarters need it.",
        ),
        notice=w("Gebruik is gedeeltelijk: niet alle drie de bronnen zijn er.", "Use is partial: not all three sources are there.") if found.is_partial else "",
    )  # fmt: skip
    paragraphs = []
    if found.breadth is not None:
        paragraphs.append(
            w(
                f"Spreiding van de taken over afdelingen: {found.breadth:.2f} (0 is één afdeling, 1 is alle even veel).".replace(
                    ".", ",", 1
                ),
                f"Spread of the tasks over departments: {found.breadth:.2f} (0 is one department, 1 is all alike).",
            )
        )
    return Section(
        id="preconditions",
        title=w("Waar staan wij?", "Where do we stand?"),
        paragraphs=paragraphs,
        figures=[figure],
    )


def among_others(study: Study, wave: Wave, enrolment: Enrolment, language: str) -> Section | None:
    """In a study over many: this organisation beside the one in the middle, on preconditions only."""
    w = words(language)
    others = [one.maturity for one in wave.with_platform() if one is not enrolment]
    if study.record.scope != "benchmark" or len(others) < study.floor:
        return None
    rows = []
    for each in enrolment.maturity.preconditions:
        known = [score for one in others if (score := getattr(one, each.code).score) is not None]
        if each.score is not None and len(known) >= study.floor:
            title = enrolment.instrument.factor(each.code).title.read(language)
            rows.append(Row(label=title, value=each.score, second=float(np.median(known)), n=len(known)))
    if not rows:
        return None
    above = sum((row.value or 0) >= (row.second or 0) for row in rows)
    figure = Figure(
        id="others", kind="pairs", title=w("Naast de middelste organisatie", "Beside the organisation in the middle"), rows=rows,
        lead=w(f"Op {above} van de {len(rows)} randvoorwaarden even ver of verder dan de middelste.", f"On {above} of {len(rows)} preconditions as far as the one in the middle, or further."),
        value_label=enrolment.name, second_label=w("Mediaan van de andere", "Median of the others"), source=study.record.title,
        n=f"{len(others)}", method=w("Organisaties meldden zich zelf aan; er staat geen foutmarge bij.", "Organisations took part by their own choice; no margin of error is given."),
    )  # fmt: skip
    return Section(
        id="others",
        title=w("Wij naast andere organisaties", "We beside other organisations"),
        figures=[figure],
    )


def _profile_lead(found: Maturity, language: str) -> str:
    w = words(language)
    if found.total is None or found.level is None:
        return w("Voor een totaal is te weinig beantwoord.", "Too little was answered for a total.")
    return w(
        f"Samen {whole(found.total)} van 100: {level_word(found.level, language).lower()}.",
        f"Together {whole(found.total)} of 100: {level_word(found.level, language).lower()}.",
    )


def asked_and_measured(group: People) -> Section | None:
    """What people say beside what the network itself measured of the same."""
    w = group.w
    title = w("Gevraagd naast gemeten", "Asked beside measured")
    measured = group.enrolment.measured
    if not measured:
        return Section(id="measured", title=title, paragraphs=[w(
            "Er is niets gemeten. Metingen over mensen staan uit tot vaststaat wie daarmee instemde, zoals de ondernemingsraad.",
            "Nothing was measured. Measurements of people are off until it is on record who agreed, such as the works council.",
        )])  # fmt: skip
    if not group.is_enough:
        return None
    asked = {factor.id: group.factor(factor) for factor in group.factors() if factor.id in measured}
    rows = [
        Row(label=row.label, value=row.value, second=measured[code])
        for code, row in asked.items()
        if row.value is not None
    ]
    if not rows:
        return None
    widest = max(rows, key=lambda row: abs((row.value or 0) - (row.second or 0)))
    higher = (widest.value or 0) > (widest.second or 0)
    figure = Figure(
        id="measured", kind="pairs", title=title,
        lead=w(
            f"Bij {widest.label.lower()} zeggen mensen {'meer' if higher else 'minder'} dan er gemeten is.",
            f"For {widest.label.lower()} people say {'more' if higher else 'less'} than was measured.",
        ),
        rows=rows, value_label=w("Gevraagd", "Asked"), second_label=w("Gemeten", "Measured"), source=group.enrolment.name, n=group.n(),
        method=w("Gemeten in de 28 dagen tot het einde van de ronde, alleen over wie daarmee instemde. Beide van 0 tot 100, met verschillende maten: let op grote verschillen, niet op kleine.", "Measured in the 28 days to the end of the wave, only with consent. Both from 0 to 100, by different measures: look at large gaps, not small ones."),
    )  # fmt: skip
    return Section(id="measured", title=title, figures=[figure])


def change(group: People, before: Enrolment | None) -> Section | None:
    """Since the wave before, for factors of which every item was asked in the same words."""
    if before is None or not group.is_enough:
        return None
    w = group.w
    old = People(before, group.floor, group.language)
    if not old.is_enough:
        return None
    rows = []
    for factor in group.factors():
        now, then = group.factor(factor), old.factor(factor)
        if _is_comparable(group, old, factor.id) and now.value is not None and then.value is not None:
            rows.append(Row(label=now.label, value=now.value, second=then.value))
    if not rows:
        return None
    most = max(rows, key=lambda row: abs((row.value or 0) - (row.second or 0)))
    points = whole(abs((most.value or 0) - (most.second or 0)))
    rose = (most.value or 0) >= (most.second or 0)
    figure = Figure(
        id="change", kind="pairs", title=w("Sinds de vorige keer", "Since last time"), rows=rows,
        lead=w(f"De grootste verandering: {most.label.lower()} ging {points} punten {'omhoog' if rose else 'omlaag'}.", f"The largest change: {most.label.lower()} went {points} points {'up' if rose else 'down'}."),
        value_label=w("Nu", "Now"), second_label=w("Vorige keer", "Last time"), source=group.enrolment.name,
        n=w(f"nu {group.size}, toen {old.size}", f"now {group.size}, then {old.size}"),
        method=w("Alleen vragen die in dezelfde woorden gesteld zijn. Niet dezelfde mensen, tenzij zij daarmee instemden.", "Only items asked in the same words. Not the same people, unless they agreed to that."),
    )  # fmt: skip
    return Section(id="change", title=w("Wat veranderde er?", "What changed?"), figures=[figure])


def _is_comparable(group: People, old: People, factor: str) -> bool:
    now = {(item.id, item.wording, item.scale) for item in group.instrument.items_of(factor)}
    return now == {(item.id, item.wording, item.scale) for item in old.instrument.items_of(factor)}


def what_to_do(enrolment: Enrolment, group: People, language: str) -> Section | None:
    w = words(language)
    if enrolment.instrument.id != "maturity" or not enrolment.organisation:
        return None
    scales = scale_scores(group.answers) if group.is_enough else {}
    actions = advice.for_maturity(enrolment.maturity, scales, language)
    if not actions:
        return None
    return Section(
        id="advice", title=w("Wat te doen, ook de komende negentig dagen", "What to do, also in the next ninety days"),
        paragraphs=[w("Geordend naar wat het oplevert en wat het kost. De eerste drie hebben een termijn.", "Ordered by what it brings and what it takes. The first three have a term.")],
        actions=actions,
    )  # fmt: skip


def _method(study: Study, group: People) -> Section:
    w = group.w
    told = [
        w(
            f"Groepen onder {study.floor} mensen worden nooit getoond, gevoelige indelingen vanaf tien, eigen woorden vanaf vijftien. Geen twee cijfers verschillen zo weinig mensen dat van hen iets is uit te rekenen.",
            f"Groups under {study.floor} people are never shown, sensitive divisions from ten, own words from fifteen. No two figures differ by so few people that something of them could be worked out.",
        ),
        w(
            "Van niemand is een score te zien, ook niet door wie het onderzoek leidt.",
            "Nobody has a score that can be seen, not by those who run the study either.",
        ),
    ]
    told += [
        w(f"Meegelezen: {each.name}. {each.statement}", f"Reviewed by: {each.name}. {each.statement}")
        for each in study.record.interests
    ]
    return Section(id="method", title=w("Hoe het is berekend", "How it was computed"), paragraphs=told)
