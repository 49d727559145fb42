"""Replying to a post, and marking the reply that helped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import (
    AnswerAccepted,
    AnswerWithdrawn,
    ContributionChosen,
    QuestionAnswered,
)
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.apps.social.threads.queries import merged_openings
from zinvol.kernel import activity, clock
from zinvol.lib import markup

MARK = [
    "accepted", "accepted_by", "accepted_at", "answered_at", "state", "verdict", "check_at",
]  # fmt: skip
"""The fields that change where an answer is marked, or no longer."""


def reply(*, author: Person, post: Post, body: str, **particulars: Any) -> Reply:
    """Reply to a post; the first substantive one makes an open question answered."""
    if post.kind not in (Kind.DILEMMA, Kind.POLL):
        particulars.pop("option_id", None)
        particulars.pop("stance", None)
    if post.kind != Kind.CHALLENGE:
        particulars.pop("is_contribution", None)

    def answer(made: Reply) -> None:
        is_own = made.author_id == post.thread.author_id
        if not rules.is_substantive(words=markup.own_words(made.body), is_own=is_own):
            return
        opened = Post.objects.filter(pk=post.pk, state=State.OPEN)
        if opened.update(state=State.ANSWERED, answered_at=made.created_at):
            activity.record(event(QuestionAnswered, post, author.pk, reply_id=made.pk))

    also = answer if post.kind == Kind.QUESTION else None
    return threads.post_reply(author=author, thread=post.thread, body=body, also=also, **particulars)


@transaction.atomic
def accept_answer(*, person: Person, post: Post, reply: Reply) -> None:
    """Mark the reply that solved the question; the asker or a keeper may. Another takes its place."""
    _must_accept(person, post)
    hold(post, reply)
    if not Reply.objects.filter(pk=reply.pk, thread_id=post.pk, deleted_at=None).exists():
        raise PermissionDenied
    if post.accepted_id == reply.pk:
        return
    if post.accepted_id is not None:
        activity.record(event(AnswerWithdrawn, post, person.pk, reply_id=post.accepted_id))
    post.accepted, post.accepted_by, post.accepted_at = reply, person, clock.now()
    post.answered_at = post.answered_at or reply.created_at
    post.state, post.verdict, post.check_at = State.SOLVED, "", rules.check_due(None, now=clock.now())
    post.save(update_fields=MARK)
    activity.record(event(AnswerAccepted, post, person.pk, reply_id=reply.pk, answerer_id=reply.author_id))


@transaction.atomic
def withdraw_answer(*, person: Person, post: Post) -> None:
    _must_accept(person, post)
    hold(post)
    if post.accepted_id is None:
        return
    _unmark(post, person)


@transaction.atomic
def choose_contribution(*, person: Person, post: Post, reply: Reply, is_on: bool) -> None:
    """Choose one or more contributions to a challenge; the opener or a keeper may."""
    keeps = spaces.standing(viewer=person, space=post.thread.space).may_keep
    if not (post.thread.author_id == person.pk or keeps) or reply.thread_id != post.pk:
        raise PermissionDenied
    if post.kind != Kind.CHALLENGE or not reply.is_contribution:
        raise PermissionDenied
    post.thread.space.must_be_alive()
    Reply.objects.filter(pk=reply.pk).update(chosen_at=clock.now() if is_on else None)
    activity.record(event(ContributionChosen, post, person.pk, reply_id=reply.pk, is_on=is_on))


@transaction.atomic
def delete_reply(*, person: Person, post: Post, reply: Reply) -> None:
    """Take a reply away; a question whose only answer it was is open to answers again."""
    hold(post, reply)
    threads.delete_reply(person=person, reply=reply)
    if post.accepted_id == reply.pk:
        _unmark(post, person)
    else:
        _look_again(post)


@transaction.atomic
def restore_reply(*, person: Person, post: Post, reply: Reply) -> None:
    """Bring back a reply that this person took away; a question may be answered by it again."""
    threads.restore_reply(person=person, reply=reply)
    _look_again(post)


def hold(post: Post, reply: Reply | None = None) -> None:
    """Keep a conversation (and before it a reply, in the order in which all take them) to oneself until the end of
    the transaction, and read again what its answer is: others may have marked, moved or taken one away since the page
    was shown."""
    if reply is not None:
        Reply.objects.select_for_update().filter(pk=reply.pk).first()
    Thread.objects.select_for_update().filter(pk=post.pk).first()
    post.refresh_from_db(fields=MARK)


def settle(*, post: Post, person: Person, gone: Collection[int] = ()) -> None:
    """What replies that came or went make of a question: the mark of one that is ``gone`` goes, with its event."""
    if post.accepted_id in gone:
        _unmark(post, person)
    else:
        _look_again(post)


def _unmark(post: Post, person: Person) -> None:
    gone = post.accepted_id
    post.accepted, post.accepted_by, post.accepted_at = None, None, None
    post.verdict, post.check_at = "", None
    post.answered_at = _first_answer(post)
    post.state = State.ANSWERED if post.answered_at else State.OPEN
    post.save(update_fields=MARK)
    activity.record(event(AnswerWithdrawn, post, person.pk, reply_id=gone))


def _look_again(post: Post) -> None:
    """Whether a question that is not solved has an answer, now that a reply went or came back."""
    if post.kind == Kind.QUESTION:
        unsolved = Post.objects.filter(pk=post.pk, state__in=[State.OPEN, State.ANSWERED])
        first = _first_answer(post)
        unsolved.update(state=State.ANSWERED if first else State.OPEN, answered_at=first)


def _first_answer(post: Post) -> datetime | None:
    """When the first reply came that answers, of those that are there now."""
    others = Reply.objects.filter(thread_id=post.pk, deleted_at=None).exclude(author=post.thread.author_id)
    others = others.exclude(pk__in=merged_openings(post.pk))
    told = others.order_by("created_at").values_list("created_at", "body")
    answers = (at for at, body in told if rules.is_substantive(words=markup.own_words(body), is_own=False))
    return next(answers, None)


def _must_accept(person: Person, post: Post) -> None:
    keeps = spaces.standing(viewer=person, space=post.thread.space).may_keep
    is_author = post.thread.author_id == person.pk
    if not rules.may_accept(kind=Kind(post.kind), is_author=is_author, keeps=keeps):
        raise PermissionDenied
    post.thread.space.must_be_alive()
