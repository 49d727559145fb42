"""Sheets of employees, and the other studies: attitudes, frames, strategies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zinvol.lib.science.answers import Floats
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.scoring.maturity import SCALES
from zinvol.lib.science.synthesis.drawing import Chance

LOADING = 0.75
UNITS = {
    "Bestuur": 6, "Communicatie": 18, "Personeel": 34, "IT": 42, "Financiën": 55, "Juridisch": 60,
    "Klantcontact": 85, "Uitvoering": 100,
}  # fmt: skip
"""400 people; the first group is a cell of six, of which nothing may ever be shown."""
ATTITUDES = {"FEARFUL": 60, "FLIPPANT": 40, "FOLLY": 25, "FORMULATING": 55, "FORGING": 45, "FUSING": 25}
CASES, EFFECTIVE = 100, 3
YOUNG, OLDER = 24, 34

Row = dict[str, Any]


def units_for(size: int) -> dict[str, int]:
    """The units of an organisation of about this size; the smallest stays six."""
    if size == sum(UNITS.values()):
        return dict(UNITS)
    rest = {name: number for name, number in UNITS.items() if name != "Bestuur"}
    scaled = {name: max(round(number * (size - 6) / sum(rest.values())), 1) for name, number in rest.items()}
    return {"Bestuur": 6} | scaled


def employees(chance: Chance, units: dict[str, int], mood: float) -> list[tuple[str, Row]]:
    """Unit and answers of everybody. ``mood``: how much better (in standard deviations) than the middle they feel.

    One factor a scale, loading .75; scales hang together through the mood of a person.
    """
    names = [name for name, size in units.items() for _person in range(size)]
    person = chance.normal(mood, 0.6, size=len(names))
    columns: dict[str, Floats] = {}
    for code in SCALES:
        common = 0.6 * person + chance.normal(0, np.sqrt(1 - 0.6**2 * 0.6**2), size=len(names))
        for item in shipped("maturity").items_of(code):
            raw = LOADING * common + np.sqrt(1 - LOADING**2) * chance.normal(size=len(names))
            seven = np.clip(np.round(4.2 + 1.4 * raw), 1, 7)
            columns[item.id] = 8 - seven if item.reverse else seven
    young = chance.random(len(names)) < 0.13
    return [
        (name, {code: int(column[i]) for code, column in columns.items()} | _about(chance, bool(young[i])))
        for i, name in enumerate(names)
    ]


def _about(chance: Chance, young: bool) -> Row:
    often = ["never", "monthly", "weekly", "daily"]
    odds = [0.02, 0.08, 0.2, 0.7] if young else [0.2, 0.25, 0.3, 0.25]
    return {
        "AGE": "under25" if young else "from25",
        "EXPERIENCE": str(chance.choice(often, p=odds)),
        "NEED": int(chance.integers(2, 8)),
    }


def attitude_rows(chance: Chance) -> list[Row]:
    """250 organisations, each with one attitude that stands out."""
    rows = []
    for dominant, times in ATTITUDES.items():
        for _organisation in range(times):
            row: Row = {}
            for code in ATTITUDES:
                low, high = (3, 5) if code == dominant else (0, 3)
                row |= {f"{code}_{part}": int(chance.integers(low, high)) for part in "AB"}
            row[f"{dominant}_A"] = 4
            rows.append(row | _hopes(chance))
    return [rows[i] for i in chance.permutation(len(rows))]


def _hopes(chance: Chance) -> Row:
    fears = ("PRODUCTIVITY", "LEAKS", "PRIVACY", "AUTHORITY")
    return {"POTENTIAL": int(chance.integers(1, 5)), "POLICY": str(chance.choice(["ban", "discourage", "none", "guide"]))} | {
        f"FEAR_{fear}": int(chance.integers(0, 5)) for fear in fears
    }  # fmt: skip


def frame_rows(chance: Chance, moment: str) -> list[tuple[str, Row]]:
    """58 people by their key: those under 25 know private media best, expect least of it at work, and use it least."""
    rows = []
    for index in range(YOUNG + OLDER):
        young = index < YOUNG
        own = np.random.default_rng([index, 58])
        level = (2.6 if young else 4.8) + own.normal(0, 0.7) + (0.3 if moment == "T2" else 0.0)
        row: Row = {"AGE": "under25" if young else "from25", "GROUP": "manager" if index % 9 == 0 else "user"}
        for item in [item for item in shipped("frames").items if item.factor]:
            seven = int(np.clip(round(level + chance.normal(0, 0.8)), 1, 7))
            row[item.id] = 8 - seven if item.reverse else seven
        use = int(np.clip(round((0.8 if young else 2.8) + own.normal(0, 0.8)), 0, 4))
        rows.append(
            (
                f"f{index + 1:02}",
                row
                | (
                    _before(chance, young, use)
                    if moment == "T0"
                    else {"USED": max(use - (moment == "T1"), 0)}
                ),
            )
        )
    return rows


def _before(chance: Chance, young: bool, use: int) -> Row:
    low, high = (3, 5) if young else (0, 4)
    return {
        "INTENT": min(use + int(chance.integers(0, 2)), 4), "FIRST_LEARNED": "home" if young or chance.random() < 0.7 else "work",
        **{f"PRIVATE_{media}": int(chance.integers(low, high)) for media in ("LINKEDIN", "FACEBOOK", "WHATSAPP", "X")},
    }  # fmt: skip


def strategy_rows() -> list[Row]:
    """A hundred that only gave the technology; in three the people followed."""
    return [{"CHOSEN": ["technology_only"], "WORKED": "yes" if i < EFFECTIVE else "no"} for i in range(CASES)]


def sizes(respondents: int, organisations: int) -> Sequence[int]:
    """Respondents divided over organisations, as evenly as can be."""
    whole, left = divmod(respondents, organisations)
    return [whole + (i < left) for i in range(organisations)]
