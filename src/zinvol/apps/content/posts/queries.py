"""What is asked of the database about posts; see ``reads`` for what the screens make of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from zinvol.apps.content.posts.models import Ask, Check, Post, PostQuerySet, Reopening, Reuse, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.organisation.models import Consent
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people.models import unshown
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.spaces.rules import Level, Role
from zinvol.apps.social.threads import queries as threads
from zinvol.apps.social.threads.models import Draft, Mention, Participation, Relocation, Reply, Thread
from zinvol.kernel.access import Viewer
from zinvol.kernel.prepared import prepared

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 500
"""What is counted for a space is counted over so many of its conversations, however many it has."""


@prepared
def stream(
    viewer: Viewer,
    space_id: int | None,
    kind: str | None,
    state: str | None,
    tag: str | None,
    before: datetime | None,
) -> QuerySet[Post]:
    """Posts of one space or of all, latest activity first; what is pinned stands above a whole space."""
    found = Post.objects.visible_to(viewer).living()
    if space_id is not None:
        found = found.filter(thread__space_id=space_id)
        if not (kind or state or tag or before):
            found = found.filter(thread__pinned_at=None)
    if kind is not None:
        found = found.filter(kind=kind)
    if state is not None:
        found = found.filter(state=state)
    if tag is not None:
        found = found.filter(thread__tags__slug=tag)
    return _latest_first(found, viewer, before)


@prepared
def pinned(viewer: Viewer, space_id: int) -> QuerySet[Post]:
    found = Post.objects.visible_to(viewer).living()
    found = found.filter(thread__space_id=space_id, thread__pinned_at__isnull=False)
    return _with_reading(found, viewer).preloaded().order_by("-thread__pinned_at")


@prepared
def new_for(viewer: Viewer, since: datetime) -> QuerySet[Post]:
    """See ``reads.new_for``: what moved last comes first, until enough is found or ``since`` is reached."""
    noticed = Membership.objects.filter(
        person_id=viewer.pk, space__archived_at=None, level__in=[Level.EVERYTHING, Level.POSTS]
    )
    mine = Participation.objects.filter(person_id=viewer.pk)
    followed = mine.filter(level=Level.EVERYTHING)
    ignored = mine.filter(level__in=[Level.NOTHING, Level.MENTIONS])
    found = (
        Post.objects.visible_to(viewer).living()
        .filter(Q(thread__space_id__in=noticed.values("space_id")) | Q(pk__in=followed.values("thread_id")))
        .exclude(pk__in=ignored.values("thread_id"))
    )  # fmt: skip
    found = _with_reading(found, viewer).filter(thread__last_activity_at__gt=F("read_until"))
    found = found.filter(thread__last_activity_at__gt=since)
    return found.preloaded().order_by("-thread__last_activity_at")


@prepared
def unanswered(
    viewer: Viewer, space_id: int | None, overdue_at: datetime | None, before: datetime | None
) -> QuerySet[Post]:
    found = Post.objects.visible_to(viewer).living()
    found = found.filter(
        kind=Kind.QUESTION, state=State.OPEN, thread__closed_at=None, thread__space__archived_at=None
    )
    found = found.filter(thread__space_id=space_id) if space_id is not None else found
    found = found.filter(promise__due_at__lt=overdue_at) if overdue_at is not None else found
    return _latest_first(found, viewer, before)


@prepared
def to_answer(viewer: Viewer, since: datetime) -> QuerySet[Post]:
    mine = Membership.objects.filter(person_id=viewer.pk).exclude(level=Level.NOTHING).values("space_id")
    found = Post.objects.visible_to(viewer).living().filter(
        kind=Kind.QUESTION, state=State.OPEN, thread__space_id__in=mine, thread__closed_at=None,
        thread__space__archived_at=None,
        thread__created_at__gt=since, thread__last_activity_at__gt=since,  # the latter has an index
    ).exclude(thread__author_id=viewer.pk)  # fmt: skip
    return found.preloaded().order_by(F("answer_by").asc(nulls_last=True), "-thread__created_at")


@prepared
def to_accept(viewer: Viewer) -> QuerySet[Post]:
    found = Post.objects.visible_to(viewer).living()
    found = found.filter(
        kind=Kind.QUESTION, state=State.ANSWERED, thread__author_id=viewer.pk, thread__space__archived_at=None
    )
    return found.preloaded().order_by("-thread__last_activity_at")


@prepared
def one(viewer: Viewer, pk: int) -> QuerySet[Post]:
    """A post with all that hangs on it, and how the viewer stands to it."""
    membership = Membership.objects.filter(person_id=viewer.pk, space_id=OuterRef("thread__space_id"))
    participation = Participation.objects.filter(person_id=viewer.pk, thread_id=OuterRef("pk"))
    place = Concat(Value("reply:"), Cast(OuterRef("pk"), CharField()))
    drafts = Draft.objects.filter(person_id=viewer.pk, place=place)
    found = Post.objects.visible_to(viewer).living().filter(pk=pk).annotate(
        my_role=Subquery(membership.values("role")),
        my_space_level=Subquery(membership.values("level")),
        caught_up_at=Subquery(membership.values("caught_up_at")),
        seen_at=Subquery(participation.values("seen_at")),
        my_level=Subquery(participation.values("level")), has_draft=Exists(drafts), **_pursued(viewer), **_kept(viewer),
        has_moved=Exists(Relocation.objects.filter(Q(thread_id=OuterRef("pk")) | Q(to_id=OuterRef("pk")))),
    )  # fmt: skip
    return found.select_related(
        "promise",
        "thread__space", "thread__author__department", "thread__closed_by", "accepted__author__department", "accepted_by"
    )  # fmt: skip


def _pursued(viewer: Viewer) -> dict[str, Any]:
    """Whether the viewer was asked in person, and by whom (``asked_by`` is empty when the question climbed)."""
    mine = Ask.objects.filter(post=OuterRef("pk"), person_id=viewer.pk)
    return {
        "is_asked": Exists(mine.filter(declined_at=None)), "has_declined": Exists(mine.filter(declined_at__isnull=False)),
        "asked_by": Subquery(mine.values("by__name")),
    }  # fmt: skip


def _kept(viewer: Viewer) -> dict[str, Any]:
    """Whom the accepted answer helped too, and who looked last whether it still holds."""
    reuses = Reuse.objects.filter(reply=OuterRef("accepted_id"))
    counted = reuses.order_by().values("reply").annotate(n=Count("pk")).values("n")
    last = Check.objects.filter(post=OuterRef("pk")).order_by("-at")
    return {
        "reuses": Coalesce(Subquery(counted), 0), "is_reused": Exists(reuses.filter(person_id=viewer.pk)),
        "has_reopened": Exists(Reopening.objects.filter(post=OuterRef("pk"), person_id=viewer.pk)),
        "measures_reuse": Exists(Consent.objects.standing(Measurement.REUSE)),
        "checked_at": Subquery(last.values("at")[:1]), "checked_by": Subquery(last.values("by__name")[:1]),
        "check_note": Subquery(last.values("note")[:1]),
    }  # fmt: skip


@prepared
def asks(viewer: Viewer, post_id: int) -> QuerySet[Ask]:
    """Who was asked in person about a question that the viewer may read."""
    visible = Post.objects.visible_to(viewer).living().filter(pk=post_id)
    found = Ask.objects.filter(post__in=visible.values("pk")).select_related("person__department", "by")
    return found.order_by("at", "pk")


@prepared
def to_check(viewer: Viewer, now: datetime) -> QuerySet[Post]:
    """Answers that are due for a look by the viewer: who asked, who answered, or who keeps the space."""
    kept = Membership.objects.filter(person_id=viewer.pk, role=Role.KEEPER).values("space_id")
    found = Post.objects.visible_to(viewer).living().filter(
        Q(thread__space_id__in=kept) | Q(accepted__author_id=viewer.pk) | Q(thread__author_id=viewer.pk),
        check_at__lte=now, accepted__isnull=False, thread__space__archived_at=None,
    )  # fmt: skip
    return found.preloaded().order_by("check_at", "pk")


@prepared
def subjects(viewer: Viewer) -> QuerySet[Post, tuple[str, str, str, int]]:
    """Name and key of each tag on questions that the viewer may read, with how many there are in each state."""
    found = Post.objects.visible_to(viewer).living().filter(kind=Kind.QUESTION, thread__tags__isnull=False)
    counted = found.values("thread__tags__slug", "thread__tags__name", "state").annotate(n=Count("pk"))
    rows = counted.values_list("thread__tags__slug", "thread__tags__name", "state", "n")
    return rows.order_by("thread__tags__name", "state")


@prepared
def about_subject(viewer: Viewer, slug: str, state: str | None) -> QuerySet[Post]:
    """Questions with a tag: those whose answer helped most people first."""
    found = Post.objects.visible_to(viewer).living().filter(kind=Kind.QUESTION, thread__tags__slug=slug)
    found = found.filter(state=state) if state is not None else found
    reuses = Reuse.objects.filter(reply=OuterRef("accepted_id")).order_by().values("reply")
    counted: Any = found.annotate(reuses=Coalesce(Subquery(reuses.annotate(n=Count("pk")).values("n")), 0))
    return cast("QuerySet[Post]", counted.preloaded().order_by("-reuses", "-thread__last_activity_at"))


@prepared
def relocations(viewer: Viewer, pk: int) -> QuerySet[Relocation]:
    """What came to or went from a conversation, each with the title of the other one and with whether its space may
    be known, as far as that is for the viewer."""
    readable = Post.objects.visible_to(viewer).living()
    known = Space.objects.visible_to(viewer)
    found: Any = Relocation.objects.filter(Q(thread_id=pk) | Q(to_id=pk)).annotate(
        title_from=Subquery(readable.filter(pk=OuterRef("thread_id")).values("title")),
        title_to=Subquery(readable.filter(pk=OuterRef("to_id")).values("title")),
        is_known=Exists(known.filter(pk=OuterRef("from_space_id"))),
    )  # fmt: skip
    found = found.select_related("by", "from_space", "reply").order_by("pk")
    return cast(QuerySet[Relocation], found)


@prepared
def by_person(viewer: Viewer, author_id: int, kind: str | None) -> QuerySet[Post]:
    found = Post.objects.visible_to(viewer).living().filter(thread__author_id=author_id)
    found = found.filter(kind=kind) if kind is not None else found
    return found.preloaded().order_by("-thread__created_at")


@prepared
def answered_by(viewer: Viewer, author_id: int) -> QuerySet[Post]:
    found = Post.objects.visible_to(viewer).living().filter(accepted__author_id=author_id)
    return found.preloaded().order_by("-accepted_at")


@prepared
def mentions_waiting(viewer: Viewer) -> QuerySet[Mention]:
    """With the title of what it is in, as ``title``."""
    title = Post.objects.filter(pk=OuterRef("thread_id")).values("title")
    found: Any = threads.mentions_waiting(viewer).annotate(title=Subquery(title))
    return cast(QuerySet[Mention], found)


@prepared
def by_ids(viewer: Viewer, pks: list[int]) -> QuerySet[Post]:
    return Post.objects.visible_to(viewer).living().filter(pk__in=pks).preloaded()


@prepared
def asked_in(space_id: int, since: datetime) -> QuerySet[Post, tuple[datetime, datetime | None]]:
    """When each question was asked and answered, among the latest conversations of a space."""
    latest = Thread.objects.living().filter(space_id=space_id, created_at__gt=since)
    latest = latest.order_by("-created_at")[:LATEST]
    found = Post.objects.filter(kind=Kind.QUESTION, thread__in=latest.values("pk"))
    return found.values_list("thread__created_at", "answered_at")


@prepared
def new_replies(viewer: Viewer, pks: list[int]) -> QuerySet[Thread, tuple[int, int]]:
    """How many replies the viewer has not read, in conversations that moved."""
    threads = _with_reading(Thread.objects.filter(pk__in=pks), viewer, space="space_id")
    unread = Reply.objects.filter(
        thread_id=OuterRef("pk"), deleted_at=None, created_at__gt=OuterRef("read_until")
    )
    counted = unread.order_by().values("thread_id").annotate(n=Count("pk")).values("n")
    return threads.annotate(n=Subquery(counted)).values_list("pk", "n")


@prepared
def votes(viewer: Viewer, post_id: int) -> QuerySet[Vote]:
    """The viewer's own vote first, then those of which it is known what they are for."""
    own = Case(When(person_id=viewer.pk, then=0), default=1)
    found = Vote.objects.filter(Q(person_id=viewer.pk) | Q(option__isnull=False), post_id=post_id)
    return found.select_related("person").defer(*unshown("person")).order_by(own, "pk")


def _latest_first(found: PostQuerySet, viewer: Viewer, before: datetime | None) -> QuerySet[Post]:
    if before is not None:
        found = found.filter(thread__last_activity_at__lt=before)
    return _with_reading(found, viewer).preloaded().order_by("-thread__last_activity_at")


def _with_reading[S: QuerySet[Any, Any]](found: S, viewer: Viewer, *, space: str = "thread__space_id") -> S:
    """Annotate up to when the viewer has read each conversation."""
    seen = Participation.objects.filter(person_id=viewer.pk, thread_id=OuterRef("pk"))
    membership = Membership.objects.filter(person_id=viewer.pk, space_id=OuterRef(space))
    reading: Any = found.annotate(
        read_until=Coalesce(
            Subquery(seen.values("seen_at")), Subquery(membership.values("caught_up_at")), LONG_AGO,
            output_field=DateTimeField(),
        )
    )  # fmt: skip
    return cast(S, reading)
