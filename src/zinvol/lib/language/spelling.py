"""What a person may have meant by a word that finds nothing."""

from collections.abc import Iterable

from zinvol.lib.language.folding import fold_word

_SHORT_WORD = 5


def nearest(word: str, vocabulary: Iterable[tuple[str, int]], limit: int = 3) -> list[str]:
    """Words of the vocabulary (word, how often it occurs) within a typing error or two, best first.

    One error (letter added, lost, changed, or two swapped) up to five letters, two in longer words;
    the nearest first, then the most frequent. The word itself is never among them.
    """
    from rapidfuzz.distance import OSA  # Costs 6 MB: only for those who mistype.

    wanted = fold_word(word)
    allowed = 1 if len(wanted) <= _SHORT_WORD else 2
    near = []
    for candidate, frequency in vocabulary:
        if abs(len(candidate) - len(wanted)) > allowed:
            continue
        distance = OSA.distance(wanted, candidate, score_cutoff=allowed)
        if 0 < distance <= allowed:
            near.append((distance, -frequency, candidate))
    return [candidate for _, _, candidate in sorted(near)[:limit]]
