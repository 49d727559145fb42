"""What an event is: a fact in the past tense that carries ids, never text.

An app declares its events in its own ``events.py`` as frozen dataclasses derived from
:class:`Event`. This module is pure: writing them down is the work of ``kernel.activity``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar

REGISTRY: dict[str, type[Event]] = {}

_COLUMNS = {"actor_id", "subject_id", "audience_id", "space_id"}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. ``name`` is ``app.past_tense``; ``subject_kind`` says which kind of
    thing ``subject_id`` is. Fields that a subclass adds travel as ``refs`` and must be ids, enums
    or numbers: whoever is erased must not live on in the log."""

    name: ClassVar[str]
    subject_kind: ClassVar[str]

    actor_id: int | None
    subject_id: int
    audience_id: int | None = None
    space_id: int | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        known = REGISTRY.setdefault(cls.name, cls)
        if known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two events are called {cls.name}")

    def refs(self) -> dict[str, Any]:
        """The fields beyond those that every event has, ready for JSON."""
        kind: Any = type(self)
        return {name: getattr(self, name) for name in _names_of(kind)}


@cache
def _names_of(kind: type[Event]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in _COLUMNS)
