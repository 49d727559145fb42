"""What every loader of exchange records is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from zinvol.kernel import activity
from zinvol.kernel.events import Event
from zinvol.kernel.origins import Origins

FRESH = timedelta(days=3)
"""What is older than this when it is loaded counts as read, unless the file says otherwise."""


@dataclass
class Loading:
    """One import while it runs. ``tell`` reports a line that could not be taken as it is."""

    origins: Origins
    tell: Callable[[int, str], None]
    now: datetime
    _events: list[tuple[Event, datetime]] = field(default_factory=list)

    def record(self, event: Event, at: datetime) -> None:
        """Note an event; it is written at the end of the batch, in its transaction."""
        self._events.append((event, at))

    def write_events(self) -> None:
        if self._events:
            activity.record_many([e for e, _ in self._events], at=[at for _, at in self._events])
        self._events.clear()

    def forget_events(self) -> None:
        self._events.clear()

    def cut(self, line: int, what: str, text: str, most: int) -> str:
        """A text that fits; what was cut off is told."""
        if len(text) <= most:
            return text
        self.tell(line, f"{what} has {len(text)} characters; the first {most} were kept")
        return text[: most - 1].rstrip() + "…"

    def is_fresh(self, moment: datetime) -> bool:
        return moment > self.now - FRESH
