"""Keeping answers of use: whom they helped too, and whether they still hold."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.answering import hold
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import AnswerChecked, AnswerReused
from zinvol.apps.content.posts.models import Check, Post, Reopening, Reuse
from zinvol.apps.content.posts.rules import Verdict
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.kernel import access, activity, clock


@transaction.atomic
def reuse(*, person: Person, post: Post, is_on: bool) -> None:
    """Say that the accepted answer helped oneself too, or take that back. Raises ``PermissionDenied`` for who
    asked or answered, and where no answer was accepted."""
    hold(post)
    post.thread.space.must_be_alive()
    reply = post.accepted
    if reply is None or not access.is_in(person, post.thread.audience_id):
        raise PermissionDenied
    if not rules.may_reuse(person_id=person.pk, asker_id=post.thread.author_id, answerer_id=reply.author_id):
        raise PermissionDenied
    if is_on:
        changed = Reuse.objects.get_or_create(reply=reply, person=person, defaults={"at": clock.now()})[1]
    else:
        changed = bool(Reuse.objects.filter(reply=reply, person=person).delete()[0])
    if changed:
        activity.record(event(AnswerReused, post, person.pk, reply_id=reply.pk, is_on=is_on))


@transaction.atomic
def check(*, person: Person, post: Post, verdict: Verdict, note: str = "") -> None:
    """Say whether the accepted answer still holds; see ``rules.may_check`` for who may."""
    hold(post)
    if post.accepted is None:
        raise PermissionDenied
    keeps = spaces.standing(viewer=person, space=post.thread.space).may_keep
    if not rules.may_check(
        person_id=person.pk, asker_id=post.thread.author_id, answerer_id=post.accepted.author_id, keeps=keeps
    ):
        raise PermissionDenied
    post.thread.space.must_be_alive()
    now = clock.now()
    Check.objects.create(post=post, verdict=verdict, by=person, at=now, note=note.strip()[:300])
    post.verdict, post.check_at = verdict, rules.check_due(verdict, now=now)
    post.save(update_fields=["verdict", "check_at"])
    activity.record(event(AnswerChecked, post, person.pk, verdict=str(verdict), reply_id=post.accepted_id))


def note_reopening(*, person: Person, post: Post) -> None:
    """That somebody opened a solved question later; the caller holds that it may be measured."""
    made = Reopening(post=post, person=person, at=clock.now())
    Reopening.objects.bulk_create([made], ignore_conflicts=True)


def forget_reopenings(*, person: Person | None = None) -> None:
    """Throw away who opened what later: of everybody, or of one."""
    found = Reopening.objects.all() if person is None else Reopening.objects.filter(person=person)
    found.delete()
