"""What is asked of the database about notices; see ``reads`` for what the screens make of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.threads import queries as threads
from zinvol.apps.social.threads.models import Participation, Reply, Thread
from zinvol.kernel.access import Viewer, audiences_of
from zinvol.kernel.prepared import prepared

Around = tuple[int, str, str, str, bool, int, int]
"""Number, name, address, level and news of a space, and how much waits in the inbox and among the messages."""


def visible(viewer: Viewer) -> QuerySet[Notice]:
    """The notices of somebody about what they may still see, with ``is_unread``."""
    threads = Thread.objects.filter(audience_id__in=audiences_of(viewer), deleted_at=None)
    gone = Reply.objects.filter(pk=OuterRef("reply_id"), deleted_at__isnull=False)
    spaces = Space.objects.visible_to(viewer)
    found = Notice.objects.filter(
        Q(thread=None, space__in=spaces.values("pk")) | Q(thread__in=threads.values("pk")),
        person_id=viewer.pk,
    )
    is_unread: Any = ExpressionWrapper(_unread(), output_field=BooleanField())
    told: Any = found.exclude(Exists(gone)).annotate(**{"is_unread": is_unread})  # noqa: PIE804
    return cast("QuerySet[Notice]", told)


def unread(viewer: Viewer) -> QuerySet[Notice]:
    """What of it was not read, anywhere."""
    return visible(viewer).filter(_unread())


def messages(viewer: Viewer) -> QuerySet[Notice]:
    """What was said to somebody in private and not read. They are in its conversation, or were told so: see
    ``api.read_conversation``."""
    return Notice.objects.filter(person_id=viewer.pk, conversation_id__isnull=False, read_at=None)


@prepared
def unread_count(viewer: Viewer) -> QuerySet[Notice, tuple[int, int]]:
    """The viewer, and how many conversations and single things have something unread; no row for none."""
    return _counted(viewer).values_list("person_id", "n")


@prepared
def around(viewer: Viewer, since: datetime) -> QuerySet[Membership, Around]:
    """The spaces of somebody, as ``threads`` tells them, and beside each how much waits in the inbox and among the
    messages: what every page shows, in one query."""
    waiting = Coalesce(Subquery(_counted(viewer).values("n")), 0)
    said = Coalesce(Subquery(_conversations(viewer).values("n")), 0)
    found: Any = threads.my_spaces(viewer, since).annotate(waiting=waiting, said=said)
    return cast("QuerySet[Membership, Around]", found)


@prepared
def message_count(viewer: Viewer) -> QuerySet[Notice, tuple[int, int]]:
    """The viewer, and in how many private conversations something is unread; no row for none."""
    return _conversations(viewer).values_list("person_id", "n")


@prepared
def bundles(viewer: Viewer, unread_only: bool) -> QuerySet[Notice, tuple[int, int]]:
    """The conversations and single things, latest first: what holds each together, and its latest notice."""
    found = unread(viewer) if unread_only else visible(viewer)
    grouped = found.values(key=_key()).annotate(latest=Max("at"), last=Max("pk"))
    return grouped.order_by("-latest", "-last").values_list("key", "last")


@prepared
def of_keys(viewer: Viewer, keys: list[int]) -> QuerySet[Notice]:
    found = visible(viewer).annotate(key=_key()).filter(key__in=keys)
    return found.select_related("actor", "space").order_by("-at", "-pk")


@prepared
def ledger(viewer: Viewer) -> QuerySet[Notice]:
    return visible(viewer).select_related("actor", "space").order_by("-at", "-pk")


def _counted(viewer: Viewer) -> QuerySet[Any, Any]:
    grouped = unread(viewer).values("person_id").annotate(n=Count(_key(), distinct=True))
    return grouped.order_by("person_id")


def _conversations(viewer: Viewer) -> QuerySet[Any, Any]:
    grouped = messages(viewer).values("person_id").annotate(n=Count("conversation_id", distinct=True))
    return grouped.order_by("person_id")


def _unread() -> Q:
    seen = Participation.objects.filter(
        person_id=OuterRef("person_id"), thread_id=OuterRef("thread_id"), seen_at__gte=OuterRef("at")
    )
    return Q(read_at=None) & ~Q(Exists(seen))


def _key() -> Coalesce:
    """What belongs together: a conversation, or a notice by itself (below nought)."""
    return Coalesce(F("thread_id"), -F("pk"))
