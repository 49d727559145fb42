"""Making a question in a space of what was said, so that what is known does not stay among a few."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.chat import rules
from zinvol.apps.content.chat.api.gathering import write_note
from zinvol.apps.content.chat.events import PeopleChanged
from zinvol.apps.content.chat.models import Consent, Message, Participant, Proposal
from zinvol.apps.content.chat.rules import Note
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.kernel import access, activity, clock


@transaction.atomic
def propose(*, message: Message, person: Person, space: Space, title: str, body: str) -> Proposal:
    """Ask everybody in the conversation whether this may become a question in a space. The words are those of the
    proposer: nothing is copied without being seen first."""
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
    people = Participant.objects.filter(conversation_id=message.conversation_id)
    Consent.objects.bulk_create(
        Consent(proposal=made, person_id=pk, agrees=True if pk == person.pk else None)
        for pk in people.values_list("person_id", flat=True)
    )
    write_note(message.conversation, person, Note.PROPOSED, body=made.title)
    _tell(message)
    return made


@transaction.atomic
def agree(*, proposal: Proposal, person: Person, agrees: bool) -> bool | None:
    """Say yes or no. Says whether all agree now, somebody refused, or others still have to say (None)."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.ended_at is not None:
        return None
    if not Consent.objects.filter(proposal=proposal, person=person).update(agrees=agrees):
        raise PermissionDenied
    outcome = rules.is_agreed(list(proposal.consents.values_list("agrees", flat=True)))
    if outcome is not None:
        proposal.ended_at = clock.now()
        proposal.save(update_fields=["ended_at"])
    _tell(proposal.message)
    return outcome


@transaction.atomic
def note_question(*, proposal: Proposal, post_id: int) -> None:
    """Remember what came of a proposal, and say so in the conversation."""
    Proposal.objects.filter(pk=proposal.pk).update(post_id=post_id)
    write_note(proposal.message.conversation, proposal.proposer, Note.ASKED, body=str(post_id))
    _tell(proposal.message)


def _tell(message: Message) -> None:
    conversation = message.conversation
    activity.record(
        PeopleChanged(actor_id=None, subject_id=conversation.pk, audience_id=conversation.audience_id)
    )
