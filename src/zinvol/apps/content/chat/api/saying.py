"""What is said in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.chat import rules
from zinvol.apps.content.chat.events import MessageChanged, MessageSent
from zinvol.apps.content.chat.models import (
    Block,
    Conversation,
    Message,
    MessageFile,
    MessageMention,
    MessageReaction,
    Participant,
    Typing,
)
from zinvol.apps.social.files import api as files_api
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel import access, activity, clock

TYPING_LASTS = timedelta(hours=1)


def say(
    *,
    conversation: Conversation,
    author: Person,
    body: str,
    quotes: Message | None = None,
    files: Sequence[int] = (),
    submission: str | None = None,
) -> Message:
    """Say something. The same ``submission`` twice is one message.

    Raises ``PermissionDenied`` for who is not in it, or was blocked by the other of two; ``ValidationError``
    for an empty or too long text.
    """
    if before := _sent_before(submission):
        return before
    _must_be_inside(conversation, author)
    _must_not_be_blocked(conversation, author)
    text = _prepared(author, body, files)
    moment = clock.now()
    message = Message(
        conversation=conversation, audience_id=conversation.audience_id, author=author, body=text.source, html=text.html,
        created_at=moment, quotes=quotes if quotes and quotes.conversation_id == conversation.pk else None,
        submission=submission or None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            message.save()
            _attach(message, author, files)
            _mention(message, text)
            Conversation.objects.filter(pk=conversation.pk).update(last_message_at=moment)
            Participant.objects.filter(conversation=conversation, person=author).update(seen_at=moment)
            activity.record(_event(MessageSent, message))
    except IntegrityError:
        if before := _sent_before(submission):
            return before
        raise
    return message


@transaction.atomic
def change(*, message: Message, person: Person, body: str) -> None:
    """Say it in other words; within a quarter of an hour."""
    _must_be_changeable(message, person)
    text = _prepared(person, body, list(message.files.values_list("pk", flat=True)))
    if message.body == text.source:
        return
    message.body, message.html, message.edited_at = text.source, text.html, clock.now()
    message.save(update_fields=["body", "html", "edited_at"])
    MessageMention.objects.filter(message=message).delete()
    _mention(message, text)
    activity.record(_event(MessageChanged, message))


@transaction.atomic
def take_back(*, message: Message, person: Person) -> None:
    """Remove the words and files of a message; that there was one stays."""
    _must_be_changeable(message, person)
    message.body = message.html = ""
    message.deleted_at = clock.now()
    message.save(update_fields=["body", "html", "deleted_at"])
    files_api.withhold(files=File.objects.filter(pk__in=message.files.values("file_id")))
    for model in (MessageFile, MessageMention, MessageReaction):
        model.objects.filter(message=message).delete()
    activity.record(_event(MessageChanged, message))


@transaction.atomic
def react(*, message: Message, person: Person, kind: Reacting) -> bool:
    """React without words, or take that back; says whether it stands now."""
    _must_be_inside(message.conversation, person)
    if message.deleted_at or message.note or not access.is_in(person, message.audience_id):
        raise PermissionDenied
    gone, _rows = MessageReaction.objects.filter(message=message, person=person, kind=kind).delete()
    if not gone:
        MessageReaction.objects.create(message=message, person=person, kind=kind)
    activity.record(_event(MessageChanged, message))
    return not gone


def mark_seen(*, conversation: Conversation, person: Person) -> None:
    """Everything up to now counts as read."""
    Participant.objects.filter(conversation=conversation, person=person).update(seen_at=clock.now())


def note_typing(*, conversation: Conversation, person: Person) -> None:
    """Let the others see, for a moment, that somebody is writing."""
    _must_be_inside(conversation, person)
    Typing.objects.create(
        audience_id=conversation.audience_id,
        conversation_id=conversation.pk,
        person_id=person.pk,
        at=clock.now(),
    )


def forget_typing() -> None:
    Typing.objects.filter(at__lt=clock.now() - TYPING_LASTS).delete()


def _prepared(author: Person, body: str, files: Sequence[int]) -> texts.Text:
    if len(body) > rules.MAX_BODY:
        raise ValidationError(
            {"body": _("A message has at most %(limit)s characters.") % {"limit": rules.MAX_BODY}}
        )
    text = texts.prepare(author=author, typed=body)
    if not text.source and not files:
        raise ValidationError({"body": _("Write something first.")})
    return text


def _attach(message: Message, author: Person, files: Sequence[int]) -> None:
    found = list(File.objects.filter(pk__in=list(files), uploader=author, audience=None))
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in found)
    files_api.attach(files=found, audience_id=message.audience_id)


def _mention(message: Message, text: texts.Text) -> None:
    """Who is named and in the conversation; others never know."""
    inside = Participant.objects.filter(conversation_id=message.conversation_id, person_id__in=text.mentions)
    MessageMention.objects.bulk_create(
        MessageMention(message=message, person_id=pk) for pk in inside.values_list("person_id", flat=True)
    )


def _sent_before(submission: str | None) -> Message | None:
    return Message.objects.filter(submission=submission).first() if submission else None


def _must_be_inside(conversation: Conversation, person: Person) -> None:
    if not access.is_in(person, conversation.audience_id):
        raise PermissionDenied


def _must_not_be_blocked(conversation: Conversation, author: Person) -> None:
    if conversation.is_group:
        return
    others = conversation.participants.exclude(person=author).values("person_id")
    if Block.objects.filter(person__in=others, blocked=author).exists():
        raise ValidationError({"body": _("This person gets no messages from you.")})


def _must_be_changeable(message: Message, person: Person) -> None:
    may = rules.may_change(
        author_id=message.author_id, person_id=person.pk, created_at=message.created_at, now=clock.now()
    )
    if not may or message.deleted_at or message.note:
        raise PermissionDenied
    _must_be_inside(message.conversation, person)


def _event(kind: Any, message: Message) -> Any:
    return kind(
        actor_id=None,
        subject_id=message.conversation_id,
        audience_id=message.audience_id,
        message_id=message.pk,
    )
