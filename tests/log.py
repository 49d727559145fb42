"""Reading the activity log to its end, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.models import BigIntegerField, Value

from zinvol.config import wiring
from zinvol.kernel import reactors

ENDLESS = Value(2**63 - 1, output_field=BigIntegerField())


@contextmanager
def every_line_past() -> Iterator[None]:
    """PostgreSQL shows a line only when no older transaction runs, in any database of the server. A
    test's own transaction is never past while the test runs, and other test processes have theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zinvol.kernel.activity.OLDEST_RUNNING", ENDLESS)
        yield


def read_the_log() -> None:
    """Let all reactors read to the end."""
    with every_line_past():
        for reactor in wiring.REACTORS.values():
            reactors.run_all(reactor)
