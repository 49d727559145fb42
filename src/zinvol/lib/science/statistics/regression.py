"""Whether something makes it more likely that somebody takes part, with the rest held equal."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.answers import Floats


@dataclass(frozen=True)
class Term:
    """``coefficient`` is in log-odds; ``odds`` is its exponent: how the odds multiply for one step more."""

    name: str
    coefficient: float
    error: float
    p: float

    @property
    def odds(self) -> float:
        return float(np.exp(self.coefficient))


@dataclass(frozen=True)
class Regression:
    terms: list[Term]
    n: int
    log_likelihood: float

    def term(self, name: str) -> Term:
        return next(term for term in self.terms if term.name == name)


def logit(
    outcome: Floats, predictors: Mapping[str, Floats], interactions: Sequence[tuple[str, str]] = ()
) -> Regression | None:
    """A logistic regression of a yes (1) or no (0) on the predictors and products of them.

    Only who has all values counts. None when it cannot be told: nothing that differs, too few for the terms
    (ten of the rarer outcome for each, Peduzzi et al. 1996), or a predictor that gives the outcome away.
    """
    columns = dict(predictors)
    for a, b in interactions:
        columns[f"{a}:{b}"] = predictors[a] * predictors[b]
    table = np.column_stack([np.ones(len(outcome)), *columns.values()])
    valid = ~(np.isnan(table).any(axis=1) | np.isnan(outcome))
    table, yes = table[valid], outcome[valid]
    rarer = min(yes.sum(), len(yes) - yes.sum())
    if rarer < 10 * len(columns) or np.linalg.matrix_rank(table) < table.shape[1]:
        return None
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            fit = Logit(yes, table).fit(disp=False)
        except (PerfectSeparationError, np.linalg.LinAlgError, Warning):
            return None
    names = ["constant", *columns]
    terms = [
        Term(*each)
        for each in zip(
            names, map(float, fit.params), map(float, fit.bse), map(float, fit.pvalues), strict=True
        )
    ]
    return Regression(terms, len(yes), float(fit.llf))
