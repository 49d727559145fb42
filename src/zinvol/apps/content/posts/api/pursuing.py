"""Seeing to it that a question gets somewhere: asking people, and climbing on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.promising import moment_of
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import AskDeclined, PersonAsked, QuestionClimbed
from zinvol.apps.content.posts.models import Ask, Post, Promise
from zinvol.apps.content.posts.rules import Kind, Stage, State
from zinvol.apps.social.people.models import Person
from zinvol.kernel import access, activity, clock


@transaction.atomic
def ask(*, post: Post, person: Person, by: Person | None) -> bool:
    """Ask somebody in person; says whether they were asked now.

    Nobody is asked twice for one question, or for more than a few questions a week. Raises
    ``PermissionDenied`` for who may not read it, or when it is the asker.
    """
    if post.kind != Kind.QUESTION or person.pk == post.thread.author_id:
        raise PermissionDenied
    if not access.is_in(person, post.thread.audience_id):
        raise PermissionDenied
    post.thread.space.must_be_alive()
    Person.objects.select_for_update().get(pk=person.pk)  # two who ask at once count each other's
    asked = Ask.objects.filter(person=person, at__gt=clock.now() - rules.ASKED_WITHIN)
    if asked.count() >= rules.MOST_ASKED or Ask.objects.filter(post=post, person=person).exists():
        return False
    Ask.objects.create(post=post, person=person, by=by, at=clock.now())
    activity.record(event(PersonAsked, post, by.pk if by else None, person_id=person.pk))
    return True


@transaction.atomic
def decline(*, post: Post, person: Person, is_on: bool = True) -> None:
    """Say that one does not know it either, so that others are asked; or take that back."""
    mine = Ask.objects.filter(post=post, person=person, declined_at__isnull=is_on)
    if mine.update(declined_at=clock.now() if is_on else None):
        activity.record(event(AskDeclined, post, person.pk, is_on=is_on))


@transaction.atomic
def climb(*, post: Post) -> Stage | None:
    """Let a question that waits go on to the next stage; says which, or nothing when it has its answer
    meanwhile or another worker was first."""
    held = Promise.objects.select_for_update().filter(post=post, next_at__lte=clock.now()).first()
    if held is None or Post.objects.filter(pk=post.pk).exclude(state=State.OPEN).exists():
        return None
    held.stage = Stage(held.stage + 1)
    held.next_at = moment_of(post, Stage(held.stage + 1)) if held.stage < Stage.MANAGERS else None
    held.save(update_fields=["stage", "next_at"])
    activity.record(event(QuestionClimbed, post, None, stage=Stage(held.stage).name.lower()))
    return held.stage


@transaction.atomic
def climb_on(*, post: Post) -> None:
    """Nobody was found at this stage: the next begins now."""
    Promise.objects.filter(post=post, next_at__isnull=False).update(next_at=clock.now())
