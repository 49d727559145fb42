"""What both reading and the verbs ask of the database."""

from __future__ import annotations

from django.db.models import QuerySet

from zinvol.apps.content.chat.models import Consent, Participant, Proposal
from zinvol.apps.social.people.models import Person


def asked(proposal: Proposal) -> QuerySet[Consent]:
    """What those say to a proposal who are still in its conversation: nobody waits for who left."""
    inside = Participant.objects.filter(conversation_id=proposal.message.conversation_id)
    people = Person.objects.present().filter(pk__in=inside.values("person_id"))
    return proposal.consents.filter(person__in=people)
