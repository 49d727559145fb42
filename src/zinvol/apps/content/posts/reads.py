"""What the screens show of posts; every function takes the one who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zinvol.apps.content.posts import page, queries, rules
from zinvol.apps.content.posts.models import Ask, Option, Post, Reopening, Vote
from zinvol.apps.content.posts.page import PostPage
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import Role
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Mention, Relocation, Reply
from zinvol.apps.social.threads.rules import Moving
from zinvol.kernel import clock
from zinvol.lib import survival
from zinvol.lib.worktime import Week

PAGE = 20
MOST_VOTERS = 200

is_looked_for, may_pursue = page.is_looked_for, page.may_pursue
"""Asked of a post that ``find`` gave."""


@dataclass(frozen=True)
class Stream:
    """A page of a list of posts, latest activity first."""

    posts: list[Post]
    older: datetime | None
    """Give this as ``before`` for the next page; None at the end."""


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
    space_id = space.pk if space else None
    rows = queries.stream.top(size + 1, viewer, space_id, kind or None, state or None, tag or None, before)
    return _stream(rows, size, viewer)


def solved_within(limit: timedelta, *, asked_from: datetime, asked_until: datetime) -> tuple[int, int]:
    """How many of the questions asked in a span were solved within the limit, and how many were asked; counts only."""
    asked = Post.objects.filter(
        kind=Kind.QUESTION, thread__deleted_at=None, thread__created_at__range=(asked_from, asked_until)
    )
    solved = asked.filter(accepted_at__lte=F("thread__created_at") + limit)
    return solved.count(), asked.count()


def pinned(*, viewer: Person, space: Space) -> list[Post]:
    """What the keepers put on top of a space."""
    return _stream(queries.pinned.top(10, viewer, space.pk), 10, viewer).posts


def space_front(*, viewer: Person, space: Space) -> tuple[list[Post], Stream]:
    """The first page of a space: what is on top, and the stream below it."""
    top = queries.pinned.top(10, viewer, space.pk)
    rows = queries.stream.top(PAGE + 1, viewer, space.pk, None, None, None, None)
    _count_new([*top, *rows[:PAGE]], viewer)
    return top, Stream(rows[:PAGE], _older(rows, PAGE))


def new_for(*, viewer: Person, size: int = 12) -> Stream:
    """What moved this month in the viewer's spaces, or in conversations they follow, since they read it.

    A space on *mentions* or *nothing* and a conversation on *nothing* stay out; a conversation put
    on *everything* comes in from any space.
    """
    return _stream(queries.new_for.top(size + 1, viewer, clock.now() - threads.RECENT), size, viewer)


def unanswered(
    *,
    viewer: Person,
    space: Space | None = None,
    is_overdue: bool = False,
    before: datetime | None = None,
) -> Stream:
    """Questions without an answer, in spaces that are alive, or (``is_overdue``) only those that wait longer than
    was promised; the oldest wait longest but come last, since a list that begins with the hopeless ones is not read."""
    overdue_at = clock.now() if is_overdue else None
    rows = queries.unanswered.top(PAGE + 1, viewer, space.pk if space else None, overdue_at, before)
    return _stream(rows, PAGE, viewer)


def to_answer(*, viewer: Person, limit: int = 5) -> list[Post]:
    """Questions in the viewer's own spaces that wait for a first answer, soonest wanted first."""
    return queries.to_answer.top(limit, viewer, clock.now() - threads.RECENT)


def to_accept(*, viewer: Person, limit: int = 5) -> list[Post]:
    """The viewer's own questions that have answers, none of which was marked as the one that helped."""
    return queries.to_accept.top(limit, viewer)


def post_page(*, viewer: Person, pk: int, start: int | None = None, reply: int | None = None) -> PostPage:
    """One conversation with the replies to show, those around a reply where its number is given. Raises
    ``Post.DoesNotExist`` outside the audience."""
    post = find(viewer=viewer, pk=pk)
    read_until = getattr(post, "seen_at", None) or getattr(post, "caught_up_at", None)
    opening = threads.Part(None, post.html)
    window = threads.window(
        viewer=viewer, thread=post.thread, seen_at=read_until, start=start, around=reply, opening=opening
    )
    accepted = threads.Part(post.accepted) if post.accepted_id else None
    if accepted:
        inside = {p.reply.pk: p for p in window.parts if p.reply}
        if (same := inside.get(post.accepted_id or 0)) is not None:
            accepted.reactions, accepted.files, accepted.links = same.reactions, same.files, same.links
        else:
            threads.dress(viewer=viewer, thread=post.thread, parts=[accepted])
    return _as_seen(post, viewer, opening, window, accepted)


def reply_page(*, viewer: Person, post: Post, reply: Reply) -> PostPage:
    """One conversation, as ``find`` gives it, with one reply alone: what changes on the page of who has
    just written it."""
    window = threads.window_on(viewer=viewer, thread=post.thread, pk=reply.pk)
    return _as_seen(post, viewer, threads.Part(None), window, None)


def replies_since(*, viewer: Person, post: Post, reply_id: int) -> PostPage:
    """One conversation, as ``find`` gives it, with the replies after one: what a page that is open has missed."""
    window = threads.window_after(viewer=viewer, thread=post.thread, pk=reply_id)
    return _as_seen(post, viewer, threads.Part(None), window, None)


def find(*, viewer: Person, pk: int) -> Post:
    """A post with all that hangs on it, or ``Post.DoesNotExist``."""
    found = queries.one.first(viewer, pk)
    if found is None:
        raise Post.DoesNotExist
    return found


def relocations(*, viewer: Person, post: Post) -> list[Relocation]:
    """What is told on the page of a post of where it, or a part of it, came from or went: a space that the viewer
    may know of, a conversation that they may read."""
    found = queries.relocations.all(viewer, post.pk) if getattr(post, "has_moved", True) else []
    return [it for it in found if _is_told(it, post)]


def find_now(*, viewer: Person, pk: int) -> Post:
    """A post by its number, or the one that it was merged into; raises ``Post.DoesNotExist`` when there is
    none for the viewer."""
    try:
        return find(viewer=viewer, pk=pk)
    except Post.DoesNotExist:
        now = threads.opening_now(viewer=viewer, pk=pk)
        if now is None:
            raise
        return find(viewer=viewer, pk=threads.conversation_of(now).pk)


def by_person(*, viewer: Person, author: Person, kind: str = "", limit: int = 20) -> list[Post]:
    """What somebody opened that the viewer may read, latest first."""
    return queries.by_person.top(limit, viewer, author.pk, kind or None)


def answered_by(*, viewer: Person, author: Person, limit: int = 20) -> list[Post]:
    """Questions that were solved by somebody, as far as the viewer may read them."""
    return queries.answered_by.top(limit, viewer, author.pk)


def mentions_waiting(*, viewer: Person, limit: int = 10) -> list[Mention]:
    """Where the viewer was named in an audience of theirs and has not answered or ticked it off; each with the
    ``title`` of the post."""
    return queries.mentions_waiting.top(limit, viewer)


def titles(*, viewer: Person, pks: list[int]) -> dict[int, Post]:
    """Posts by number, as far as the viewer may read them: for lists of replies and mentions."""
    return {p.pk: p for p in queries.by_ids.all(viewer, pks)} if pks else {}


def asks(*, viewer: Person, post: Post) -> list[Ask]:
    """Who was asked in person, in order of time."""
    return queries.asks.all(viewer, post.pk)


def asked_enough(*, post: Post) -> QuerySet[Any, Any]:
    """Who is not to be asked an open question, as numbers: who was before, or so often this week that they are left
    in peace."""
    lately = (
        Ask.objects.filter(at__gt=clock.now() - rules.ASKED_WITHIN)
        .values("person_id")
        .annotate(n=Count("pk"))
    )
    often = lately.filter(n__gte=rules.MOST_ASKED).values("person_id")
    return Ask.objects.filter(Q(post=post) | Q(person_id__in=often)).values("person_id")


FEWEST_READERS = 5
"""Below so many nothing is said of who read an answer again."""


def reopened(*, viewer: Person, post: Post) -> int:
    """How many people of other departments opened a solved question a day or more after it was solved
    (science.md C16); nothing for fewer than five, and nothing before consent to it is recorded."""
    if post.accepted_at is None or not organisation.is_measured(Measurement.REUSE):
        return 0
    later = Reopening.objects.filter(post__in=Post.objects.visible_to(viewer).filter(pk=post.pk))
    n = later.filter(at__gte=post.accepted_at + rules.REOPENED_AFTER).count()
    return n if n >= FEWEST_READERS else 0


def waiting_to_climb(limit: int = 50) -> list[Post]:
    """Questions without an answer whose next stage has come, for the worker."""
    found = Post.objects.living().filter(
        promise__next_at__lte=clock.now(),
        state=State.OPEN,
        thread__closed_at=None,
        thread__space__archived_at=None,
    )
    return list(found.select_related("thread__space", "thread__author").order_by("promise__next_at")[:limit])


def to_check(*, viewer: Person, limit: int = 50) -> list[Post]:
    """Answers that are due for a look by the viewer, longest due first."""
    return queries.to_check.top(limit, viewer, clock.now())


@dataclass(frozen=True)
class Subject:
    """A tag, with how many questions about it the viewer may read."""

    name: str
    slug: str
    solved: int
    answered: int
    waiting: int


def subjects(*, viewer: Person) -> list[Subject]:
    """What questions are about, by name."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for slug, name, state, n in queries.subjects.all(viewer):
        found.setdefault(slug, (name, {}))[1][state] = n
    return [
        Subject(name, slug, n.get(State.SOLVED, 0), n.get(State.ANSWERED, 0), n.get(State.OPEN, 0))
        for slug, (name, n) in found.items()
    ]


def about_subject(*, viewer: Person, slug: str, state: str = "", limit: int = 50) -> list[Post]:
    """Questions about a subject: those whose answer helped most people first, as ``reuses`` tells."""
    return queries.about_subject.top(limit, viewer, slug, state or None)


@dataclass(frozen=True)
class Response:
    """How questions fare in a space: how many of the latest were answered, and the working hours within which
    half of them were (science.md C4); no hours for fewer than ``FEWEST_TIMED``, or when half still waits."""

    answered: int
    asked: int
    hours: float | None


FEWEST_TIMED = 5


def response(*, space: Space, week: Week, days: int = 90) -> Response:
    """How the latest questions in a space fared, at most ``days`` old; in the hours of a working week."""
    now = clock.now()
    since = now - timedelta(days=days)
    rows = queries.asked_in.all(space.pk, since)
    answered = sum(at is not None for _, at in rows)
    if len(rows) < FEWEST_TIMED:
        return Response(answered, len(rows), None)
    passed = week.clock(since, now)
    waits = ((passed(at or now) - passed(asked), at is not None) for asked, at in rows)
    return Response(answered, len(rows), survival.median(waits))


def _as_seen(
    post: Post, viewer: Person, opening: threads.Part, window: threads.Window, accepted: threads.Part | None
) -> PostPage:
    """The page of a post that ``queries.one`` found, with what its kind asks for."""
    options = list(post.options.all()) if post.kind in (Kind.DILEMMA, Kind.POLL) else []
    if post.kind == Kind.DILEMMA:
        _count_arguments(post, options)
    votes = queries.votes.top(MOST_VOTERS, viewer, post.pk) if post.kind == Kind.POLL else []
    role = getattr(post, "my_role", None)
    return PostPage(
        post=post,
        viewer=viewer,
        opening=opening,
        window=window,
        accepted=accepted,
        options=options,
        my_vote=next((v for v in votes if v.person_id == viewer.pk), None),
        voters=_by_option(votes) if not post.is_anonymous else {},
        steps=list(post.steps.select_related("by", "option")) if rules.has_steps(Kind(post.kind)) else [],
        role=Role(role) if role else None,
        space_level=getattr(post, "my_space_level", None) or "",
        level=getattr(post, "my_level", None) or "",
    )


def _is_told(it: Relocation, post: Post) -> bool:
    known: Any = it
    if it.what == Moving.MOVED:
        return bool(known.is_known)
    if it.what == Moving.MERGED:
        return it.reply is not None and it.reply.thread_id == post.pk and it.reply.deleted_at is None
    return (known.title_to if it.thread_id == post.pk else known.title_from) is not None


def _by_option(votes: list[Vote]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for vote in votes:
        if vote.option_id is not None:
            found.setdefault(vote.option_id, []).append(vote.person)
    return found


def _stream(rows: list[Post], size: int, viewer: Person) -> Stream:
    posts = rows[:size]
    _count_new(posts, viewer)
    return Stream(posts, _older(rows, size))


def _older(rows: list[Post], size: int) -> datetime | None:
    return rows[size - 1].thread.last_activity_at if len(rows) > size else None


def _count_arguments(post: Post, options: list[Option]) -> None:
    """Set ``arguments_for`` and ``arguments_against`` on the options of a dilemma."""
    rows = Reply.objects.filter(thread_id=post.pk, deleted_at=None).exclude(stance="")
    counts = {(o, s): n for o, s, n in rows.values_list("option_id", "stance").annotate(n=Count("pk"))}
    for option in options:
        option.arguments_for = counts.get((option.pk, "for"), 0)  # type: ignore[attr-defined]
        option.arguments_against = counts.get((option.pk, "against"), 0)  # type: ignore[attr-defined]


def _count_new(posts: list[Post], viewer: Person) -> None:
    """Set ``new_replies`` on posts that carry ``read_until``: one query for the whole list."""
    moved = [p.pk for p in posts if p.thread.last_activity_at > p.read_until]  # type: ignore[attr-defined]
    counts = dict(queries.new_replies.all(viewer, moved)) if moved else {}
    for post in posts:
        post.new_replies = counts.get(post.pk) or 0  # type: ignore[attr-defined]
