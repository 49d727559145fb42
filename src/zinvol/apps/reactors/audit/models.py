from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """A line of the audit log: who administered what. Each carries the hash of the one before it,
    so that a line changed or taken out afterwards is seen."""

    activity_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="audit_subject")]
