from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from zinvol.apps.social.spaces.rules import ANSWER_WITHIN, Access, Level, Posting, Role
from zinvol.kernel.access import Viewer, VisibleQuerySet, audiences_of
from zinvol.kernel.models import Audience


class SpaceQuerySet(VisibleQuerySet["Space"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The spaces whose existence a person may know: listed to them, theirs to read, or one
        that they were invited to."""
        if not viewer.is_active:
            return self.none()
        mine = audiences_of(viewer)
        invited = Invitation.objects.filter(person_id=viewer.pk).values("space_id")
        return self.filter(Q(listing_id__in=mine) | Q(audience_id__in=mine) | Q(pk__in=invited))

    def living(self) -> SpaceQuerySet:
        return self.filter(archived_at=None)


class Space(models.Model):
    """A place with a purpose. ``audience`` sees what is in it, ``listing`` that it exists."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=90, unique=True)
    purpose = models.CharField(max_length=300)
    goal = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True, max_length=5000)
    kind = models.CharField(max_length=20, default="community")
    access = models.CharField(max_length=6, choices=[(a, a) for a in Access], default=Access.OPEN)
    posting = models.CharField(max_length=8, choices=[(p, p) for p in Posting], default=Posting.MEMBERS)
    language = models.CharField(max_length=2, blank=True)
    level = models.CharField(max_length=10, choices=[(x, x) for x in Level], default=Level.POSTS)
    """How much of it a member notices who has not chosen."""
    answer_within = models.PositiveSmallIntegerField(default=ANSWER_WITHIN)
    """In how many working hours a question is promised an answer; nought promises nothing."""
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    listing = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    last_activity_at = models.DateTimeField(db_index=True)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/spaces/{self.slug}/"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def must_be_alive(self) -> None:
        """What stands in an archived space stays as it is; raises ``PermissionDenied`` there."""
        if self.is_archived:
            raise PermissionDenied


class Membership(models.Model):
    """That a person takes part in a space, in which role, and how much of it they want to notice."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships", db_index=False)
    person = models.ForeignKey(  # the unique index below begins with it
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", db_index=False
    )
    role = models.CharField(max_length=6, choices=[(r, r) for r in Role], default=Role.MEMBER)
    level = models.CharField(max_length=10, choices=[(x, x) for x in Level], default=Level.POSTS)
    is_level_chosen = models.BooleanField(default=False)
    """The person chose the level; else it is that of the space, and changes with it."""
    since = models.DateTimeField()
    caught_up_at = models.DateTimeField()
    """Everything up to this moment counts as read."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "space"], name="membership_once")]
        indexes: ClassVar = [models.Index(fields=["space", "role"], name="membership_role")]


class JoinRequest(models.Model):
    """Somebody asks to be let in; the keepers decide."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "person"], name="join_request_once")
        ]


class Invitation(models.Model):
    """Somebody may join without asking."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="invitation_once")]


def role_of(space: Space, person: Any) -> Role | None:
    """The role of a person in a space, if any."""
    found = Membership.objects.filter(space=space, person_id=person.pk).values_list("role", flat=True).first()
    return Role(found) if found else None
