"""Recognising bare web addresses, without the cases that keep a processor busy."""

from typing import Any, Protocol


class Linkify(Protocol):
    """What the parser asks of a recogniser of links; linkify-it has no types of its own."""

    def pretest(self, text: str) -> bool:
        """Whether it is worth looking for an address at all."""

    def test(self, text: str) -> bool:
        """Whether the text holds an address."""

    def match(self, text: str) -> Any:
        """The addresses in the text."""

    def match_at_start(self, text: str) -> Any:
        """The address with which the text begins, or None."""


# All counted in one run of characters without a space, as no address reaches beyond it.
_MOST_SCHEMES = 20
# Two ways to read each encoded part of a host name double the time with every part: a post of 150
# characters would take hours. A real host has one or two such parts.
_MOST_ENCODED_PARTS = 4
# For each opening mark the recogniser looks for its counterpart through all that follows.
_MOST_OPENING_MARKS = 50
_OPENING_MARKS = "([{\"'"


class CautiousLinkify:
    """Stands before a recogniser: a text that is built to be slow simply has no links."""

    def __init__(self, recogniser: Linkify) -> None:
        self.pretest = recogniser.pretest
        self.match = recogniser.match
        self._recogniser = recogniser

    def test(self, text: str) -> bool:
        """Whether the text holds an address."""
        return not _is_built_to_be_slow(text) and self._recogniser.test(text)

    def match_at_start(self, text: str) -> Any:
        """The address with which the text begins, or None."""
        return None if _is_built_to_be_slow(text) else self._recogniser.match_at_start(text)


def _is_built_to_be_slow(text: str) -> bool:
    return any(
        run.count("//") > _MOST_SCHEMES
        or run.casefold().count("xn--") > _MOST_ENCODED_PARTS
        or sum(map(run.count, _OPENING_MARKS)) > _MOST_OPENING_MARKS
        for run in text.split()
    )
