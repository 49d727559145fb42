"""Words and numbers of a report, in the language of its reader."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from zinvol.lib.science.instruments.model import Instrument, Source
from zinvol.lib.science.scoring.maturity import LEVELS

Words = Callable[[str, str], str]
"""Takes the Dutch and the English text and gives the one that is read."""

LEVEL_WORDS = {
    "absent": ("Afwezig", "Absent"),
    "ad_hoc": ("Ad hoc", "Ad hoc"),
    "set_up": ("Ingericht", "Set up"),
    "steered": ("Gestuurd", "Steered"),
    "embedded": ("Verankerd", "Embedded"),
}


def words(language: str) -> Words:
    return (lambda nl, _en: nl) if language == "nl" else (lambda _nl, en: en)


def level_word(level: int, language: str) -> str:
    return words(language)(*LEVEL_WORDS[LEVELS[level]])


def whole(value: float) -> int:
    """A score as printed: whole, halves up; a half that the machine holds as just under it is a half."""
    return floor(value + 0.5 + 1e-9)


def listed(parts: list[str], language: str) -> str:
    """“a, b and c”."""
    if len(parts) < 2:
        return "".join(parts)
    last = words(language)("en", "and")
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def source_line(source: Source, language: str) -> str:
    """A source as it stands in the list, with what it is worth."""
    w = words(language)
    worth = {
        "published": "",
        "own": w(" (eigen ontwerp)", " (own design)"),
        "unverified": w(" (uit het hoofd; nog na te gaan)", " (from memory; to be verified)"),
    }
    return source.text + worth[source.kind]


def sources_of(instrument: Instrument, language: str) -> list[str]:
    return [source_line(source, language) for source in instrument.sources]
