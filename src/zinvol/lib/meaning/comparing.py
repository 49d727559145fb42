"""Whether a question is so like another that who asks the one should see the other."""

from __future__ import annotations

from zinvol.lib.language import index_terms, query_terms

# Below this nothing is shown.
FLOOR = 0.65
_WEIGHT_OF_WORDS = 0.5

# With every word shared a cosine of this much just reaches the floor: what is further away need not be
# fetched from the shelf.
LOWEST_COSINE = (FLOOR - _WEIGHT_OF_WORDS) / (1 - _WEIGHT_OF_WORDS)


def likeness(cosine: float, shared_words: float) -> float:
    """Zero to one: the cosine, and half of what it leaves open for the share of words in common.

    Meaning finds what has no word in common, above all across languages; words make sure of what
    is typed in short, where the cosine of the right question may be 0.4. Measured on 24 invented
    questions (`tests/workplace.py`), each asked again in three ways: how many had the right one first,
    the mean reciprocal rank, and how many were shown with a floor that shows a stranger nothing (0.60 for
    meaning, 0.65 for both).

    | asked again | words | meaning | both |
    | --- | --- | --- | --- |
    | as typed, a few words | 23, .98 | 24, 1.00, 3 shown | 24, 1.00, 16 shown |
    | in other Dutch words | 4, .24 | 18, .82, 1 shown | 17, .79, 1 shown |
    | in English | 9, .40 | 24, 1.00, 21 shown | 24, 1.00, 17 shown |

    At 0.65 none of the 24 strangers is shown anything, none of 6,996 pairs of different questions
    passes, and one of 120 questions finds a false friend among 519 of the Dutch parliament; at 0.60 it is
    one stranger, two pairs and six questions. A question said wholly otherwise is rarely shown: a wrong
    look-alike annoys more than a missing one.
    """
    return 1 - (1 - min(max(cosine, 0.0), 1.0)) * (1 - _WEIGHT_OF_WORDS * shared_words)


def shared_words(one: str, other: str) -> float:
    """The share of the telling words of each that the other has in some form, averaged: zero to one.

    Meant for titles: the words of a long text hold those of every question.
    """
    return (_share_found(one, other) + _share_found(other, one)) / 2


def _share_found(wanted: str, text: str) -> float:
    words = {term.alternatives for term in query_terms(wanted) if not term.is_common}
    terms = set(index_terms(text))
    return sum(not terms.isdisjoint(forms) for forms in words) / len(words) if words else 0.0
