"""Taking Dutch compounds apart: "brandweerkazerne" is a brandweer and a kazerne."""

from functools import lru_cache

from zinvol.lib.language.dictionary import lemma
from zinvol.lib.language.wordlists import word_list

_SHORTEST_COMPOUND = 7
_LONGEST_COMPOUND = 40
# From five letters the dictionary decides what is a part. Shorter words are listed, because the
# dictionary also knows "eren", "ring" and "gesp", and would find them in half the language.
_SHORTEST_DICTIONARY_PART = 5
_SHORTEST_PART = 3
_LINKS = ("", "s", "en", "e", "n", "ne")

_SHORT_PARTS = word_list("short_parts")

# Known to the dictionary, but as a part nearly always the accident of a longer word or a prefix.
_NEVER_PARTS = word_list("never_parts")


@lru_cache(maxsize=2_048)
def compound_parts(word: str) -> tuple[str, ...]:
    """The known words a long Dutch word is made of, without linking letters; empty when it is simple.

    The longest last part wins: "doelstelling" is a doel and a stelling, not a doels and a telling.
    """
    if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
        return ()
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        parts = _split_at(word[:cut], word[cut:])
        if parts:
            return parts
    return ()


def _split_at(head: str, tail: str) -> tuple[str, ...]:
    """Both halves, the first one taken further apart; empty when either is not a word."""
    if not _is_part(tail):
        return ()
    for link in _LINKS:
        if not head.endswith(link):
            continue
        first = head.removesuffix(link)
        parts = compound_parts(first) or ((first,) if _is_part(first) else ())
        if parts:
            return (*parts, tail)
    return ()


def _is_part(word: str) -> bool:
    if len(word) < _SHORTEST_DICTIONARY_PART:
        return word in _SHORT_PARTS
    return word not in _NEVER_PARTS and lemma(word, "nl") is not None
