"""Whom to ask: people who probably know the answer to a question, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
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
LONGEST_SUBJECT = 3


@dataclass(frozen=True)
class Suggestion:
    """Somebody who probably knows, and why their name came up."""

    person: Person
    says: list[str]
    """What they say they may be asked about."""
    knower: Knower | None
    answers: list[tuple[Post, int]]
    """Answers of theirs that helped others, as far as the viewer may read them: the question and the reply."""


def suggestions(*, viewer: Person, post: Post, most: int = MOST) -> list[Suggestion]:
    """People who probably know the answer to a question and may be asked now, the likeliest first."""
    tags = threads.tags(thread=post.thread)
    close = likeness.related(viewer=viewer, title=post.title)
    slugs = [tag.slug for tag in tags]
    knowers = expertise.knowers(viewer=viewer, threads=close, tags=slugs, closeness=OF_SUBJECT)
    says = people.knowing_any(viewer=viewer, subjects=[*(t.name for t in tags), *_subjects(post.title)])
    able = people.some_inside(
        viewer=viewer, ids=_numbers(knowers, says) - {post.thread.author_id}, audience_id=post.thread.audience_id,
        but=[threads.writers(thread=post.thread), posts.asked_enough(post=post), attention.unwilling()],
    )  # fmt: skip
    return _told(viewer, able, knowers, says, most)


def knowers_of(*, viewer: Person, tag: Tag) -> list[Suggestion]:
    """People who know about a subject, whether or not they may be asked at this moment."""
    knowers = expertise.knowers(viewer=viewer, threads={}, tags=[tag.slug])
    says = people.knowing_any(viewer=viewer, subjects=[tag.name])
    return _told(viewer, people.by_ids(viewer=viewer, ids=_numbers(knowers, says)), knowers, says)


def _numbers(knowers: list[Knower], says: dict[int, list[str]]) -> set[int]:
    return {it.person_id for it in knowers} | says.keys()


def _rank(knower: Knower | None, says_so: bool) -> float:
    return (log1p(knower.strength) if knower else 0.0) + says_so


def _subjects(title: str) -> Iterator[str]:
    """Every word of a title, and up to three together: what somebody may have on their profile."""
    words = search_form(title.replace("?", " ")).split()
    for length in range(1, LONGEST_SUBJECT + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _told(
    viewer: Person,
    able: dict[int, Person],
    found: list[Knower],
    says: dict[int, list[str]],
    most: int | None = None,
) -> list[Suggestion]:
    """The likeliest of some people first, each with what shows it."""
    knowers = {it.person_id: it for it in found}
    order = sorted(able, key=lambda pk: (-_rank(knowers.get(pk), pk in says), able[pk].search_name))[:most]
    shown = {pk: knowers[pk].replies for pk in order if pk in knowers}
    titles = posts.titles(
        viewer=viewer, pks=sorted({thread for some in shown.values() for _, thread in some})
    )
    return [
        Suggestion(
            able[pk], says.get(pk, []), knowers.get(pk),
            [(titles[thread], reply) for reply, thread in shown.get(pk, ()) if thread in titles],
        )
        for pk in order
    ]  # fmt: skip
