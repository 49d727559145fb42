"""Finding the opening or the reply that a record is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel.loading import Loading


class Part(NamedTuple):
    """An opening (no reply) or a reply, with the conversation it is in."""

    thread: Thread
    reply_id: int | None


def parts_of(keys: Iterable[str], loading: Loading) -> dict[str, Part]:
    """The parts that these messages are here, two queries for all; what is not here is left out."""
    openings, replies = {}, {}
    for key in set(keys):
        if thread_id := loading.origins.get("thread", key):
            openings[key] = thread_id
        elif reply_id := loading.origins.get("reply", key):
            replies[key] = reply_id
    threads_of = dict(Reply.objects.filter(pk__in=replies.values()).values_list("pk", "thread_id"))
    threads = Thread.objects.in_bulk({*openings.values(), *threads_of.values()})
    found = {k: Part(threads[pk], None) for k, pk in openings.items() if pk in threads}
    for key, reply_id in replies.items():
        if thread := threads.get(threads_of.get(reply_id, 0)):
            found[key] = Part(thread, reply_id)
    return found
