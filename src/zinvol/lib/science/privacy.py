"""What may be shown of a group, so that nobody can be found in it (section B1; the floors are our own design).

A group is shown from ``FLOOR`` people on. Where all but one of the groups of a whole are shown, the last can be had
by taking them off the whole; so enough groups are withheld that what is withheld together is a group itself. And
two views that differ by a few people would show those few: ``Views`` remembers what was shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

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


def shown_cells(sizes: Mapping[tuple[str, str], int], floor: int = FLOOR) -> set[tuple[str, str]]:
    """Which cells of two crossed divisions may be shown beside the totals of their rows and columns.

    Every row and every column is held to ``shown``, again and again until nothing changes: a cell withheld in its
    row may leave another alone in its column.
    """
    visible = {cell for cell, size in sizes.items() if size >= floor}
    lines = [
        [cell for cell in sizes if cell[axis] == code]
        for axis in (0, 1)
        for code in sorted({cell[axis] for cell in sizes})
    ]
    changed = True
    while changed:
        changed = False
        for line in lines:
            if _leaks(line, sizes, visible, floor):
                smallest = min(
                    (cell for cell in line if cell in visible), key=lambda cell: (sizes[cell], cell)
                )
                visible.discard(smallest)
                changed = True
    return visible


def _leaks(
    line: Iterable[tuple[str, str]],
    sizes: Mapping[tuple[str, str], int],
    visible: set[tuple[str, str]],
    floor: int,
) -> bool:
    withheld = [cell for cell in line if sizes[cell] > 0 and cell not in visible]
    can_withhold = any(cell in visible for cell in line)
    return (
        bool(withheld)
        and can_withhold
        and (len(withheld) < 2 or sum(sizes[cell] for cell in withheld) < floor)
    )


class Views:
    """The groups that were shown of one set of answers; no two of them may differ by fewer than the floor.

    Groups are given as the people in them, by whatever tells them apart inside this study. What may be shown
    depends on what was shown before, so ask in the order of importance, and keep one of these for a report.
    """

    def __init__(self, floor: int = FLOOR) -> None:
        self.floor = floor
        self._shown: list[frozenset[Hashable]] = []

    def may_show(self, group: Iterable[Hashable]) -> bool:
        """Whether it is large enough and does not give a few away together with what was shown; if so it is noted."""
        people = frozenset(group)
        if len(people) < self.floor or any(self._tells(people, other) for other in self._shown):
            return False
        if people not in self._shown:
            self._shown.append(people)
        return True

    def _tells(self, one: frozenset[Hashable], other: frozenset[Hashable]) -> bool:
        """Whether one lies in the other with only a few left: means and sizes of both give those of the few."""
        small, large = sorted((one, other), key=len)
        return small < large and len(large - small) < self.floor


def floor_for(*, sensitive: bool = False, text: bool = False, floor: int = FLOOR) -> int:
    """The floor of what is asked: higher for what is sensitive and for free text, and never below the study's."""
    return max(floor, TEXT_FLOOR if text else SENSITIVE_FLOOR if sensitive else FLOOR)
