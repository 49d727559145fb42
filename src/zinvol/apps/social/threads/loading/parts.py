"""Finding the opening or the reply that a record is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from zinvol.apps.social.threads.models import Forward, Reply, Thread
from zinvol.kernel.loading import Loading


class Part(NamedTuple):
    """An opening (no reply) or a reply, with the conversation it is in."""

    thread: Thread
    reply_id: int | None


def parts_of(keys: Iterable[str], loading: Loading) -> dict[str, Part]:
    """The parts that these messages are here, a few queries for all; what is not here is left out. What was
    merged or split off since it was loaded is found where it is now."""
    openings, replies = {}, {}
    for key in set(keys):
        if thread_id := loading.origins.get("thread", key):
            openings[key] = thread_id
        elif reply_id := loading.origins.get("reply", key):
            replies[key] = reply_id
    gone_on = _gone_on(openings, replies)
    threads_of = dict(Reply.objects.filter(pk__in=replies.values()).values_list("pk", "thread_id"))
    threads = Thread.objects.in_bulk({*openings.values(), *threads_of.values()})
    found = {k: Part(threads[pk], None) for k, pk in openings.items() if pk in threads}
    for key, reply_id in replies.items():
        if thread := threads.get(threads_of.get(reply_id, 0)):
            found[key] = Part(thread, reply_id)
    return found | gone_on


def merged_away(threads: Iterable[int]) -> set[int]:
    """Which of these conversations were merged into another: what was settled in them is past."""
    merged = Forward.objects.filter(was_thread__in=threads).values_list("was_thread", flat=True)
    return {pk for pk in merged if pk is not None}


def _gone_on(openings: dict[str, int], replies: dict[str, int]) -> dict[str, Part]:
    """Those that are a reply now and were an opening, or the other way round."""
    rows = Forward.objects.filter(Q(was_thread__in=openings.values()) | Q(was_reply__in=replies.values()))
    now: dict[tuple[int | None, int | None], Part] = {}
    for row in rows.select_related("reply__thread", "thread"):
        if row.reply:
            now[row.was_thread, row.was_reply] = Part(row.reply.thread, row.reply.pk)
        elif row.thread:
            now[row.was_thread, row.was_reply] = Part(row.thread, None)
    was = {key: (pk, None) for key, pk in openings.items()} | {key: (None, pk) for key, pk in replies.items()}
    return {key: now[place] for key, place in was.items() if place in now}
