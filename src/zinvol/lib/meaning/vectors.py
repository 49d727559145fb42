"""One vector in a column of a database."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float32]

_MOST = 127


def pack(vector: Vector) -> bytes:
    """The direction of a vector in one byte a number: 512 bytes, where floats take 2,048.

    The largest number becomes 127. No scale is kept: a direction has none, and `unpack` gives unit
    length again.
    """
    largest = float(np.abs(vector).max(initial=0.0))
    if largest == 0.0:
        return bytes(len(vector))
    return np.rint(vector * (_MOST / largest)).astype(np.int8).tobytes()


def unpack(blob: bytes) -> Vector:
    """The vector again, of unit length; one of zeros stays so."""
    vector = np.frombuffer(blob, dtype=np.int8).astype(np.float32)
    return unit(vector)


def unit(vector: Vector) -> Vector:
    """The same direction at length one; zeros stay zeros."""
    length = np.float32(np.linalg.norm(vector))
    return vector / length if length else vector
