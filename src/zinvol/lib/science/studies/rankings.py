"""Who is how far, and what holds most back: orders over organisations.

Organisations are ranked on preconditions only, never on value: what one gains cannot be compared (S1.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from zinvol.lib.science.scoring.maturity import Maturity
from zinvol.lib.science.statistics.ranking import Ballot, Correlation, Ranking, rank, same_order
from zinvol.lib.science.studies.study import Enrolment, Study, Wave

REASONS = tuple(f"BR{number}" for number in range(1, 13))
COSTS = "BR12"
MOST_SHOWN = 10


@dataclass(frozen=True)
class Standing:
    """A place in the ranking; ``name`` is None for who did not agree to be named. ``previous``: the place in the wave
    before, None when it was not in it."""

    place: int
    is_tied: bool
    enrolment: Enrolment
    score: float
    previous: int | None

    @property
    def name(self) -> str | None:
        return self.enrolment.name if self.enrolment.may_be_named else None

    @property
    def maturity(self) -> Maturity:
        return self.enrolment.maturity

    def __str__(self) -> str:
        return f"{self.place}{'=' if self.is_tied else ''}"

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "tied": self.is_tied,
            "name": self.name,
            "score": printed(self.score),
            "previous": self.previous,
        }


def printed(score: float) -> int:
    """A score as printed: whole, halves up."""
    return floor(score + 0.5 + 1e-9)


def standings(study: Study, wave: Wave) -> list[Standing]:
    """All organisations of a wave with a total, highest first. Equal to a tenth of a point is a tie."""
    before = study.before(wave)
    earlier = {name: place for place, _tied, name, _one in _places(before)} if before else {}
    return [
        Standing(place, tied, one, one.maturity.total or 0, earlier.get(name))
        for place, tied, name, one in _places(wave)
    ]


def _places(wave: Wave) -> list[tuple[int, bool, str, Enrolment]]:
    scored = [
        (floor(10 * one.maturity.total + 0.5 + 1e-9) / 10, one)
        for one in wave.with_platform()
        if one.maturity.total is not None
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].name))
    totals = [total for total, _one in scored]
    return [(1 + totals.index(total), totals.count(total) > 1, one.name, one) for total, one in scored]


def ballots(wave: Wave) -> list[Ballot]:
    """The orders given by organisations without a platform."""
    return [
        one.organisation["BARRIERS"] for one in wave.without_platform() if one.organisation.get("BARRIERS")
    ]


def barriers(wave: Wave, *, rounds: int = 1000) -> Ranking:
    return rank(ballots(wave), REASONS, rounds=rounds)


@dataclass(frozen=True)
class Shift:
    """Between two waves. ``real`` are the codes whose places do not overlap: the rest may be chance."""

    correlation: Correlation | None
    real: list[str]


def shift(before: Ranking, after: Ranking) -> Shift:
    """Only codes that stand in both."""
    old = {place.code: place for place in before.places}
    both = [(old[place.code], place) for place in after.places if place.code in old]
    real = [new.code for was, new in both if new.low > was.high or new.high < was.low]
    return Shift(same_order([was.borda for was, _new in both], [new.borda for _was, new in both]), real)


def rankings_of(studies: Sequence[Study], *, rounds: int = 200) -> dict[str, Any]:
    """The orders that the publications print, with what they are made of."""
    found: dict[str, Any] = {"preconditions": [], "barriers": []}
    for study in studies:
        if study.record.scope != "benchmark" or study.instrument.id != "maturity":
            continue
        for wave in study.waves:
            top = standings(study, wave)[:MOST_SHOWN]
            found["preconditions"].append(
                {"id": "S1.23", "wave": wave.name, "n": len(wave.with_platform()), "source": "Evolve 2016; scores are made up",
                 "top": [each.as_json() for each in top]}
            )  # fmt: skip
            order = barriers(wave, rounds=rounds)
            found["barriers"].append({
                "id": "S0.2", "wave": wave.name, "n": order.n,
                "source": "Evolve 2014" if wave.name == "2014" else "Evolve 2014; in this wave an assumption",
                "order": order.order(), "last": order.order()[-1] if order.places else None,
                "places": [{"code": each.code, "place": str(each), "borda": round(each.borda, 3), "low": each.low, "high": each.high} for each in order.places],
            })  # fmt: skip
    return found
