"""What the Knowledge place shows: questions by subject, and who knows about each; every function takes the one
who looks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.reads import Subject
from zinvol.apps.reactors.expertise import reads as expertise
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form


@dataclass(frozen=True)
class Shelf:
    """A subject, with how many people know about it."""

    subject: Subject
    knowers: int


def subjects(*, viewer: Person) -> list[Shelf]:
    """All subjects by name, each with how many people say they may be asked, or showed it by their answers."""
    found = posts.subjects(viewer=viewer)
    say = people.knowing_any(viewer=viewer, subjects=[it.name for it in found])
    by_form: dict[str, set[int]] = defaultdict(set)
    for pk, words in say.items():
        for word in words:
            by_form[search_form(word)].add(pk)
    shown = expertise.knowers_by_tag(viewer=viewer)
    shelves = [Shelf(it, len(by_form[search_form(it.name)] | shown.get(it.slug, set()))) for it in found]
    return sorted(shelves, key=lambda shelf: search_form(shelf.subject.name))
