from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from zinvol.apps.content.posts.rules import MAX_TITLE, Kind, State
from zinvol.apps.social.people.models import unshown
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel.access import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class PostQuerySet(VisibleQuerySet["Post"]):
    audience_path = "thread__audience_id"

    def living(self) -> PostQuerySet:
        return self.filter(thread__deleted_at=None)

    def preloaded(self) -> PostQuerySet:
        """With all that a line in a stream shows, and without the long texts."""
        return self.select_related("thread__space", "thread__author").defer(
            "body", "html", "thread__space__about", *unshown("thread__author")
        )


class Post(models.Model):
    """What opens a conversation: one of seven kinds. Its number is that of its thread."""

    thread = models.OneToOneField(Thread, models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in Kind])
    title = models.CharField(max_length=MAX_TITLE)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=[(s, s) for s in State])
    answer_by = models.DateField(null=True)
    feedback_wanted = models.CharField(max_length=300, blank=True)
    reader_should = models.CharField(max_length=5, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)
    accepted = models.ForeignKey(Reply, models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=40, null=True, unique=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "state"], name="post_kind_state")]

    def get_absolute_url(self) -> str:
        return f"/posts/{self.pk}/"


class Option(models.Model):
    """A way to go in a dilemma, or a line of a poll."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]


class Vote(models.Model):
    """That a person voted. In an anonymous poll the option is not kept, only counted."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="vote_once")]


class Step(models.Model):
    """A change of state, with who, when and why: the public history of a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=8, choices=[(s, s) for s in State])
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    option = models.ForeignKey(Option, models.SET_NULL, null=True, related_name="+")
    reply: Any = models.ForeignKey(Reply, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
