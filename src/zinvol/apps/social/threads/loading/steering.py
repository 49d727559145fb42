"""Steps of a conversation that are kept with the conversation itself: its end, and chosen replies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zinvol.apps.social.threads.events import ThreadClosed, ThreadReopened
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel.loading import Loading


def end_threads(ends: Mapping[int, tuple[datetime, int | None, str]], loading: Loading) -> int:
    """Close conversations: when, by whom and why. One that is closed stays as it is."""
    threads = Thread.objects.filter(pk__in=ends, closed_at=None)
    closed = []
    for thread in threads:
        thread.closed_at, thread.closed_by_id, reason = ends[thread.pk]
        thread.closed_reason = reason[:300]
        closed.append(thread)
        event = ThreadClosed(
            actor_id=thread.closed_by_id, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id
        )  # fmt: skip
        loading.record(event, thread.closed_at)
    Thread.objects.bulk_update(closed, ["closed_at", "closed_by", "closed_reason"], batch_size=200)
    return len(closed)


def reopen_threads(again: Mapping[int, tuple[datetime, int | None]], loading: Loading) -> set[int]:
    """Open conversations that were closed before; says which."""
    reopened = set()
    for thread in Thread.objects.filter(pk__in=again, closed_at__isnull=False):
        at, by_id = again[thread.pk]
        if thread.closed_at and thread.closed_at <= at:
            reopened.add(thread.pk)
            event = ThreadReopened(
                actor_id=by_id, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id
            )  # fmt: skip
            loading.record(event, at)
    Thread.objects.filter(pk__in=reopened).update(closed_at=None, closed_by=None, closed_reason="")
    return reopened


def choose_replies(moments: Mapping[int, datetime]) -> list[Reply]:
    """Mark contributions as chosen, and return those that were not."""
    chosen = list(Reply.objects.filter(pk__in=moments, chosen_at=None))
    for reply in chosen:
        reply.chosen_at = moments[reply.pk]
    Reply.objects.bulk_update(chosen, ["chosen_at"], batch_size=200)
    return chosen
