"""The published figures, counted anew from the records of a study.

A figure is a count of organisations (or cases) out of those it is about. ``S1.10`` and the like are the
requirements of the product that a figure belongs to; several figures may share one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zinvol.lib.science.answers import Answers
from zinvol.lib.science.instruments.model import Text
from zinvol.lib.science.scoring.attitudes import CHALLENGED, attitudes
from zinvol.lib.science.studies.study import Enrolment, Study, Wave

TRULY_ACTIVE = 80
"""Per cent of the intended audience from which it counts as truly active: our own bound, printed with the figure."""

Row = Mapping[str, Any]
Base = Literal["all", "with_platform"]


@dataclass(frozen=True)
class Definition:
    """What is counted. ``decimals``: with how many the publication prints it."""

    id: str
    key: str
    label: Text
    counts: Callable[[Row], bool]
    base: Base = "with_platform"
    waves: tuple[str, ...] = ("2016",)
    source: str = "Evolve 2016"
    decimals: int = 0


@dataclass(frozen=True)
class Figure:
    """A count out of n, in a wave. ``percent`` is as printed: halves up, with ``decimals`` behind the point."""

    id: str
    key: str
    label: Text
    count: int
    n: int
    wave: str
    source: str
    decimals: int = 0

    @property
    def percent(self) -> float | int:
        return half_up(self.count, self.n, self.decimals)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        return {
            "id": self.id,
            "key": self.key,
            "label": self.label.read(language),
            "count": self.count,
            "n": self.n,
            "percent": self.percent,
            "wave": self.wave,
            "source": self.source,
        }


def half_up(count: int, n: int, decimals: int = 0) -> float | int:
    """A percentage, halves up; a whole number when without decimals. Nought out of nothing."""
    scale = 10**decimals
    rounded = (200 * scale * count + n) // (2 * n) if n else 0
    return rounded / scale if decimals else rounded


def _at_least(item: str, bound: float) -> Callable[[Row], bool]:
    return lambda row: row.get(item) is not None and row[item] >= bound


def _is(item: str, value: object) -> Callable[[Row], bool]:
    return lambda row: row.get(item) == value


PUBLISHED: tuple[Definition, ...] = (
    Definition(
        "S1.9", "platform",
        Text(nl="Organisaties met een community of platform", en="Organisations with a community or platform"),
        _is("STATUS", "running"), base="all", waves=("2016",),
    ),
    Definition(
        "S1.10", "truly_active",
        Text(nl="De beoogde doelgroep is echt actief (80 % of meer)", en="The intended audience is truly active (80% or more)"),
        _at_least("ACTIVE_AUDIENCE", TRULY_ACTIVE),
    ),
    Definition(
        "S1.10", "aim_all", Text(nl="Het platform is bedoeld voor alle medewerkers", en="The platform is meant for all staff"),
        _is("AIM", "all"),
    ),
    Definition(
        "S1.10", "half_active", Text(nl="Meer dan de helft van de medewerkers is actief", en="More than half of the staff is active"),
        lambda row: (row.get("ACTIVE_STAFF") or 0) > 50,
    ),
    Definition(
        "S1.14", "moderated_by_one", Text(nl="Eén afdeling modereert", en="One department moderates"), _is("O4", 2),
    ),
    Definition(
        "S1.14", "moderated_in_job",
        Text(nl="Modereren staat in de functie, in meer afdelingen", en="Moderation is formally part of jobs in several departments"),
        _is("O4", 4),
    ),
    Definition(
        "S1.16", "claims_contribution",
        Text(nl="Zegt direct bij te dragen aan producten of diensten", en="Claims a direct contribution to products or services"),
        _is("CLAIM", "yes"),
    ),
    Definition(
        "S1.16", "needed_by_three_quarters",
        Text(nl="Driekwart van de medewerkers heeft het platform nodig", en="Three quarters of the staff need the platform"),
        _is("I3", 4),
    ),
    Definition(
        "S1.18", "wish_gap",
        Text(nl="Zegt bij te dragen, maar minder dan driekwart heeft het nodig", en="Claims to contribute, but under three quarters need it"),
        lambda row: row.get("CLAIM") == "yes" and row.get("I3") != 4, source="Evolve 2016, own count",
    ),
    Definition(
        "S1.20", "needed_by_under_quarter",
        Text(nl="Minder dan een kwart van de medewerkers heeft het nodig", en="Under a quarter of the staff needs it"),
        lambda row: row.get("I3") in (0, 1), source="Evolve 2016",
    ),
    Definition(
        "D.2014", "platform_2014",
        Text(nl="Organisaties met een community of platform", en="Organisations with a community or platform"),
        _is("STATUS", "running"), base="all", waves=("2014",), source="Evolve 2014", decimals=1,
    ),
    Definition(
        "D.2014", "aim_all_2014", Text(nl="Het platform is bedoeld voor alle medewerkers", en="The platform is meant for all staff"),
        _is("AIM", "all"), waves=("2014",), source="Evolve 2014",
    ),
    Definition(
        "D.2014", "reached_2014",
        Text(nl="Zegt die doelgroep ook bereikt te hebben", en="Says that this audience was reached"),
        _is("REACHED", "yes"), waves=("2014",), source="Evolve 2014",
    ),
    Definition(
        "D.2014", "targets_2014", Text(nl="Heeft streefcijfers", en="Has targets"), _at_least("E4", 2),
        waves=("2014",), source="Evolve 2014",
    ),
)  # fmt: skip


def figures_of(studies: Sequence[Study]) -> list[Figure]:
    """Every published figure that these studies can give, in the order of the publications."""
    found: list[Figure] = []
    for study in studies:
        if study.record.scope == "benchmark":
            for wave in [each for each in study.waves if each.enrolments]:
                found += (
                    _OF_INSTRUMENT[study.instrument.id](wave, study)
                    if study.instrument.id in _OF_INSTRUMENT
                    else []
                )
    return sorted(found, key=lambda figure: _order(figure.id))


def maturity_figures(wave: Wave, study: Study) -> list[Figure]:
    """Of all organisations of the wave, and of those with a platform."""
    bases: dict[Base, list[Enrolment]] = {"all": wave.enrolments, "with_platform": wave.with_platform()}
    return [
        Figure(
            each.id, each.key, each.label, sum(each.counts(one.organisation) for one in bases[each.base]),
            len(bases[each.base]), wave.name, each.source if study.record.is_synthetic else study.record.title, each.decimals,
        )
        for each in PUBLISHED
        if (wave.name in each.waves if study.record.is_synthetic else "2016" in each.waves)
    ]  # fmt: skip


def attitude_figures(wave: Wave, study: Study) -> list[Figure]:
    found = [each for each in attitudes(_organisations(wave)) if each.dominant]
    if not found:
        return []
    times = Counter(each.dominant for each in found)
    most = max(sorted(times, key=str), key=lambda code: times[code])
    assert most is not None
    title = (
        wave.enrolments[0].instrument.factor(most).title
        if most != "MIXED"
        else Text(nl="Gemengd", en="Mixed")
    )
    source = "Bradley and McDonald 2012" if study.record.is_synthetic else study.record.title
    return [
        Figure(
            "S4.2", "challenged",
            Text(nl="Staat er negatief tegenover (dwaasheid, angstig of luchthartig)", en="Stands negatively towards it (folly, fearful or flippant)"),
            sum(times[code] for code in CHALLENGED), len(found), wave.name, source,
        ),
        Figure(
            "S4.2", "most_common_attitude",
            Text(nl=f"De meest voorkomende houding: {title.nl.lower()}", en=f"The most common attitude: {title.en.lower()}"),
            times[most], len(found), wave.name, f"{source} (the share is not published)" if study.record.is_synthetic else source,
        ),
    ]  # fmt: skip


def strategy_figures(wave: Wave, study: Study) -> list[Figure]:
    rows = [row for row in _organisations(wave).rows if row.get("CHOSEN") == ["technology_only"]]
    label = Text(
        nl="Alleen de techniek geven, en dan doen de mensen mee",
        en="Only giving the technology, and then the people take part",
    )
    return [
        Figure(
            "S0.15",
            "technology_only_works",
            label,
            sum(row.get("WORKED") == "yes" for row in rows),
            len(rows),
            wave.name,
            "Sampson 2010" if study.record.is_synthetic else study.record.title,
        )
    ]


def _organisations(wave: Wave) -> Answers:
    found = wave.answers("organisation")
    return found if found is not None else Answers(wave.enrolments[0].instrument, [])


def _order(id: str) -> tuple[str, list[int]]:
    letters, _dot, number = id.partition(".")
    return letters, [int(number)] if number.isdecimal() else [0]


_OF_INSTRUMENT: dict[str, Callable[[Wave, Study], list[Figure]]] = {
    "maturity": maturity_figures,
    "attitudes": attitude_figures,
    "strategies": strategy_figures,
}
