from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from zinvol.apps.content.posts.rules import MAX_TITLE, Kind, Stage, State, Verdict
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
    answered_at = models.DateTimeField(null=True)
    """When the first substantive reply of somebody else came."""
    verdict = models.CharField(max_length=8, blank=True, choices=[(v, v) for v in Verdict])
    """What the latest check said of the accepted answer; empty when there was none."""
    check_at = models.DateTimeField(null=True)
    """When the accepted answer is due for a check."""
    submission = models.CharField(max_length=40, null=True, unique=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "state"], name="post_kind_state"),
            models.Index(fields=["check_at"], name="post_check", condition=models.Q(check_at__isnull=False)),
        ]

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


class Promise(models.Model):
    """What the space promised the asker of a question, and how far the search for an answer has climbed."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="promise")
    hours = models.PositiveSmallIntegerField()
    """Within so many working hours; what the space promises later is for later questions."""
    due_at = models.DateTimeField()
    """Before this moment there is an answer."""
    stage = models.PositiveSmallIntegerField(choices=[(s, s.name) for s in Stage], default=Stage.FOLLOWERS)
    next_at = models.DateTimeField(null=True)
    """When it climbs on, unless it is answered; None at the top."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="promise_next", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["due_at"], name="promise_due"),
        ]


class Ask(models.Model):
    """That somebody was asked in person whether they know the answer to a question."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="asks", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    """Nobody: the question climbed to them by itself."""
    at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)
    """They said that they do not know it either."""

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="ask_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="ask_person"),
            models.Index(fields=["at"], name="ask_at"),
        ]


class Reopening(models.Model):
    """That somebody of another department opened a solved question later; kept only while that may be measured."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="reopening_once")]


class Check(models.Model):
    """A look at whether an accepted answer still holds."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="checks")
    verdict = models.CharField(max_length=8, choices=[(v, v) for v in Verdict])
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]


class Reuse(models.Model):
    """That an accepted answer helped somebody else too."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reply", "person"], name="reuse_once")]
