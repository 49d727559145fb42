"""Dutch and English sentences as vectors: questions that mean the same lie close, whatever their words."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zinvol.lib.meaning.comparing import FLOOR, LOWEST_COSINE, likeness, shared_words
    from zinvol.lib.meaning.embedder import SIZE, Embedder, default_embedder
    from zinvol.lib.meaning.prepared import is_prepared, prepare
    from zinvol.lib.meaning.questions import of_question
    from zinvol.lib.meaning.shelf import Shelf
    from zinvol.lib.meaning.vectors import pack, unpack

__all__ = [
    "FLOOR",
    "LOWEST_COSINE",
    "SIZE",
    "Embedder",
    "Shelf",
    "default_embedder",
    "is_prepared",
    "likeness",
    "of_question",
    "pack",
    "prepare",
    "shared_words",
    "unpack",
]

_HOMES = {
    "FLOOR": "comparing",
    "LOWEST_COSINE": "comparing",
    "SIZE": "embedder",
    "Embedder": "embedder",
    "Shelf": "shelf",
    "default_embedder": "embedder",
    "is_prepared": "prepared",
    "likeness": "comparing",
    "of_question": "questions",
    "pack": "vectors",
    "prepare": "prepared",
    "shared_words": "comparing",
    "unpack": "vectors",
}


def __getattr__(name: str) -> object:
    # A name is fetched when it is first used: numpy takes 15 MB and a tenth of a second, and most
    # commands never compare two questions.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
