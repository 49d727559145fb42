"""From many orders to one: Borda, Copeland, ties, and how sure the places are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.answers import Floats
from zinvol.lib.science.statistics.reliability import resample_counts

Ballot = Mapping[str, int]
"""Somebody's order: place by code, from 1; the same place is a tie; what is not in it was not ranked."""


@dataclass(frozen=True)
class Place:
    """Where a code ended. ``borda``: mean points; ``copeland``: pairs won less pairs lost; ``firsts``: first places;
    ``low`` and ``high``: its places in 95 % of the resampled studies. ``place`` is shared when ``is_tied``."""

    code: str
    place: int
    is_tied: bool
    borda: float
    copeland: int
    firsts: int
    ranked_by: int
    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.place}{'=' if self.is_tied else ''}"


@dataclass(frozen=True)
class Ranking:
    """``n`` orders that said anything; ``concordance`` is Kendall's W, None when there is nothing to compare."""

    places: list[Place]
    n: int
    concordance: float | None

    def order(self) -> list[str]:
        return [place.code for place in self.places]


def rank(ballots: Sequence[Ballot], codes: Sequence[str], *, rounds: int = 1000, seed: int = 1) -> Ranking:
    """Section B4: order by mean Borda points; tie-break by Copeland, then first places, else a shared place.

    A code on place r of m gets m - r + 1 points; ties share their mean place, and what was not ranked shares the
    mean of the places left over. Ballots without a ranked code do not count; codes outside ``codes`` neither.
    """
    known = [{code: place for code, place in ballot.items() if code in codes} for ballot in ballots]
    known = [ballot for ballot in known if ballot]
    if not known:
        return Ranking([], 0, None)
    points = np.array([_points(ballot, codes) for ballot in known])
    borda = points.mean(axis=0)
    copeland = _copeland(points)
    firsts = np.array([sum(ballot.get(code) == min(ballot.values()) for ballot in known) for code in codes])
    low, high = _place_intervals(points, rounds=rounds, seed=seed)
    keys = [(-round(float(borda[i]), 9), -int(copeland[i]), -int(firsts[i])) for i in range(len(codes))]
    order = sorted(range(len(codes)), key=lambda i: (keys[i], i))
    places = [
        Place(
            code=codes[i],
            place=1 + sum(keys[j] < keys[i] for j in order),
            is_tied=keys.count(keys[i]) > 1,
            borda=float(borda[i]),
            copeland=int(copeland[i]),
            firsts=int(firsts[i]),
            ranked_by=sum(codes[i] in ballot for ballot in known),
            low=int(low[i]),
            high=int(high[i]),
        )
        for i in order
    ]
    return Ranking(places, len(known), concordance(len(codes) + 1 - points))


def _points(ballot: Ballot, codes: Sequence[str]) -> list[float]:
    """Borda points by code."""
    m = len(codes)
    ordered = sorted(ballot.values())
    mean_place = {
        place: np.mean([position for position, each in enumerate(ordered, 1) if each == place])
        for place in set(ordered)
    }
    left = (len(ballot) + 1 + m) / 2
    return [m + 1 - float(mean_place[ballot[code]] if code in ballot else left) for code in codes]


def _copeland(points: Floats) -> Floats:
    """Pairs won less pairs lost, by code; a pair is won when more people put this one above the other."""
    above = (points[:, :, None] > points[:, None, :]).sum(axis=0)
    return np.sign(above - above.T).sum(axis=1)


def _place_intervals(points: Floats, *, rounds: int, seed: int) -> tuple[Floats, Floats]:
    means = resample_counts(len(points), rounds=rounds, seed=seed) @ points
    places = 1 + (means[:, None, :] > means[:, :, None] + 1e-9).sum(axis=2)
    low, high = np.percentile(places, [2.5, 97.5], axis=0, method="closest_observation")
    return low, high


def concordance(places: Floats) -> float | None:
    """Kendall's W of places (people by things), corrected for ties: 0 is none, 1 is one and the same order.

    By way of Friedman's chi-square: W = chi2 / (n (m - 1)) (Kendall and Babington Smith, 1939).
    """
    n, m = places.shape
    if n < 2 or m < 3 or np.allclose(places, places[:, :1]):
        return None
    from scipy.stats import friedmanchisquare

    return float(friedmanchisquare(*places.T).statistic / (n * (m - 1)))


@dataclass(frozen=True)
class Correlation:
    rho: float
    p: float


def same_order(one: Sequence[float], other: Sequence[float]) -> Correlation | None:
    """Spearman's rank correlation; None with fewer than three or nothing that differs."""
    if len(one) < 3 or len(set(one)) == 1 or len(set(other)) == 1:
        return None
    from scipy.stats import spearmanr

    found = spearmanr(one, other)
    return Correlation(float(found.statistic), float(found.pvalue))
