"""Dutch and English text for search: folding, word forms, compounds, marking, spelling, language."""

from zinvol.lib.language.dictionary import warm_up
from zinvol.lib.language.folding import normalise, words
from zinvol.lib.language.forms import index_terms, word_forms
from zinvol.lib.language.guessing import guess
from zinvol.lib.language.marking import highlight, snippet
from zinvol.lib.language.query import Term, query_terms, satisfies_phrases
from zinvol.lib.language.recurring import recurring
from zinvol.lib.language.spelling import nearest

__all__ = [
    "Term",
    "guess",
    "highlight",
    "index_terms",
    "nearest",
    "normalise",
    "query_terms",
    "recurring",
    "satisfies_phrases",
    "snippet",
    "warm_up",
    "word_forms",
    "words",
]
