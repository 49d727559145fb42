"""What messages offer to those who bring notices: whom a message concerns, never what it says."""

from __future__ import annotations

from zinvol.apps.content.chat.models import Message, MessageMention, Participant
from zinvol.kernel.adapters import Addressed


def addressed(message_id: int) -> Addressed | None:
    """Who should hear of a message: all who have not muted the conversation, and who is named in any case; of them
    those who are still in it and have not seen it yet."""
    message = Message.objects.filter(pk=message_id, deleted_at=None).first()
    if message is None:
        return None
    inside = Participant.objects.filter(conversation_id=message.conversation_id)
    rows = inside.exclude(seen_at__gt=message.created_at)
    hearing = set(rows.filter(is_muted=False).values_list("person_id", flat=True))
    mentions = MessageMention.objects.filter(message=message, person_id__in=rows.values("person_id"))
    named = set(mentions.values_list("person_id", flat=True))
    return Addressed(message.author_id, frozenset(hearing), frozenset(named))
