from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads.rules import Moving, Outcome, Reacting
from zinvol.kernel.access import VisibleQuerySet
from zinvol.kernel.models import Audience

PERSON = settings.AUTH_USER_MODEL
# db_index=False: an index of the model begins with this column and serves for it as well


def _one_of(one: str, other: str) -> Q:
    first, second = f"{one}__isnull", f"{other}__isnull"
    return Q(**{first: True, second: False}) | Q(**{first: False, second: True})


class Tag(models.Model):
    """A word by which conversations are found together."""

    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=50, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]


class ThreadQuerySet(VisibleQuerySet["Thread"]):
    def living(self) -> ThreadQuerySet:
        return self.filter(deleted_at=None)


class Thread(models.Model):
    """A conversation: what somebody opened and others reply to. Content apps hang what was opened
    on it; everything people do with a conversation hangs here."""

    # no index on the audience: everybody is in one that holds nearly all threads, and lists are read in order of time
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    reply_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    file_count = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    pinned_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    closed_reason = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="threads")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-last_activity_at"], name="thread_latest"),
            models.Index(fields=["space", "-last_activity_at"], name="thread_space_latest"),
            models.Index(fields=["author", "-created_at"], name="thread_author"),
            models.Index(
                fields=["space", "-pinned_at"], name="thread_pinned", condition=Q(pinned_at__isnull=False)
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/posts/{self.pk}/"


class Reply(models.Model):
    """An answer in a conversation. It may quote one other, speak for or against an option, be a
    contribution to a challenge, and have an outcome."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="replies", db_index=False)
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    file_count = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    quotes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    option_id = models.BigIntegerField(null=True)
    stance = models.CharField(max_length=7, blank=True)
    is_contribution = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(o, o) for o in Outcome])
    submission = models.CharField(max_length=40, null=True, unique=True)
    """The token of the form it came from, so that a form sent twice is one reply."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "created_at", "id"], name="reply_order"),
            models.Index(fields=["author", "-created_at"], name="reply_author"),
        ]

    def get_absolute_url(self) -> str:
        return f"/posts/{self.thread_id}/?reply={self.pk}#reply-{self.pk}"


class Reaction(models.Model):
    """Somebody found the opening (no reply) or a reply useful, says thanks, has it too, or can help."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(r, r) for r in Reacting])
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "person", "kind"], name="reaction_reply", condition=Q(reply__isnull=False)),
            models.UniqueConstraint(fields=["thread", "person", "kind"], name="reaction_thread", condition=Q(reply=None)),
        ]  # fmt: skip


class Mention(models.Model):
    """A person was named in the opening (no reply) or in a reply."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "answered_at", "-at"], name="mention_waiting")]


class Participation(models.Model):
    """What a person did with a conversation: up to where it was read, and whether they follow it
    otherwise than its space."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="participations")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)
    is_kept = models.BooleanField(db_default=False)
    """The person marked it as unread, to come back to it."""
    level = models.CharField(max_length=10, blank=True, choices=[(x, x) for x in Level])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "thread"], name="participation_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="participation_kept", condition=Q(is_kept=True))
        ]


class Revision(models.Model):
    """A wording of the opening (no reply) or of a reply, kept from the first edit on; the one with
    the highest number is the present one."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="revisions")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]


class Attachment(models.Model):
    """A file with the opening (no reply) or a reply."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    file = models.OneToOneField("files.File", models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]


class LinkPreview(models.Model):
    """What a page behind a link calls itself; fetched by the server, once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        NONE = "none"

    url = models.CharField(max_length=2000)
    url_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    site = models.CharField(max_length=120, blank=True)
    fetched_at = models.DateTimeField(null=True)


class Link(models.Model):
    """A link in the opening (no reply) or in a reply; its writer may take the preview away."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    preview = models.ForeignKey(LinkPreview, models.CASCADE, related_name="+")
    is_hidden = models.BooleanField(default=False)


class Citation(models.Model):
    """That the opening (no reply) or a reply links to another conversation of ours."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    cited = models.ForeignKey(Thread, models.CASCADE, related_name="+")


class Draft(models.Model):
    """What somebody has not sent yet, per place, on the server so that every device has it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    """``post`` (a new conversation), ``reply:12`` (in thread 12), ``edit:12``."""
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "place"], name="draft_place")]


class Forward(models.Model):
    """Where an opening or a reply went that is no longer what its old address says: the opening of a
    conversation that was merged is a reply now, and a reply that was split off is an opening. One step is
    always enough: when what it leads to goes on, the row follows it. Where a reply is that stayed a reply
    is told by the reply itself."""

    was_thread = models.BigIntegerField(null=True, unique=True)
    was_reply = models.BigIntegerField(null=True, unique=True)
    thread = models.ForeignKey(Thread, models.CASCADE, null=True, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="forward_from_one", condition=_one_of("was_thread", "was_reply")),
            models.CheckConstraint(name="forward_to_one", condition=_one_of("thread", "reply")),
        ]


class Relocation(models.Model):
    """That a conversation, or a part of it, went elsewhere: what is told where it was and where it is now."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    """The conversation that was moved, that replies were split off from, or that was merged into another."""
    what = models.CharField(max_length=6, choices=[(x, x) for x in Moving])
    to = models.ForeignKey(Thread, models.CASCADE, null=True, related_name="+")
    from_space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, related_name="+")
    reply = models.ForeignKey(Reply, models.SET_NULL, null=True, related_name="+")
    """What the opening became, where it was merged."""
    count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


def of_part(thread_id: int, reply: Any) -> Q:
    """The rows of the opening of a thread (``reply`` is None) or of one reply."""
    return Q(thread_id=thread_id, reply=None) if reply is None else Q(reply=reply)
