"""From sentences to vectors: what may be asked, and who answers by default."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zinvol.lib.meaning.encoder import Encoder
    from zinvol.lib.meaning.vectors import Vector

SIZE = 512

_loading = threading.Lock()


class Embedder(Protocol):
    """What turns texts into vectors. Vectors of different names cannot be compared."""

    @property
    def name(self) -> str:
        """The model and its version, to be kept beside each vector."""

    @property
    def size(self) -> int:
        """How many numbers a vector has."""

    def embed(self, texts: Sequence[str]) -> Vector:
        """A row of unit length for each text; of zeros for one without a letter or digit."""


@lru_cache(maxsize=2)
def default_embedder(folder: Path | None = None) -> Embedder:
    """The multilingual Universal Sentence Encoder, loaded at the first `embed` and then kept.

    With a folder the model is mapped from files in it (see `prepare`), shared by all processes that
    name the same folder; without one it stands in the memory of this process.
    """
    return _SentenceEncoder(folder)


class _SentenceEncoder:
    size = SIZE

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._encoder: Encoder | None = None

    @cached_property
    def name(self) -> str:
        from zinvol.lib.meaning.prepared import model_name

        return model_name()

    def embed(self, texts: Sequence[str]) -> Vector:
        return (self._encoder or self._load()).encode(texts)

    def _load(self) -> Encoder:
        from zinvol.lib.meaning import prepared
        from zinvol.lib.meaning.encoder import Encoder

        with _loading:
            if self._encoder is None:
                folder = self._folder
                arrays = prepared.load(prepared.prepare(folder)) if folder else prepared.derive()
                self._encoder = Encoder(arrays)
        return self._encoder
