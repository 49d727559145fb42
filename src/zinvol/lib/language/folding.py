"""What counts as a word, and the one spelling under which it is stored and looked up."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Invisible inside a word (soft hyphen, zero width characters, combining marks): they join, never split.
_JOINERS = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"
_LETTER = r"[^\W_]"
# Bounded, so that a line of 100,000 letters becomes many words and never one giant index term.
_WORD = rf"{_LETTER}(?:{_LETTER}|[{_JOINERS}]){{0,63}}"
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'\u2019\u02bc"
_CHUNK = re.compile(rf"{_WORD}(?:[{_HYPHENS}{_APOSTROPHES}]{_WORD}){{0,5}}")
_HYPHEN = re.compile(f"[{_HYPHENS}]")

_UNIFIED = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\u2026": "...", "\u00a0": " ", "\u0000": " "}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    # Letters that Unicode does not take apart into a base letter and a mark.
    | {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ı": "i"}
)


def normalise(text: str) -> str:
    """Fold case, diacritics, ligatures, quotes and dashes, so that equal-looking texts are equal."""
    text = text.casefold().translate(_UNIFIED)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_UNIFIED)


def words(text: str) -> list[str]:
    """The normalised words of a text in order; "wabo-2024" is two words, "collega's" is one."""
    return [word for chunk in chunk_texts(text) for word in _chunk_words(chunk)]


# The same words come again and again; bounded for the same reason as the caches of `forms`.
@lru_cache(maxsize=8_192)
def _chunk_words(chunk: str) -> tuple[str, ...]:
    return tuple(folded for piece in hyphen_pieces(chunk) if (folded := fold_word(piece)))


def chunks(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of each word; hyphens and apostrophes inside it hold it together."""
    for match in _CHUNK.finditer(text):
        yield match.start(), match.end(), match.group()


def chunk_texts(text: str) -> list[str]:
    """The same as `chunks` without positions, which is three times faster."""
    return _CHUNK.findall(text)


def hyphen_pieces(chunk: str) -> list[str]:
    """The parts of a hyphenated word; the word itself when it has no hyphen."""
    return _HYPHEN.split(chunk)


def fold_word(word: str) -> str:
    """The index spelling of one word: normalised letters and digits, nothing else."""
    folded = normalise(word)
    return folded if folded.isalnum() else "".join(char for char in folded if char.isalnum())


def dictionary_key(word: str) -> str:
    """The spelling under which a dictionary knows a word: lower case, but with its diacritics."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return unicodedata.normalize("NFC", lowered).translate(_DICTIONARY_SPELLING)


_DICTIONARY_SPELLING = str.maketrans(
    {"\u2019": "'", "\u02bc": "'"} | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)
