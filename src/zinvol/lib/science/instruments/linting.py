"""Remarks on items that people tend to answer badly: double, leading, negated, absolute, hard or long.

A remark is a reason to look again, not a verdict: an item of a published instrument keeps its words. ``lint_ok`` in
the instrument says why a remark was let pass. After Lenzner and Menold, Question Wording, GESIS Survey Guidelines,
2016; reading ease after Flesch (1948) and Douma (1960).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from zinvol.lib.science.instruments.model import Instrument, Item

LONGEST = 20
"""Words in an item; longer ones are read twice."""
HARDEST = {"nl": 35, "en": 40}
"""Reading ease below which a sentence of eight words or more is remarked on (about B2 and harder)."""
FEW_WORDS = 8

_DOUBLE = {"nl": r"\b(en|of|alsmede|evenals)\b", "en": r"\b(and|or|as well as)\b"}
_LEADING = {
    "nl": r"\b(natuurlijk|uiteraard|toch|immers|terecht|zoals (iedereen|bekend)|vindt u (ook )?niet|bent u het ermee eens)\b",
    "en": r"\b(of course|obviously|naturally|surely|clearly the|as everyone knows|don't you|do you agree that)\b",
}
_NEGATION = {
    "nl": r"\b(niet|geen|nooit|niemand|nergens|noch)\b",
    "en": r"\b(not|no|never|nobody|none|neither|nor|cannot|\w+n['’]t)\b",
}
_ABSOLUTE = {
    "nl": r"\b(altijd|alles|iedereen|elke keer|alleen maar)\b",
    "en": r"\b(always|everything|everyone|every time|only ever)\b",
}


@dataclass(frozen=True)
class Remark:
    """``kind``: double, leading, negation, absolute, long, hard or same (both languages have the same words)."""

    item: str
    language: str
    kind: str
    detail: str


def lint(instrument: Instrument) -> list[Remark]:
    """What to look at again, in the order of the items; without what ``lint_ok`` lets pass."""
    return [remark for item in instrument.items for remark in _of(item) if remark.kind not in item.lint_ok]


def _of(item: Item) -> Iterator[Remark]:
    for language, text in (("nl", item.text.nl), ("en", item.text.en)):
        for kind, look in _LOOKS.items():
            if detail := look(text, language, item):
                yield Remark(item.id, language, kind, detail)


def _pattern(patterns: dict[str, str]) -> Callable[[str, str, Item], str]:
    def look(text: str, language: str, _item: Item) -> str:
        found = re.search(patterns[language], text, re.IGNORECASE)
        return found[0] if found else ""

    return look


def _negation(text: str, language: str, item: Item) -> str:
    """In a question a no is often part of what is asked; on a scale it makes "disagree" a double negation."""
    return _pattern(_NEGATION)(text, language, item) if item.kind == "scale" else ""


def _double(text: str, language: str, item: Item) -> str:
    """Two things in one only harm where one answer has to do for both."""
    return _pattern(_DOUBLE)(text, language, item) if item.kind == "scale" else ""


def _long(text: str, _language: str, _item: Item) -> str:
    words = len(text.split())
    return f"{words} words" if words > LONGEST else ""


def _hard(text: str, language: str, _item: Item) -> str:
    if len(_words(text)) < FEW_WORDS:
        return ""
    ease = reading_ease(text, language)
    return f"reading ease {ease:.0f}" if ease < HARDEST[language] else ""


_LOOKS: dict[str, Callable[[str, str, Item], str]] = {
    "double": _double,
    "leading": _pattern(_LEADING),
    "negation": _negation,
    "absolute": _pattern(_ABSOLUTE),
    "long": _long,
    "hard": _hard,
}


def reading_ease(text: str, language: str) -> float:
    """Flesch's ease for English, Douma's for Dutch: 100 is very easy, 0 very hard; 60 reads like a newspaper."""
    words = _words(text)
    if not words:
        return 100.0
    sentences = max(len(re.findall(r"[.!?]+(?:\s|$)", text)), 1)
    per_sentence = len(words) / sentences
    per_word = sum(syllables(word, language) for word in words) / len(words)
    if language == "nl":
        return 206.84 - 0.77 * 100 * per_word - 0.93 * per_sentence
    return 206.835 - 84.6 * per_word - 1.015 * per_sentence


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.replace("{P}", "Het netwerk"))


def syllables(word: str, language: str) -> int:
    """By where the word may be broken; at least one."""
    return len(_hyphenator(language).positions(word.lower())) + 1


@cache
def _hyphenator(language: str):  # type: ignore[no-untyped-def]  # pyphen has no types
    from pyphen import Pyphen

    return Pyphen(lang="nl_NL" if language == "nl" else "en_US", left=1, right=1)
