from __future__ import annotations

from typing import ClassVar

from django.db import models


class Document(models.Model):
    """A thing that can be found. Its words are in the index of the database (see ``index``) under
    the same number; numbers grow with time, so the newest hits come first without sorting."""

    kind = models.CharField(max_length=10)
    ref_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(db_index=True)
    audience_id = models.BigIntegerField()
    space_id = models.BigIntegerField(null=True)
    author_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    facet = models.CharField(max_length=12)
    is_settled = models.BooleanField(default=False)
    vocabulary = models.TextField(default="")
    """The words it was counted for in :class:`Word`, so that they can be taken out again."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "ref_id"], name="document_once")]


class Word(models.Model):
    """A word that occurs, and in how many documents: for typing errors and parts of words."""

    word = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveSmallIntegerField()
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["length", "word"], name="word_length")]
