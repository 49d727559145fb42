"""The two waves of the study over organisations (section E): who answered what for a whole organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zinvol.lib.science.answers import Answers
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.scoring.maturity import maturity
from zinvol.lib.science.studies.rankings import printed
from zinvol.lib.science.synthesis.drawing import Chance, adding_up, among, dealt, plain, truncated

NAMED = ("KPN", "Philips", "Atos")
WITH_PLATFORM, WITHOUT = 91, 26
WITH_PLATFORM_2014, WITHOUT_2014 = 59, 17
STARTED_SINCE = 8
"""How many without a platform in the first wave have one in the second."""
ALL = WITH_PLATFORM + WITHOUT
EFFORT = [f"U{i}" for i in range(1, 8)]
GOALS = [f"E{i}" for i in range(1, 7)]
ROLES = [f"O{i}" for i in range(1, 7)]
REST_OF_INTEGRATION = ["I2", "I4", "I5", "I6", "I7"]
SECTORS = ("overheid", "zorg", "onderwijs", "industrie", "diensten", "financieel")

TOP = {0: 78, 1: 75, 2: 73}
"""What the three named organisations score in the second wave; made up, as all scores are."""
HIGHEST_OF_THE_REST = 72.0
TOP_2014 = {0: 70}

BARRIERS = dict(zip([f"BR{i}" for i in range(1, 13)], (19, 17, 15, 13, 11, 9, 8, 7, 6, 5, 4, 1), strict=True))
BARRIERS_2014 = dict(
    zip([f"BR{i}" for i in range(1, 13)], (13, 12, 10, 9, 7, 6, 5, 4, 4, 3, 2, 1), strict=True)
)

Row = dict[str, Any]


def name_of(index: int) -> str:
    return NAMED[index] if index < len(NAMED) else f"Organisatie {index + 1:03}"


def sector_of(index: int) -> str:
    return SECTORS[index % len(SECTORS)]


@dataclass
class Flags:
    """Which organisations say what, so that every published count comes out."""

    aim_all: set[int]
    truly_active: set[int]
    half_active: set[int]
    claim: set[int]
    need: dict[int, int]
    moderation: dict[int, int]

    @classmethod
    def draw(cls, chance: Chance) -> Flags:
        """Nesting is our own choice, since only the counts are published: 2 truly active within 9 half active within
        82 that aim at all; 10 needed by most within 55 that claim a contribution."""
        everyone = range(WITH_PLATFORM)
        aim_all = among(chance, range(3, WITH_PLATFORM), 79) | {0, 1, 2}
        half_active = {0, 1, 2} | among(chance, sorted(aim_all - {0, 1, 2}), 6)
        truly_active = {0} | among(chance, sorted(half_active - {0, 1, 2}), 1)
        needed = {0, 1, 2} | among(chance, range(3, WITH_PLATFORM), 7)
        hardly = among(chance, sorted(set(everyone) - needed), 50)
        claim = needed | among(chance, sorted(set(everyone) - needed), 45)
        need = {
            i: 4 if i in needed else int(chance.integers(0, 2) if i in hardly else chance.integers(2, 4))
            for i in everyone
        }
        return cls(aim_all, truly_active, half_active, claim, need, _moderation(chance))

    def shares(self, chance: Chance, index: int) -> Row:
        """How many are active, in per cent of the audience and of the staff."""
        if index in self.truly_active:
            staff = int(chance.integers(85, 96))
        elif index in self.half_active:
            staff = int(chance.integers(51, 80))
        else:
            staff = int(chance.integers(5, 50))
        audience = staff if index in self.aim_all else int(chance.integers(max(staff, 20), 80))
        return {"ACTIVE_STAFF": staff, "ACTIVE_AUDIENCE": audience}


def _moderation(chance: Chance) -> dict[int, int]:
    """42 by one department, 9 in job descriptions of several, 30 informally or by volunteers, 10 by nobody."""
    kinds = [4] * 6 + [2] * 42 + [1] * 15 + [3] * 15 + [0] * 10
    order = chance.permutation(len(kinds))
    return {0: 4, 1: 4, 2: 4} | {i + 3: kinds[order[i]] for i in range(len(kinds))}


def second_wave(chance: Chance, employees: Mapping[int, Answers]) -> list[Row]:
    """What each of 117 organisations answered in 2016; ``employees`` count in the score of theirs."""
    flags = Flags.draw(chance)
    targets = truncated(chance, (42, 45, 44, 33), 12, 0.4, WITH_PLATFORM)
    rows = [
        _running(chance, targets[i], {"O4": flags.moderation[i], "I3": flags.need[i]})
        | flags.shares(chance, i)
        | {
            "AIM": "all" if i in flags.aim_all else "part",
            "CLAIM": "yes" if i in flags.claim else str(chance.choice(["no", "unknown"])),
            "ACTIVE_LEADERS": int(np.clip(round(chance.normal(15, 6)), 0, 60)),
            "PLATFORMS": int(chance.integers(1, 7)),
        }
        for i in range(WITH_PLATFORM)
    ]
    _set_totals(chance, rows, employees, TOP, kept={"O4", "I3"})
    return [plain(row) for row in rows] + _waiting(chance, BARRIERS, WITHOUT)


def first_wave(chance: Chance) -> list[Row]:
    """What each of 76 organisations answered in 2014."""
    everyone = range(WITH_PLATFORM_2014)
    targets = truncated(chance, (38, 30, 36, 25), 12, 0.4, WITH_PLATFORM_2014)
    with_targets = {0} | among(chance, range(1, WITH_PLATFORM_2014), 14)
    aim_all = {0} | among(chance, range(1, WITH_PLATFORM_2014), 50)
    reached = among(chance, sorted(aim_all), 13)
    rows = [
        _running(
            chance,
            targets[i],
            {"E4": int(chance.integers(2, 5) if i in with_targets else chance.integers(0, 2))},
        )
        | {
            "AIM": "all" if i in aim_all else "part",
            "REACHED": "yes" if i in reached else str(chance.choice(["partly", "no"])),
        }
        for i in everyone
    ]
    _set_totals(chance, rows, {}, TOP_2014, kept={"E4"})
    return [plain(row) for row in rows] + _waiting(chance, BARRIERS_2014, WITHOUT_2014)


def indices_of_first_wave() -> list[int]:
    """Which of the 117 were in the first wave: 59 with a platform, then 17 without, of which 8 have one by now."""
    return [
        *range(WITH_PLATFORM_2014),
        *range(WITH_PLATFORM_2014, WITH_PLATFORM_2014 + STARTED_SINCE),
        *range(WITH_PLATFORM, WITH_PLATFORM + WITHOUT_2014 - STARTED_SINCE),
    ]


def _running(chance: Chance, target: Sequence[float], fixed: Mapping[str, int]) -> Row:
    """An organisation with a platform whose four preconditions are about the target, with some answers fixed."""
    use, goals, roles, integration = target
    row: Row = {
        "STATUS": "running",
        "RESP_DEPT": str(chance.choice(["communication"] * 7 + ["hr", "it", "board"])),
    }
    row |= adding_up(chance, EFFORT, use / 100 * 4 * len(EFFORT))
    row |= _around(chance, GOALS, goals, fixed)
    row |= _around(chance, ROLES, roles, fixed)
    mix = int(np.clip(round(integration / 25), 0, 4))
    need = fixed.get("I3", int(np.clip(round(integration / 25), 0, 3)))
    rest = integration / 100 * 4 * 6.5 - 0.5 * mix - need
    row |= {"I1": mix, "I3": need} | adding_up(chance, REST_OF_INTEGRATION, max(rest, 0))
    return row | {
        "HOURS": {
            "communication": int(chance.integers(8, 40)),
            "hr": int(chance.integers(0, 8)),
            "it": int(chance.integers(0, 12)),
        },
        "INTRO": str(chance.choice(["bottom_up", "bottom_up", "both", "top_down"])),
        "CONTEXT": str(chance.choice(["growing", "steady", "cutting"])),
    }


def _around(chance: Chance, items: Sequence[str], target: float, fixed: Mapping[str, int]) -> Row:
    free = [item for item in items if item not in fixed]
    known = {item: fixed[item] for item in items if item in fixed}
    return known | adding_up(chance, free, target / 100 * 4 * len(items) - sum(known.values()))


def _set_totals(
    chance: Chance, rows: list[Row], employees: Mapping[int, Answers], top: Mapping[int, int], kept: set[str]
) -> None:
    """Raise the named to their totals, and keep all others below them, no two alike to a tenth."""
    used: set[float] = set()
    highest = min(top.values()) - 1.0 if top == TOP_2014 else HIGHEST_OF_THE_REST
    free = [item for item in (*EFFORT, *GOALS, *ROLES, *REST_OF_INTEGRATION) if item not in kept]
    for index, row in enumerate(rows):
        wanted = top.get(index)

        def fits(total: float, wanted: int | None = wanted) -> bool:
            if round(total, 1) in used:
                return False
            return total <= highest if wanted is None else printed(total) == wanted

        used.add(round(_nudge(chance, row, free, employees.get(index), fits, wanted or highest), 1))


def _nudge(
    chance: Chance,
    row: Row,
    free: Sequence[str],
    staff: Answers | None,
    fits: Callable[[float], bool],
    wanted: float,
) -> float:
    """Change one answer at a time, towards what is wanted, until the total fits."""
    while not fits(total := total_of(row, staff)):
        up = total < wanted - 0.5 and (wanted != HIGHEST_OF_THE_REST or chance.random() < 0.5)
        movable = [item for item in free if (row[item] < 4 if up else row[item] > 0)]
        row[str(chance.choice(movable))] += 1 if up else -1
    return total


def total_of(row: Row, staff: Answers | None = None) -> float:
    total = maturity(Answers.read(shipped("maturity"), [row]), staff).total
    assert total is not None, "all items were answered"
    return total


def _waiting(chance: Chance, counts: dict[str, int], size: int) -> list[Row]:
    """Organisations without a platform: each ranks its reasons, at most five, in the published order."""
    states = ["not_yet", "not_yet", "never", "bled_dry", "stopped"]
    return [
        {
            "STATUS": states[i % len(states)],
            "RESP_DEPT": "communication",
            "CONTEXT": "cutting" if i % 2 else "steady",
            "BARRIERS": {code: place for place, code in enumerate(codes, 1)},
            "NEED_CLAIM": int(chance.integers(0, 3)),
        }
        for i, codes in enumerate(dealt(chance, counts, size, most=5))
    ]
