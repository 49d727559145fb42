"""What the screens show of conversations; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import Case, When

from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads.models import (
    Attachment,
    Draft,
    Link,
    LinkPreview,
    Mention,
    Participation,
    Reaction,
    Reply,
    Revision,
    Thread,
)
from zinvol.kernel.access import Viewer, audiences_of
from zinvol.kernel.prepared import prepared


@dataclass
class Part:
    """The opening or one reply, with what hangs on it."""

    reply: Reply | None
    reactions: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """Kind to how often and whether the viewer did."""
    files: list[Attachment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    is_new: bool = False


@dataclass(frozen=True)
class Window:
    """A slice of the replies of a conversation, in order of time."""

    parts: list[Part]
    start: int
    total: int
    first_new: int | None
    """The id of the first reply that the viewer has not read."""

    @property
    def end(self) -> int:
        return self.start + len(self.parts)

    @property
    def earlier(self) -> int | None:
        return max(0, self.start - rules.PAGE) if self.start else None

    @property
    def later(self) -> int | None:
        return self.end if self.end < self.total else None


def find_thread(*, viewer: Person, pk: int) -> Thread:
    """A conversation in an audience of the viewer; raises ``Thread.DoesNotExist`` else."""
    found = Thread.objects.visible_to(viewer).living()
    return found.select_related("space__audience").get(pk=pk)


def find_reply(*, viewer: Person, pk: int) -> Reply:
    """A reply in an audience of the viewer; raises ``Reply.DoesNotExist`` else."""
    return _replies(viewer).get(pk=pk, deleted_at=None)


def find_deleted_reply(*, viewer: Person, pk: int) -> Reply:
    """A reply that the viewer took away, to bring it back."""
    return _replies(viewer).get(pk=pk, deleted_by=viewer, deleted_at__isnull=False)


def window(
    *,
    viewer: Person,
    thread: Thread,
    seen_at: datetime | None,
    start: int | None = None,
    around: Reply | None = None,
) -> Window:
    """The replies to show: those around one, those from a position, or where the unread begin."""
    living = Reply.objects.filter(thread=thread, deleted_at=None)
    total = thread.reply_count
    position = start
    if around is not None:
        position = _position(living, around.created_at)
    elif start is None and seen_at is not None and total > rules.PAGE:
        position = _position(living, seen_at, inclusive=True)
    first, _end = rules.window(total=total, position=position)
    rows = living.select_related("author__department", "author__photo", "quotes__author").defer("body")
    replies = list(rows.order_by("created_at", "id")[first : first + rules.PAGE])
    parts = [Part(r, is_new=_is_new(r, viewer, seen_at)) for r in replies]
    dress(viewer=viewer, thread=thread, parts=parts)
    first_new = next((p.reply.pk for p in parts if p.is_new and p.reply), None)
    return Window(parts, first, total, first_new)


def dress(*, viewer: Person, thread: Thread, parts: list[Part]) -> None:
    """Hang reactions, files and links on parts of one conversation: at most three queries."""
    by_id = {part.reply.pk if part.reply else None: part for part in parts}
    for reply_id, kind, count, mine in _reactions(viewer, thread, by_id.keys()):
        by_id[reply_id].reactions[kind] = (count, bool(mine))
    if any((part.reply or thread).file_count for part in parts):
        for attachment in Attachment.objects.filter(_parts(thread, by_id.keys())).select_related("file"):
            by_id[attachment.reply_id].files.append(attachment)
    if any(part.reply is None or 'rel="no' in part.reply.html for part in parts):
        for link in _links(thread, by_id.keys()):
            by_id[link.reply_id].links.append(link)


def one_reply(*, viewer: Person, reply: Reply) -> Part:
    """A single reply, dressed; for the answer to an action on it."""
    part = Part(reply)
    dress(viewer=viewer, thread=reply.thread, parts=[part])
    return part


def participation(*, viewer: Person, thread: Thread) -> Participation | None:
    return Participation.objects.filter(thread=thread, person=viewer).first()


def history(*, viewer: Person, thread: Thread, reply: Reply | None = None) -> list[Revision]:
    """All wordings, first to present; empty when nothing was edited."""
    found = Revision.objects.filter(
        thread=thread, reply=reply, thread__audience_id__in=audiences_of(viewer), thread__deleted_at=None
    ).exclude(reply__deleted_at__isnull=False)
    return list(found.select_related("by"))


def drafts(*, viewer: Person) -> QuerySet[Draft]:
    return Draft.objects.filter(person=viewer).order_by("-saved_at")


def draft(*, viewer: Person, place: str) -> Draft | None:
    return Draft.objects.filter(person=viewer, place=place).first()


def loose_files(*, viewer: Person, pks: Iterable[int]) -> list[File]:
    """The files among these that the viewer uploaded and that go with nothing yet."""
    return list(File.objects.filter(pk__in=pks, uploader=viewer, audience=None).order_by("pk"))


def threads_of(*, viewer: Person, replies: Iterable[int]) -> dict[int, int]:
    """Reply to conversation, as far as the viewer may read them."""
    return dict(_replies(viewer).filter(pk__in=replies).values_list("pk", "thread_id"))


def mentions_waiting(*, viewer: Person, limit: int = 10) -> list[Mention]:
    """Where the viewer was named in an audience of theirs and has not answered or ticked it off."""
    return _mentions_waiting.top(limit, viewer)


@prepared
def _mentions_waiting(viewer: Viewer) -> QuerySet[Mention]:
    found = Mention.objects.filter(
        person_id=viewer.pk, answered_at=None, thread__audience_id__in=audiences_of(viewer), thread__deleted_at=None
    ).exclude(reply__deleted_at__isnull=False)
    found = found.select_related("thread__space", "reply__author__photo", "thread__author__photo")
    return found.order_by("-at")


def replies_by(*, viewer: Person, author: Person, limit: int = 20) -> list[Reply]:
    """What somebody wrote in conversations that the viewer may read, latest first."""
    found = Reply.objects.filter(
        author=author, deleted_at=None, thread__deleted_at=None, thread__audience_id__in=audiences_of(viewer)
    )
    return list(found.select_related("thread__space").order_by("-created_at")[:limit])


def popular_tags(*, viewer: Person, space_id: int, limit: int = 12) -> list[tuple[str, str, int]]:
    """Name, slug and use of the tags in a space."""
    rows = (
        Thread.objects.visible_to(viewer).living().filter(space_id=space_id, tags__isnull=False)
        .values("tags__name", "tags__slug").annotate(n=Count("pk")).order_by("-n", "tags__name")[:limit]
    )  # fmt: skip
    return [(row["tags__name"], row["tags__slug"], row["n"]) for row in rows]


def _replies(viewer: Person) -> QuerySet[Reply]:
    found = Reply.objects.filter(thread__audience_id__in=audiences_of(viewer), thread__deleted_at=None)
    return found.select_related("thread__space__audience", "author")


def _position(living: QuerySet[Reply], moment: datetime, *, inclusive: bool = False) -> int:
    earlier = Q(created_at__lte=moment) if inclusive else Q(created_at__lt=moment)
    return living.filter(earlier).count()


def _is_new(reply: Reply, viewer: Person, seen_at: datetime | None) -> bool:
    return reply.author_id != viewer.pk and (seen_at is None or reply.created_at > seen_at)


def _parts(thread: Thread, reply_ids: Iterable[int | None]) -> Q:
    ids = list(reply_ids)
    replies = Q(reply_id__in=[i for i in ids if i is not None])
    return replies | Q(thread=thread, reply=None) if None in ids else replies


def _reactions(
    viewer: Person, thread: Thread, reply_ids: Iterable[int | None]
) -> list[tuple[int | None, str, int, int]]:
    mine = Max(Case(When(person=viewer, then=1), default=0))
    rows = Reaction.objects.filter(_parts(thread, reply_ids)).values("reply_id", "kind")
    counted = rows.annotate(count=Count("pk"), mine=mine)
    return list(counted.values_list("reply_id", "kind", "count", "mine"))


def _links(thread: Thread, reply_ids: Iterable[int | None]) -> QuerySet[Link]:
    ready = Link.objects.filter(
        _parts(thread, reply_ids), is_hidden=False, preview__state=LinkPreview.State.READY
    )
    return ready.select_related("preview").order_by("pk")


@dataclass(frozen=True)
class MySpace:
    """A space the viewer takes part in, with whether something there is unread."""

    name: str
    slug: str
    has_news: bool


def my_spaces(viewer: Person) -> list[MySpace]:
    """The viewer's living spaces by name; muted ones never have news."""
    rows = _my_spaces.all(viewer)
    return [MySpace(name, slug, unread and level != Level.NOTHING) for name, slug, level, unread in rows]


@prepared
def _my_spaces(viewer: Viewer) -> QuerySet[Membership, tuple[str, str, str, bool]]:
    seen = Participation.objects.filter(
        thread_id=OuterRef("pk"), person_id=viewer.pk, seen_at__gte=OuterRef("last_activity_at")
    )
    unread = Thread.objects.filter(
        space_id=OuterRef("space_id"), last_activity_at__gt=OuterRef("caught_up_at"), deleted_at=None
    ).exclude(Exists(seen))
    mine = Membership.objects.filter(person_id=viewer.pk, space__archived_at=None)
    rows = mine.annotate(unread=Exists(unread)).order_by("space__name")
    return rows.values_list("space__name", "space__slug", "level", "unread")
