from __future__ import annotations

from typing import ClassVar

from django.db import models

from zinvol.kernel.access import VisibleQuerySet


class QuestionQuerySet(VisibleQuerySet["Question"]):
    pass


class Question(models.Model):
    """What a question means, as a vector. Of one that is gone the vector is empty, so that every process that holds
    the others in memory hears of it."""

    thread_id = models.BigIntegerField(primary_key=True)
    audience_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    is_settled = models.BooleanField(default=False)
    vector = models.BinaryField()
    model = models.CharField(max_length=60)
    """What made the vector: those of two models cannot be compared."""
    version = models.BigIntegerField(db_index=True)
    """The line of the log by which it became so."""

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["audience_id"], name="likeness_audience")]
