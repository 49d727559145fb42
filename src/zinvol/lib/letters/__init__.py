"""Mail that comes in: who wrote what, without quotation and signature; and whether a machine wrote it."""

from zinvol.lib.letters.letter import BadLetter, Bounce, Enclosure, Letter, LetterKind
from zinvol.lib.letters.marker import MARKER
from zinvol.lib.letters.quoting import own_words
from zinvol.lib.letters.reading import read

__all__ = [
    "MARKER",
    "BadLetter",
    "Bounce",
    "Enclosure",
    "Letter",
    "LetterKind",
    "own_words",
    "read",
]
