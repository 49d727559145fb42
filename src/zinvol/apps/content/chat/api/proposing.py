"""Making a question in a space of what was said, so that what is known does not stay among a few."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.chat import queries, rules
from zinvol.apps.content.chat.api.gathering import write_note
from zinvol.apps.content.chat.events import PeopleChanged
from zinvol.apps.content.chat.models import (
    Consent,
    Conversation,
    Message,
    Participant,
    Proposal,
)
from zinvol.apps.content.chat.rules import Note
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.kernel import access, activity, clock


@transaction.atomic
def propose(*, message: Message, person: Person, space: Space, title: str, body: str) -> Proposal:
    """Ask everybody in the conversation who may read the message whether it may become a question in a space. The
    words are those of the proposer: nothing is copied without being seen first."""
    if not access.is_in(person, message.audience_id) or message.note or message.deleted_at:
        raise PermissionDenied
    if not spaces.standing(viewer=person, space=space).may_post:
        raise PermissionDenied
    if not title.strip():
        raise ValidationError({"title": _("Give it a title, so that others can find it.")})
    made = Proposal.objects.create(
        message=message,
        proposer=person,
        space=space,
        title=title.strip()[:200],
        body=body.strip(),
        at=clock.now(),
    )
    inside = Participant.objects.filter(conversation_id=message.conversation_id)
    people = Person.objects.filter(pk__in=inside.values("person_id"))
    Consent.objects.bulk_create(
        Consent(proposal=made, person_id=pk, agrees=True if pk == person.pk else None)
        for pk in access.those_in(people, message.audience_id)
    )
    _note(made, Note.PROPOSED, made.title)
    return made


@transaction.atomic
def agree(*, proposal: Proposal, person: Person, agrees: bool) -> bool | None:
    """Say yes or no. Says whether all agree now, somebody refused, or others still have to say (None)."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.ended_at is not None:
        return None
    if not Consent.objects.filter(proposal=proposal, person=person).update(agrees=agrees):
        raise PermissionDenied
    outcome = _settled(proposal)
    _tell(proposal.message)
    return outcome


@transaction.atomic
def settle(*, conversation: Conversation) -> list[Proposal]:
    """Now that somebody left: end the proposals to which all who are still there have agreed, and give these."""
    found = Proposal.objects.filter(message__conversation=conversation, ended_at=None)
    return [
        each for each in found.select_for_update(of=("self",)).select_related("message") if _settled(each)
    ]


@transaction.atomic
def note_question(*, proposal: Proposal, post_id: int) -> None:
    """Write down in the conversation which question it became."""
    proposal.post_id = post_id
    proposal.save(update_fields=["post_id"])
    _note(proposal, Note.ASKED, str(post_id))


@transaction.atomic
def note_refused(*, proposal: Proposal) -> None:
    """Write down that it could not become a question, though all agreed."""
    _note(proposal, Note.REFUSED)


def _settled(proposal: Proposal) -> bool | None:
    """End a proposal to which all have agreed, or one has not."""
    outcome = rules.is_agreed([consent.agrees for consent in queries.asked(proposal)])
    if outcome is not None:
        proposal.ended_at = clock.now()
        proposal.save(update_fields=["ended_at"])
    return outcome


def _note(proposal: Proposal, note: Note, body: str = "") -> None:
    """For who may read the message it is about: others are not told of it either."""
    message = proposal.message
    write_note(message.conversation, proposal.proposer, note, body=body, audience_id=message.audience_id)
    _tell(message)


def _tell(message: Message) -> None:
    conversation = message.conversation
    activity.record(
        PeopleChanged(actor_id=None, subject_id=conversation.pk, audience_id=conversation.audience_id)
    )
