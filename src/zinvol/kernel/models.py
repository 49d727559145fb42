"""The tables that every part of the product stands on. None of them knows a domain word."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Func


class CurrentTransaction(Func):
    """The number of the writing transaction, where the database runs several at once."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return "pg_current_xact_id()::text::bigint", []


class Audience(models.Model):
    """Who may see a thing. Every visible thing has exactly one."""

    class Reach(models.TextChoices):
        MEMBERS = "members"
        EVERYBODY = "everybody"

    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.MEMBERS)
    is_everybody = models.BooleanField(default=False)
    """The audience of all colleagues itself, and not that of one thing that is open to them now."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reach"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_everybody"], name="audience_everybody_once", condition=Q(is_everybody=True)
            )
        ]


class Member(models.Model):
    """That a person is in an audience."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "audience"], name="member_once")]


class Activity(models.Model):
    """A line of the append-only log: one event."""

    occurred_at = models.DateTimeField()
    name = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    audience_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    refs = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["transaction", "id"], name="activity_order"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="activity_subject"),
        ]


class Cursor(models.Model):
    """How far a reactor has read the log, and how it fares with the line it is at."""

    reactor = models.CharField(max_length=40, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)


class Parked(models.Model):
    """A line of the log that a reactor could not take in. It waits for the administrator; the
    reactor has gone on."""

    reactor = models.CharField(max_length=40)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    error = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reactor", "activity"], name="parked_once")]


class Job(models.Model):
    """Work to be done outside the transaction that asked for it: the outbox."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        PARKED = "parked"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "run_at"], name="job_due")]


class Origin(models.Model):
    """The name that a record has in exchange files, for a record that came from one."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    local_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="origin_key")]
        indexes: ClassVar = [models.Index(fields=["kind", "local_id"], name="origin_local")]


class Allowance(models.Model):
    """How often something was tried in a stretch of time; see ``kernel.limits``."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
