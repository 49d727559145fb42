"""What a person has read, and what they want to notice."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads.models import Mention, Participation, Reply, Thread
from zinvol.kernel import clock


def mark_seen(*, thread: Thread, person: Person) -> None:
    """Everything in the conversation up to now counts as read, on every device."""
    held = Participation.objects.filter(thread=thread, person=person)
    if not held.update(seen_at=clock.now(), is_kept=False):
        Participation.objects.update_or_create(
            thread=thread, person=person, defaults={"seen_at": clock.now()}
        )


def mark_unread(*, thread: Thread, person: Person, reply: Reply | None = None) -> None:
    """Count the conversation as unread from ``reply`` on, or from its beginning."""
    before = (reply.created_at if reply else thread.created_at) - timedelta(microseconds=1)
    Participation.objects.update_or_create(
        thread=thread, person=person, defaults={"seen_at": before, "is_kept": True}
    )


def follow(*, thread: Thread, person: Person, level: Level | None) -> None:
    """Choose what to notice of one conversation; None goes back to the choice for its space."""
    Participation.objects.update_or_create(thread=thread, person=person, defaults={"level": level or ""})


@transaction.atomic
def catch_up(*, person: Person, space: Space | None = None) -> None:
    """Count everything in a space, or in all spaces of the person, as read."""
    spaces.catch_up(person=person, space=space)
    begun = Participation.objects.filter(person=person, seen_at__isnull=False)
    begun = begun.filter(thread__space=space) if space else begun
    begun.filter(seen_at__lt=F("thread__last_activity_at")).update(seen_at=clock.now(), is_kept=False)


def tick_off(*, mention: Mention) -> None:
    """Somebody was named and has dealt with it; it no longer waits."""
    Mention.objects.filter(pk=mention.pk, answered_at=None).update(answered_at=clock.now())
