"""Texts of people in a drawing: without what is no text, measured by estimate, and broken into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

NARROW = frozenset("ijltfrI.,:;'’|!()[]/\\-` ")
WIDE = frozenset("mwMW@%—…")
BREAKS = re.compile(r"(?<=[-–/])(?=\w)|\s+")
LEFT_OUT = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Hyphenator(Protocol):
    def positions(self, word: str) -> list[int]: ...


def clean(text: str) -> str:
    """On one line, without characters that XML forbids or that turn the direction of what stands beside them."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if character.isspace() or character in "\x00\x0b" else character
        for character in text
        if character.isspace()
        or (unicodedata.category(character) not in LEFT_OUT and character not in DIRECTIONS)
    )
    return " ".join("".join(kept).split())


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """An estimate on the wide side, so that text which fits by it fits in the fonts that we use."""
    return sum(_ems(character) for character in text) * size * (1.06 if is_bold else 1)


def _ems(character: str) -> float:
    if character in NARROW:
        return 0.3
    if character in WIDE:
        return 0.88
    if character.isascii():
        return 0.66 if character.isupper() or character.isdigit() else 0.54
    if unicodedata.combining(character):
        return 0
    return 1.1 if unicodedata.east_asian_width(character) in "WF" else 0.66


def wrap(
    text: str, space: float, size: float, language: str, *, most: int = 4, is_bold: bool = False
) -> list[str]:
    """Lines that fit in the space; long words are broken at a syllable. What does not fit in ``most`` lines ends in
    an ellipsis: the table beside the chart has the whole text."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(clean(text)):
        joined = f"{line}{piece}" if line.endswith(("-", "–", "/")) else f"{line} {piece}".strip()
        if width(joined, size, is_bold=is_bold) <= space:
            line = joined
            continue
        if line:
            lines.append(line)
        if len(lines) > most:
            break
        *whole, line = _broken(piece, space, size, language, is_bold)
        lines += whole
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(lines[most - 1], space, size, is_bold)]
    return lines


def _pieces(text: str) -> list[str]:
    return [piece for piece in BREAKS.split(text) if piece]


def _broken(word: str, space: float, size: float, language: str, is_bold: bool) -> list[str]:
    """A word in pieces that fit: at its syllables where the language knows them, anywhere if it must."""
    parts: list[str] = []
    while width(word, size, is_bold=is_bold) > space and len(parts) < 8:
        fitting = max(2, _count_fitting(word, space - width("-", size, is_bold=is_bold), size, is_bold))
        syllables = [at for at in _hyphenator(language).positions(word[:60]) if 2 < at <= fitting]
        at = max(syllables, default=fitting)
        parts.append(f"{word[:at]}-")
        word = word[at:]
    return [*parts, word]


def _count_fitting(word: str, space: float, size: float, is_bold: bool) -> int:
    used = 0.0
    for count, character in enumerate(word):
        used += width(character, size, is_bold=is_bold)
        if used > space:
            return count
    return len(word)


def _shortened(line: str, space: float, size: float, is_bold: bool) -> str:
    room = space - width("…", size, is_bold=is_bold)
    return line[: _count_fitting(line, room, size, is_bold)].rstrip(" -") + "…"


@cache
def _hyphenator(language: str) -> Hyphenator:
    from pyphen import Pyphen

    found: Hyphenator = Pyphen(lang={"nl": "nl_NL", "en": "en_GB"}[language], left=3, right=3)
    return found
