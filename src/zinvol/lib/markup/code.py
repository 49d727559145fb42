"""Where a source shows code, in which nothing is a mention."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt

from zinvol.lib.markup.source import LONGEST_SOURCE, refuse_overlong

_TICKS = re.compile(r"(?<!\\)`+")
_MAY_BE_CODE = re.compile(r"`|~~~|\t| {4}")


class CodeRanges:
    """The stretches of code in one source. Raises TooComplex above `LONGEST_SOURCE` characters."""

    def __init__(self, source: str) -> None:
        refuse_overlong(source)
        self._ranges = sorted(_ranges(source)) if _MAY_BE_CODE.search(source) else []

    def holds(self, position: int) -> bool:
        """Whether the character at this position is code."""
        index = bisect_right(self._ranges, (position, LONGEST_SOURCE + 1)) - 1
        return index >= 0 and self._ranges[index][0] <= position < self._ranges[index][1]


def _ranges(source: str) -> Iterator[tuple[int, int]]:
    offsets = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
    for token in _block_parser().parse(source):
        if token.map is None or token.type not in ("fence", "code_block", "inline"):
            continue
        start, end = offsets[token.map[0]], offsets[min(token.map[1], len(offsets) - 1)]
        if token.type == "inline":
            yield from _code_spans(source, start, end)
        else:
            yield start, end


def _code_spans(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From each run of backticks to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(source, start, end)]
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for first, last in runs:
        by_length[last - first].append(first)
    at = start
    for first, last in runs:
        closers = by_length[last - first]
        following = bisect_right(closers, first)
        if first < at or following == len(closers):
            continue
        at = closers[following] + last - first
        yield first, at


@cache
def _block_parser() -> MarkdownIt:
    """Only the part of the parser that tells paragraphs from code blocks."""
    parser = MarkdownIt("gfm-like", {"html": False})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
