"""Reacting without words, and naming what came of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads.events import OutcomeNamed, Reacted
from zinvol.apps.social.threads.models import Reaction, Reply, Thread, of_part
from zinvol.apps.social.threads.rules import Outcome, Reacting
from zinvol.kernel import access, activity, clock


@transaction.atomic
def toggle_reaction(*, person: Person, thread: Thread, reply: Reply | None, kind: Reacting) -> bool:
    """React, or take the reaction back; says whether it stands now."""
    if not access.is_in(person, thread.audience_id):
        raise PermissionDenied
    thread.space.must_be_alive()
    gone, _rows = Reaction.objects.filter(of_part(thread.pk, reply), person=person, kind=kind).delete()
    if not gone:
        Reaction.objects.create(thread=thread, reply=reply, person=person, kind=kind, at=clock.now())
    activity.record(
        Reacted(
            actor_id=person.pk, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id,
            reply_id=reply.pk if reply else None, kind=str(kind), is_on=not gone,
        )
    )  # fmt: skip
    return not gone


@transaction.atomic
def name_outcome(*, person: Person, reply: Reply, outcome: Outcome | None) -> None:
    """Say what came of a reply: the opener of the thread, the writer, or a keeper may."""
    thread = reply.thread
    keeps = spaces.standing(viewer=person, space=thread.space).may_keep
    if person.pk not in (thread.author_id, reply.author_id) and not keeps:
        raise PermissionDenied
    thread.space.must_be_alive()
    reply.outcome = outcome or ""
    reply.save(update_fields=["outcome"])
    activity.record(
        OutcomeNamed(
            actor_id=person.pk, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id,
            reply_id=reply.pk, outcome=reply.outcome,
        )
    )  # fmt: skip
