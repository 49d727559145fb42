"""How long things take while some have not happened yet."""

from __future__ import annotations

from collections.abc import Iterable


def median(spans: Iterable[tuple[float, bool]]) -> float | None:
    """The time after which half has happened, by Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958, 457-481).

    ``spans``: for each thing how long it took, or has waited until now, and whether it happened. What still waits
    counts as long as it has waited, so that open questions do not make an answer look quicker than it is. None
    when less than half has happened at the end of what is known.
    """
    waiting = sorted(spans, key=lambda span: (span[0], not span[1]))
    at_risk, left = len(waiting), 1.0
    for span, has_happened in waiting:
        if has_happened:
            left *= (at_risk - 1) / at_risk
            if left <= 0.5 + 1e-12:
                return span
        at_risk -= 1
    return None
