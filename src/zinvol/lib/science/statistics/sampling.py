"""From who answered to all who could: margins, intervals, and weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.answers import Floats
from zinvol.lib.science.statistics.reliability import resample_counts

Z95 = 1.96
SMALL = 100


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def margin(share: float, n: int, population: int | None = None) -> float:
    """Half the width of the 95 % interval of a share: 1.96 sqrt(p(1-p)/n (N-n)/(N-1)).

    With everybody asked (n = N) it is nought. Says nothing about who chose to take part themselves: for a
    benchmark with self-selected organisations none is given.
    """
    finite = 1.0 if population is None or population <= 1 else max(population - n, 0) / (population - 1)
    return Z95 * math.sqrt(share * (1 - share) / n * finite)


def share_interval(count: int, n: int, population: int | None = None) -> Interval:
    """The 95 % interval of a share: Wilson's (J. Am. Stat. Assoc. 22, 1927) under 100 answers, else ``margin``.

    Wilson's is for a sample from the endless; with a population known it is drawn in by the same factor.
    """
    share = count / n
    if n >= SMALL:
        half = margin(share, n, population)
        return Interval(max(0.0, share - half), min(1.0, share + half))
    from scipy.stats import binomtest  # half a second to load, and not every report asks for it

    wilson = binomtest(count, n).proportion_ci(method="wilson")
    finite = (
        1.0 if population is None or population <= 1 else math.sqrt(max(population - n, 0) / (population - 1))
    )
    return Interval(share - (share - wilson.low) * finite, share + (wilson.high - share) * finite)


def mean_interval(values: Floats, *, rounds: int = 1000, seed: int = 1) -> Interval | None:
    """The 95 % interval of a mean, by bootstrap; None with fewer than two answers."""
    valid = values[~np.isnan(values)]
    if len(valid) < 2:
        return None
    means = resample_counts(len(valid), rounds=rounds, seed=seed) @ valid / len(valid)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(low), float(high))


class CannotRake(ValueError):
    """The weights do not settle; the message says on what."""


def rake(
    traits: Sequence[Sequence[str]],
    totals: Sequence[Mapping[str, float]],
    *,
    rounds: int = 200,
    close: float = 1e-8,
) -> Floats:
    """A weight for each respondent, so that every trait adds up to what is known of the population.

    ``traits``: for each trait its value by respondent; ``totals``: for each trait the number in the population by
    value (Deming and Stephan, Annals of Mathematical Statistics 11, 1940). The mean weight is one.
    Raises ``CannotRake`` when the population has a value that nobody who answered has, or the other way round.
    """
    size = len(traits[0])
    masks = []
    for values, known in zip(traits, totals, strict=True):
        there = {value for value, number in known.items() if number > 0}
        if there != set(values):
            raise CannotRake(f"Only on one side: {', '.join(sorted(there ^ set(values)))}.")
        whole = sum(known.values())
        masks.append(
            [(np.array([each == value for each in values]), known[value] / whole * size) for value in there]
        )
    weights = np.ones(size)
    for _round in range(rounds):
        for groups in masks:
            for mask, wanted in groups:
                weights[mask] *= wanted / weights[mask].sum()
        if all(abs(weights[mask].sum() - wanted) < close for groups in masks for mask, wanted in groups):
            return weights
    raise CannotRake("The totals of the traits contradict each other.")


def effective_size(weights: Floats) -> float:
    """How many equal answers these weighted ones are worth (Kish, Survey Sampling, 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())
