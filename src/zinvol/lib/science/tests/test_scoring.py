"""Scores by hand: the scan, the attitudes, the frames."""

from __future__ import annotations

import math

import numpy as np
import pytest

from zinvol.lib.science.answers import Answers, BadAnswer
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.scoring import attitudes as six
from zinvol.lib.science.scoring import frames
from zinvol.lib.science.scoring.maturity import LEVELS, WEIGHTS, breadth, level_of, maturity, scale_scores

SCAN = shipped("maturity")
EMPLOYEE = [item.id for code in ("PE", "EE", "RE", "PC", "PM", "CN", "AV") for item in SCAN.items_of(code)]


def organisation(**changed):
    row = {
        item.id: 2
        for code in ("effort", "effectiveness", "organisation", "integration")
        for item in SCAN.items_of(code)
    }
    return Answers.read(SCAN, [{"STATUS": "running", **row, **changed}])


def employees(*rows):
    return Answers.read(SCAN, rows)


def test_reversed_items_are_turned_round_first():
    """7 on PE1 and PE2 and 1 on PE3R is the best there is: 100. All sevens: 100, 100 and 0."""
    best = employees({"PE1": 7, "PE2": 7, "PE3R": 1})
    assert best.scale("PE")[0] == 100
    assert employees({"PE1": 7, "PE2": 7, "PE3R": 7}).scale("PE")[0] == pytest.approx(200 / 3)


def test_a_scale_needs_two_thirds_of_its_items():
    assert employees({"PE1": 4, "PE2": 7}).scale("PE")[0] == 75
    assert math.isnan(employees({"PE1": 4}).scale("PE")[0])


def test_a_group_is_the_mean_of_who_answered():
    found = scale_scores(employees({"PE1": 1, "PE2": 1}, {"PE1": 7, "PE2": 7}, {"EE1": 4}))
    assert found["PE"] == 50
    assert found["EE"] is None


def test_the_scan_by_hand():
    """All at 2 of 4 is 50 everywhere; employees all at 7 (reversed items at 1) is 100.

    Use: (.5 x 100 + .25 x 50) / .75 = 83.33, partial. Total: .25 x 83.33 + .75 x 50 = 58.33.
    """
    staff = employees({code: 1 if code.endswith("R") else 7 for code in EMPLOYEE})
    found = maturity(organisation(), staff)
    assert found.use.score == pytest.approx(250 / 3)
    assert found.use.parts == {"employee": 100, "effort": 50, "measured": None}
    assert found.use.is_partial
    assert [each.score for each in found.preconditions[1:]] == [50, 50, 50]
    assert found.total == pytest.approx(58.3333, abs=1e-4)
    assert LEVELS[found.level] == "set_up"
    assert found.held_back_by == ()


def test_measured_use_counts_a_quarter():
    staff = employees({code: 1 if code.endswith("R") else 7 for code in EMPLOYEE})
    found = maturity(organisation(), staff, measured={"PC": 20, "PM": 40})
    assert found.use.parts["measured"] == 30
    assert found.use.score == pytest.approx(0.5 * 100 + 0.25 * 50 + 0.25 * 30)
    assert not found.use.is_partial


def test_being_in_the_mix_counts_half():
    """I1 at 4 and the rest at 0: .5 x 100 / 6.5."""
    found = maturity(organisation(**{f"I{i}": 0 for i in range(2, 8)}, I1=4))
    assert found.integration.score == pytest.approx(50 / 6.5)


def test_a_precondition_needs_seventy_percent_of_its_weight():
    """Of six items four are 67 %: missing, and then there is no total. Five are 83 %."""
    found = maturity(organisation(E5=None, E6=None))
    assert found.effectiveness.score is None
    assert found.effectiveness.valid == pytest.approx(4 / 6)
    assert (found.total, found.level) == (None, None)
    assert maturity(organisation(E6=None)).effectiveness.score == 50


def test_nobody_asked_is_no_score():
    found = maturity()
    assert [each.score for each in found.preconditions] == [None] * 4
    assert (found.total, found.level, found.breadth) == (None, None, None)


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 0), (19.99, 0), (20, 1), (40, 2), (59.9, 2), (60, 3), (79.9, 3), (80, 4), (100, 4)],
)
def test_the_bounds_of_the_levels(score, level):
    assert level_of(score) == level


def high(**changed):
    row = {
        item.id: 4
        for code in ("effort", "effectiveness", "organisation", "integration")
        for item in SCAN.items_of(code)
    }
    return maturity(organisation(**{**row, **changed}))


def test_the_level_is_at_most_one_above_the_lowest_precondition():
    """Everything full but effectiveness at nothing: 80 in total, and yet only ad hoc."""
    found = high(**{f"E{i}": 0 for i in range(1, 7)})
    assert found.total == pytest.approx(80)
    assert LEVELS[found.level] == "ad_hoc"
    assert found.held_back_by == ("effectiveness",)


def test_embedded_asks_that_nearly_all_need_it():
    assert LEVELS[high().level] == "embedded"
    found = high(I3=3)
    assert found.total > 80
    assert LEVELS[found.level] == "steered"
    assert found.held_back_by == ("need",)


def test_other_weights_give_another_total_and_stand_with_it():
    weights = {"use": 1, "effectiveness": 1, "organisation": 1, "integration": 1}
    found = maturity(organisation(E1=4, E2=4, E3=4, E4=4, E5=4, E6=4), weights=weights)
    assert found.total == pytest.approx((50 + 100 + 50 + 50) / 4)
    assert found.weights == weights
    assert sum(WEIGHTS.values()) == 100


def test_hours_over_departments():
    assert breadth({"communication": 10}) is None
    assert breadth({"communication": 10, "hr": 10}) == 1
    assert breadth({"communication": 10, "hr": 0}) == 0
    assert breadth({"communication": 3, "hr": 1}) == pytest.approx(0.8113, abs=1e-4)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"PE1": 8}, "PE1 is 8; it can be a whole number from 1 to 7."),
        ({"PE1": 2.5}, "PE1 is 2.5"),
        ({"PE1": "zeven"}, "PE1 is 'zeven', which is no number."),
        ({"STATUS": "misschien"}, "STATUS is 'misschien'; it can be running, not_yet"),
        ({"ACTIVE_STAFF": 101}, "ACTIVE_STAFF is 101; it can be from 0 to 100."),
        ({"BARRIERS": {"BR1": 0}}, "BR1 has place 0"),
        ({"BARRIERS": "BR1>BR2>BR3>BR4>BR5>BR6"}, "ranks 6; at most 5"),
        ({"HOURS": 3}, "HOURS needs an amount for each of"),
    ],
)
def test_what_cannot_be_answered_is_refused(answers, says):
    with pytest.raises(BadAnswer) as refused:
        Answers.read(SCAN, [answers])
    assert says in str(refused.value)


def test_an_order_may_be_written_in_three_ways():
    written = [{"BARRIERS": "BR2 > BR1 = BR9"}, {"BARRIERS": {"BR2": 1, "BR1": 2, "BR9": 2}}]
    assert [row["BARRIERS"] for row in Answers.read(SCAN, written).rows] == [
        {"BR2": 1, "BR1": 2, "BR9": 2}
    ] * 2
    assert Answers.read(SCAN, [{"BARRIERS": ["BR3", "BR1"]}]).rows[0]["BARRIERS"] == {"BR3": 1, "BR1": 2}


def attitude(**scores):
    row = {f"{code}_{part}": scores.get(code, 1) for code in six.ATTITUDES for part in "AB"}
    return six.attitude(
        Answers.read(shipped("attitudes"), [{**row, "POTENTIAL": scores.get("POTENTIAL", 3)}])
    )


def test_the_dominant_attitude_stands_clear_of_the_next():
    found = attitude(FEARFUL=4, FOLLY=2)
    assert (found.dominant, found.is_challenged, found.is_ambivalent) == ("FEARFUL", True, True)
    assert found.progress == pytest.approx(1 - (2 + 4 + 1) / 3)
    assert not attitude(FEARFUL=4, POTENTIAL=2).is_ambivalent
    assert attitude(FEARFUL=3, FUSING=3).dominant == six.MIXED
    assert attitude(FUSING=4).is_challenged is False


def test_statement_and_evidence_are_averaged_and_one_will_do():
    rows = [{"FOLLY_A": 4, "FOLLY_B": 1}, {"FOLLY_A": 3}]
    assert six.scores(Answers.read(shipped("attitudes"), rows), "FOLLY").tolist() == [2.5, 3]


def test_a_margin_of_exactly_three_tenths_is_clear():
    """Ten people: fearful 3.3 on average, folly 3.0."""
    base = {f"{code}_A": 1 for code in six.ATTITUDES}
    rows = [{**base, "FOLLY_A": 3, "FEARFUL_A": 4 if i < 3 else 3} for i in range(10)]
    assert six.attitude(Answers.read(shipped("attitudes"), rows)).dominant == "FEARFUL"


def framed(rows):
    return Answers.read(shipped("frames"), rows)


def person(value):
    return {f"{d}{i}": value for d in ("NA", "ST", "US") for i in (1, 2)} | {
        "NA3R": 8 - value, "ST3": value, "US3R": 8 - value,
    }  # fmt: skip


def test_groups_that_see_it_alike_are_congruent_and_others_alert():
    answers = framed([person(6), person(5)] * 10 + [person(2), person(1)] * 10)
    one, other = np.arange(40) < 20, np.arange(40) >= 20
    found = frames.between(answers, one, other, rounds=200)
    assert found.domains == pytest.approx(
        {"nature": (1 - 4 / 6 + 1) / 2, "strategy": (1 - 4 / 6 + 1) / 2, "use": (1 - 4 / 6 + 1) / 2}
    )
    assert found.overall == pytest.approx(2 / 3)
    assert found.is_alert
    assert found.p == pytest.approx(1 / 201)
    assert found.interval.low <= found.overall <= found.interval.high
    alike = frames.between(answers, np.arange(40) % 2 == 0, np.arange(40) % 2 == 1, rounds=200)
    assert alike.overall > 0.9
    assert alike.p > 0.05


def test_active_days_fall_into_five_classes():
    days = np.array([0, 1, 2, 3, 5, 6, 12, 13, 28, np.nan])
    np.testing.assert_equal(frames.days_class(days), [0, 1, 1, 2, 2, 3, 3, 4, 4, np.nan])


def test_stated_beside_actual():
    found = frames.stated_and_actual(np.array([4, 3, 2, 0, np.nan]), np.array([2, 3, 0, 0, 4]))
    assert (found.n, found.stated, found.actual, found.gap) == (4, 2.25, 1.25, -1)
    assert found.interval.low <= -1 <= found.interval.high
    assert found.agreement == pytest.approx(0.4285714)
    assert frames.stated_and_actual(np.array([1.0]), np.array([2.0])) is None


def test_what_makes_people_active_finds_what_was_put_in():
    chance = np.random.default_rng(3)
    n = 3000
    cohort, experience, frame = (
        (chance.random(n) < 0.4).astype(float),
        chance.normal(2, 1, n),
        chance.normal(4, 1, n),
    )
    odds = -0.2 - 1.0 * cohort - 0.5 * (experience - 2) * cohort + 0.6 * (frame - 4)
    active = (chance.random(n) < 1 / (1 + np.exp(-odds))).astype(float)
    found = frames.what_makes_active(active, cohort, experience, frame)
    assert found.term("cohort").coefficient == pytest.approx(-1.0, abs=0.2)
    assert found.term("cohort:experience").coefficient == pytest.approx(-0.5, abs=0.2)
    assert found.term("frame").odds == pytest.approx(math.exp(0.6), rel=0.15)
    assert found.term("experience").p > 0.01
