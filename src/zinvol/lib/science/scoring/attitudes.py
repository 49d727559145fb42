"""The six attitudes towards social media at work, and the way out of the first three (section B2).

Bradley and McDonald, The Social Organization, 2011; the scoring is our own design.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zinvol.lib.science.answers import Answers, Floats

CHALLENGED = ("FOLLY", "FEARFUL", "FLIPPANT")
PROGRESSING = ("FORMULATING", "FORGING", "FUSING")
ATTITUDES = (*CHALLENGED, *PROGRESSING)
CLEAR_MARGIN = 0.3
HIGH_POTENTIAL = 2.5
MIXED = "MIXED"


@dataclass(frozen=True)
class Attitude:
    """``scores`` 0 to 4 by attitude. ``dominant`` is the highest, or MIXED when the next is less than .3 below.
    ``progress``: mean of the last three less mean of the first three. ``potential`` 0 to 4."""

    scores: dict[str, float | None]
    dominant: str | None
    progress: float | None
    potential: float | None

    @property
    def is_challenged(self) -> bool:
        return self.dominant in CHALLENGED

    @property
    def is_ambivalent(self) -> bool:
        """Challenged, and yet much is expected."""
        return self.is_challenged and self.potential is not None and self.potential >= HIGH_POTENTIAL


def attitude(answers: Answers) -> Attitude:
    """Of a group: the mean over who answered. One respondent is a group of one."""
    columns = {code: scores(answers, code) for code in ATTITUDES}
    means = {code: answers.mean(column) for code, column in columns.items()}
    return _from(means, answers.mean(answers.column("POTENTIAL")))


def attitudes(answers: Answers) -> list[Attitude]:
    """Of each respondent by itself, as for a study in which one answers for each organisation."""
    table = np.column_stack([scores(answers, code) for code in ATTITUDES])
    potential = answers.column("POTENTIAL")
    return [
        _from({code: _known(row[i]) for i, code in enumerate(ATTITUDES)}, _known(hope))
        for row, hope in zip(table, potential, strict=True)
    ]


def scores(answers: Answers, code: str) -> Floats:
    """Mean of statement (a) and evidence (b) by respondent, 0 to 4; of one of them where the other is missing."""
    pair = np.column_stack([answers.column(f"{code}_A"), answers.column(f"{code}_B")])
    there = ~np.isnan(pair)
    with np.errstate(invalid="ignore"):
        return np.where(there, pair, 0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _from(means: dict[str, float | None], potential: float | None) -> Attitude:
    known = {code: value for code, value in means.items() if value is not None}
    if len(known) < len(ATTITUDES):
        return Attitude(means, None, None, potential)
    highest, second = sorted(known.values(), reverse=True)[:2]
    clear = highest - second >= CLEAR_MARGIN - 1e-9
    dominant = max(known, key=lambda code: known[code]) if clear else MIXED
    progress = float(
        np.mean([known[code] for code in PROGRESSING]) - np.mean([known[code] for code in CHALLENGED])
    )
    return Attitude(means, dominant, progress, potential)
