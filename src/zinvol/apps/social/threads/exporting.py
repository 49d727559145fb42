"""What hangs on conversations as exchange records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any, cast

from django.db.models import Q, QuerySet

from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads.models import Attachment, Participation, Reaction, Reply, Revision, Thread
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records
from zinvol.lib.markup.portable import Roll

CHUNK = 1000


def kept(now: datetime, path: str = "") -> Q:
    """What is there, or was taken away so lately that it can be brought back."""
    return Q(**{f"{path}deleted_at": None}) | Q(**{f"{path}deleted_at__gte": now - rules.UNDO})


def kept_part(now: datetime) -> Q:
    """The same for what hangs on an opening or a reply."""
    return kept(now, "thread__") & (Q(reply=None) | kept(now, "reply__"))


def attached(now: datetime) -> set[int]:
    """The files that hang under messages."""
    return set(Attachment.objects.filter(kept_part(now)).values_list("file_id", flat=True))


class Replies:
    """The replies of a stretch of conversations, with a few queries for all of them."""

    def __init__(
        self, thread_ids: Iterable[int], now: datetime, names: Names, roll: Roll, files: set[int]
    ) -> None:
        self._names, self._roll = names, roll
        ids = list(thread_ids)
        self.files = _files(ids, now, names, files)
        self._rows: dict[int, list[Reply]] = {}
        for reply in Reply.objects.filter(kept(now), thread_id__in=ids).defer("html").order_by("pk"):
            self._rows.setdefault(reply.thread_id, []).append(reply)
        names.load("reply", [r.pk for rows in self._rows.values() for r in rows])

    def of(self, thread_id: int, options: set[int]) -> Iterator[records.Message]:
        """The replies of one conversation as they came; ``options`` are those of its opening."""
        written: set[int] = set()
        for reply in self._rows.get(thread_id, []):
            yield self._message(reply, written, options)
            written.add(reply.pk)

    def _message(self, it: Reply, written: set[int], options: set[int]) -> records.Message:
        names, make = self._names, cast(Any, records.Message)
        return make(  # type: ignore[no-any-return]
            id=names.get("reply", it.pk), author=names.or_none("person", it.author_id), created_at=it.created_at,
            body=self._roll.to_names(it.body), edited_at=it.edited_at, deleted_at=it.deleted_at,
            files=self.files.get((it.thread_id, it.pk), []), thread=names.get("thread", it.thread_id),
            quotes=names.or_none("reply", it.quotes_id if it.quotes_id in written else None),
            option=names.or_none("option", it.option_id if it.option_id in options else None),
            stance=it.stance, is_contribution=it.is_contribution, outcome=it.outcome or None,
        )  # fmt: skip


def revisions(now: datetime, names: Names, roll: Roll) -> Iterator[records.Revision]:
    for it in _parts(Revision.objects.filter(kept_part(now)), names):
        yield records.Revision(
            message=_message_name(it, names), number=it.number, title=it.title, body=roll.to_names(it.body),
            by=names.or_none("person", it.by_id), at=it.at, note=it.note,
        )  # fmt: skip


def reactions(now: datetime, names: Names) -> Iterator[records.Reaction]:
    for it in _parts(Reaction.objects.filter(kept_part(now)), names):
        person = names.get("person", it.person_id)
        yield records.Reaction(message=_message_name(it, names), person=person, kind=it.kind, at=it.at)


def follows(now: datetime, names: Names) -> Iterator[records.Follow]:
    for it in _participations(now, names).exclude(level=""):
        thread, person = names.get("thread", it.thread_id), names.get("person", it.person_id)
        yield records.Follow(message=thread, person=person, level=it.level)  # type: ignore[arg-type]


def seen(now: datetime, names: Names) -> Iterator[records.Seen]:
    for it in _participations(now, names).filter(seen_at__isnull=False).iterator(CHUNK):
        thread, person = names.get("thread", it.thread_id), names.get("person", it.person_id)
        yield records.Seen(message=thread, person=person, at=it.seen_at)  # type: ignore[arg-type]


def chosen_replies(now: datetime, names: Names, already: set[int]) -> Iterator[tuple[int, int, datetime]]:
    """Contributions that were chosen, but for ``already``: conversation, reply, and when."""
    rows = Reply.objects.filter(kept(now), kept(now, "thread__"), chosen_at__isnull=False).order_by(
        "thread_id", "created_at", "pk"
    )
    for pk, thread_id, at in rows.values_list("pk", "thread_id", "chosen_at"):
        if pk not in already and at is not None:
            yield thread_id, pk, at


def ends(now: datetime) -> QuerySet[Thread]:
    """Conversations that were closed."""
    return Thread.objects.filter(kept(now), closed_at__isnull=False).order_by("pk")


def _participations(now: datetime, names: Names) -> QuerySet[Participation]:
    return Participation.objects.filter(kept(now, "thread__")).order_by("thread_id", "person_id")


def _parts(found: QuerySet[Any], names: Names) -> Iterator[Any]:
    """Rows that hang on openings or replies, with the names of those at hand."""
    for some in batched(found.order_by("pk").iterator(CHUNK), CHUNK):
        names.load("thread", [it.thread_id for it in some if it.reply_id is None])
        names.load("reply", [it.reply_id for it in some])
        yield from some


def _message_name(it: Any, names: Names) -> str:
    return names.get("thread", it.thread_id) if it.reply_id is None else names.get("reply", it.reply_id)


def _files(
    thread_ids: list[int], now: datetime, names: Names, written: set[int]
) -> dict[tuple[int, int | None], list[str]]:
    found: dict[tuple[int, int | None], list[str]] = {}
    rows = Attachment.objects.filter(kept_part(now), thread_id__in=thread_ids, file_id__in=written)
    for it in rows.order_by("pk"):
        found.setdefault((it.thread_id, it.reply_id), []).append(names.get("file", it.file_id))
    return found
