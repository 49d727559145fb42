"""What the organisation may set, as pure questions."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

MIN_CONTRAST = 4.5

KINDS = ("question", "dilemma", "challenge", "unfinished", "idea", "update", "poll")
REACTIONS = ("useful", "thanks", "me_too", "i_can_help")
DEFAULT_ACCENT = "#006754"
WORK_FROM, WORK_UNTIL = time(8, 30), time(17)
WORKING_DAYS = (1, 2, 3, 4, 5)
URGENT_ROLES = ("administrator", "community_manager")
"""Who may reach everybody in a space at once, at any hour."""


class Measurement(StrEnum):
    """What is only measured once those whom it concerns have agreed."""

    EXPERTISE = "expertise"
    """Who helped with what, so that they can be asked again (science.md C13)."""
    REUSE = "reuse"
    """How many people of other departments open an answer later (science.md C16)."""
    ACTIVITY = "activity"
    """How many take part, counted over all, beside what people say of it (science.md B1)."""
    USE = "use"
    """On how many days somebody took part, beside what they announced, for who agreed to that too (science.md B3)."""


def contrast(first: str, second: str) -> float:
    """The WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable_accent(colour: str) -> bool:
    """Whether white words on ``colour``, and ``colour`` words on paper, can be read (WCAG AA)."""
    return contrast(colour, "#ffffff") >= MIN_CONTRAST and contrast(colour, "#fcfbf7") >= MIN_CONTRAST


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(c / 255) for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
