from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Max

from zinvol.kernel.access import VisibleQuerySet


class QuestionQuerySet(VisibleQuerySet["Question"]):
    def next_version(self) -> int:
        """Above all that is written; for the one reader of the log, of which there is never a second."""
        return (self.aggregate(latest=Max("version"))["latest"] or 0) + 1


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
    digest = models.CharField(max_length=32)
    """Of the text that was made a vector: with another text it is made anew."""
    version = models.BigIntegerField(db_index=True)
    """Counts how often the table was written: a process reads what is above the highest that it has read. Not the
    number of a line of the log, for those may be heard out of order."""

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["audience_id"], name="likeness_audience")]
