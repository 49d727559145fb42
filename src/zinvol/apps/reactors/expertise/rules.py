"""What counts as knowing something, and how much; pure (science.md C13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Sign(StrEnum):
    """What somebody else did that shows that an answer was of use."""

    ACCEPTED = "accepted"
    REUSED = "reused"
    THANKED = "thanked"


WEIGHTS: Mapping[Sign, float] = {Sign.ACCEPTED: 5.0, Sign.REUSED: 3.0, Sign.THANKED: 2.0}
HALF_LIFE = 180.0
"""After so many days a sign weighs half."""
FEWEST_ITEMS = 3
FEWEST_PEERS = 3


@dataclass(frozen=True)
class Signed:
    """One sign: for which answer (``item``), by whom, when, and how close its subject is (0 to 1)."""

    item: int
    peer: int
    sign: Sign
    at: datetime
    closeness: float = 1.0


def weight(sign: Sign, *, age_days: float) -> float:
    """What one sign weighs now: ``w * .5 ** (age / 180 d)``."""
    return WEIGHTS[sign] * float(0.5 ** (max(0.0, age_days) / HALF_LIFE))


def strength(signs: Iterable[Signed], *, now: datetime) -> float:
    """What the signs of one person weigh together; only for putting people in order, and never shown. Nothing
    below the floor of three answers and three different peers."""
    signs = list(signs)
    if not is_enough(signs):
        return 0.0
    ages = ((now - s.at).total_seconds() / 86_400 for s in signs)
    return sum(weight(s.sign, age_days=age) * s.closeness for s, age in zip(signs, ages, strict=True))


def is_enough(signs: Iterable[Signed]) -> bool:
    """Whether a name may be suggested: one thankful friend, or one lucky answer, makes nobody an expert."""
    signs = list(signs)
    items, peers = {s.item for s in signs}, {s.peer for s in signs}
    return len(items) >= FEWEST_ITEMS and len(peers) >= FEWEST_PEERS
