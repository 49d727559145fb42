"""Our numbers beside those of R (``reference/r.R`` made ``reference/r.json``), and beside published examples."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from zinvol.lib.science.statistics.agreement import congruence, kappa, sharedness
from zinvol.lib.science.statistics.ranking import concordance, same_order
from zinvol.lib.science.statistics.regression import logit
from zinvol.lib.science.statistics.reliability import alphas, omegas, one_factor, reliability
from zinvol.lib.science.statistics.sampling import (
    CannotRake,
    effective_size,
    margin,
    mean_interval,
    rake,
    share_interval,
)

R = json.loads((Path(__file__).parent / "reference" / "r.json").read_text())


def close(value: float, tolerance: float = 1e-9):
    return pytest.approx(value, abs=tolerance, rel=0)


def items(case: str) -> np.ndarray:
    return np.column_stack(list(R[case]["data"]["items"].values())).astype(float)


@pytest.mark.parametrize("case", ["alpha_attitude", "alpha_three"])
def test_alpha_is_that_of_psych(case):
    assert alphas(np.cov(items(case).T)[None])[0] == close(R[case]["result"]["raw_alpha"])


def test_alpha_of_the_published_example():
    """The data `attitude` (Chatterjee and Price, 1977): .84 in the documentation of psych."""
    found = reliability(items("alpha_attitude"))
    assert (found.n, found.items, round(found.alpha.value, 2)) == (30, 7, 0.84)
    assert found.alpha.low < found.alpha.value < found.alpha.high
    assert found.verdict == "good"
    assert found.omega is None, "thirty are too few for omega"


@pytest.mark.parametrize("case", ["omega_three", "omega_seven"])
def test_omega_is_that_of_minres(case):
    known = R[case]["result"]["covariance_minres_exact"]
    covariances = np.cov(items(case).T)[None]
    np.testing.assert_allclose(one_factor(covariances)[0], known["loadings"], rtol=0, atol=1e-4)
    assert omegas(covariances)[0] == close(known["omega"], 1e-6)


def test_a_stack_of_samples_is_each_sample_by_itself():
    covariances = np.stack([np.cov(items("omega_seven").T), np.cov(items("omega_seven")[:20].T)])
    alone = [omegas(each[None])[0] for each in covariances]
    np.testing.assert_allclose(omegas(covariances), alone, atol=1e-9)


def test_the_bootstrap_interval_holds_what_made_the_data():
    """One factor with loading .75 on each of three items: alpha is 3 x .5625 / (1 + 2 x .5625) = .794."""
    chance = np.random.default_rng(6)
    common = chance.normal(size=(2000, 1))
    matrix = 0.75 * common + np.sqrt(1 - 0.5625) * chance.normal(size=(2000, 3))
    found = reliability(matrix)
    assert found.alpha.low < 0.794 < found.alpha.high
    assert found.alpha.high - found.alpha.low < 0.04
    assert abs(found.omega.value - found.alpha.value) < 0.01


@pytest.mark.parametrize(
    ("noise", "verdict"), [(3.0, "hide"), (1.25, "caution"), (0.8, "good"), (0.1, "redundant")]
)
def test_what_to_do_with_a_scale(noise, verdict):
    chance = np.random.default_rng(2)
    matrix = chance.normal(size=(400, 1)) + noise * chance.normal(size=(400, 3))
    assert reliability(matrix).verdict == verdict


def test_too_few_complete_answers_give_no_alpha():
    matrix = items("alpha_three")[:31].copy()
    matrix[:2, 0] = np.nan
    assert (reliability(matrix).n, reliability(matrix).alpha, reliability(matrix).verdict) == (
        29,
        None,
        "too_few",
    )


def test_wilson_is_that_of_r():
    case = R["wilson"]
    for x, n, low, high in zip(
        case["data"]["x"], case["data"]["n"], case["result"]["lower"], case["result"]["upper"], strict=True
    ):
        found = share_interval(x, n)
        assert (found.low, found.high) == (close(low), close(high))


def test_the_margin_shrinks_with_the_share_that_was_asked():
    data, result = R["margin_of_error"]["data"], R["margin_of_error"]["result"]
    assert margin(0.5, data["n"], data["N"]) == close(result["moe_z_1.96"])
    assert margin(0.5, data["n"]) == close(result["moe_z_1.96_without_fpc"])
    assert margin(0.5, 900, 900) == 0
    all_of_them = share_interval(9, 91, 91)
    assert (all_of_them.low, all_of_them.high) == (close(9 / 91), close(9 / 91))


def test_raking_is_that_of_survey():
    data, result = R["rake"]["data"], R["rake"]["result"]
    traits = [list(map(str, data["department"])), list(map(str, data["cohort"]))]
    totals = [
        {str(i): number for i, number in enumerate(data["population_department"], 1)},
        dict(zip(sorted(set(traits[1])), data["population_cohort"], strict=True)),
    ]
    weights = rake(traits, totals)
    known = np.array(result["weights"])
    np.testing.assert_allclose(weights / weights.sum(), known / known.sum(), rtol=1e-6)
    assert np.average(data["y"], weights=weights) == close(result["weighted_mean_y"], 1e-6)
    assert weights.mean() == close(1)
    assert effective_size(weights) == close(result["kish_effective_n"], 1e-4)


def test_raking_says_what_is_on_one_side_only():
    with pytest.raises(CannotRake, match="Zorg"):
        rake([["Werk", "Werk"]], [{"Werk": 10, "Zorg": 5}])
    with pytest.raises(CannotRake, match="contradict"):
        rake([["a", "a", "b"], ["x", "x", "y"]], [{"a": 5, "b": 5}, {"x": 1, "y": 9}])


def test_kappa_is_that_of_psych():
    data, result = R["kappa"]["data"], R["kappa"]["result"]
    nominal, ordered = data["nominal"], data["ordered"]
    assert kappa(nominal["coder1"], nominal["coder2"], [1, 2, 3, 4]) == close(result["nominal"]["kappa"])
    found = kappa(ordered["coder1"], ordered["coder2"], [1, 2, 3, 4, 5], weights="linear")
    assert found == close(result["ordered"]["linear_weighted_kappa"])
    assert kappa(["a", "a"], ["a", "a"], ["a", "b"]) is None, "nothing to tell apart"


def test_kappa_of_the_published_example():
    """Cohen 1968, table 1: two raters, three categories, 200 cases; unweighted .492."""
    shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    pairs = [
        (i, j)
        for i, row in enumerate(shares)
        for j, share in enumerate(row)
        for _ in range(round(share * 200))
    ]
    assert round(kappa([a for a, _ in pairs], [b for _, b in pairs], range(3)), 3) == 0.492


def test_concordance_is_that_of_friedman():
    data, result = R["kendall_w"]["data"], R["kendall_w"]["result"]
    assert concordance(np.array(data["no_ties"]["ranks"], dtype=float)) == close(result["no_ties"]["W"])
    assert concordance(np.array(data["ties"]["ranks"], dtype=float)) == close(result["ties"]["W"])
    assert concordance(np.ones((4, 5))) is None


def test_spearman_is_that_of_r():
    found = same_order(R["spearman"]["data"]["x"], R["spearman"]["data"]["y"])
    assert (found.rho, found.p) == (
        close(R["spearman"]["result"]["rho"]),
        close(R["spearman"]["result"]["p"]),
    )
    assert same_order([1, 1, 1], [1, 2, 3]) is None


def test_logit_with_an_interaction_is_that_of_glm():
    data, result = R["logit"]["data"], R["logit"]["result"]
    found = logit(
        np.array(data["y"], dtype=float),
        {
            "cohort": np.array(data["cohort"], dtype=float),
            "experience": np.array(data["experience"], dtype=float),
        },
        interactions=[("cohort", "experience")],
    )
    assert [term.name for term in found.terms] == ["constant", "cohort", "experience", "cohort:experience"]
    np.testing.assert_allclose([term.coefficient for term in found.terms], result["coefficients"], atol=1e-6)
    np.testing.assert_allclose([term.error for term in found.terms], result["standard_errors"], atol=1e-5)
    np.testing.assert_allclose([term.p for term in found.terms], result["p"], atol=1e-5)
    assert found.log_likelihood == close(-82.0400734018, 1e-8)


def test_a_regression_that_cannot_be_told_is_none():
    chance = np.random.default_rng(1)
    x = chance.normal(size=200)
    assert logit((x > 0).astype(float), {"x": x}) is None, "x gives it away"
    assert logit(np.r_[np.ones(5), np.zeros(195)], {"x": x}) is None, "five is too few"
    assert logit((chance.random(200) > 0.5).astype(float), {"x": x, "y": 2 * x}) is None, "y is x"


def test_sharedness_is_that_of_multilevel():
    data, result = R["rwg"]["data"], R["rwg"]["result"]
    for group, known in zip(result["group"], result["rwg_truncated_at_0"], strict=True):
        values = np.array(
            [x for g, x in zip(data["group"], data["x"], strict=True) if g == group], dtype=float
        )
        assert sharedness(values) == close(known)


def test_congruence_by_hand():
    """Means 6 and 3: 1 - 3/6 = .5; spreads sqrt(2) and 0: 1 - 1.4142/3 = .5286; their mean is .5143."""
    assert congruence(np.array([5.0, 7.0]), np.array([3.0, 3.0])) == close((0.5 + 1 - np.sqrt(2) / 3) / 2)
    same = np.array([2.0, 4.0, np.nan])
    assert congruence(same, same) == 1
    assert congruence(np.array([5.0]), same) is None


def test_a_mean_has_an_interval_from_two_answers_on():
    found = mean_interval(np.array([0.0, 100.0] * 50))
    assert (found.low, found.high) == (close(40, 2), close(60, 2))
    assert mean_interval(np.array([3.0, np.nan])) is None
