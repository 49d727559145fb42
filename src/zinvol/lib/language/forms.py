"""The forms under which a word can be found: as written, stemmed, as its lemma, and by its parts."""

import re
import threading
from functools import lru_cache

import Stemmer

from zinvol.lib.language.compounds import compound_parts
from zinvol.lib.language.dictionary import lemma
from zinvol.lib.language.folding import chunk_texts, dictionary_key, fold_word, hyphen_pieces

_SHORTEST_STEM = 3
_LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_APOSTROPHE = re.compile("['\u2019\u02bc]")

_stemming = threading.local()


def index_terms(text: str) -> list[str]:
    """Every form of every word, in text order with duplicates kept, so that frequencies stay true.

    One word gives its own spelling, stem and lemma, and for a compound those of its parts.
    """
    return [term for chunk in chunk_texts(text.lower()) for term in chunk_terms(chunk)]


# Bounded, as otherwise a long import would keep every typing error ever made. Full, the three caches
# of this package hold about 9 MB; 8,192 words cover 97 % of running text.
@lru_cache(maxsize=8_192)
def chunk_terms(chunk: str) -> tuple[str, ...]:
    """The index terms of one word as it stands in the text, hyphens and apostrophes included."""
    terms = list(word_forms(chunk))
    for piece in _pieces(chunk):
        terms += word_forms(piece)
    for part in chunk_parts(chunk):
        terms += word_forms(part)
    return tuple(dict.fromkeys(terms))


def chunk_parts(chunk: str) -> list[str]:
    """The parts of the compounds in one word, in order."""
    return [part for piece in hyphen_pieces(chunk) for part in compound_parts(dictionary_key(piece))]


@lru_cache(maxsize=2_048)
def word_forms(word: str) -> tuple[str, ...]:
    """The interchangeable spellings of one word, its own first: what a query for it should look for."""
    raw = fold_word(word)
    if not raw or raw.isdigit():
        return (raw,) if raw else ()
    dutch, english = _lemmas(word)
    forms = [raw, *map(fold_word, dutch + english)]
    # An English stem of a Dutch word is an accident ("goed" would be found by "go"), and the reverse.
    if dutch or not english:
        forms += [_stem(form, "dutch", is_known=bool(dutch)) for form in forms[: 1 + len(dutch)]]
    if english or not dutch:
        forms += [_stem(form, "english", is_known=bool(english)) for form in [raw, *map(fold_word, english)]]
    return tuple(dict.fromkeys(filter(None, forms)))


def _pieces(chunk: str) -> list[str]:
    """What a hyphen or a change from letters to digits separates; empty for an ordinary word."""
    by_hyphen = hyphen_pieces(chunk)
    pieces = by_hyphen if len(by_hyphen) > 1 else []
    for piece in by_hyphen:
        runs = _LETTERS_AND_DIGITS.findall(piece) if not piece.isalpha() else []
        pieces = pieces + runs if len(runs) > 1 else pieces
    return pieces


def _lemmas(word: str) -> tuple[list[str], list[str]]:
    """Dutch and English lemmas; the lemma of a lemma too, as "fietst" is fietsen and that is fiets."""
    base = _APOSTROPHE.split(word)[0]
    for spelling in (word, base) if len(base) >= _SHORTEST_STEM else (word,):
        dutch = lemma(spelling, "nl")
        english = lemma(spelling, "en")
        if dutch or english:
            second = lemma(dutch, "nl") if dutch else None
            return [found for found in (dutch, second) if found], [english] if english else []
    return [], []


def _stem(word: str, language: str, *, is_known: bool) -> str:
    """The stem, or "" where it would mislead: too short, or a known word robbed of its first letters."""
    stem = _stemmer(language).stemWord(word)
    if len(stem) < _SHORTEST_STEM:
        return ""
    # Kraaij-Pohlmann takes any "ge" for a participle and any "ster" for an ending: without this
    # "gebouw" would be found by "bouw", and "minister" by "mini".
    is_too_eager = is_known and (stem[:2] != word[:2] or 2 * len(stem) <= len(word))
    return "" if is_too_eager else stem


def _stemmer(language: str) -> Stemmer.Stemmer:
    # A Stemmer keeps state while it works, so that every thread needs its own. Its cache is off:
    # ours sits in front of it.
    try:
        return _stemming.__dict__[language]
    except KeyError:
        return _stemming.__dict__.setdefault(language, Stemmer.Stemmer(language, 0))
