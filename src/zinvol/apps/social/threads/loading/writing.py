"""Openings and replies, with the mentions, tags and files that hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from zinvol.apps.social.files import api as files_api
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import loading as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads.api.steering import MOST_TAGS
from zinvol.apps.social.threads.events import (
    OutcomeNamed,
    PersonMentioned,
    ReplyDeleted,
    ReplyEdited,
    ReplyPosted,
    ThreadEvent,
    ThreadPinned,
)
from zinvol.apps.social.threads.loading.parts import Part
from zinvol.apps.social.threads.loading.texts import Texts, one_line
from zinvol.apps.social.threads.models import Attachment, Mention, Reply, Tag, Thread
from zinvol.apps.social.threads.text import Text
from zinvol.kernel import access, ids, rows
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange.records import Message

OLD_MENTION_DAYS = 14


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening message: its line in the file, its conversation here, and its text as kept."""

    line: int
    record: Message
    thread: Thread
    text: Text


@dataclass(frozen=True, slots=True)
class Said:
    """A reply that was written."""

    line: int
    record: Message
    thread: Thread
    reply: Reply
    text: Text


def load_threads(messages: Sequence[tuple[int, Message]], texts: Texts, loading: Loading) -> list[Opening]:
    """Begin the conversations of opening messages; the caller hangs on each what was opened."""
    get = loading.origins.get
    spaces_here = Space.objects.in_bulk({s for _, m in messages if (s := get("space", m.space))})
    made = []
    here = [
        (line, m, spaces_here[pk]) for line, m in messages if (pk := get("space", m.space)) in spaces_here
    ]
    for number, (line, record, space) in zip(ids.reserve(Thread, len(here)), here, strict=True):
        thread = Thread(
            pk=number, audience_id=space.audience_id, space=space, author_id=get("person", record.author),
            created_at=record.created_at, last_activity_at=record.created_at, edited_at=record.edited_at,
            pinned_at=record.pinned_at, deleted_at=record.deleted_at,
        )  # fmt: skip
        loading.origins.add("thread", record.id, number)
        made.append(Opening(line, record, thread, texts.keep(line, record.body)))
        if record.pinned_at:
            loading.record(_event(ThreadPinned, thread, None), record.pinned_at)
    wanted = {o.thread.pk: _files(o.line, o.record, loading) for o in made}
    for opening in made:
        opening.thread.file_count = len(wanted[opening.thread.pk])
    rows.write([o.thread for o in made])
    _attach([(o.thread, None, wanted[o.thread.pk], o.record.deleted_at) for o in made])
    _mention([(o.thread, None, o.text, o.record) for o in made if o.text.mentions], loading)
    _tag(made, loading)
    _touch_spaces((o.thread.space_id, o.record.created_at) for o in made)
    return made


def load_replies(
    messages: Sequence[tuple[int, Message]], parts: Mapping[str, Part], texts: Texts, loading: Loading
) -> list[Said]:
    """Write replies; ``parts`` has their conversations. One whose conversation is not here is told."""
    here = []
    for line, record in messages:
        part = parts.get(record.thread or "")
        if part is None:
            loading.tell(line, f"message {record.id!r}: its conversation {record.thread!r} is not here")
        else:
            here.append((line, record, part.thread))
    made = []
    for number, (line, record, thread) in zip(ids.reserve(Reply, len(here)), here, strict=True):
        loading.origins.add("reply", record.id, number)
        text = texts.keep(line, record.body)
        made.append(Said(line, record, thread, _reply(number, record, thread, text, loading), text))
    _cut_quotes(made)
    wanted = {s.reply.pk: _files(s.line, s.record, loading) for s in made if s.record.files}
    for said in made:
        said.reply.file_count = len(wanted.get(said.reply.pk, ()))
        _record_reply(said, loading)
    rows.write([s.reply for s in made])
    _attach([(s.thread, s.reply, wanted[s.reply.pk], _gone(s)) for s in made if s.reply.pk in wanted])
    _mention([(s.thread, s.reply, s.text, s.record) for s in made if s.text.mentions], loading)
    _answer_mentions(made)
    _count(made)
    return made


def stir_many(moments: Mapping[int, datetime]) -> None:
    """Something happened in these conversations, last at these moments."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(adapt(moment), pk, adapt(moment)) for pk, moment in moments.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE threads_thread SET last_activity_at = %s WHERE id = %s AND last_activity_at < %s", rows
        )


def _reply(number: int, record: Message, thread: Thread, text: Text, loading: Loading) -> Reply:
    get = loading.origins.get
    return Reply(
        pk=number, thread_id=thread.pk, author_id=get("person", record.author), body=text.source, html=text.html,
        created_at=record.created_at, edited_at=record.edited_at, deleted_at=record.deleted_at,
        quotes_id=get("reply", record.quotes), option_id=get("option", record.option), stance=record.stance,
        is_contribution=record.is_contribution, outcome=record.outcome or "",
    )  # fmt: skip


def _cut_quotes(made: Sequence[Said]) -> None:
    """A quote stays within one conversation: what it is of may have gone to another since it was loaded."""
    quoted = Reply.objects.filter(pk__in={pk for s in made if (pk := s.reply.quotes_id)})
    place = dict(quoted.values_list("pk", "thread_id")) | {s.reply.pk: s.reply.thread_id for s in made}
    for said in made:
        if place.get(said.reply.quotes_id or 0) != said.reply.thread_id:
            said.reply.quotes_id = None


def _record_reply(said: Said, loading: Loading) -> None:
    reply, record, thread = said.reply, said.record, said.thread
    loading.record(_event(ReplyPosted, thread, reply, actor_id=reply.author_id), record.created_at)
    if record.edited_at:
        event = _event(ReplyEdited, thread, reply, actor_id=reply.author_id)
        loading.record(event, record.edited_at)
    if record.outcome:
        loading.record(_event(OutcomeNamed, thread, reply, outcome=record.outcome), record.created_at)
    if record.deleted_at:
        loading.record(_event(ReplyDeleted, thread, reply), record.deleted_at)


def _gone(said: Said) -> datetime | None:
    return said.record.deleted_at or said.thread.deleted_at


def _files(line: int, record: Message, loading: Loading) -> list[int]:
    """The files of a message that were taken in."""
    here = [number for key in record.files if (number := loading.origins.get("file", key))]
    if len(here) > rules.MAX_FILES:
        loading.tell(
            line, f"message {record.id!r} has {len(here)} files; the first {rules.MAX_FILES} were kept"
        )
    return here[: rules.MAX_FILES]


def _attach(wanted: Iterable[tuple[Thread, Reply | None, list[int], datetime | None]]) -> None:
    """Hang files on messages. A file hangs under one message; of what was deleted nobody sees them."""
    wanted = [w for w in wanted if w[2]]
    numbers = {number for _thread, _reply, files, _gone in wanted for number in files}
    free = File.objects.filter(audience=None, is_kept=False).in_bulk(numbers) if numbers else {}
    for thread, reply, files, gone in wanted:
        mine = [file for number in files if (file := free.pop(number, None))]
        Attachment.objects.bulk_create([Attachment(thread=thread, reply=reply, file=file) for file in mine])
        if gone:
            files_api.withhold(files=mine)
        else:
            files_api.attach(files=mine, audience_id=thread.audience_id)


def _mention(named: Iterable[tuple[Thread, Reply | None, Text, Message]], loading: Loading) -> None:
    """Name those who are in the audience, as when it is typed here. Old ones wait for nobody."""
    named = list(named)
    people = Person.objects.in_bulk({pk for *_, text, _m in named for pk in text.mentions})
    inside = access.pairs_in(people.values(), {thread.audience_id for thread, *_ in named})
    rows = []
    for thread, reply, text, record in named:
        author_id = (reply or thread).author_id
        for pk in text.mentions:
            if pk == author_id or (pk, thread.audience_id) not in inside:
                continue
            is_old = (loading.now - record.created_at).days >= OLD_MENTION_DAYS
            rows.append(
                Mention(
                    thread=thread, reply=reply, person_id=pk, at=record.created_at,
                    answered_at=record.created_at if is_old else None,
                )
            )  # fmt: skip
            event = _event(PersonMentioned, thread, reply, actor_id=author_id, person_id=pk)
            loading.record(event, record.created_at)
    Mention.objects.bulk_create(rows)


def _answer_mentions(made: Sequence[Said]) -> None:
    """Who replied after being named has answered."""
    threads = {s.reply.thread_id for s in made}
    waiting = Mention.objects.filter(thread_id__in=threads, answered_at=None)
    answered = []
    for mention in waiting:
        later = [
            s.reply.created_at for s in made
            if s.reply.thread_id == mention.thread_id and s.reply.author_id == mention.person_id
            and s.reply.created_at > mention.at
        ]  # fmt: skip
        if later:
            mention.answered_at = min(later)
            answered.append(mention)
    Mention.objects.bulk_update(answered, ["answered_at"], batch_size=200)


def _tag(made: Sequence[Opening], loading: Loading) -> None:
    wanted: dict[int, list[str]] = {}
    names: dict[str, str] = {}
    for opening in made:
        given = {rules.tag_key(name): one_line(name)[:40] for name in opening.record.tags}
        given.pop("", None)
        if len(given) > MOST_TAGS:
            loading.tell(
                opening.line, f"message {opening.record.id!r} has {len(given)} tags; {MOST_TAGS} were kept"
            )
        wanted[opening.thread.pk] = list(given)[:MOST_TAGS]
        names.update({slug: given[slug] for slug in wanted[opening.thread.pk] if slug not in names})
    if not names:
        return
    Tag.objects.bulk_create([Tag(slug=s, name=n) for s, n in names.items()], ignore_conflicts=True)
    numbers = dict(Tag.objects.filter(slug__in=names).values_list("slug", "pk"))
    through: Any = Thread.tags.through
    through.objects.bulk_create(
        [through(thread_id=pk, tag_id=numbers[s]) for pk, slugs in wanted.items() for s in slugs]
    )


def _count(made: Sequence[Said]) -> None:
    """Bring the counters and the latest moments of conversations and spaces up to date."""
    counts: dict[int, int] = {}
    latest: dict[int, datetime] = {}
    for said in made:
        reply = said.reply
        counts[reply.thread_id] = counts.get(reply.thread_id, 0) + (reply.deleted_at is None)
        latest[reply.thread_id] = max(reply.created_at, latest.get(reply.thread_id, reply.created_at))
    rows = [(n, pk) for pk, n in counts.items() if n]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE threads_thread SET reply_count = reply_count + %s WHERE id = %s", rows)
    stir_many(latest)
    _touch_spaces((s.thread.space_id, s.reply.created_at) for s in made)


def _touch_spaces(moments: Iterable[tuple[int, datetime]]) -> None:
    latest: dict[int, datetime] = {}
    for space_id, moment in moments:
        latest[space_id] = max(moment, latest.get(space_id, moment))
    spaces.touch_many(latest)


def _event[E: ThreadEvent](
    kind: type[E], thread: Thread, reply: Reply | None, *, actor_id: int | None = None, **more: Any
) -> E:
    return kind(
        actor_id=actor_id, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id,
        reply_id=reply.pk if reply else None, **more,
    )  # fmt: skip
