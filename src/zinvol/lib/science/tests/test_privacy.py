"""That nobody can be found in what is shown: floors, what is left over, and what two views give away."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.science.privacy import FLOOR, Views, floor_for, shown

groups = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 40), min_size=1)


def test_a_cell_of_six_takes_the_next_smallest_with_it():
    assert shown({"A": 20, "B": 6, "C": 12, "D": 30}) == {"A", "D"}


def test_all_large_groups_are_shown_and_empty_ones_hide_nothing():
    assert shown({"A": 7, "B": 8, "C": 0}) == {"A", "B"}


def test_two_small_ones_that_are_a_group_together_need_no_third():
    assert shown({"A": 20, "B": 4, "C": 3}) == {"A"}
    assert shown({"A": 20, "B": 3, "C": 3}) == set(), "six together could be had by taking A off the whole"


def test_below_the_floor_nothing_is_shown():
    assert shown({"A": 6}) == set()
    assert shown({"A": 3, "B": 3}) == set()


@settings(deadline=None)
@given(groups)
def test_what_is_withheld_is_never_a_few_people(sizes):
    visible = shown(sizes)
    assert all(sizes[code] >= FLOOR for code in visible)
    left = [size for code, size in sizes.items() if code not in visible and size]
    if visible:
        assert not left or (sum(left) >= FLOOR and len(left) >= 2)


def test_two_views_that_differ_by_a_few_are_not_both_shown():
    views = Views()
    everybody = range(40)
    assert views.may_show(everybody)
    assert not views.may_show(range(6)), "too few"
    assert not views.may_show(range(34)), "with everybody it gives away the last six"
    assert views.may_show(range(33))
    assert views.may_show(range(33)), "the same again tells nothing new"
    assert not views.may_show(range(30)), "with the thirty-three it gives away three"
    assert views.may_show(range(20, 40)), "overlapping is no giving away"


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 30)), max_size=12))
def test_nothing_shown_lies_just_inside_something_shown(asked):
    views = Views()
    visible = [frozenset(group) for group in asked if views.may_show(group)]
    for one, other in combinations(visible, 2):
        small, large = sorted((one, other), key=len)
        assert not small < large or len(large - small) >= FLOOR


def test_floors_rise_for_what_is_sensitive_and_for_words_and_are_never_lowered():
    assert [floor_for(), floor_for(sensitive=True), floor_for(text=True)] == [7, 10, 15]
    assert [floor_for(floor=12), floor_for(sensitive=True, floor=12), floor_for(text=True, floor=12)] == [
        12,
        12,
        15,
    ]
    assert floor_for(floor=3) == 7


def weighs(**counts):
    """``w2=7``: seven people who count twice; ``w50=3``: three who count for a half."""
    weights = [w for name, n in counts.items() for w in [float(f"{name[1]}.{name[2:] or 0}")] * n]
    views = Views()
    assert views.may_show(range(len(weights)))
    return views, dict(enumerate(weights))


@pytest.mark.parametrize(
    ("counts", "may"),
    [
        ({"w2": 6, "w1": 34}, False),  # twice the six: the weighed total less the plain one
        ({"w2": 7, "w1": 34}, True),
        ({"w5": 1, "w1": 1, "w08": 25}, False),  # one who stands out, told nearly exactly
        ({"w2": 4, "w05": 4, "w1": 20}, True),  # eight people together
        ({"w1": 12}, True),  # the same as the plain one
    ],
)
def test_a_weighed_total_does_not_tell_of_those_who_stand_out(counts, may):
    views, weights = weighs(**counts)
    assert views.may_weigh(weights, floor=FLOOR) is may


def test_a_weighed_total_does_not_tell_of_a_few_in_a_group_that_was_shown():
    """Within the leaders six count otherwise; the others all count otherwise again, and their total was shown."""
    views, weights = weighs(w2=6, w1=14, w3=20)
    assert views.may_weigh(weights, floor=FLOOR)
    assert views.may_show(range(20))
    assert not views.may_weigh(weights, floor=FLOOR)
