"""Reading what a person types in the search box."""

import re
from dataclasses import dataclass

from zinvol.lib.language.folding import chunks, fold_word, hyphen_pieces, normalise, words
from zinvol.lib.language.forms import word_forms
from zinvol.lib.language.stopwords import COMMON_WORDS

MOST_TERMS = 12
# What a person types is read no further than this; the limit on terms comes long before it.
_LONGEST_QUERY = 1_000
_TOKEN = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'))


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query. A text satisfies it when its index terms hold any of `alternatives`."""

    raw: str
    alternatives: tuple[str, ...]
    is_excluded: bool = False
    # Words of one "quoted phrase" share a number; a word on its own has none.
    phrase: int | None = None

    @property
    def is_phrase_part(self) -> bool:
        """Whether the word stands between quotes; see `satisfies_phrases`."""
        return self.phrase is not None

    @property
    def is_common(self) -> bool:
        """Whether nearly every text holds the word, so that it may be left out when others remain."""
        return self.raw in COMMON_WORDS


def query_terms(query: str) -> list[Term]:
    """The words to look for, at most twelve: `plain -excluded "an exact phrase" -"not this one"`.

    An excluded phrase cannot be looked up by word: leave its terms out of the index query and let
    `satisfies_phrases` judge the texts found.
    """
    terms: dict[Term, None] = {}
    tokens = _TOKEN.finditer(query[:_LONGEST_QUERY].translate(_QUOTES).lower())
    for number, token in enumerate(tokens):
        minus, phrase, word = token.groups()
        found = _phrase_terms(phrase) if phrase is not None else _word_terms(word)
        for raw, alternatives in found:
            group = number if phrase is not None and len(found) > 1 else None
            terms.setdefault(Term(raw, alternatives, is_excluded=bool(minus), phrase=group))
    return list(terms)[:MOST_TERMS]


def satisfies_phrases(text: str, terms: list[Term]) -> bool:
    """Whether a text holds every wanted phrase literally and none of the excluded ones."""
    phrases: dict[int, list[Term]] = {}
    for term in terms:
        if term.phrase is not None:
            phrases.setdefault(term.phrase, []).append(term)
    if not phrases:
        return True
    haystack = f" {' '.join(words(text))} "
    return all(
        (f" {' '.join(term.raw for term in phrase)} " in haystack) is not phrase[0].is_excluded
        for phrase in phrases.values()
    )


def _phrase_terms(phrase: str) -> list[tuple[str, tuple[str, ...]]]:
    """Between quotes a word means only itself."""
    return [(word, (word,)) for word in words(phrase)]


def _word_terms(token: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for _, _, chunk in chunks(token):
        pieces = hyphen_pieces(chunk)
        # "e-mail" is looked for as email; "wabo-2024" as two words, to find "Wabo 2024" too.
        together = any(len(normalise(piece)) < 2 for piece in pieces)
        for word in [chunk] if together else pieces:
            raw = fold_word(word)
            if raw:
                found.append((raw, word_forms(word)))
    return found
