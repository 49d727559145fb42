"""Whether items that should measure one thing do: alpha and omega, with intervals, and what to do about it.

Cronbach, Psychometrika 16, 1951; McDonald, Test Theory, 1999. Intervals: percentile bootstrap over respondents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zinvol.lib.science.answers import Floats

LEAST_FOR_ALPHA = 30
LEAST_FOR_OMEGA = 100
HIDE, CAUTION, REDUNDANT = 0.60, 0.70, 0.95

Verdict = Literal["too_few", "hide", "caution", "good", "redundant"]


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """``n`` complete answers; ``alpha`` from 30 of them, ``omega`` from 100."""

    n: int
    items: int
    alpha: Coefficient | None
    omega: Coefficient | None

    @property
    def verdict(self) -> Verdict:
        """Under .60 the scale is not shown, under .70 it is shown with caution, above .95 its items say the same."""
        if self.alpha is None:
            return "too_few"
        if self.alpha.value < HIDE:
            return "hide"
        if self.alpha.value < CAUTION:
            return "caution"
        return "redundant" if self.alpha.value > REDUNDANT else "good"


def reliability(matrix: Floats, *, rounds: int = 1000, seed: int = 1) -> Reliability:
    """Of respondents by items (reversed items turned round); only who answered all items counts."""
    whole = matrix[~np.isnan(matrix).any(axis=1)]
    n, items = whole.shape
    if n < LEAST_FOR_ALPHA or items < 2 or not np.trace(np.cov(whole.T)):
        return Reliability(n, items, None, None)
    again = resampled_covariances(whole, rounds=rounds, seed=seed)
    once = np.cov(whole.T)[None]
    omega = _coefficient(omegas(once), omegas(again)) if n >= LEAST_FOR_OMEGA and items >= 3 else None
    return Reliability(n, items, _coefficient(alphas(once), alphas(again)), omega)


def _coefficient(once: Floats, again: Floats) -> Coefficient | None:
    if np.isnan(once[0]):
        return None
    low, high = np.nanpercentile(again, [2.5, 97.5])
    return Coefficient(float(once[0]), float(low), float(high))


def alphas(covariances: Floats) -> Floats:
    """Alpha of each covariance matrix in a stack: k/(k-1) (1 - sum of variances / variance of the sum)."""
    k = covariances.shape[-1]
    variances = np.trace(covariances, axis1=-2, axis2=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = k / (k - 1) * (1 - variances / covariances.sum(axis=(-2, -1)))
    return found


def omegas(covariances: Floats) -> Floats:
    """Omega of each covariance matrix in a stack: (sum l)^2 / ((sum l)^2 + sum of uniquenesses), one factor."""
    loadings = one_factor(covariances)
    common = loadings.sum(axis=-1) ** 2
    unique = np.trace(covariances, axis1=-2, axis2=-1) - (loadings**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = common / (common + unique)
    return found


def one_factor(covariances: Floats, *, rounds: int = 2000, close: float = 1e-10) -> Floats:
    """Loadings on one factor of each covariance matrix in a stack, by iterated principal axes.

    Starts from Spearman's triads, which with three items is already the answer; a loading never explains more
    than the variance of its item (no Heywood case).
    """
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    common = _triads(covariances)
    size = covariances.shape[-1]
    loadings = np.sqrt(common)
    going = np.ones(len(covariances), dtype=bool)
    for _round in range(rounds):
        reduced = covariances[going].copy()
        reduced[:, range(size), range(size)] = common[going]
        values, vectors = np.linalg.eigh(reduced)
        found = vectors[..., -1] * np.sqrt(np.maximum(values[..., -1:], 0))
        found *= np.where(found.sum(axis=-1, keepdims=True) < 0, -1, 1)
        fresh = np.minimum(found**2, variances[going])
        moved = np.abs(fresh - common[going]).max(axis=-1)
        loadings[going] = np.sign(found) * np.sqrt(fresh)
        common[going] = fresh
        going[going] = moved > close * variances.max()
        if not going.any():
            break
    return loadings


def _triads(covariances: Floats) -> Floats:
    """The first guess of the shared variance of each item: the mean of s_ij s_ik / s_jk over the other pairs."""
    size = covariances.shape[-1]
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    guess = np.empty_like(variances)
    with np.errstate(invalid="ignore", divide="ignore"):
        for i in range(size):
            others = [j for j in range(size) if j != i]
            found = [
                covariances[:, i, j] * covariances[:, i, k] / covariances[:, j, k]
                for j in others
                for k in others
                if j < k
            ]
            guess[:, i] = np.mean(found, axis=0) if found else variances[:, i] / 2
    return np.clip(np.nan_to_num(guess, nan=0.0, posinf=0.0, neginf=0.0), 0.0, variances)


def resampled_covariances(matrix: Floats, *, rounds: int, seed: int) -> Floats:
    """Covariance matrices of ``rounds`` samples with replacement: rounds by items by items."""
    n, size = matrix.shape
    times = resample_counts(n, rounds=rounds, seed=seed)
    centred = matrix - matrix.mean(axis=0)
    means = times @ centred / n
    products = (centred[:, :, None] * centred[:, None, :]).reshape(n, size * size)
    seconds = (times @ products / n).reshape(rounds, size, size)
    found: Floats = (seconds - means[:, :, None] * means[:, None, :]) * (n / (n - 1))
    return found


def resample_counts(n: int, *, rounds: int, seed: int) -> Floats:
    """How often each of ``n`` is drawn in each round of the bootstrap: rounds by n."""
    drawn = np.random.default_rng(seed).integers(n, size=(rounds, n))
    times = np.zeros((rounds, n))
    np.add.at(times, (np.arange(rounds)[:, None], drawn), 1)
    return times
