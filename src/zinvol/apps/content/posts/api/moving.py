"""Taking posts elsewhere: to another space, out of a conversation, or into another question."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.answering import settle
from zinvol.apps.content.posts.api.promising import keep_promise
from zinvol.apps.content.posts.api.publishing import event, wrong_title
from zinvol.apps.content.posts.events import PostDeleted
from zinvol.apps.content.posts.models import Post, Step, Vote
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Reply
from zinvol.apps.social.threads.rules import MAX_BODY
from zinvol.kernel import activity
from zinvol.lib import markup

_SIGNS = re.compile(r"([\\`*_\[\]<>~@|{}&#!])")
"""What means something in Markdown, in the midst of a line."""


@transaction.atomic
def move_post(*, person: Person, post: Post, space: Space) -> bool:
    """Take a conversation to another space. Who keeps both may, and who opened it where they may post. To take it
    back to where this person took it from is to undo that; tells whether it was.

    Raises ``PermissionDenied``, or ``ValidationError`` where somebody could read it who cannot read it now.
    """
    last = threads.last_move(person=person, thread=post.thread)
    back = last if last and last.from_space_id == space.pk else None
    others_spoke = _others_spoke(post, person, since=back.at if back else None)
    threads.move_thread(person=person, thread=post.thread, space=space, others_spoke=others_spoke, back=back)
    return back is not None


@transaction.atomic
def undo_move(*, person: Person, post: Post) -> Space:
    """Bring a conversation back that this person moved last; gives where it is now."""
    last = threads.last_move(person=person, thread=post.thread)
    if last is None or last.from_space is None:
        raise PermissionDenied
    move_post(person=person, post=post, space=last.from_space)
    return last.from_space


@transaction.atomic
def split_post(
    *, person: Person, post: Post, replies: Collection[int], kind: Kind, title: str, space: Space
) -> Post:
    """Make replies a conversation of their own, opened by the first of them: by its writer, at its moment.

    Raises ``PermissionDenied``, or ``ValidationError`` per field: title, kind, space, replies.
    """
    if wrong := wrong_title(title):
        raise ValidationError({"title": wrong})
    if not rules.may_open_from_replies(kind):
        raise ValidationError({"kind": _("Choose another kind: this one needs options.")})
    post.refresh_from_db(fields=["accepted"])
    thread, first = threads.split_thread(person=person, thread=post.thread, replies=replies, space=space)
    made = Post.objects.create(
        thread=thread, kind=kind, title=title.strip(), body=first.body, html=first.html,
        excerpt=markup.excerpt(markup.text_of(first.html), 280), state=rules.first_state(kind),
    )  # fmt: skip
    Step.objects.filter(post=post, reply__in=replies).update(reply=None)
    settle(post=post, person=person, gone=replies)
    settle(post=made, person=person)
    keep_promise(made)
    return made


@transaction.atomic
def merge_questions(*, person: Person, post: Post, into: Post) -> Reply:
    """Bring a question that was asked before into the one that stays, which keeps its title and its answer.

    Who keeps both spaces may, and the asker as long as nobody else replied. Raises ``PermissionDenied`` or
    ``ValidationError``.
    """
    if post.kind != Kind.QUESTION or into.kind != Kind.QUESTION:
        raise ValidationError(_("Only a question can go into another question."))
    post.refresh_from_db(fields=["accepted"])
    made = threads.merge_threads(
        person=person, thread=post.thread, into=into.thread, text=lambda: texts.render(_as_reply(post.pk))
    )
    settle(post=post, person=person, gone=[post.accepted_id] if post.accepted_id else [])
    # the words live on in the reply, and there only
    Post.objects.filter(pk=post.pk).update(body="", html="", excerpt="")
    activity.record(event(PostDeleted, post, person.pk))
    settle(post=into, person=person)
    return made


def _others_spoke(post: Post, person: Person, *, since: datetime | None = None) -> bool:
    """Whether somebody else gave a reason for a step, or voted by name: that is theirs as much as words are."""
    steps = Step.objects.filter(post=post).exclude(reason="")
    votes = Vote.objects.filter(post=post, option__isnull=False).exclude(person=person)
    if since is not None:
        steps, votes = steps.filter(at__gt=since), votes.filter(at__gt=since)
    return steps.filter(~Q(by=person) | Q(by=None)).exists() or votes.exists()


def _as_reply(pk: int) -> str:
    """The opening of a question as the text of a reply, its title on top as far as that fits."""
    title, body = Post.objects.values_list("title", "body").get(pk=pk)
    headed = f"**{_SIGNS.sub(r'\\\1', ' '.join(title.split()))}**\n\n{body}".strip()
    return headed if len(headed) <= MAX_BODY else body
