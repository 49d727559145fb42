"""Showing why a text was found: marking the hits, and cutting out the passage around the best ones."""

from functools import lru_cache

from zinvol.lib.language.folding import chunks, fold_word, hyphen_pieces
from zinvol.lib.language.forms import chunk_parts, word_forms
from zinvol.lib.language.query import query_terms

_ELLIPSIS = "\u2026"
# More hits than this in one text do not change where its best passage is.
_HITS_WEIGHED = 200
# Shorter words are inside too many others.
_LOOSE_FROM = 4
_WORDS_KNOWN = 5_000

# Start, end, and the number of the query term that is hit there.
type Hit = tuple[int, int, int]


def highlight(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in segments, True for a hit, inflections and compounds included; joined they are the text."""
    segments: list[tuple[str, bool]] = []
    at = 0
    for start, end, _ in _hits(text, query):
        if start > at:
            segments.append((text[at:start], False))
        segments.append((text[start:end], True))
        at = end
    if at < len(text):
        segments.append((text[at:], False))
    return segments


def snippet(text: str, query: str, length: int = 220) -> str:
    """At most `length` characters around the passage with the most different query words, on one line."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    hits = _hits(line, query)[:_HITS_WEIGHED]
    start = _best_start(hits, length) if hits else 0
    return _cut(line, start, length)


def _hits(text: str, query: str) -> list[Hit]:
    reader = _reader(query)
    if not reader.wanted:
        return []
    hits = [
        (start, end, number)
        for start, end, word in chunks(text)
        if (number := reader.number_of(word.lower())) is not None
    ]
    return hits or _loose_hits(text, reader.wanted)


class _Reader:
    """Knows of words which term of one query they hit. A page of results has the same words again and
    again, each text of it twice."""

    def __init__(self, query: str) -> None:
        self.wanted = _wanted(query)
        self._beginnings = {form[:3] for form in self.wanted}
        self._known: dict[str, int | None] = {}

    def number_of(self, word: str) -> int | None:
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) >= _WORDS_KNOWN:
                self._known.clear()
            number = self._known[word] = _term_hit(word, self.wanted, self._beginnings)
            return number


@lru_cache(maxsize=16)
def _reader(query: str) -> _Reader:
    return _Reader(query)


def _loose_hits(text: str, wanted: dict[str, int]) -> list[Hit]:
    """Words with a wanted one somewhere inside them, as a search reads it that finds next to nothing else."""
    long = {form: number for form, number in wanted.items() if len(form) >= _LOOSE_FROM}
    folded = ((start, end, fold_word(word)) for start, end, word in chunks(text)) if long else ()
    return [
        (start, end, next(number for form, number in long.items() if form in word))
        for start, end, word in folded
        if any(form in word for form in long)
    ]


def _wanted(query: str) -> dict[str, int]:
    """Form to number of its term, common words left out unless there is nothing else."""
    terms = [term for term in query_terms(query) if not term.is_excluded]
    telling = [term for term in terms if not term.is_common or term.is_phrase_part] or terms
    return {form: number for number, term in enumerate(telling) for form in term.alternatives}


def _term_hit(word: str, wanted: dict[str, int], beginnings: set[str]) -> int | None:
    for piece in dict.fromkeys((word, *hyphen_pieces(word))):
        for form in word_forms(piece):
            if form in wanted:
                return wanted[form]
    # Taking a compound apart is slow, and pointless when no part of it can begin like a wanted word.
    folded = fold_word(word)
    if not any(beginning in folded for beginning in beginnings):
        return None
    return next(
        (wanted[form] for part in chunk_parts(word) for form in word_forms(part) if form in wanted), None
    )


def _best_start(hits: list[Hit], length: int) -> int:
    """Where the first hit of the richest passage begins: most different terms, then most hits."""
    reach = length * 3 // 4
    best = max(
        range(len(hits)),
        key=lambda first: (*_richness(hits, first, reach), -first),
    )
    return max(0, hits[best][0] - length // 5)


def _richness(hits: list[Hit], first: int, reach: int) -> tuple[int, int]:
    inside = [number for start, end, number in hits[first:] if end <= hits[first][0] + reach]
    return len(set(inside)), len(inside)


def _cut(line: str, start: int, length: int) -> str:
    """`length` characters from about `start`, on word boundaries, with an ellipsis where text is left out."""
    start = min(start, max(0, len(line) - length + 1))
    if start > 0:
        space = line.find(" ", start - 1, start + length // 4)
        start = space + 1 if space >= 0 else start
    before = _ELLIPSIS if start > 0 else ""
    room = length - len(before)
    if len(line) - start <= room:
        return before + line[start:]
    end = start + room - 1
    space = line.rfind(" ", start, end + 1)
    return before + line[start : space if space > start else end].rstrip(" ,;:-") + _ELLIPSIS
