"""What is asked of the database about conversations; see ``reads`` for what the screens make of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from zinvol.apps.social.people.models import unshown
from zinvol.apps.social.spaces.models import Membership
from zinvol.apps.social.threads.models import (
    Attachment,
    Draft,
    Forward,
    Link,
    LinkPreview,
    Mention,
    Participation,
    Reaction,
    Reply,
    Tag,
    Thread,
)
from zinvol.kernel.access import Viewer, audiences_of
from zinvol.kernel.prepared import prepared

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 300
"""The tags of a space are those of so many of its latest conversations."""


@prepared
def replies(thread_id: int, pk: int | None) -> QuerySet[Reply]:
    """The replies in order of time, or one of them, with all that a page shows of them."""
    found = Reply.objects.filter(thread_id=thread_id, deleted_at=None).order_by("created_at", "id")
    found = found.filter(pk=pk) if pk is not None else found
    found = found.select_related("author__department", "quotes__author")
    return found.defer("body", "quotes__body", *unshown("author"), *unshown("quotes__author"))


@prepared
def replies_after(thread_id: int, pk: int) -> QuerySet[Reply]:
    """The replies after one, or all when it is nought, with all that a page shows of them."""
    moment = Reply.objects.filter(pk=pk, thread_id=OuterRef("thread_id")).values("created_at")
    found = Reply.objects.filter(thread_id=thread_id, deleted_at=None).exclude(pk=pk)
    found = found.filter(created_at__gte=Coalesce(Subquery(moment), LONG_AGO)).order_by("created_at", "id")
    found = found.select_related("author__department", "quotes__author")
    return found.defer("body", "quotes__body", *unshown("author"), *unshown("quotes__author"))


@prepared
def replies_until(thread_id: int, moment: datetime) -> QuerySet[Reply]:
    return Reply.objects.filter(thread_id=thread_id, deleted_at=None, created_at__lte=moment)


@prepared
def replies_before_reply(thread_id: int, pk: int) -> QuerySet[Reply]:
    moment = Reply.objects.filter(pk=pk, thread_id=OuterRef("thread_id"), deleted_at=None).values(
        "created_at"
    )
    return Reply.objects.filter(thread_id=thread_id, deleted_at=None, created_at__lt=Subquery(moment))


@prepared
def reactions(
    viewer: Viewer, thread_id: int | None, reply_ids: list[int]
) -> QuerySet[Reaction, tuple[int | None, str, int, int]]:
    """Reply, kind, how often, and whether the viewer did; with a thread also for its opening."""
    mine = Max(Case(When(person_id=viewer.pk, then=1), default=0))
    rows = Reaction.objects.filter(of_parts(thread_id, reply_ids)).values("reply_id", "kind")
    return rows.annotate(count=Count("pk"), mine=mine).values_list("reply_id", "kind", "count", "mine")


@prepared
def attachments(thread_id: int | None, reply_ids: list[int]) -> QuerySet[Attachment]:
    return Attachment.objects.filter(of_parts(thread_id, reply_ids)).select_related("file")


@prepared
def links(thread_id: int | None, reply_ids: list[int]) -> QuerySet[Link]:
    found = Link.objects.filter(
        of_parts(thread_id, reply_ids), is_hidden=False, preview__state=LinkPreview.State.READY
    )
    return found.select_related("preview").order_by("pk")


@prepared
def draft(viewer: Viewer, place: str) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=viewer.pk, place=place)


@prepared
def tags_of(thread_id: int) -> QuerySet[Tag]:
    return Tag.objects.filter(threads=thread_id)


@prepared
def popular_tags(viewer: Viewer, space_id: int) -> QuerySet[Thread, tuple[str, str, int]]:
    """Name, slug and use of the tags in the latest conversations of a space."""
    latest = Thread.objects.visible_to(viewer).living().filter(space_id=space_id)
    latest = latest.order_by("-last_activity_at")[:LATEST]
    found = Thread.objects.filter(pk__in=latest.values("pk"), tags__isnull=False)
    counted = found.values("tags__name", "tags__slug").annotate(n=Count("pk"))
    return counted.order_by("-n", "tags__name").values_list("tags__name", "tags__slug", "n")


def merged_openings(thread_id: int) -> QuerySet[Forward, Any]:
    """The replies of a conversation that were the opening of another, by number: they ask, and answer nothing."""
    return Forward.objects.filter(reply__thread_id=thread_id, was_thread__isnull=False).values("reply_id")


def mentions_waiting(viewer: Viewer) -> QuerySet[Mention]:
    """Where somebody was named in an audience of theirs and has not answered or ticked it off."""
    found = Mention.objects.filter(
        person_id=viewer.pk,
        answered_at=None,
        thread__audience_id__in=audiences_of(viewer),
        thread__deleted_at=None,
    ).exclude(reply__deleted_at__isnull=False)
    found = found.select_related("thread__space", "reply__author", "thread__author")
    return found.order_by("-at")


def my_spaces(viewer: Viewer, since: datetime) -> QuerySet[Membership, tuple[int, str, str, str, bool]]:
    """Number, name, slug, how much the viewer wants to notice, and whether something that moved lately is unread."""
    seen = Participation.objects.filter(
        thread_id=OuterRef("pk"), person_id=viewer.pk, seen_at__gte=OuterRef("last_activity_at")
    )
    unread = Thread.objects.filter(
        space_id=OuterRef("space_id"), last_activity_at__gt=OuterRef("caught_up_at"), deleted_at=None
    )
    unread = unread.filter(last_activity_at__gt=since).exclude(Exists(seen))
    kept = Participation.objects.filter(
        person_id=viewer.pk, is_kept=True, thread__space_id=OuterRef("space_id"), thread__deleted_at=None
    )
    mine = Membership.objects.filter(person_id=viewer.pk, space__archived_at=None)
    rows = mine.annotate(unread=Q(Exists(unread)) | Q(Exists(kept))).order_by("space__name")
    return rows.values_list("space_id", "space__name", "space__slug", "level", "unread")


def of_parts(thread_id: int | None, reply_ids: list[int]) -> Q:
    """The rows of some replies and, where a thread is given, of its opening."""
    opening = Q(thread_id=thread_id, reply=None) if thread_id is not None else Q()
    return opening | Q(reply_id__in=reply_ids) if reply_ids else opening
