"""How far two look at the same in the same way: coders, answers and deeds, people within a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from zinvol.lib.science.answers import Floats

ENOUGH = 0.70
"""Two coders agree well enough from this kappa on (section B3)."""


def kappa(
    one: Sequence[object],
    other: Sequence[object],
    categories: Sequence[object],
    weights: Literal["linear"] | None = None,
) -> float | None:
    """Cohen's kappa (Educational and Psychological Measurement 20, 1960); None when there is nothing to tell apart.

    ``weights`` "linear": categories are in order, and a miss by two counts twice a miss by one (Psychological
    Bulletin 70, 1968).
    """
    place = {category: i for i, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for a, b in zip(one, other, strict=True):
        table[place[a], place[b]] += 1
    if not table.sum() or (np.count_nonzero(table.sum(axis=0) + table.sum(axis=1)) < 2):
        return None
    from statsmodels.stats.inter_rater import cohens_kappa

    return float(cohens_kappa(table, wt=weights, return_results=False))


def sharedness(values: Floats, uniform: float = 4.0) -> float | None:
    """r_wg = 1 - s^2 / uniform, not below nought: how far a group answers alike (James, Demaree and Wolf 1984).

    ``uniform`` is the variance when everybody answers at random: 4 on seven points. None with fewer than two.
    """
    valid = values[~np.isnan(values)]
    return max(0.0, 1 - float(np.var(valid, ddof=1)) / uniform) if len(valid) >= 2 else None


def congruence(one: Floats, other: Floats) -> float | None:
    """How alike two groups see a domain on seven points (section B3; our own design): the mean of
    1 - |difference of means| / 6 and 1 - |difference of spreads| / 3, neither below nought."""
    a, b = one[~np.isnan(one)], other[~np.isnan(other)]
    if len(a) < 2 or len(b) < 2:
        return None
    means = 1 - abs(a.mean() - b.mean()) / 6
    spreads = 1 - abs(a.std(ddof=1) - b.std(ddof=1)) / 3
    return float((max(0.0, means) + max(0.0, spreads)) / 2)
