"""What helps a question along: others like it, and people who probably know the answer, with what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

from django.db.models import QuerySet

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Ask, Post
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.expertise import reads as expertise
from zinvol.apps.reactors.expertise.reads import Knower
from zinvol.apps.reactors.likeness import reads as likeness
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Tag

MOST = 5
OF_SUBJECT = 0.5
"""How close a conversation with the same tag is, where its words are not alike."""
MOST_NAMED = 20
"""So many people are named for a subject; the directory has all who say that they know."""
LONGEST_SUBJECT = 3
STRONGEST = 200
"""So many of those who showed that they know are looked at: not all may be asked."""


@dataclass(frozen=True)
class Suggestion:
    """Somebody who probably knows, and why their name came up."""

    person: Person
    says: list[str]
    """What they say they may be asked about."""
    knower: Knower | None
    answers: list[tuple[Post, int]]
    """Answers of theirs that helped others, as far as the viewer may read them: the question and the reply."""
    ask: Ask | None = None
    """When they were asked already."""


@dataclass(frozen=True)
class Knowing:
    """Who know about a subject: the first by name; whether there are more; and whether the viewer says so too."""

    named: list[Suggestion]
    is_more: bool
    viewer_says: bool


def asked_before(*, viewer: Person, title: str, but: int = 0, limit: int = 3) -> list[Post]:
    """Questions like a title that the viewer may read, the likest first."""
    found = likeness.alike(viewer=viewer, title=title, but=but, limit=limit)
    titles = posts.titles(viewer=viewer, pks=[it.thread_id for it in found])
    return [titles[it.thread_id] for it in found if it.thread_id in titles]


def suggestions(
    *, viewer: Person, post: Post, asked: Sequence[Ask] = (), most: int = MOST
) -> list[Suggestion]:
    """Those who were asked whether they know the answer to a question, and people who probably do and may be asked
    now, the likeliest first."""
    tags = threads.tags(thread=post.thread)
    close = likeness.related(viewer=viewer, title=post.title)
    slugs = [tag.slug for tag in tags]
    knowers = expertise.knowers(viewer=viewer, threads=close, tags=slugs, closeness=OF_SUBJECT)[:STRONGEST]
    subjects = [*(tag.name for tag in tags), *_subjects(post.title)]
    strongest = [it.person_id for it in knowers]
    able = people.among(
        viewer=viewer, numbers=[strongest, people.saying(subjects=subjects)], audience_id=post.thread.audience_id,
        but=[[post.thread.author_id or 0], threads.writers(thread=post.thread), posts.asked_enough(post=post), attention.unwilling()],
        first=strongest, limit=len(strongest) + most,
    )  # fmt: skip
    ids = [*able, *(ask.person_id for ask in asked)]
    says = people.knowing_any(viewer=viewer, ids=ids, subjects=subjects)
    return _told(viewer, _likeliest(able, knowers, says)[:most], knowers, says, asked)


def knowers_of(*, viewer: Person, tag: Tag) -> Knowing:
    """Who know about a subject, by name, whether or not they may be asked at this moment."""
    known = people.among(
        viewer=viewer, but=[unasked()], limit=MOST_NAMED + 1,
        numbers=[expertise.showing(viewer=viewer, tag=tag.slug), people.saying(subjects=[tag.name])],
    )  # fmt: skip
    knowers = expertise.knowers(viewer=viewer, tags=[tag.slug], people=known.keys())
    says = people.knowing_any(viewer=viewer, ids=[*known, viewer.pk], subjects=[tag.name])
    named = _told(viewer, list(known.values())[:MOST_NAMED], knowers, says)
    return Knowing(named, is_more=len(known) > MOST_NAMED, viewer_says=viewer.pk in says)


def unasked() -> QuerySet[Any, Any]:
    """Who do not want to be asked at all, as numbers; who is only away for some days is named."""
    return attention.unwilling().filter(is_asked=False)


def _likeliest(able: dict[int, Person], found: list[Knower], says: dict[int, list[str]]) -> list[Person]:
    """Some people, the likeliest to know first."""
    strength = {it.person_id: log1p(it.strength) for it in found}
    return sorted(able.values(), key=lambda p: (-strength.get(p.pk, 0.0) - (p.pk in says), p.search_name))


def _subjects(title: str) -> Iterator[str]:
    """Every word of a title, and up to three together: what somebody may have on their profile."""
    words = search_form(title.replace("?", " ")).split()
    for length in range(1, LONGEST_SUBJECT + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _told(
    viewer: Person,
    some: list[Person],
    found: list[Knower],
    says: dict[int, list[str]],
    asked: Sequence[Ask] = (),
) -> list[Suggestion]:
    """Who was asked and then some other people, each with what shows that they know."""
    knowers = {it.person_id: it for it in found}
    asks = {ask.person_id: ask for ask in asked}
    shown = [*(ask.person for ask in asked), *some]
    replies = {p.pk: knowers[p.pk].replies for p in shown if p.pk in knowers}
    titles = posts.titles(viewer=viewer, pks=sorted({thread for of in replies.values() for _, thread in of}))
    return [
        Suggestion(
            p, says.get(p.pk, []), knowers.get(p.pk),
            [(titles[thread], reply) for reply, thread in replies.get(p.pk, ()) if thread in titles], asks.get(p.pk),
        )
        for p in shown
    ]  # fmt: skip
