"""Many vectors in memory, and those nearest to one of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from zinvol.lib.meaning.embedder import SIZE
from zinvol.lib.meaning.vectors import Vector, unit

_FIRST_ROOM = 1_024
# Rows are compared so many at a time: 2 MB as floats, which stays in the cache of the processor.
_BLOCK = 1_024
_ADDED_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a reader sees. Nothing of the first `count` rows is ever written again."""

    numbers: NDArray[np.int8]
    # One over the length of a row; 0 for what was removed and for vectors of nothing.
    scales: Vector
    ids: NDArray[np.int64]
    count: int

    def where(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """The rows of these ids, those removed or replaced left out."""
        is_wanted = np.isin(self.ids[: self.count], ids) & (self.scales[: self.count] > 0)
        return np.flatnonzero(is_wanted)

    def without(self, ids: NDArray[np.int64]) -> _Rows:
        where = self.where(ids)
        if not where.size:
            return self
        scales = self.scales.copy()  # a reader that has begun still sees the old ones
        scales[where] = 0
        return _Rows(self.numbers, scales, self.ids, self.count)

    def with_room_for(self, more: int) -> _Rows:
        """The same, or a copy twice as wide as what is still there."""
        room = len(self.ids)
        if self.count + more <= room:
            return self
        kept = np.flatnonzero(self.scales[: self.count])
        while room < max(len(kept) + more, 2 * len(kept)):
            room *= 2
        wider = _empty(room, self.numbers.shape[1])
        for start in range(0, len(kept), _BLOCK):  # all at once would be a third copy
            some = kept[start : start + _BLOCK]
            wider.numbers[start : start + len(some)] = self.numbers[some]
        wider.scales[: len(kept)] = self.scales[kept]
        wider.ids[: len(kept)] = self.ids[kept]
        return _Rows(wider.numbers, wider.scales, wider.ids, len(kept))

    def followed_by(self, ids: NDArray[np.int64], numbers: NDArray[np.int8]) -> _Rows:
        """With rows written behind those that readers look at."""
        start, end = self.count, self.count + len(ids)
        lengths = np.linalg.norm(numbers.astype(np.float32), axis=1)
        self.numbers[start:end] = numbers
        self.ids[start:end] = ids
        self.scales[start:end] = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return _Rows(self.numbers, self.scales, self.ids, end)


class Shelf:
    """Vectors by id, searched by comparing with all of them: 512 bytes and 0.1 µs a vector.

    Any number of threads may read while others write: a reader keeps the rows with which it began.
    A writer adds behind them, or publishes changed scales, and waits only for other writers.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._rows = _empty(_FIRST_ROOM, size)
        self._writing = threading.Lock()

    def __len__(self) -> int:
        """How many can be found; a vector of nothing is like nothing, so it does not count."""
        rows = self._rows
        return int(np.count_nonzero(rows.scales[: rows.count]))

    def add(self, id: int, blob: bytes) -> None:
        """Put one vector, as `pack` made it, on the shelf; it replaces an older one of the same id."""
        self.add_all([(id, blob)])

    def add_all(self, pairs: Iterable[tuple[int, bytes]]) -> None:
        """The same for many, much faster; of an id that comes twice the last counts."""
        with self._writing:
            for some in batched(pairs, _ADDED_AT_ONCE):
                blobs = dict(some)
                ids, numbers = _as_ids(blobs), self._numbers(blobs)
                self._rows = self._rows.without(ids).with_room_for(len(ids)).followed_by(ids, numbers)

    def remove(self, id: int) -> None:
        """Take one off; nothing happens when it is not there."""
        with self._writing:
            self._rows = self._rows.without(np.array([id], dtype=np.int64))

    def nearest(
        self,
        vector: Vector,
        most: int = 10,
        floor: float = 0.5,
        among: Iterable[int] | NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """At most so many ids with a cosine of at least `floor`, the nearest first, then by id.

        `among` names the only ids that may come out: what the viewer may see.
        """
        rows = self._rows
        wanted = unit(np.asarray(vector, dtype=np.float32))
        if among is None:
            where = None
            scales, ids = rows.scales[: rows.count], rows.ids[: rows.count]
        else:
            where = rows.where(_as_ids(among))
            scales, ids = rows.scales[where], rows.ids[where]
        cosines = self._products(rows.numbers, where, wanted, len(ids)) * scales
        found = np.flatnonzero((cosines >= floor) & (scales > 0))
        best = found[np.lexsort((ids[found], -cosines[found]))][: max(0, most)]
        return [(int(ids[row]), float(cosines[row])) for row in best]

    def _products(
        self, numbers: NDArray[np.int8], where: NDArray[np.intp] | None, wanted: Vector, count: int
    ) -> Vector:
        products = np.empty(count, dtype=np.float32)
        # Of bytes numpy makes no quick products; made floats a block at a time they are twice as quick
        # as a matrix of floats, which does not fit in the cache.
        block = np.empty((min(_BLOCK, count), self._size), dtype=np.float32)
        for start in range(0, count, _BLOCK):
            end = min(start + _BLOCK, count)
            part = block[: end - start]
            np.copyto(part, numbers[start:end] if where is None else numbers[where[start:end]])
            np.dot(part, wanted, out=products[start:end])
        return products

    def _numbers(self, blobs: dict[int, bytes]) -> NDArray[np.int8]:
        for id, blob in blobs.items():
            if len(blob) != self._size:
                raise ValueError(f"the vector of {id} has {len(blob)} numbers, not {self._size}")
        return np.frombuffer(b"".join(blobs.values()), dtype=np.int8).reshape(len(blobs), self._size)


def _empty(room: int, size: int) -> _Rows:
    # The system gives memory to rows when they are written: room that is not used costs nothing.
    return _Rows(
        np.empty((room, size), dtype=np.int8),
        np.zeros(room, dtype=np.float32),
        np.zeros(room, dtype=np.int64),
        0,
    )


def _as_ids(ids: Iterable[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    if isinstance(ids, np.ndarray):
        return ids.astype(np.int64, copy=False)
    return np.fromiter(ids, dtype=np.int64)
