"""The one source of the present moment, so that tests and imports can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_STILL = datetime(1, 1, 1, tzinfo=UTC)

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    fixed = _fixed.get()
    if fixed is _STILL:
        raise RuntimeError("this must not depend on the present moment; take it as an argument")
    return fixed or datetime.now(UTC)


def today() -> date:
    """The present day in the time zone of the request or the organisation."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at ``moment``."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def standing_still() -> Iterator[None]:
    """Refuse to tell the moment: for what is worked out once and used at any time."""
    with at(_STILL):
        yield
