"""Whether groups expect the same of a technology, and whether people do what they announced (section B3).

Orlikowski and Gash, 1994; Treem and others, 2015. Measures, groups and bounds are our own design.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.answers import Answers, Floats, Mask, row_means
from zinvol.lib.science.statistics.agreement import congruence, kappa, sharedness
from zinvol.lib.science.statistics.regression import Regression, logit
from zinvol.lib.science.statistics.reliability import resample_counts
from zinvol.lib.science.statistics.sampling import Interval

DOMAINS = ("nature", "strategy", "use")
PRIVATE = ("PRIVATE_LINKEDIN", "PRIVATE_FACEBOOK", "PRIVATE_WHATSAPP", "PRIVATE_X")
ALERT = 0.75
ACTIVE_DAYS = (1, 3, 6, 13)
"""From how many active days of 28 somebody is in class 1, 2, 3 and 4."""
ROUNDS = 1000


@dataclass(frozen=True)
class Congruence:
    """How alike two groups see it, 0 to 1, by domain and over all three. ``interval``: 95 %, by bootstrap within the
    groups. ``p``: how often groups made at random differ as much. Below .75 is an alert."""

    domains: Mapping[str, float | None]
    overall: float | None
    interval: Interval | None
    p: float | None
    sizes: tuple[int, int]

    @property
    def is_alert(self) -> bool:
        return self.overall is not None and self.overall < ALERT


def domain_means(answers: Answers) -> Floats:
    """Respondents by domains, 1 to 7; NaN where under two thirds of a domain was answered."""
    return np.column_stack(
        [row_means(answers.matrix(answers.instrument.items_of(domain)) / 100 * 6 + 1) for domain in DOMAINS]
    )


def between(answers: Answers, one: Mask, other: Mask, *, rounds: int = ROUNDS, seed: int = 1) -> Congruence:
    """The congruence of two groups of the same study that share nobody."""
    means = domain_means(answers)
    a, b = means[one], means[other]
    domains = {domain: congruence(a[:, i], b[:, i]) for i, domain in enumerate(DOMAINS)}
    overall = _overall(a, b)
    if overall is None:
        return Congruence(domains, None, None, None, (len(a), len(b)))
    return Congruence(
        domains,
        overall,
        _interval(a, b, rounds, seed),
        _chance(a, b, overall, rounds, seed),
        (len(a), len(b)),
    )


def _overall(a: Floats, b: Floats) -> float | None:
    found = [congruence(a[:, i], b[:, i]) for i in range(len(DOMAINS))]
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if len(known) == len(DOMAINS) else None


def _interval(a: Floats, b: Floats, rounds: int, seed: int) -> Interval:
    chance = np.random.default_rng(seed)
    found = _repeat(
        rounds, lambda: (a[chance.integers(len(a), size=len(a))], b[chance.integers(len(b), size=len(b))])
    )
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(low), float(high))


def _chance(a: Floats, b: Floats, overall: float, rounds: int, seed: int) -> float:
    """The share of random divisions of the same people that are as incongruent; the real one counts as one."""
    chance, both = np.random.default_rng(seed), np.concatenate([a, b])

    def shuffled() -> tuple[Floats, Floats]:
        order = chance.permutation(len(both))
        return both[order[: len(a)]], both[order[len(a) :]]

    found = _repeat(rounds, shuffled)
    return float((1 + (found <= overall + 1e-12).sum()) / (1 + len(found)))


def _repeat(rounds: int, draw: Callable[[], tuple[Floats, Floats]]) -> Floats:
    found = (_overall(*draw()) for _round in range(rounds))
    return np.array([value for value in found if value is not None])


def shared(answers: Answers, group: Mask) -> dict[str, float | None]:
    """r_wg of a group by domain: how far its members see it alike."""
    means = domain_means(answers)[group]
    return {domain: sharedness(means[:, i]) for i, domain in enumerate(DOMAINS)}


def days_class(days: Floats) -> Floats:
    """Active days of the last 28 as a class: 0 none, 1 one or two, 2 three to five, 3 six to twelve, 4 more."""
    classes = np.searchsorted(np.array(ACTIVE_DAYS), np.nan_to_num(days), side="right").astype(float)
    return np.where(np.isnan(days), np.nan, classes)


@dataclass(frozen=True)
class StatedAndActual:
    """``gap``: mean of actual less stated class, below nought when people did less than they announced, with its
    interval; ``agreement``: kappa with linear weights."""

    n: int
    stated: float
    actual: float
    gap: float
    interval: Interval
    agreement: float | None


def stated_and_actual(stated: Floats, actual: Floats, *, seed: int = 1) -> StatedAndActual | None:
    """Classes 0 to 4 of the same people, before and after; None with fewer than two pairs."""
    both = ~(np.isnan(stated) | np.isnan(actual))
    if both.sum() < 2:
        return None
    before, after = stated[both], actual[both]
    gaps = after - before
    means = resample_counts(len(gaps), rounds=ROUNDS, seed=seed) @ gaps / len(gaps)
    low, high = np.percentile(means, [2.5, 97.5])
    agreement = kappa(list(map(int, before)), list(map(int, after)), range(5), weights="linear")
    return StatedAndActual(
        len(gaps),
        float(before.mean()),
        float(after.mean()),
        float(gaps.mean()),
        Interval(float(low), float(high)),
        agreement,
    )


def what_makes_active(active: Floats, cohort: Floats, experience: Floats, frame: Floats) -> Regression | None:
    """logit(active) ~ cohort + experience + cohort x experience + frame (section B3).

    ``active`` and ``cohort`` are 0 or 1; experience and frame are centred here, so that the effect of the cohort
    is that at average experience.
    """
    return logit(
        active,
        {
            "cohort": cohort,
            "experience": experience - np.nanmean(experience),
            "frame": frame - np.nanmean(frame),
        },
        interactions=[("cohort", "experience")],
    )


def experience(answers: Answers) -> Floats:
    """How much each respondent uses private social media, 0 to 4; NaN where one of them was not answered."""
    return np.column_stack([answers.column(item) for item in PRIVATE]).mean(axis=1)


def median_split(values: Floats) -> tuple[Mask, Mask]:
    """Low and high: at most the median, and above it. Nobody is in either of whom nothing is known."""
    known = values[~np.isnan(values)]
    middle = np.median(known) if len(known) else np.nan
    return values <= middle, values > middle
