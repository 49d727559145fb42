"""A guess at the language of a text from its smallest words."""

from typing import Literal

from zinvol.lib.language.folding import words
from zinvol.lib.language.stopwords import DUTCH_ONLY, ENGLISH_ONLY

# A post says what language it is in within its first lines.
_CHARACTERS_READ = 2_000
# Letter groups of longer words, for headlines that hold no small words. Each counts for less than one.
_DUTCH_LETTERS = ("ij", "aa", "oe", "uu", "sch", "ee", "oo", "eer", "heid", "lijk", "gen", "zi", "ui")
_ENGLISH_LETTERS = ("th", "wh", "ea", "tion", "sh", "ou", "ing", "ly", "ck", "ow", "y", "qu")
_LETTERS_WEIGH = 0.2
_MARGIN = 1.15


def guess(text: str) -> Literal["nl", "en", ""]:
    """Dutch, English, or "" when it is neither or there is too little to tell; good from five words."""
    found = words(text[:_CHARACTERS_READ])
    dutch = _score(found, DUTCH_ONLY, _DUTCH_LETTERS)
    english = _score(found, ENGLISH_ONLY, _ENGLISH_LETTERS)
    if max(dutch, english) < max(0.4, 0.08 * len(found)):
        return ""
    if dutch > english * _MARGIN:
        return "nl"
    return "en" if english > dutch * _MARGIN else ""


def _score(found: list[str], small_words: frozenset[str], letters: tuple[str, ...]) -> float:
    return sum(
        1.0 if word in small_words else _LETTERS_WEIGH * sum(group in word for group in letters)
        for word in found
    )
