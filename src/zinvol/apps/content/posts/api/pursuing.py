"""Seeing to it that a question gets somewhere: asking people, and climbing on."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.promising import climbs_on_at
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import AskDeclined, PersonAsked, QuestionClimbed
from zinvol.apps.content.posts.models import Ask, Post, Promise
from zinvol.apps.content.posts.rules import Kind, Stage, State
from zinvol.apps.social.people import reads as people
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
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two who ask at once count each other's
    asked = Ask.objects.filter(person=person, at__gt=clock.now() - rules.ASKED_WITHIN)
    if asked.count() >= rules.MOST_ASKED or Ask.objects.filter(post=post, person=person).exists():
        return False
    Ask.objects.create(post=post, person=person, by=by, at=clock.now())
    activity.record(event(PersonAsked, post, by.pk if by else None, person_id=person.pk))
    return True


@transaction.atomic
def decline(*, post: Post, person: Person, is_on: bool = True) -> None:
    """Say that one does not know it either, or take that back. When nobody who was asked is left, others are
    looked for at once."""
    mine = Ask.objects.filter(post=post, person=person, declined_at__isnull=is_on)
    if not mine.update(declined_at=clock.now() if is_on else None):
        return
    activity.record(event(AskDeclined, post, person.pk, is_on=is_on))
    if is_on and not Ask.objects.filter(post=post, declined_at=None).exists():
        asked = Promise.objects.filter(post=post, stage=Stage.PEOPLE)
        asked.update(stage=Stage.FOLLOWERS, next_at=clock.now())


@transaction.atomic
def climb(*, post: Post, is_due: bool = True) -> Stage | None:
    """Let a question that waits go on to the next stage when its moment has come, or (not ``is_due``) before that;
    says which. Nothing when it has its answer meanwhile, another worker was first, or it slept until now: then it
    wakes, and climbs later."""
    held = Promise.objects.select_for_update().filter(post=post).first()
    if held is None or held.next_at is None:
        return None
    late = clock.now() - held.next_at
    if is_due and late < timedelta(0):
        return None
    if Post.objects.filter(pk=post.pk).exclude(state=State.OPEN).exists():
        return None
    is_asleep = is_due and late > rules.ASLEEP
    if not is_asleep:
        held.stage = Stage(held.stage + 1)
    held.next_at = climbs_on_at(held, post) if _has_more(held, post) else None
    held.save(update_fields=["stage", "next_at"])
    if is_asleep:
        return None
    activity.record(event(QuestionClimbed, post, None, stage=Stage(held.stage).name.lower()))
    return Stage(held.stage)


def postpone(*, post: Post) -> None:
    """Try again later: something went wrong that must not keep other questions waiting."""
    Promise.objects.filter(post=post, next_at__isnull=False).update(next_at=clock.now() + rules.LATER)


def _has_more(held: Promise, post: Post) -> bool:
    """Whether there is somebody at the next stage: a community manager may be no reader of this space."""
    if held.stage == Stage.KEEPERS:
        return people.managers(audience_id=post.thread.audience_id).exists()
    return held.stage < Stage.MANAGERS
