"""Effects outside the database (mail, fetching a page): asked for inside a transaction, done after
it by the worker, at least once, with a key by which a receiver can tell a repetition."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from zinvol.kernel import clock
from zinvol.kernel.models import Job

log = logging.getLogger(__name__)

ATTEMPTS = 6
KEPT = timedelta(days=7)
LEASE = timedelta(seconds=60)
"""So long a job is left to the worker that took it; who works longer says so in time."""

Handler = Callable[..., None]


def ask(kind: str, *, key: str, at: datetime | None = None, **payload: Any) -> None:
    """Ask for one effect. The same ``key`` asked twice is one effect."""
    Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "run_at": at or clock.now()}
    )


def work(
    handlers: Mapping[str, Handler], given_up: Mapping[str, Handler] | None = None, *, limit: int = 20
) -> int:
    """Do what is due and return how many jobs were tried. After the last failure the handler in ``given_up`` gets the
    same payload, so that what was counted as done is not."""
    tried = 0
    while tried < limit and _work_one(handlers, given_up or {}):
        tried += 1
    return tried


def tidy() -> None:
    """Forget what was done longer than a week ago."""
    Job.objects.filter(state=Job.State.DONE, done_at__lt=clock.now() - KEPT).delete()


def _work_one(handlers: Mapping[str, Handler], given_up: Mapping[str, Handler]) -> bool:
    job = _claim()
    if job is None:
        return False
    try:
        with _kept(job):
            handlers[job.kind](**job.payload)
    except Exception as error:
        _failed(job, error, given_up)
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
            job.run_at = clock.now() + LEASE
            job.save(update_fields=["attempts", "run_at"])
        return job


@contextmanager
def _kept(job: Job) -> Iterator[None]:
    """Keep a job from other workers for as long as it takes."""
    done = threading.Event()
    keeper = threading.Thread(target=_renew, args=[job.pk, done], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _renew(pk: int, done: threading.Event) -> None:
    """Move the moment of a job ahead again and again; who dies stops doing so."""
    while not done.wait(LEASE.total_seconds() / 3):
        try:
            Job.objects.filter(pk=pk).update(run_at=clock.now() + LEASE)
        except DatabaseError:
            log.warning("job %s could not be kept from others", pk, exc_info=True)
        finally:
            connection.close()


def _failed(job: Job, error: Exception, given_up: Mapping[str, Handler]) -> None:
    log.warning("job %s (%s) failed, attempt %s: %s", job.pk, job.kind, job.attempts, error)
    job.error = "".join(traceback.format_exception(error))[-4000:]
    job.run_at = clock.now() + timedelta(seconds=30 * 2**job.attempts)
    if job.attempts < ATTEMPTS:
        job.save(update_fields=["error", "run_at"])
        return
    job.state = Job.State.PARKED
    with transaction.atomic():
        job.save(update_fields=["error", "state"])
        if job.kind in given_up:
            given_up[job.kind](**job.payload)
