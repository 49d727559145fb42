"""A reactor for tests: it writes down which lines it took, in a table that a rollback empties again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from zinvol.apps.social.threads.events import ReplyPosted, ThreadClosed
from zinvol.kernel import activity
from zinvol.kernel.models import Activity, Cursor, Origin
from zinvol.kernel.reactors import Reactor


class Hearing(Reactor):
    """Hears replies. Fails on the subjects in ``fails``, after it has begun to write."""

    name = "hearing"
    hears = frozenset({ReplyPosted.name})

    def __init__(self) -> None:
        self.fails: set[int] = set()
        self.tries = 0
        self.outdated = False

    def take(self, lines: Sequence[Activity]) -> None:
        self.tries += 1
        for line in lines:
            Origin.objects.create(kind="heard", key=str(uuid4()), local_id=line.subject_id)
            if line.subject_id in self.fails:
                raise ValueError(f"cannot take in {line.subject_id}")

    def reset(self) -> None:
        Origin.objects.filter(kind="heard").delete()
        self.outdated = False

    def is_outdated(self) -> bool:
        return self.outdated


def heard() -> list[int]:
    """The subjects that were taken in, in that order."""
    return list(Origin.objects.filter(kind="heard").order_by("pk").values_list("local_id", flat=True))


def say(*subjects: int) -> None:
    """Record a reply in each of these threads, one transaction each."""
    for subject in subjects:
        with transaction.atomic():
            activity.record(ReplyPosted(actor_id=None, subject_id=subject))


def say_unheard(subject: int) -> None:
    with transaction.atomic():
        activity.record(ThreadClosed(actor_id=None, subject_id=subject))


def position() -> int:
    """The subject of the line the cursor is at; 0 before the first."""
    cursor = Cursor.objects.filter(reactor=Hearing.name).first()
    line = Activity.objects.filter(pk=cursor.position).first() if cursor else None
    return line.subject_id if line else 0
