"""Borda, Copeland and ties, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.science.statistics.ranking import rank

ABC = ["A", "B", "C"]


def summary(found):
    return [(str(place), place.code, round(place.borda, 3)) for place in found.places]


def test_borda_counts_places_from_the_top():
    """Three codes: 3, 2, 1 points. A: 3+3+1, B: 2+1+3, C: 1+2+2, over three."""
    found = rank([{"A": 1, "B": 2, "C": 3}, {"A": 1, "C": 2, "B": 3}, {"B": 1, "C": 2, "A": 3}], ABC)
    assert summary(found) == [("1", "A", 2.333), ("2", "B", 2.0), ("3", "C", 1.667)]
    assert [place.firsts for place in found.places] == [2, 1, 0]
    assert found.n == 3


def test_what_was_not_ranked_shares_what_is_left():
    """Of twelve, five ranked: 12, 11, 10, 9, 8 points; the other seven share the mean place 9, so 4 points."""
    codes = [f"BR{i}" for i in range(1, 13)]
    found = rank([{"BR1": 1, "BR2": 2, "BR3": 3, "BR4": 4, "BR5": 5}], codes)
    assert [place.borda for place in found.places] == [12, 11, 10, 9, 8, *[4.0] * 7]
    assert [str(place) for place in found.places] == ["1", "2", "3", "4", "5", *["6="] * 7]


def test_who_tie_share_their_mean_place():
    """A and B share places 1 and 2: 2.5 points each; written as 1, 1, 3 or as 1, 1, 2 is the same."""
    for third in (2, 3):
        assert summary(rank([{"A": 1, "B": 1, "C": third}], ABC)) == [
            ("1=", "A", 2.5),
            ("1=", "B", 2.5),
            ("3", "C", 1.0),
        ]


def test_equal_points_are_decided_by_pairs_then_by_first_places():
    """A and B have the same points; A is above B on three of five ballots."""
    ballots = [
        {"A": 1, "B": 2, "C": 3}, {"A": 1, "B": 2, "C": 3}, {"A": 1, "B": 2, "C": 3},
        {"B": 1, "C": 2, "A": 3}, {"B": 1, "A": 2, "C": 3},
    ]  # fmt: skip
    found = rank(ballots, ABC)
    assert [round(place.borda, 2) for place in found.places[:2]] == [2.4, 2.4]
    assert [(place.code, place.copeland) for place in found.places] == [("A", 2), ("B", 0), ("C", -2)]
    assert [str(place) for place in found.places] == ["1", "2", "3"]


def test_equal_in_everything_is_a_shared_place():
    found = rank([{"A": 1, "B": 2}, {"B": 1, "A": 2}], ["A", "B", "C", "D"])
    assert [(str(place), place.code) for place in found.places] == [
        ("1=", "A"),
        ("1=", "B"),
        ("3=", "C"),
        ("3=", "D"),
    ]


def test_empty_ballots_and_other_reasons_do_not_count():
    found = rank([{}, {"other": 1}, {"other": 1, "B": 2}], ABC)
    assert found.n == 1
    assert found.order()[0] == "B"
    assert rank([], ABC).places == []


def test_places_of_one_mind_are_sure_and_of_two_minds_are_not():
    agreed = rank([{"A": 1, "B": 2, "C": 3}] * 30, ABC)
    assert [(place.low, place.high) for place in agreed.places] == [(1, 1), (2, 2), (3, 3)]
    assert agreed.concordance == pytest.approx(1)
    divided = rank([{"A": 1, "B": 2, "C": 3}, {"C": 1, "B": 2, "A": 3}] * 15, ABC)
    assert all(
        (place.low, place.high) != (place.place, place.place) for place in divided.places if place.code != "B"
    )
    assert divided.concordance == pytest.approx(0)


orders = st.lists(
    st.permutations(ABC).map(lambda order: {code: i for i, code in enumerate(order, 1)}), min_size=1
)


@settings(deadline=None)  # the first call may load scipy
@given(orders)
def test_the_order_of_the_people_does_not_matter(ballots):
    assert summary(rank(ballots, ABC, rounds=5)) == summary(rank(ballots[::-1], ABC, rounds=5))


@settings(deadline=None)  # the first call may load scipy
@given(orders)
def test_all_points_are_given_away(ballots):
    assert sum(place.borda for place in rank(ballots, ABC, rounds=5).places) == pytest.approx(6)
