"""Whom answers helped too, and whether they still hold."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import AnswerChecked, AnswerReused
from zinvol.apps.content.posts.models import Check, Post, Reuse
from zinvol.apps.content.posts.rules import Verdict
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records


def load_reuses(reuses: Sequence[tuple[int, records.Reuse]], loading: Loading) -> int:
    """Add that answers helped others too, where that is not here yet; returns how many."""
    get = loading.origins.get
    replies = Reply.objects.in_bulk({n for _, r in reuses if (n := get("reply", r.reply))})
    posts = (
        Post.objects.select_related("thread")
        .defer("body", "html")
        .in_bulk({r.thread_id for r in replies.values()})
    )
    rows: dict[tuple[int, int], Reuse] = {}
    for line, record in reuses:
        reply, person_id = replies.get(get("reply", record.reply) or 0), get("person", record.person)
        if reply is None or person_id is None:
            loading.tell(line, f"the answer {record.reply!r} or the person is not here")
        else:
            rows[reply.pk, person_id] = Reuse(reply=reply, person_id=person_id, at=record.at)
    held = Reuse.objects.filter(reply_id__in={reply_id for reply_id, _ in rows})
    for pair in held.values_list("reply_id", "person_id"):
        rows.pop(pair, None)
    Reuse.objects.bulk_create(rows.values())
    for it in rows.values():
        told = event(AnswerReused, posts[it.reply.thread_id], it.person_id, reply_id=it.reply_id)
        loading.record(told, it.at)
    return len(rows)


def load_checks(checks: Sequence[tuple[int, records.Check]], loading: Loading) -> int:
    """Add checks of answers that are not here yet; the latest is what holds. Returns how many."""
    get = loading.origins.get
    numbers = {n for _, r in checks if (n := get("thread", r.message))}
    posts = Post.objects.filter(pk__in=numbers).select_related("thread").defer("body", "html").in_bulk()
    held = set(Check.objects.filter(post_id__in=numbers).values_list("post_id", "at"))
    latest = dict(sorted(held, key=itemgetter(1)))
    rows: dict[tuple[int, object], Check] = {}
    for line, record in sorted(checks, key=lambda it: it[1].at):
        post = posts.get(get("thread", record.message) or 0)
        if post is None or post.accepted_id is None:
            loading.tell(
                line, f"the conversation {record.message!r} has no answer here that could be checked"
            )
        elif (post.pk, record.at) not in held:
            verdict, by_id = Verdict(record.verdict), get("person", record.by)
            rows[post.pk, record.at] = Check(
                post=post, verdict=verdict, by_id=by_id, at=record.at,
                note=loading.cut(line, "`note`", record.note, 300),
            )  # fmt: skip
            if record.at >= max(latest.get(post.pk, record.at), post.accepted_at or record.at):
                post.verdict, post.check_at = verdict, rules.check_due(verdict, now=record.at)
            loading.record(
                event(AnswerChecked, post, by_id, verdict=str(verdict), reply_id=post.accepted_id), record.at
            )
    Check.objects.bulk_create(rows.values())
    Post.objects.bulk_update(
        {it.post_id: it.post for it in rows.values()}.values(), ["verdict", "check_at"], batch_size=100
    )
    return len(rows)
