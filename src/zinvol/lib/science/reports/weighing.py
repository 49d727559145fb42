"""What would have been answered had every unit and age class taken part as much as the others (section B1: raking)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.reports.group import People
from zinvol.lib.science.reports.report import Figure, Row
from zinvol.lib.science.reports.wording import whole
from zinvol.lib.science.statistics.sampling import CannotRake, effective_size, rake

REST = ""
"""Those of whom a trait is not known, or whose unit is too small to weigh by itself."""


@dataclass(frozen=True)
class Trait:
    """By what is weighed: the value of each respondent, and how many people of each value there are."""

    name: tuple[str, str]
    is_sensitive: bool
    values: Sequence[str]
    totals: dict[str, float]


def weighed(people: People) -> Figure | None:
    """Every factor weighed to the size of the units and age classes, beside what was answered."""
    for traits in _choices(people):
        found = _rows(people, traits)
        if found:
            return _figure(people, traits, *found)
    return None


def _choices(people: People) -> Iterator[list[Trait]]:
    """By both, else by the one of which enough is known."""
    known = [trait for trait in (_by_unit(people), _by_age(people)) if trait]
    if len(known) == 2:
        yield known
    for trait in known:
        yield [trait]


def _by_unit(people: People) -> Trait | None:
    """Units with enough answers by themselves, all others together."""
    asked = people.enrolment.units
    given = Counter(each.unit for each in people.respondents)
    large = sorted((unit for unit in asked if given[unit] >= people.floor), key=lambda unit: given[unit])
    while large and 0 < people.size - sum(given[unit] for unit in large) < people.floor:
        large.pop(0)
    values = [each.unit if each.unit in large else REST for each in people.respondents]
    totals = {unit: float(asked[unit]) for unit in large}
    if REST in values:
        totals[REST] = float(sum(size for unit, size in asked.items() if unit not in large))
    return Trait(("onderdeel", "unit"), False, values, totals) if _can_weigh(values, totals) else None


def _by_age(people: People) -> Trait | None:
    """Who told no age keeps the share that those have among the answers."""
    known = people.enrolment.ages
    values = [each.row.get("AGE") or REST for each in people.respondents]
    told = sum(value != REST for value in values)
    whole_number = sum(known.values())
    totals = {age: number / whole_number * told for age, number in known.items() if number}
    if told < len(values):
        totals[REST] = float(len(values) - told)
    return Trait(("leeftijd", "age"), True, values, totals) if _can_weigh(values, totals) else None


def _can_weigh(values: Sequence[str], totals: dict[str, float]) -> bool:
    return len(totals) > 1 and all(totals.values()) and set(values) == set(totals)


def _rows(people: People, traits: Sequence[Trait]) -> tuple[list[Row], float] | None:
    """A row for each factor, and how many equal answers the fewest weighed ones are worth."""
    rows, worth = [], []
    for factor in people.factors():
        row = people.factor(factor)
        if row.value is None:
            continue
        scores = people.answers.scale(factor.id)
        valid = ~np.isnan(scores)
        try:
            weights = rake(
                [np.array(trait.values)[valid].tolist() for trait in traits],
                [trait.totals for trait in traits],
            )
        except CannotRake:
            continue
        sensitive = any(trait.is_sensitive for trait in traits)
        if people.may_weigh(factor.id, valid, weights, sensitive=sensitive):
            mean = float(np.average(scores[valid], weights=weights))
            rows.append(Row(label=row.label, value=mean, second=row.value, n=int(valid.sum())))
            worth.append(effective_size(weights))
    return (rows, min(worth)) if rows else None


def _figure(people: People, traits: Sequence[Trait], rows: list[Row], worth: float) -> Figure:
    w = people.w
    most = max(rows, key=lambda row: abs((row.value or 0) - (row.second or 0)))
    points = whole(abs((most.value or 0) - (most.second or 0)))
    by = w(" en ".join(trait.name[0] for trait in traits), " and ".join(trait.name[1] for trait in traits))
    lead = w("Wie wel en niet meedeed, maakt voor de uitkomst geen punt verschil.", "Who took part and who did not makes less than a point of difference.")  # fmt: skip
    if points:
        lead = w(
            f"Had elke groep evenveel meegedaan, dan verschoof {most.label.lower()} het meest: {points} {'punt' if points == 1 else 'punten'}.",
            f"Had every group taken part as much, {most.label.lower()} would move most: {points} {'point' if points == 1 else 'points'}.",
        )
    return Figure(
        id="weighed", kind="pairs", title=w("Gewogen naar wie er werkt", "Weighed to who works here"), lead=lead, rows=rows,
        value_label=w("Gewogen", "Weighed"), second_label=w("Zoals geantwoord", "As answered"), source=people.enrolment.name, n=people.n(),
        method=w(
            f"Gewogen naar {by} (raking), tot de antwoorden kloppen met hoeveel mensen er zijn. Door het wegen tellen zij als {whole(worth)} gelijke antwoorden.",
            f"Weighed to {by} (raking), until the answers agree with how many people there are. Weighed they count as {whole(worth)} equal answers.",
        ),
    )  # fmt: skip
