from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zinvol.lib import survival

# Weeks of remission of 42 children with leukaemia, of which many were still in remission (Freireich et al., Blood 21,
# 1963, 699-716), the textbook example of the estimate of Kaplan and Meier: medians of 23 and 8 weeks.
TREATED = [
    *((weeks, True) for weeks in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *((weeks, False) for weeks in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
OTHERS = [(weeks, True) for weeks in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def test_the_medians_of_the_published_example():
    assert survival.median(TREATED) == 23
    assert survival.median(OTHERS) == 8


@pytest.mark.parametrize(
    ("spans", "median"),
    [
        ([], None),
        ([(3, True)], 3),
        ([(3, False)], None),
        ([(1, True), (2, True), (3, True), (4, True)], 2),
        ([(1, True), (2, False), (9, False), (9, False)], None),
        ([(1, True), (2, False), (3, True)], 3),
        ([(2, False), (2, True)], 2),  # what waits as long as another took, had that time too
    ],
)
def test_small_cases(spans, median):
    assert survival.median(spans) == median


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=30))
def test_what_waits_never_makes_it_look_quicker(spans):
    """Leaving out what did not happen gives a median that is no later."""
    happened = [span for span in spans if span[1]]
    median, naive = survival.median(spans), survival.median(happened)
    assert median is None or (naive is not None and median >= naive)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_where_all_has_happened_it_is_the_usual_lower_median(spans):
    expected = sorted(spans)[(len(spans) - 1) // 2]
    assert survival.median([(span, True) for span in spans]) == expected
