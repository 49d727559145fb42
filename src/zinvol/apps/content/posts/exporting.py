"""Posts with their replies, and what was decided about them, as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any, cast

from django.db.models import Count, F

from zinvol.apps.content.posts.loading.stepping import CHOSEN_REPLY, ENDED
from zinvol.apps.content.posts.models import Check, Option, Post, Reuse, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.threads import exporting as threads
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records
from zinvol.lib.markup.portable import Roll

CHUNK = 500


def messages(now: datetime, names: Names, roll: Roll, files: set[int]) -> Iterator[records.Message]:
    """Every conversation: its opening, then its replies. ``files`` are those that are in the export."""
    rows = (
        Post.objects.filter(threads.kept(now, "thread__")).select_related("thread").defer("html", "excerpt")
    )
    for some in batched(rows.order_by("pk").iterator(CHUNK), CHUNK):
        ids = [post.pk for post in some]
        names.load("thread", ids)
        replies = threads.Replies(ids, now, names, roll, files)
        options, tags = _options(ids, names), _tags(ids)
        for post in some:
            mine = options.get(post.pk, {})
            yield _opening(post, list(mine.values()), tags.get(post.pk, []), replies, names, roll)
            yield from replies.of(post.pk, set(mine))


def steps(now: datetime, names: Names) -> Iterator[records.Step]:
    """Changes of state; then contributions that were chosen, and conversations that were ended."""
    chosen: set[int] = set()
    rows = Step.objects.filter(threads.kept(now, "post__thread__")).select_related("post", "reply")
    for it in rows.order_by("pk").iterator(CHUNK):
        reply_id = it.reply_id if it.reply and _is_kept(it.reply.deleted_at, now) else None
        if it.reply_id and it.post.kind == Kind.CHALLENGE:
            chosen.add(it.reply_id)
        yield records.Step(
            message=names.get("thread", it.post_id), state=str(it.state), at=it.at,
            by=names.or_none("person", it.by_id), reason=it.reason, option=names.or_none("option", it.option_id),
            reply=names.or_none("reply", reply_id),
        )  # fmt: skip
    for post in due_polls(now):
        if post.closes_at is not None:
            yield records.Step(
                message=names.get("thread", post.pk), state=str(State.CLOSED), at=post.closes_at
            )
    for thread_id, reply_id, at in threads.chosen_replies(now, names, chosen):
        thread, reply = names.get("thread", thread_id), names.get("reply", reply_id)
        yield records.Step(message=thread, state=CHOSEN_REPLY, at=at, reply=reply)
    for thread_ in threads.ends(now):
        if thread_.closed_at is not None:
            yield records.Step(
                message=names.get("thread", thread_.pk), state=ENDED, at=thread_.closed_at,
                by=names.or_none("person", thread_.closed_by_id), reason=thread_.closed_reason,
            )  # fmt: skip


def due_polls(now: datetime) -> list[Post]:
    """Polls that are over and that the worker has not closed yet."""
    due = Post.objects.filter(
        threads.kept(now, "thread__"), kind=Kind.POLL, state=State.OPEN, closes_at__lte=now
    ).order_by("pk")
    later = set(
        Step.objects.filter(post__in=due, at__gte=F("post__closes_at")).values_list("post_id", flat=True)
    )
    return [post for post in due if post.pk not in later]


def answers(now: datetime, names: Names) -> Iterator[records.Answer]:
    """The replies that helped."""
    rows = Post.objects.filter(threads.kept(now, "thread__"), kind=Kind.QUESTION, accepted__deleted_at=None)
    rows = rows.exclude(accepted=None).order_by("pk")
    for pk, reply_id, by_id, at in rows.values_list("pk", "accepted_id", "accepted_by_id", "accepted_at"):
        if reply_id is not None and at is not None:
            yield records.Answer(
                message=names.get("thread", pk), reply=names.get("reply", reply_id),
                accepted_by=names.or_none("person", by_id), accepted_at=at,
            )  # fmt: skip


def reuses(now: datetime, names: Names) -> Iterator[records.Reuse]:
    """Whom answers helped too."""
    rows = Reuse.objects.filter(threads.kept(now, "reply__thread__"), reply__deleted_at=None)
    for it in rows.order_by("pk").iterator(CHUNK):
        yield records.Reuse(
            reply=names.get("reply", it.reply_id), person=names.get("person", it.person_id), at=it.at
        )


def checks(now: datetime, names: Names) -> Iterator[records.Check]:
    """Whether answers still held."""
    rows = Check.objects.filter(threads.kept(now, "post__thread__"), post__accepted__deleted_at=None)
    for it in rows.exclude(post__accepted=None).order_by("pk").iterator(CHUNK):
        yield records.Check(
            message=names.get("thread", it.post_id), verdict=cast(Any, it.verdict), by=names.or_none("person", it.by_id), at=it.at,
            note=it.note,
        )  # fmt: skip


def votes(now: datetime, names: Names) -> Iterator[records.Vote]:
    """Named votes, and who took part in an anonymous poll."""
    rows = Vote.objects.filter(threads.kept(now, "post__thread__"), post__kind=Kind.POLL)
    for it in rows.order_by("pk").iterator(CHUNK):
        yield records.Vote(
            message=names.get("thread", it.post_id), person=names.get("person", it.person_id),
            option=names.or_none("option", it.option_id), at=it.at,
        )  # fmt: skip


def _opening(
    it: Post,
    options: list[records.Option],
    tags: list[str],
    replies: threads.Replies,
    names: Names,
    roll: Roll,
) -> records.Message:
    thread, make = it.thread, cast(Any, records.Message)
    return make(  # type: ignore[no-any-return]
        id=names.get("thread", it.pk), author=names.or_none("person", thread.author_id),
        created_at=thread.created_at, body=roll.to_names(it.body), edited_at=thread.edited_at,
        deleted_at=thread.deleted_at, files=replies.files.get((it.pk, None), []),
        space=names.get("space", thread.space_id), kind=it.kind, title=it.title, tags=tags,
        answer_by=it.answer_by, feedback_wanted=it.feedback_wanted, reader_should=it.reader_should,
        anonymous=it.is_anonymous, closes_at=it.closes_at, options=options, pinned_at=thread.pinned_at,
    )  # fmt: skip


def _options(ids: list[int], names: Names) -> dict[int, dict[int, records.Option]]:
    """Per post its options; their votes without those that are told one by one."""
    rows = list(Option.objects.filter(post_id__in=ids).order_by("position", "pk"))
    names.load("option", [o.pk for o in rows])
    counted = Vote.objects.filter(option__in=[o.pk for o in rows]).values("option_id").annotate(n=Count("pk"))
    named = dict(counted.values_list("option_id", "n"))
    found: dict[int, dict[int, records.Option]] = {}
    for it in rows:
        votes_ = max(0, it.votes - named.get(it.pk, 0))
        found.setdefault(it.post_id, {})[it.pk] = records.Option(
            id=names.get("option", it.pk), text=it.text, votes=votes_
        )
    return found


def _tags(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Post.objects.filter(pk__in=ids, thread__tags__isnull=False)
    for pk, name in rows.values_list("pk", "thread__tags__name"):
        found.setdefault(pk, []).append(name)
    return {pk: sorted(names) for pk, names in found.items()}


def _is_kept(deleted_at: datetime | None, now: datetime) -> bool:
    return deleted_at is None or deleted_at >= now - threads.rules.UNDO
