from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zinvol.apps.content.chat.rules import MAX_NAME, Note
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel.access import VisibleQuerySet
from zinvol.kernel.models import Audience

PERSON = settings.AUTH_USER_MODEL


class ConversationQuerySet(VisibleQuerySet["Conversation"]):
    pass


class Conversation(models.Model):
    """Two people or a group, among themselves. The audience holds them and nobody else.

    Who is added without what was said before makes a new audience begin: earlier messages and files keep the
    one that the newcomer is not in.
    """

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    is_group = models.BooleanField(default=False)
    name = models.CharField(max_length=MAX_NAME, blank=True)
    pair = models.CharField(max_length=45, null=True, unique=True)
    """The two, so that they have one conversation."""
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField(db_index=True)

    objects = ConversationQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return f"/messages/{self.pk}/"


class Participant(models.Model):
    """That somebody takes part, and up to where they have read."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="participants", db_index=False
    )
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "conversation"], name="participant_once")
        ]
        indexes: ClassVar = [models.Index(fields=["conversation"], name="participant_conversation")]


class MessageQuerySet(VisibleQuerySet["Message"]):
    pass


class Message(models.Model):
    """What somebody said, or a note of what happened (then ``body`` is only a name)."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages", db_index=False)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=10, blank=True, choices=[(n, n) for n in Note if n])
    about = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    """Whom a note is about."""
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    quotes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    submission = models.CharField(max_length=40, null=True, unique=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "created_at", "id"], name="message_order")]


class MessageReaction(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(r, r) for r in Reacting])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "person", "kind"], name="message_reaction")
        ]


class MessageMention(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")


class MessageFile(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.OneToOneField("files.File", models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]


class Typing(models.Model):
    """Somebody is writing at this moment; forgotten within the hour."""

    audience_id = models.BigIntegerField()
    conversation_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField()


class Block(models.Model):
    """Somebody wants no messages from somebody."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    blocked = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "blocked"], name="block_once")]


class Report(models.Model):
    """A message that somebody who received it shows to the community managers, with why. Only then do others
    read it: as a copy of that one message."""

    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    reporter = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    copy = models.TextField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="report_open", condition=Q(handled_at=None))]


class Proposal(models.Model):
    """To make a question in a space of a message, if everybody in the conversation agrees."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    proposer = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    post_id = models.BigIntegerField(null=True)


class Consent(models.Model):
    """What somebody said to a proposal; nothing yet while ``agrees`` is empty."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="consents")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    agrees = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "person"], name="consent_once")]
