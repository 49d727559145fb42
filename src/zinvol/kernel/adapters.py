"""What content offers to those who hear: shapes that both sides know, introduced in ``config.wiring``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SearchDocument:
    """A thing as search sees it. ``kind`` and ``ref_id`` name it; ``facet`` is its sort for the
    filters; ``is_settled`` says that it has its answer."""

    kind: str
    ref_id: int
    thread_id: int
    audience_id: int
    space_id: int | None
    author_id: int | None
    author_name: str
    created_at: datetime
    facet: str
    is_settled: bool
    title: str
    text: str


SearchSource = Callable[[Sequence[int]], list[SearchDocument]]
"""Gives the documents of some ids that exist and are not deleted."""


@dataclass(frozen=True)
class Addressed:
    """Whom something private concerns: who said it, who wants to hear of it, and who is named in it."""

    author_id: int | None
    hearing: frozenset[int]
    named: frozenset[int]


AddressedSource = Callable[[int], Addressed | None]
"""Gives that for the number of a message; nothing when it is gone."""
