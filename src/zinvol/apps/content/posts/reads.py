"""What the screens show of posts; every function takes the one who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.models import Option, Post, PostQuerySet, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.spaces.rules import Level, Role
from zinvol.apps.social.spaces.rules import may_keep as rules_may_keep
from zinvol.apps.social.spaces.rules import may_reply as rules_may_reply
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Participation, Reply
from zinvol.kernel import clock

PAGE = 20


@dataclass(frozen=True)
class Stream:
    """A page of a list of posts, latest activity first."""

    posts: list[Post]
    older: datetime | None
    """Give this as ``before`` for the next page; None at the end."""


@dataclass(frozen=True)
class PostPage:
    """One conversation as one person sees it."""

    post: Post
    viewer: Person
    opening: threads.Part
    window: threads.Window
    accepted: threads.Part | None
    options: list[Option]
    my_vote: Vote | None
    steps: list[Step]
    role: Role | None
    space_level: str
    level: str

    @property
    def option_texts(self) -> dict[int, str]:
        return {option.pk: option.text for option in self.options}

    @property
    def is_author(self) -> bool:
        return self.post.thread.author_id == self.viewer.pk

    @property
    def may_keep(self) -> bool:
        return rules_may_keep(role=self.role, is_administrator=self.viewer.is_administrator)

    @property
    def may_reply(self) -> bool:
        open_ = rules_may_reply(role=self.role, reads=True, is_archived=self.post.thread.space.is_archived)
        return open_ and self.post.thread.closed_at is None

    @property
    def may_accept(self) -> bool:
        return rules.may_accept(kind=Kind(self.post.kind), is_author=self.is_author, keeps=self.may_keep)

    @property
    def may_vote(self) -> bool:
        return rules.may_vote(
            kind=Kind(self.post.kind), state=self.state, has_voted=self.my_vote is not None,
            is_anonymous=self.post.is_anonymous,
        )  # fmt: skip

    @property
    def state(self) -> State:
        post = self.post
        return rules.state_now(Kind(post.kind), State(post.state), closes_at=post.closes_at, now=clock.now())

    @property
    def next_steps(self) -> tuple[rules.Step, ...]:
        return rules.steps(
            Kind(self.post.kind), self.state, is_author=self.is_author, keeps=self.may_keep,
            leads=self.viewer.is_leader,
        )  # fmt: skip


def stream(
    *,
    viewer: Person,
    space: Space | None = None,
    kind: str = "",
    state: str = "",
    tag: str = "",
    before: datetime | None = None,
    size: int = PAGE,
) -> Stream:
    """Posts in audiences of the viewer: of one space, or of all that may be read."""
    found = Post.objects.living()
    # in one space the audience is that of the space, and the caller holds it readable or not
    found = found.filter(thread__space=space) if space else found
    found = _filtered(found.visible_to(viewer), kind, state, tag)
    if space is not None and before is None and not (kind or state or tag):
        found = found.filter(thread__pinned_at=None)
    return _page(found, viewer, before, size)


def pinned(*, viewer: Person, space: Space) -> list[Post]:
    """What the keepers put on top of a space."""
    found = (
        Post.objects.visible_to(viewer).living().filter(thread__space=space, thread__pinned_at__isnull=False)
    )
    rows = _with_reading(found, viewer).preloaded().order_by("-thread__pinned_at")
    return _stream(list(rows[:10]), 10).posts


def new_for(*, viewer: Person, size: int = 12) -> Stream:
    """What moved in the viewer's spaces, or in conversations they follow, since they read it.

    A space on *mentions* or *nothing* and a conversation on *nothing* stay out; a conversation put
    on *everything* comes in from any space.
    """
    noticed = Membership.objects.filter(
        person=viewer, space__archived_at=None, level__in=[Level.EVERYTHING, Level.POSTS]
    )
    followed = Participation.objects.filter(person=viewer, level=Level.EVERYTHING)
    ignored = Participation.objects.filter(person=viewer, level__in=[Level.NOTHING, Level.MENTIONS])
    found = (
        Post.objects.visible_to(viewer).living()
        .filter(Q(thread__space_id__in=noticed.values("space_id")) | Q(pk__in=followed.values("thread_id")))
        .exclude(pk__in=ignored.values("thread_id"))
    )  # fmt: skip
    found = _with_reading(found, viewer).filter(thread__last_activity_at__gt=F("read_until"))
    rows = list(found.preloaded().order_by("-thread__last_activity_at")[: size + 1])
    return _stream(rows, size)


def unanswered(*, viewer: Person, space: Space | None = None, before: datetime | None = None) -> Stream:
    """Questions without an answer, in spaces that are alive; the oldest wait longest but come last,
    since a list that begins with the hopeless ones is not read."""
    found = (
        Post.objects.visible_to(viewer)
        .living()
        .filter(kind=Kind.QUESTION, state=State.OPEN, thread__closed_at=None, thread__space__archived_at=None)
    )
    return _page(found.filter(thread__space=space) if space else found, viewer, before, PAGE)


def to_answer(*, viewer: Person, limit: int = 5) -> list[Post]:
    """Questions in the viewer's own spaces that wait for a first answer, soonest wanted first."""
    mine = Membership.objects.filter(person=viewer).exclude(level=Level.NOTHING).values("space_id")
    recent = clock.now() - timedelta(days=30)
    found = Post.objects.living().filter(
        kind=Kind.QUESTION, state=State.OPEN, thread__space_id__in=mine, thread__closed_at=None,
        thread__created_at__gt=recent,
    )  # fmt: skip
    found = found.visible_to(viewer).exclude(thread__author=viewer)
    return list(
        found.preloaded().order_by(F("answer_by").asc(nulls_last=True), "-thread__created_at")[:limit]
    )


def to_accept(*, viewer: Person, limit: int = 5) -> list[Post]:
    """The viewer's own questions that have answers, none of which was marked as the one that helped."""
    found = (
        Post.objects.visible_to(viewer)
        .living()
        .filter(kind=Kind.QUESTION, state=State.ANSWERED, thread__author=viewer)
    )
    return list(found.preloaded().order_by("-thread__last_activity_at")[:limit])


def post_page(*, viewer: Person, pk: int, start: int | None = None, reply: Reply | None = None) -> PostPage:
    """One conversation with the replies to show. Raises ``Post.DoesNotExist`` outside the audience."""
    post = find(viewer=viewer, pk=pk)
    read_until = getattr(post, "seen_at", None) or getattr(post, "caught_up_at", None)
    opening = threads.Part(None)
    window = threads.window(viewer=viewer, thread=post.thread, seen_at=read_until, start=start, around=reply)
    accepted = threads.Part(post.accepted) if post.accepted_id else None
    threads.dress(viewer=viewer, thread=post.thread, parts=[opening])
    if accepted:
        inside = {p.reply.pk: p for p in window.parts if p.reply}
        if (same := inside.get(post.accepted_id or 0)) is not None:
            accepted.reactions, accepted.files, accepted.links = same.reactions, same.files, same.links
        else:
            threads.dress(viewer=viewer, thread=post.thread, parts=[accepted])
    options = list(post.options.all()) if post.kind in (Kind.DILEMMA, Kind.POLL) else []
    if post.kind == Kind.DILEMMA:
        _count_arguments(post, options)
    role = getattr(post, "my_role", None)
    return PostPage(
        post=post,
        viewer=viewer,
        opening=opening,
        window=window,
        accepted=accepted,
        options=options,
        my_vote=Vote.objects.filter(post=post, person=viewer).first() if post.kind == Kind.POLL else None,
        steps=list(post.steps.select_related("by", "option")) if post.kind != Kind.UPDATE else [],
        role=Role(role) if role else None,
        space_level=getattr(post, "my_space_level", None) or "",
        level=getattr(post, "my_level", None) or "",
    )


def find(*, viewer: Person, pk: int) -> Post:
    """A post with all that hangs on it, or ``Post.DoesNotExist``."""
    membership = Membership.objects.filter(person=viewer, space_id=OuterRef("thread__space_id"))
    participation = Participation.objects.filter(person=viewer, thread_id=OuterRef("pk"))
    found = (
        Post.objects.visible_to(viewer)
        .living()
        .annotate(
            my_role=Subquery(membership.values("role")),
            my_space_level=Subquery(membership.values("level")),
            caught_up_at=Subquery(membership.values("caught_up_at")),
            seen_at=Subquery(participation.values("seen_at")),
            my_level=Subquery(participation.values("level")),
        )
    )
    return found.select_related(
        "thread__space", "thread__author__department", "thread__author__photo", "thread__closed_by",
        "accepted__author__department", "accepted__author__photo", "accepted_by",
    ).get(pk=pk)  # fmt: skip


def by_person(*, viewer: Person, author: Person, kind: str = "", limit: int = 20) -> list[Post]:
    """What somebody opened that the viewer may read, latest first."""
    found = Post.objects.visible_to(viewer).living().filter(thread__author=author)
    found = found.filter(kind=kind) if kind else found
    return list(found.preloaded().order_by("-thread__created_at")[:limit])


def answered_by(*, viewer: Person, author: Person, limit: int = 20) -> list[Post]:
    """Questions that were solved by somebody, as far as the viewer may read them."""
    found = Post.objects.visible_to(viewer).living().filter(accepted__author=author)
    return list(found.preloaded().order_by("-accepted_at")[:limit])


def titles(*, viewer: Person, pks: list[int]) -> dict[int, Post]:
    """Posts by number, as far as the viewer may read them: for lists of replies and mentions."""
    return {p.pk: p for p in Post.objects.visible_to(viewer).living().filter(pk__in=pks).preloaded()}


def response(*, space: Space, days: int = 90) -> tuple[int, int]:
    """Of the questions asked in a space in the last ``days``: how many have an answer, out of how many."""
    since = clock.now() - timedelta(days=days)
    asked = Post.objects.living().filter(
        thread__space=space, kind=Kind.QUESTION, thread__created_at__gt=since
    )
    return asked.exclude(state=State.OPEN).count(), asked.count()


def _filtered(found: PostQuerySet, kind: str, state: str, tag: str) -> PostQuerySet:
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if tag:
        found = found.filter(thread__tags__slug=tag)
    return found


def _with_reading(found: PostQuerySet, viewer: Person) -> Any:
    """Annotate up to when the viewer has read each conversation."""
    seen = Participation.objects.filter(person=viewer, thread_id=OuterRef("pk")).values("seen_at")
    caught_up = Membership.objects.filter(person=viewer, space_id=OuterRef("thread__space_id")).values(
        "caught_up_at"
    )
    long_ago = datetime(1970, 1, 1, tzinfo=clock.now().tzinfo)
    return found.annotate(
        seen_at=Subquery(seen),
        caught_up_at=Subquery(caught_up),
        read_until=Coalesce("seen_at", "caught_up_at", long_ago, output_field=DateTimeField()),
    )


def _page(found: PostQuerySet, viewer: Person, before: datetime | None, size: int) -> Stream:
    if before is not None:
        found = found.filter(thread__last_activity_at__lt=before)
    rows = _with_reading(found, viewer).preloaded().order_by("-thread__last_activity_at")[: size + 1]
    return _stream(list(rows), size)


def _stream(rows: list[Post], size: int) -> Stream:
    posts = rows[:size]
    _count_new(posts)
    older = posts[-1].thread.last_activity_at if len(rows) > size else None
    return Stream(posts, older)


def _count_arguments(post: Post, options: list[Option]) -> None:
    """Set ``arguments_for`` and ``arguments_against`` on the options of a dilemma."""
    rows = Reply.objects.filter(thread_id=post.pk, deleted_at=None).exclude(stance="")
    counts = {(o, s): n for o, s, n in rows.values_list("option_id", "stance").annotate(n=Count("pk"))}
    for option in options:
        option.arguments_for = counts.get((option.pk, "for"), 0)  # type: ignore[attr-defined]
        option.arguments_against = counts.get((option.pk, "against"), 0)  # type: ignore[attr-defined]


def _count_new(posts: list[Post]) -> None:
    """Set ``new_replies`` on posts that carry ``read_until``: one query for the whole list."""
    moved = {p.pk: p for p in posts if p.thread.last_activity_at > p.read_until}  # type: ignore[attr-defined]
    for post in posts:
        post.new_replies = 0  # type: ignore[attr-defined]
    if not moved:
        return
    since = Q()
    for post in moved.values():
        since |= Q(thread_id=post.pk, created_at__gt=post.read_until)  # type: ignore[attr-defined]
    rows = Reply.objects.filter(since, deleted_at=None).values("thread_id").annotate(n=Count("pk"))
    for thread_id, n in rows.values_list("thread_id", "n"):
        moved[thread_id].new_replies = n  # type: ignore[attr-defined]
