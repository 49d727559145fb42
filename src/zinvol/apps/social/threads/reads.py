"""What the screens show of conversations; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import queries, rules
from zinvol.apps.social.threads.models import (
    Attachment,
    Citation,
    Draft,
    Forward,
    Link,
    Participation,
    Reply,
    Revision,
    Tag,
    Thread,
)
from zinvol.kernel.access import audiences_of, is_in

RECENT = timedelta(days=30)
"""What is older asks for no attention any more, neither on Today nor by a dot beside its space."""


@dataclass
class Part:
    """The opening or one reply, with what hangs on it."""

    reply: Reply | None
    html: str = ""
    """The text of an opening; that of a reply is its own."""
    reactions: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """Kind to how often and whether the viewer did."""
    files: list[Attachment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    is_new: bool = False

    @property
    def given(self) -> tuple[tuple[str, tuple[int, bool]], ...]:
        return tuple(self.reactions.items())


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


def some_replies(*, viewer: Person, pks: Iterable[int]) -> dict[int, Reply]:
    """Replies by number, as far as the viewer may read them."""
    wanted = list(pks)
    return {r.pk: r for r in _replies(viewer).filter(pk__in=wanted, deleted_at=None)} if wanted else {}


def find_deleted_reply(*, viewer: Person, pk: int) -> Reply:
    """A reply that the viewer took away, to bring it back."""
    return _replies(viewer).get(pk=pk, deleted_by=viewer, deleted_at__isnull=False)


def window(
    *,
    viewer: Person,
    thread: Thread,
    seen_at: datetime | None,
    start: int | None = None,
    around: int | None = None,
    opening: Part | None = None,
) -> Window:
    """The replies to show: those around one, those from a position, or where the unread begin.

    The ``opening``, when the page shows it too, is dressed along with them.
    """
    total = thread.reply_count
    position = start
    if around is not None:
        position = queries.replies_before_reply.count(thread.pk, around)
    elif start is None and seen_at is not None and total > rules.PAGE:
        position = queries.replies_until.count(thread.pk, seen_at)
    first, _end = rules.window(total=total, position=position)
    replies = queries.replies.part(first, rules.PAGE, thread.pk, None)
    parts = [Part(r, is_new=_is_new(r, viewer, seen_at)) for r in replies]
    dress(viewer=viewer, thread=thread, parts=[opening, *parts] if opening else parts)
    first_new = next((p.reply.pk for p in parts if p.is_new and p.reply), None)
    return Window(parts, first, total, first_new)


def window_on(*, viewer: Person, thread: Thread, pk: int) -> Window:
    """One reply alone, of a conversation that the viewer reads: for who has just written it."""
    parts = [Part(reply) for reply in queries.replies.all(thread.pk, pk)]
    dress(viewer=viewer, thread=thread, parts=parts)
    return Window(parts, 0, thread.reply_count, None)


def window_after(*, viewer: Person, thread: Thread, pk: int) -> Window:
    """The replies after one, of a conversation that the viewer reads; all that one page holds."""
    found = queries.replies_after.top(rules.PAGE, thread.pk, pk)
    parts = [Part(reply, is_new=reply.author_id != viewer.pk) for reply in found]
    dress(viewer=viewer, thread=thread, parts=parts)
    return Window(parts, 0, thread.reply_count, None)


def dress(*, viewer: Person, thread: Thread, parts: list[Part]) -> None:
    """Hang reactions, files and links on parts of one conversation: at most three queries."""
    by_id = {part.reply.pk if part.reply else None: part for part in parts}
    opening = thread.pk if None in by_id else None
    replies = [pk for pk in by_id if pk is not None]
    if not by_id:
        return
    for reply_id, kind, count, mine in queries.reactions.all(viewer, opening, replies):
        by_id[reply_id].reactions[kind] = (count, bool(mine))
    if any((part.reply or thread).file_count for part in parts):
        for attachment in queries.attachments.all(opening, replies):
            by_id[attachment.reply_id].files.append(attachment)
    if any('rel="no' in (part.reply or part).html for part in parts):
        for link in queries.links.all(opening, replies):
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
    return queries.draft.first(viewer, place)


def tags(*, thread: Thread) -> list[Tag]:
    """The words by which a conversation that the viewer reads is found."""
    return queries.tags_of.all(thread.pk)


def writers(*, thread: Thread) -> QuerySet[Any, Any]:
    """Who replied in a conversation that the viewer reads, as numbers."""
    return Reply.objects.filter(thread=thread, deleted_at=None, author__isnull=False).values("author_id")


def cited_since(*, viewer: Person, thread: Thread, since: datetime) -> int:
    """In how many other conversations that the viewer may read there is a link to this one, written since then."""
    readable = Thread.objects.living().visible_to(viewer).exclude(pk=thread.pk)
    found = Citation.objects.filter(cited=thread, thread__in=readable)
    by_reply = Q(reply__deleted_at=None, reply__created_at__gte=since)
    found = found.filter(by_reply | Q(reply=None, thread__created_at__gte=since))
    return found.values("thread").distinct().count()


def tag_named(*, slug: str) -> Tag | None:
    return Tag.objects.filter(slug=slug).first()


def loose_files(*, viewer: Person, pks: Iterable[int]) -> list[File]:
    """The files among these that the viewer uploaded and that go with nothing yet."""
    return list(File.objects.filter(pk__in=pks, uploader=viewer, audience=None).order_by("pk"))


def replies_behind(*, viewer: Person, reply: Reply, limit: int) -> list[Reply]:
    """The replies that came after one in its conversation, as far as the viewer may read them."""
    found = _replies(viewer).filter(thread=reply.thread_id, deleted_at=None).order_by("created_at", "pk")
    later = Q(created_at__gt=reply.created_at) | Q(created_at=reply.created_at, pk__gt=reply.pk)
    return list(found.filter(later)[:limit])


def threads_of(*, viewer: Person, replies: Iterable[int]) -> dict[int, int]:
    """Reply to conversation, as far as the viewer may read them."""
    return dict(_replies(viewer).filter(pk__in=replies, deleted_at=None).values_list("pk", "thread_id"))


def replies_by(*, viewer: Person, author: Person, limit: int = 20) -> list[Reply]:
    """What somebody wrote in conversations that the viewer may read, latest first."""
    found = Reply.objects.filter(
        author=author, deleted_at=None, thread__deleted_at=None, thread__audience_id__in=audiences_of(viewer)
    )
    return list(found.select_related("thread__space").order_by("-created_at")[:limit])


def popular_tags(*, viewer: Person, space_id: int, limit: int = 12) -> list[tuple[str, str, int]]:
    """Name, slug and use of the tags in a space."""
    return queries.popular_tags.top(limit, viewer, space_id)


def opening_now(*, viewer: Person, pk: int) -> Thread | Reply | None:
    """What the opening of a conversation is now that was merged into another: a reply, or again an opening;
    nothing when it was not, or when the viewer may not read that."""
    return _now(viewer, Q(was_thread=pk))


def reply_now(*, viewer: Person, pk: int) -> Thread | Reply | None:
    """A reply by its number, wherever it went, or the conversation that it opens now; nothing when it is gone, or
    when the viewer may not read it."""
    found = _replies(viewer).filter(pk=pk, deleted_at=None).first()
    return found or _now(viewer, Q(was_reply=pk))


def conversation_of(place: Thread | Reply) -> Thread:
    """The conversation that something opens or is in, as the two above give it."""
    return place.thread if isinstance(place, Reply) else place


def _now(viewer: Person, came_from: Q) -> Thread | Reply | None:
    row = Forward.objects.filter(came_from).select_related("thread", "reply__thread").first()
    if row is None:
        return None
    place = row.reply.thread if row.reply else row.thread
    if place is None or place.deleted_at or not is_in(viewer, place.audience_id):
        return None
    return row.reply if row.reply and row.reply.deleted_at is None else place


def _replies(viewer: Person) -> QuerySet[Reply]:
    found = Reply.objects.filter(thread__audience_id__in=audiences_of(viewer), thread__deleted_at=None)
    return found.select_related("thread__space__audience", "author")


def _is_new(reply: Reply, viewer: Person, seen_at: datetime | None) -> bool:
    return reply.author_id != viewer.pk and (seen_at is None or reply.created_at > seen_at)


@dataclass(frozen=True)
class MySpace:
    """A space the viewer takes part in, with whether something there is unread."""

    pk: int
    name: str
    slug: str
    has_news: bool


def my_space(pk: int, name: str, slug: str, level: str, unread: bool) -> MySpace:
    """A row of ``queries.my_spaces``; a muted space never has news."""
    return MySpace(pk, name, slug, bool(unread) and level != Level.NOTHING)
