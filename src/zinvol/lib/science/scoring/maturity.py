"""The maturity scan of one organisation: four preconditions, and how far it is (section B1).

The weights of the preconditions and the bounds of the levels are our own design: the published study names the
preconditions, not the numbers. Whoever shows a total shows the weights beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from zinvol.lib.science.answers import Answers

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"use": 25.0, "effectiveness": 20.0, "organisation": 20.0, "integration": 35.0}
)
USE_PARTS: Mapping[str, float] = MappingProxyType({"employee": 0.5, "effort": 0.25, "measured": 0.25})
SCALES = ("PE", "EE", "RE", "PC", "PM", "CN", "AV")
LEVELS = ("absent", "ad_hoc", "set_up", "steered", "embedded")
BOUNDS = (20, 40, 60, 80)
ENOUGH_WEIGHT = 0.70
"""A precondition is missing when less than this share of its weight was answered."""
NEEDED_BY_MOST = 4
"""The answer to I3 without which nothing is embedded: 75 % of the staff or more need the platform."""


@dataclass(frozen=True)
class Precondition:
    """``score`` 0 to 100, None when too little was answered. ``valid`` is the share of its weight that was.
    ``parts`` are the scores it is made of; ``is_partial`` says that a part of Use had no source."""

    code: str
    score: float | None
    valid: float
    parts: Mapping[str, float | None] = field(default_factory=dict)
    is_partial: bool = False

    @property
    def level(self) -> int | None:
        return None if self.score is None else level_of(self.score)


@dataclass(frozen=True)
class Maturity:
    """``total`` and ``level`` are None when a precondition is missing. ``held_back_by``: the preconditions that keep
    the level down, or "need" when too few need the platform. ``breadth``: 0 is one department, 1 is all alike."""

    use: Precondition
    effectiveness: Precondition
    organisation: Precondition
    integration: Precondition
    total: float | None
    level: int | None
    held_back_by: tuple[str, ...]
    breadth: float | None
    weights: Mapping[str, float]

    @property
    def preconditions(self) -> tuple[Precondition, ...]:
        return (self.use, self.effectiveness, self.organisation, self.integration)

    @property
    def is_partial(self) -> bool:
        return self.use.is_partial


def level_of(score: float) -> int:
    """0 absent (under 20), 1 ad hoc, 2 set up, 3 steered, 4 embedded (80 and more)."""
    return sum(score >= bound - 1e-9 for bound in BOUNDS)


def maturity(
    organisation: Answers | None = None,
    employees: Answers | None = None,
    *,
    measured: Mapping[str, float] | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> Maturity:
    """The scan of one organisation.

    ``organisation``: answers of who answered for it (several are averaged); ``employees``: answers of staff;
    ``measured``: what the network itself measured of the factors of Use, 0 to 100 by factor. Whatever is missing
    makes Use partial; without any part, Use is missing.
    """
    parts = {
        "employee": _employees(employees),
        "effort": (None, 0.0) if organisation is None else factor_score(organisation, "effort"),
        "measured": _measured(measured or {}),
    }
    use, effectiveness = _use(parts), _precondition(organisation, "effectiveness")
    organised, integration = (
        _precondition(organisation, "organisation"),
        _precondition(organisation, "integration"),
    )
    found = (use, effectiveness, organised, integration)
    total = _total(found, weights)
    level, held_back_by = _level(found, total, _need(organisation))
    spread = _breadth(organisation)
    return Maturity(use, effectiveness, organised, integration, total, level, held_back_by, spread, weights)


def factor_score(answers: Answers, factor: str) -> tuple[float | None, float]:
    """The score 0 to 100 of a factor over who answered, and which share of its weight was answered.

    The score is None when that share is under 70 %.
    """
    items = answers.instrument.items_of(factor)
    weights = np.array([item.weight for item in items])
    matrix = answers.matrix(items)
    means = np.array([_mean(answers, matrix[:, i]) for i in range(len(items))], dtype=float)
    valid = ~np.isnan(means)
    share = float(weights[valid].sum() / weights.sum())
    if share < ENOUGH_WEIGHT - 1e-9:
        return None, share
    return float(np.average(means[valid], weights=weights[valid])), share


def _mean(answers: Answers, values: np.ndarray) -> float:
    found = answers.mean(values)
    return math.nan if found is None else found


def scale_scores(employees: Answers) -> dict[str, float | None]:
    """The seven scales of Use over who answered, 0 to 100; None where nobody answered enough of it."""
    return {code: employees.mean(employees.scale(code)) for code in SCALES}


def _employees(employees: Answers | None) -> tuple[float | None, float]:
    return _mean_of_parts({} if employees is None else scale_scores(employees), len(SCALES))


def _measured(measured: Mapping[str, float]) -> tuple[float | None, float]:
    """What the network measured counts as soon as any factor has a source; not every factor can be measured."""
    known = [value for code, value in measured.items() if code in SCALES]
    return (float(np.mean(known)), 1.0) if known else (None, 0.0)


def _mean_of_parts(parts: Mapping[str, float | None], of: int) -> tuple[float | None, float]:
    known = [value for value in parts.values() if value is not None]
    share = len(known) / of
    return (float(np.mean(known)) if share >= ENOUGH_WEIGHT else None), share


def _use(parts: Mapping[str, tuple[float | None, float]]) -> Precondition:
    scores = {code: score for code, (score, _share) in parts.items()}
    there = {code: score for code, score in scores.items() if score is not None}
    weight = sum(USE_PARTS[code] for code in there)
    score = sum(USE_PARTS[code] * value for code, value in there.items()) / weight if there else None
    return Precondition("use", score, weight, scores, is_partial=bool(there) and len(there) < len(USE_PARTS))


def _precondition(organisation: Answers | None, code: str) -> Precondition:
    if organisation is None:
        return Precondition(code, None, 0.0)
    score, share = factor_score(organisation, code)
    return Precondition(code, score, share)


def _total(found: tuple[Precondition, ...], weights: Mapping[str, float]) -> float | None:
    if any(each.score is None for each in found):
        return None
    return sum(weights[each.code] * (each.score or 0) for each in found) / sum(
        weights[each.code] for each in found
    )


def _need(organisation: Answers | None) -> float | None:
    return None if organisation is None else organisation.mean(organisation.column("I3"))


def _level(
    found: tuple[Precondition, ...], total: float | None, need: float | None
) -> tuple[int | None, tuple[str, ...]]:
    """At most one above the lowest precondition; embedded only when nearly all need it."""
    if total is None:
        return None, ()
    lowest = min(each.level or 0 for each in found)
    level = min(level_of(total), lowest + 1)
    held_back = tuple(each.code for each in found if each.level == lowest) if level < level_of(total) else ()
    if level == len(LEVELS) - 1 and (need is None or need < NEEDED_BY_MOST):
        return level - 1, (*held_back, "need")
    return level, held_back


def _breadth(organisation: Answers | None) -> float | None:
    """-sum(p ln p) / ln D over the hours of each department; None below two departments to divide over."""
    if organisation is None:
        return None
    there = len(organisation.instrument.item("HOURS").options)
    found = [breadth(hours, there) for hours in organisation.given("HOURS") if hours]
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if known else None


def breadth(hours: Mapping[str, float], departments: int | None = None) -> float | None:
    """How evenly hours are spread over the departments there are, 0 to 1; who is left out spends none. None for fewer
    than two departments, or without hours."""
    there = departments or len(hours)
    total = sum(hours.values())
    if there < 2 or total <= 0:
        return None
    shares = [value / total for value in hours.values() if value > 0]
    return -sum(share * math.log(share) for share in shares) / math.log(there) + 0.0
