"""That nobody can be found in what is shown: floors, what is left over, and what two views give away."""

from __future__ import annotations

from itertools import combinations

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


def test_a_weighed_total_is_a_view_as_well():
    few, many = range(6), range(6, 40)
    views = Views()
    assert views.may_show([*few, *many])
    assert not views.may_show(dict.fromkeys(few, 2.0) | dict.fromkeys(many, 1.0)), (
        "twice the few less the whole"
    )
    three = dict.fromkeys(few, 2.0) | dict.fromkeys(range(6, 20), 1.0) | dict.fromkeys(range(20, 40), 0.5)
    assert views.may_show(three), "two totals, three unknowns"
    assert not views.may_show(range(20, 40)), "with these the few follow from the other two"
