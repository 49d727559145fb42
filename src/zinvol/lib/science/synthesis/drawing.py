"""Drawing answers so that they add up to what they should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zinvol.lib.science.answers import Floats

Chance = np.random.Generator
HIGHEST = 4


def truncated(chance: Chance, means: Sequence[float], sd: float, correlation: float, size: int) -> Floats:
    """``size`` draws from correlated normals, drawn again where one is outside 0 to 100."""
    k = len(means)
    spread = sd**2 * (correlation + (1 - correlation) * np.eye(k))
    drawn = chance.multivariate_normal(means, spread, size=size)
    while (outside := ((drawn < 0) | (drawn > 100)).any(axis=1)).any():
        drawn[outside] = chance.multivariate_normal(means, spread, size=int(outside.sum()))
    return drawn


def adding_up(chance: Chance, items: Sequence[str], total: float) -> dict[str, int]:
    """Answers of 0 to 4 that add up to the total, as near as can be, unevenly spread over the items."""
    whole = int(np.clip(round(total), 0, HIGHEST * len(items)))
    values = np.full(len(items), whole // len(items))
    values[chance.permutation(len(items))[: whole % len(items)]] += 1
    for _move in range(len(items)):
        giver, taker = chance.integers(len(items), size=2)
        if giver != taker and values[giver] > 0 and values[taker] < HIGHEST:
            values[giver] -= 1
            values[taker] += 1
    return {item: int(value) for item, value in zip(items, values, strict=True)}


def dealt(chance: Chance, counts: dict[str, int], hands: int, most: int) -> list[list[str]]:
    """Each code to as many hands as counted, no hand with more than ``most``; codes in the order given."""
    held: list[list[str]] = [[] for _ in range(hands)]
    for code, times in counts.items():
        order = sorted(range(hands), key=lambda hand: (len(held[hand]), chance.random()))
        for hand in order[:times]:
            held[hand].append(code)
    assert max(map(len, held)) <= most, "the counts do not fit in the hands"
    return held


def among(chance: Chance, pool: Sequence[int], size: int) -> set[int]:
    """``size`` of the pool."""
    return set(map(int, chance.permutation(np.array(pool, dtype=int))[:size]))


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers of numpy as plain ones, nothing left out that was given."""
    return {key: value.item() if isinstance(value, np.generic) else value for key, value in values.items()}
