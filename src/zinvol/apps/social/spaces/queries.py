"""What is asked of the database about spaces; see ``reads`` for what the screens make of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space
from zinvol.apps.social.spaces.rules import Role
from zinvol.kernel.access import Viewer
from zinvol.kernel.prepared import prepared


@prepared
def find(viewer: Viewer, slug: str) -> QuerySet[Space]:
    return Space.objects.visible_to(viewer).select_related("audience").filter(slug=slug)


@prepared
def standing(viewer: Viewer, space_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(space_id=space_id, person_id=viewer.pk)


@prepared
def door(viewer: Viewer, space_id: int) -> QuerySet[Space, tuple[bool, bool]]:
    """Whether somebody outside is invited, and has asked to be let in."""
    invited = Invitation.objects.filter(space_id=space_id, person_id=viewer.pk)
    asked = JoinRequest.objects.filter(space_id=space_id, person_id=viewer.pk)
    found = Space.objects.filter(pk=space_id).annotate(invited=Exists(invited), asked=Exists(asked))
    return found.values_list("invited", "asked")


@prepared
def keepers(space_id: int) -> QuerySet[Person]:
    ids = Membership.objects.filter(space_id=space_id, role=Role.KEEPER).values("person_id")
    return Person.objects.present().filter(pk__in=ids).preloaded()


@prepared
def directory(viewer: Viewer, kind: str | None, archived: bool, *words: str) -> QuerySet[Space]:
    found = Space.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    found = found.filter(kind=kind) if kind is not None else found
    is_mine = Exists(Membership.objects.filter(space=OuterRef("pk"), person_id=viewer.pk))
    # counted for the spaces that are shown only: joined and grouped, all memberships would be read
    members = Membership.objects.filter(space=OuterRef("pk")).order_by().values("space")
    counted = Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0)
    return found.annotate(members=counted, is_mine=is_mine).order_by("name")


@prepared
def requests(keeper: Viewer) -> QuerySet[JoinRequest]:
    kept = Membership.objects.filter(person_id=keeper.pk, role=Role.KEEPER).values("space_id")
    found = JoinRequest.objects.filter(space_id__in=kept).select_related("space", "person")
    return found.order_by("asked_at")


@prepared
def invitations(viewer: Viewer) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(person_id=viewer.pk).select_related("space", "invited_by")
    return found.order_by("-invited_at")


@prepared
def idle(keeper: Viewer, before: datetime) -> QuerySet[Space]:
    kept = Membership.objects.filter(person_id=keeper.pk, role=Role.KEEPER).values("space_id")
    return Space.objects.living().filter(pk__in=kept, last_activity_at__lt=before, created_at__lt=before)
