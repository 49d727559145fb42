"""Words that come back in several texts: a first look at what many short answers are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from zinvol.lib.language.folding import words
from zinvol.lib.language.forms import word_forms
from zinvol.lib.language.stopwords import COMMON_WORDS

SHORTEST = 4


def recurring(texts: Iterable[str], *, least: int = 3, most: int = 12) -> list[tuple[str, int]]:
    """Words that at least ``least`` texts have in some form, with in how many; most first. Shown in the form in which
    they stand most often. Words that say nothing by themselves are left out."""
    times: Counter[str] = Counter()
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        found = {
            min(word_forms(word), key=lambda form: (len(form), form)): word
            for word in words(text)
            if _tells(word)
        }
        times.update(found.keys())
        for key, word in found.items():
            spelled[key][word] += 1
    ranked = sorted(times, key=lambda key: (-times[key], key))
    return [(spelled[key].most_common(1)[0][0], times[key]) for key in ranked if times[key] >= least][:most]


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in COMMON_WORDS
