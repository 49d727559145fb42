"""Reactions, and what people read and follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from zinvol.apps.social.threads.events import Reacted
from zinvol.apps.social.threads.loading.parts import parts_of
from zinvol.apps.social.threads.models import Participation, Reaction
from zinvol.kernel import rows
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records

Pair = tuple[int, int]
"""A conversation and a person."""


def load_reactions(reactions: Sequence[tuple[int, records.Reaction]], loading: Loading) -> int:
    """Add reactions that are not here yet, and return how many."""
    parts = parts_of((r.message for _, r in reactions), loading)
    found: dict[tuple[Any, ...], Reaction] = {}
    for line, record in reactions:
        part, person_id = parts.get(record.message), loading.origins.get("person", record.person)
        if part is None or person_id is None:
            loading.tell(line, f"reaction: the message {record.message!r} is not here")
            continue
        key: tuple[Any, ...] = (part.thread.pk, part.reply_id, person_id, record.kind)
        found[key] = Reaction(
            thread=part.thread, reply_id=part.reply_id, person_id=person_id, kind=record.kind, at=record.at
        )
    held = Reaction.objects.filter(
        thread_id__in={key[0] for key in found}, person_id__in={key[2] for key in found}
    )
    for key in held.values_list("thread_id", "reply_id", "person_id", "kind"):
        found.pop(key, None)
    rows.write(list(found.values()))
    for row in found.values():
        thread = row.thread
        event = Reacted(
            actor_id=row.person_id, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id,
            reply_id=row.reply_id, kind=row.kind,
        )  # fmt: skip
        loading.record(event, row.at)
    return len(found)


def load_follows(follows: Sequence[tuple[int, records.Follow]], loading: Loading) -> int:
    """Set what people chose to notice of a conversation, where nothing was chosen here."""
    wanted = {pair: record.level for pair, record in _pairs(follows, loading)}
    held = _held(wanted)
    renewed = [row for row in held.values() if not row.level]
    for row in renewed:
        row.level = wanted[row.thread_id, row.person_id]
    Participation.objects.bulk_update(renewed, ["level"], batch_size=200)
    new = [
        Participation(thread_id=t, person_id=p, level=level)
        for (t, p), level in wanted.items() if (t, p) not in held
    ]  # fmt: skip
    rows.write(new)
    return len(renewed) + len(new)


def load_seen(seen: Sequence[tuple[int, records.Seen]], loading: Loading) -> int:
    """Set up to when people have read, where nothing is known of that here."""
    wanted = {pair: record.at for pair, record in _pairs(seen, loading)}
    return _see(wanted, renew=lambda row, moment: row.seen_at is None)


def mark_author_read(moments: Mapping[Pair, datetime]) -> None:
    """Who wrote something has read up to there."""
    _see(dict(moments), renew=lambda row, moment: row.seen_at is None or row.seen_at < moment)


def _see(wanted: dict[Pair, datetime], renew: Callable[[Participation, datetime], bool]) -> int:
    held = _held(wanted)
    renewed = [row for pair, row in held.items() if renew(row, wanted[pair])]
    for row in renewed:
        row.seen_at = wanted[row.thread_id, row.person_id]
    Participation.objects.bulk_update(renewed, ["seen_at"], batch_size=200)
    new = [
        Participation(thread_id=t, person_id=p, seen_at=at)
        for (t, p), at in wanted.items()
        if (t, p) not in held
    ]
    rows.write(new)
    return len(renewed) + len(new)


def _pairs[R: records.Follow | records.Seen](
    marks: Iterable[tuple[int, R]], loading: Loading
) -> Iterable[tuple[Pair, R]]:
    for line, record in marks:
        thread_id = loading.origins.get("thread", record.message)
        person_id = loading.origins.get("person", record.person)
        if thread_id is None or person_id is None:
            loading.tell(line, f"the conversation {record.message!r} is not here")
        else:
            yield (thread_id, person_id), record


def _held(pairs: Iterable[Pair]) -> dict[Pair, Participation]:
    pairs = set(pairs)
    held = Participation.objects.filter(
        thread_id__in={t for t, _ in pairs}, person_id__in={p for _, p in pairs}
    )
    return {(r.thread_id, r.person_id): r for r in held if (r.thread_id, r.person_id) in pairs}
