"""Messages: each person sees the conversations they are in, from when they were let in, and no others."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist

from tests.visibility.let_in import LET_IN
from tests.visibility.naive import Naive
from tests.visibility.registry import checks
from zinvol.apps.content.chat import reads as chat
from zinvol.apps.content.chat.models import Block, Conversation, Message, Participant, Proposal
from zinvol.apps.social.people.models import Person


@checks(
    "chat.reads.find", "chat.reads.taking_part", "chat.reads.find_message", "chat.reads.conversations", "chat.reads.page", "chat.reads.since",
    "chat.reads.search", "chat.reads.titles", "chat.reads.proposal", "chat.reads.blocked", "chat.reads.reports",
)  # fmt: skip
def private_messages(viewer: Person, naive: Naive) -> None:
    inside = set(Participant.objects.filter(person=viewer).values_list("conversation_id", flat=True))
    inside = inside if naive.is_here(viewer) else set()
    assert {row.conversation.pk for row in chat.conversations(viewer=viewer)} == inside
    for conversation in Conversation.objects.all():
        assert _finds(chat.find, viewer, conversation.pk) == (conversation.pk in inside)
    readable = {m.pk for m in Message.objects.all() if _reads(viewer, m, inside)}
    for message in Message.objects.all():
        assert _finds(chat.find_message, viewer, message.pk) == (message.pk in readable)
    for pk in inside:
        conversation = Conversation.objects.get(pk=pk)
        page = chat.page(viewer=viewer, me=chat.taking_part(viewer=viewer, pk=pk))
        expected = {m.pk for m in Message.objects.filter(conversation=pk) if m.pk in readable}
        assert {s.message.pk for s in page.said} == expected
        assert {s.quotes.pk for s in page.said if s.quotes} == {
            m.quotes_id for m in Message.objects.filter(pk__in=expected) if m.quotes_id in readable
        }
        assert {p.message_id for p, *_rest in page.proposals} <= readable
        assert {s.message.pk for s in chat.since(viewer=viewer, conversation=conversation, pk=0)} == expected
    assert {m.pk for m in chat.search(viewer=viewer, query="bericht")} == {
        m.pk for m in Message.objects.filter(note="", deleted_at=None) if m.pk in readable
    }
    assert chat.titles(viewer=viewer, pks=Conversation.objects.values_list("pk", flat=True)).keys() == inside
    for proposal in Proposal.objects.all():
        assert _finds(chat.proposal, viewer, proposal.pk) == (proposal.message_id in readable)
    assert {p.pk for p in chat.blocked(viewer=viewer)} == set(
        Block.objects.filter(person=viewer).values_list("blocked_id", flat=True)
    )
    assert viewer.is_community_manager or chat.reports(viewer=viewer) == []


def _reads(viewer: Person, message: Message, inside: set[int]) -> bool:
    """In the conversation, and let in before it was said or with what was said before."""
    return message.conversation_id in inside and viewer.pk in LET_IN.get(message.pk, set())


def _finds(read, viewer: Person, pk: int) -> bool:
    try:
        read(viewer=viewer, pk=pk)
    except ObjectDoesNotExist:
        return False
    return True
