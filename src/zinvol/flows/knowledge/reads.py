"""What the Knowledge place shows: questions by subject, and who knows about each; every function takes the one
who looks."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.reads import Subject
from zinvol.apps.reactors.expertise import reads as expertise
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.flows.asking.suggesting import unasked


@dataclass(frozen=True)
class Shelf:
    """A subject, with how many people know about it."""

    subject: Subject
    knowers: int


def subjects(*, viewer: Person) -> list[Shelf]:
    """All subjects by name, each with how many people say they may be asked, or showed it by their answers."""
    found = posts.subjects(viewer=viewer)
    say = people.saying_by_subject(viewer=viewer, but=[unasked()])
    shown = expertise.knowers_by_tag(viewer=viewer, but=unasked())
    skills = people.knowing_any(viewer=viewer, ids={pk for some in shown.values() for pk in some})
    forms = {pk: {search_form(word) for word in words} for pk, words in skills.items()}

    def knowers(form: str, slug: str) -> int:
        """Whoever says it and shows it too counts once."""
        return say.get(form, 0) + sum(form not in forms.get(pk, ()) for pk in shown.get(slug, ()))

    by_form = sorted(((search_form(it.name), it) for it in found), key=itemgetter(0))
    return [Shelf(it, knowers(form, it.slug)) for form, it in by_form]
