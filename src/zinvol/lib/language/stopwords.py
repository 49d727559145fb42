"""The words every Dutch or English text is full of."""

from zinvol.lib.language.wordlists import word_list

_DUTCH = word_list("common_nl")
_ENGLISH = word_list("common_en")
_BOTH = word_list("common_both")

# What a query may leave out. Words such as "thanks" and "nieuwe" give a language away, and yet a
# person who searches for them means them.
COMMON_WORDS = (_DUTCH | _ENGLISH | _BOTH) - word_list("telling")

# Words of both languages ("in", "is", "was") tell nothing apart.
DUTCH_ONLY = _DUTCH - _ENGLISH - _BOTH
ENGLISH_ONLY = _ENGLISH - _DUTCH - _BOTH
