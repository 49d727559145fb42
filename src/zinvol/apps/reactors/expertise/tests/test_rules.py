from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zinvol.apps.reactors.expertise import rules
from zinvol.apps.reactors.expertise.rules import Sign, Signed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def signed(
    item: int, peer: int, sign: Sign = Sign.THANKED, *, days: float = 0, closeness: float = 1.0
) -> Signed:
    return Signed(item, peer, sign, NOW - timedelta(days=days), closeness)


THREE = [signed(1, 11), signed(2, 12), signed(3, 13)]


@pytest.mark.parametrize(
    ("sign", "days", "weight"),
    [
        (Sign.ACCEPTED, 0, 5.0), (Sign.REUSED, 0, 3.0), (Sign.THANKED, 0, 2.0),
        (Sign.ACCEPTED, 180, 2.5), (Sign.REUSED, 360, 0.75), (Sign.THANKED, 540, 0.25),
    ],
)  # fmt: skip
def test_a_sign_weighs_half_after_half_a_year(sign, days, weight):
    assert rules.weight(sign, age_days=days) == pytest.approx(weight)


def test_what_a_name_weighs_is_the_sum_by_how_close_the_subject_is():
    signs = [
        signed(1, 11, Sign.ACCEPTED), signed(2, 12, Sign.REUSED, days=180),
        signed(3, 13, Sign.THANKED, closeness=0.5),
    ]  # fmt: skip
    assert rules.strength(signs, now=NOW) == pytest.approx(5 + 1.5 + 1)


@pytest.mark.parametrize(
    "signs",
    [
        [],
        THREE[:2],
        [signed(1, 11), signed(2, 11), signed(3, 11)],  # one thankful friend
        [signed(1, 11), signed(2, 12), signed(3, 12)],
        [signed(1, 11), signed(1, 12), signed(1, 13), signed(1, 14)],  # one lucky answer
    ],
)
def test_fewer_than_three_answers_or_three_peers_name_nobody(signs):
    assert not rules.is_enough(signs)
    assert rules.strength(signs, now=NOW) == 0.0


def test_three_answers_that_helped_three_people_name_somebody():
    assert rules.is_enough(THREE)
    assert rules.strength(THREE, now=NOW) == pytest.approx(6.0)
