"""Reading the log to its end, on either database."""

from __future__ import annotations

import time

from zinvol.config import wiring, working
from zinvol.kernel.models import Activity, Cursor


def read_the_log() -> None:
    """Let the worker do all that waits. PostgreSQL shows a line only when no older transaction runs,
    in any database of the cluster: that of another test process too, so this may take a moment."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        working.work_until_done()
        last = Activity.objects.order_by("-pk").first()
        if last is None or Cursor.objects.filter(position__gte=last.pk).count() == len(wiring.REACTORS):
            return
        time.sleep(0.05)
    raise TimeoutError("the readers of the log are still behind")
