"""Earlier wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zinvol.apps.social.threads.loading.parts import Part, parts_of
from zinvol.apps.social.threads.loading.texts import Texts
from zinvol.apps.social.threads.models import Reply, Revision, Thread, of_part
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records

Wording = tuple[str, str]
"""Title (none for a reply) and body."""


def load_revisions(
    revisions: Sequence[tuple[int, records.Revision]], texts: Texts, loading: Loading
) -> tuple[int, set[tuple[int, int | None]]]:
    """Add wordings that are not here yet; returns how many, and all the parts that the records are
    about, for ``number_wordings`` when the whole file was read."""
    parts = parts_of((r.message for _, r in revisions), loading)
    rows: dict[tuple[int, int | None, int], Revision] = {}
    for line, record in revisions:
        part = parts.get(record.message)
        if part is None:
            loading.tell(line, f"revision: the message {record.message!r} is not here")
            continue
        rows[part.thread.pk, part.reply_id, record.number] = _row(line, record, part, texts, loading)
    touched = {(thread_id, reply_id) for thread_id, reply_id, _ in rows}
    held = Revision.objects.filter(thread_id__in={thread_id for thread_id, _ in touched})
    for key in held.values_list("thread_id", "reply_id", "number"):
        rows.pop(key, None)
    Revision.objects.bulk_create(rows.values())
    return len(rows), touched


def number_wordings(
    parts: Iterable[tuple[int, int | None]], wording_of: Callable[[int], Wording | None]
) -> None:
    """Let the present wording have the highest number, adding it where the file left it out.
    ``wording_of`` gives the wording of an opening. Done again it changes nothing."""
    for thread_id, reply_id in sorted(parts, key=lambda part: (part[0], part[1] or 0)):
        part: Thread | Reply | None
        if reply_id is None:
            part = Thread.objects.filter(pk=thread_id).first()
            wording = wording_of(thread_id)
        else:
            part = Reply.objects.filter(pk=reply_id).first()
            wording = ("", part.body) if part else None
        if part is not None and wording is not None:
            _number(part, thread_id, reply_id, wording)


def _number(part: Thread | Reply, thread_id: int, reply_id: int | None, wording: Wording) -> None:
    held = Revision.objects.filter(of_part(thread_id, reply_id))
    latest = held.order_by("-number").first()
    if latest is None:
        return
    number, (title, body) = latest.number, wording
    if latest.body != body or (latest.title and latest.title != title):
        number += 1
        Revision.objects.create(
            thread_id=thread_id, reply_id=reply_id, number=number, title=title, body=body, by_id=part.author_id,
            at=part.edited_at or latest.at,
        )  # fmt: skip
    if part.version != number:
        type(part).objects.filter(pk=part.pk).update(version=number)  # type: ignore[attr-defined]


def _row(line: int, record: records.Revision, part: Part, texts: Texts, loading: Loading) -> Revision:
    return Revision(
        thread=part.thread, reply_id=part.reply_id, number=record.number, title=record.title.strip()[:200],
        body=texts.keep(line, record.body).source, by_id=loading.origins.get("person", record.by), at=record.at,
        note=loading.cut(line, "`note`", record.note, 200),
    )  # fmt: skip
