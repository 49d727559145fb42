"""What may be shown of a group, so that nobody can be found in it (section B1; the floors are our own design).

A group is shown from ``FLOOR`` people on. Where all but one of the groups of a whole are shown, the last can be had
by taking them off the whole; so enough groups are withheld that what is withheld together is a group itself. And
two views that differ by a few people would show those few: ``Views`` remembers what was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

FLOOR = 7
SENSITIVE_FLOOR = 10
TEXT_FLOOR = 15


def shown(sizes: Mapping[str, int], floor: int = FLOOR) -> set[str]:
    """Which groups of one division may be shown beside their whole; empty groups hide nothing and are not shown.

    Of the groups, by size, those under the floor are withheld; then ever the smallest other, until at least two
    are withheld that have the floor together, or nothing is left (complementary suppression).
    """
    filled = {code: size for code, size in sizes.items() if size > 0}
    withheld = {code for code, size in filled.items() if size < floor}
    others = sorted(filled.keys() - withheld, key=lambda code: (filled[code], code))
    while withheld and others and (len(withheld) < 2 or sum(filled[code] for code in withheld) < floor):
        withheld.add(others.pop(0))
    if sum(filled.values()) < floor:
        return set()
    return filled.keys() - withheld


class Views:
    """The groups of which something was shown, so that nothing of a few can be worked out from them.

    From the totals of groups one can add and take off. So people who lie in the same groups are an atom, and what is
    shown is refused as soon as the total of a small set of atoms follows from it (it lies in the row space of the
    groups). Sets of up to three atoms are looked at. Groups are given as the people in them, by whatever tells them
    apart inside this study; ask in the order of importance, and keep one of these for each number that is shown.
    """

    def __init__(self, floor: int = FLOOR) -> None:
        self.floor = floor
        self._shown: list[frozenset[Hashable]] = []

    def may_show(self, group: Iterable[Hashable]) -> bool:
        """Whether it is large enough and does not give a few away together with what was shown; if so it is noted."""
        people = frozenset(group)
        if people in self._shown:
            return True
        if len(people) < self.floor or _tells_of_a_few([*self._shown, people], self.floor):
            return False
        self._shown.append(people)
        return True

    def may_weigh(self, weights: Mapping[Hashable, float], *, floor: int) -> bool:
        """Whether a total in which these people count by a weight may stand beside all that was shown; ask it last.

        The plain totals, taken so many times, come off the weighed one; what is left tells, the more exactly the fewer
        they are, of those whose weight stands out. So however often they are taken off, the rest must be spread over as
        many people as the floor (as Kish counts how many equal answers weighted ones are worth).
        """
        kinds: dict[Hashable, tuple[bool, ...]] = {
            person: tuple(person in group for group in self._shown) for person in weights
        }
        usual = {
            kind: Counter(weights[one] for one in weights if kinds[one] == kind).most_common(1)[0][0]
            for kind in set(kinds.values())
        }
        values = np.array(list(weights.values()))
        taken = [np.full(len(values), each) for each in set(weights.values())]
        taken.append(np.array([usual[kinds[person]] for person in weights]))
        return all(_spread(np.abs(values - each)) >= floor for each in taken)


def _spread(left: np.ndarray) -> float:
    """Over how many people this is spread; over all when nothing is left."""
    return float(left.sum() ** 2 / (left**2).sum()) if left.max() > 1e-9 else float(len(left))


def _tells_of_a_few(groups: Sequence[frozenset[Hashable]], floor: int) -> bool:
    """Whether the total of fewer than ``floor`` people follows from the totals of the groups."""
    patterns: Counter[tuple[bool, ...]] = Counter(
        tuple(person in group for group in groups) for person in frozenset().union(*groups)
    )
    atoms = list(patterns)
    table = np.array(atoms, dtype=float).T
    left = np.eye(len(atoms)) - np.linalg.pinv(table) @ table  # what of a set does not follow from the groups
    small = [i for i, atom in enumerate(atoms) if patterns[atom] < floor]
    for size in (1, 2, 3):
        for chosen in combinations(small, size):
            if sum(patterns[atoms[i]] for i in chosen) < floor and left[np.ix_(chosen, chosen)].sum() < 1e-9:
                return True
    return False


def floor_for(*, sensitive: bool = False, text: bool = False, floor: int = FLOOR) -> int:
    """The floor of what is asked: higher for what is sensitive and for free text, and never below the study's."""
    return max(floor, TEXT_FLOOR if text else SENSITIVE_FLOOR if sensitive else FLOOR)
