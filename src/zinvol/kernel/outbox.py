"""Effects outside the database (mail, fetching a page): asked for inside a transaction, done after
it by the worker, at least once, with a key by which a receiver can tell a repetition."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from zinvol.kernel import clock
from zinvol.kernel.models import Job

log = logging.getLogger(__name__)

ATTEMPTS = 6
KEPT = timedelta(days=7)

Handler = Callable[..., None]


def ask(kind: str, *, key: str, at: datetime | None = None, **payload: Any) -> None:
    """Ask for one effect. The same ``key`` asked twice is one effect."""
    Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "run_at": at or clock.now()}
    )


def work(handlers: Mapping[str, Handler], *, limit: int = 20) -> int:
    """Do what is due and return how many jobs were tried."""
    tried = 0
    while tried < limit and _work_one(handlers):
        tried += 1
    return tried


def tidy() -> None:
    """Forget what was done longer than a week ago."""
    Job.objects.filter(state=Job.State.DONE, done_at__lt=clock.now() - KEPT).delete()


def _work_one(handlers: Mapping[str, Handler]) -> bool:
    job = _claim()
    if job is None:
        return False
    try:
        handlers[job.kind](**job.payload)
    except Exception as error:
        _failed(job, error)
    else:
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, done_at=clock.now(), payload={}, error="")
    return True


def _claim() -> Job | None:
    """Take the next job by moving its moment ahead: whoever dies meanwhile leaves it to be tried again."""
    due = Job.objects.filter(state=Job.State.WAITING, run_at__lte=clock.now()).order_by("run_at")
    if not due.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job is not None:
            job.attempts += 1
            job.run_at = clock.now() + timedelta(seconds=30 * 2**job.attempts)
            job.save(update_fields=["attempts", "run_at"])
        return job


def _failed(job: Job, error: Exception) -> None:
    log.warning("job %s (%s) failed, attempt %s: %s", job.pk, job.kind, job.attempts, error)
    job.error = "".join(traceback.format_exception(error))[-4000:]
    if job.attempts >= ATTEMPTS:
        job.state = Job.State.PARKED
    job.save(update_fields=["error", "state"])
