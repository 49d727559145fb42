from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zinvol.apps.reactors.attention.rules import DIGEST_AT, Channel, Reason, Rhythm
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads.models import Thread

PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """A thing that asks for a person's attention: the line of the ledger that says why, and by which
    channel it reached them. A channel is filled in once, so nothing reaches anybody twice.

    Whether something in a conversation was read is told by ``threads.Participation``, wherever it was
    read; ``read_at`` is only for what stands alone.
    """

    # no constraints in the database: a reader of the log that locks the rows of others makes writers wait for it
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    subject = models.CharField(max_length=60)
    """What it is about, such as ``reply:12``: one thing is one notice, for whatever reasons."""
    reason = models.PositiveSmallIntegerField(choices=[(r, r.name) for r in Reason])
    at = models.DateTimeField()
    thread = models.ForeignKey(Thread, models.CASCADE, null=True, related_name="+", db_constraint=False)
    reply_id = models.BigIntegerField(null=True)
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+", db_constraint=False)
    conversation_id = models.BigIntegerField(null=True)
    """A conversation of messages: told by push and mail, and counted beside Messages instead of in the inbox."""
    actor = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    read_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=5, blank=True, choices=[(c, c) for c in Channel])
    reached_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    """Why a channel failed, so that the next was taken."""

    is_unread: bool
    """Worked out by ``queries.visible``."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "subject"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="notice_latest"),
            models.Index(fields=["at"], name="notice_pending", condition=Q(reached_at=None)),
        ]


class Preference(models.Model):
    """How somebody wants to be reached. Everybody has one; the hours are those of the working days
    until others are chosen."""

    person = models.OneToOneField(PERSON, models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=9, choices=[(r, r) for r in Rhythm], default=Rhythm.DAILY)
    digest_at = models.TimeField(default=DIGEST_AT)
    hours = models.JSONField(default=dict)
    """For each day of the week with its number, from when until when; empty for the working days."""
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    """The last day away."""
    is_asked = models.BooleanField(default=True)
    """Whether questions of others may be put before this person."""
    next_call_at = models.DateTimeField(null=True)
    """Before this moment nothing that waits needs to be looked at again."""
    next_digest_at = models.DateTimeField(null=True)
    last_digest_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    """Mail to this person came back; none is sent until they say that the address is right."""
    bounce = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_digest_at"], name="preference_digest")]


class Device(models.Model):
    """A browser that may be sent push notices, as its push service addresses it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=120)
    secret = models.CharField(max_length=60)
    name = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    """The push service says it is gone, or it failed too often."""


class Push(models.Model):
    """An attempt to push to a device: the figures of the health screen."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    milliseconds = models.PositiveIntegerField(default=0)
    """Until the push service answered."""
    status = models.PositiveSmallIntegerField(default=0)
    """What the push service answered; nought when it could not be reached."""
    error = models.CharField(max_length=200, blank=True)
    is_test = models.BooleanField(default=False)
