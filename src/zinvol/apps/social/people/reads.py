"""What the screens about people show; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Case, Count, Q, QuerySet, When

from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people import queries, rules
from zinvol.apps.social.people.models import Person, PersonQuerySet, Skill
from zinvol.kernel.access import Viewer

PAGE = 40

type Numbers = Iterable[int] | QuerySet[Any, Any]
"""Numbers of people, or a query of them."""


@dataclass(frozen=True)
class Directory:
    """A page of the directory."""

    people: list[Person]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        return self.page * PAGE < self.total


def directory(
    *,
    viewer: Viewer,
    query: str = "",
    department: Department | None = None,
    skill: str = "",
    location: str = "",
    page: int = 1,
) -> Directory:
    """Who works here, by any part of a name, a function or a skill, and by filter."""
    words = rules.search_form(query).split()[:6]
    form = rules.search_form(skill) if skill else None
    wanted: Any = (viewer, department.path if department else None, form, location or None, *words)
    people = queries.directory.part((page - 1) * PAGE, PAGE, *wanted)
    return Directory(people, queries.directory.count(*wanted), page)


def named(*, viewer: Viewer, query: str, limit: int = 8) -> list[Person]:
    """People by any part of their name, best first: for completion and for search."""
    words = rules.search_form(query).split()
    if not words:
        return []
    some = queries.named.top(200, viewer, *words[:6])
    some.sort(key=lambda p: (not p.search_name.startswith(words[0]), p.search_name))
    return some[:limit]


def knowing(*, viewer: Viewer, query: str, limit: int = 8) -> list[Person]:
    """People who say they may be asked about what was typed."""
    form = rules.search_form(query)
    if len(form) < 3:
        return []
    return queries.knowing.top(limit, viewer, form)


def knowing_any(
    *, viewer: Viewer, ids: Iterable[int], subjects: Iterable[str] | None = None
) -> dict[int, list[str]]:
    """What some people who came in say they may be asked about, of some subjects in just these words or of any: by
    number, with the words."""
    found: dict[int, list[str]] = {}
    forms = None if subjects is None else _forms(subjects)
    for person_id, name in queries.skilled.all(viewer, sorted(set(ids)), forms):
        found.setdefault(person_id, []).append(name)
    return found


def saying(*, subjects: Iterable[str]) -> QuerySet[Any, Any]:
    """Who say they may be asked about one of some subjects, as numbers: for :func:`among`."""
    found = Skill.objects.filter(relation=Skill.Relation.KNOWS, search_name__in=_forms(subjects))
    return found.values("person_id")


def saying_by_subject(*, viewer: Viewer, but: Iterable[Numbers] = ()) -> dict[str, int]:
    """How many people who came in say they may be asked about each subject, by its search form; without those whom
    other queries give."""
    people = _came_in(viewer, but).values("pk")
    found = Skill.objects.filter(relation=Skill.Relation.KNOWS, person__in=people).order_by()
    return dict(found.values_list("search_name").annotate(n=Count("pk")))


def among(
    *, viewer: Viewer, numbers: Iterable[Numbers], but: Iterable[Numbers] = (), audience_id: int | None = None,
    first: Collection[int] = (), limit: int | None = None,
) -> dict[int, Person]:  # fmt: skip
    """People who came in and whose number is in one of some sets, and in none of others; only those in an audience if
    one is given. By name, some before all others, and no more than so many; in one query."""
    found = _came_in(viewer, but).filter(reduce(or_, (Q(pk__in=some) for some in numbers)))
    found = found.inside(audience_id) if audience_id is not None else found
    if first:
        found = found.order_by(Case(When(pk__in=first, then=0), default=1), "search_name", "pk")
    return {p.pk: p for p in found.preloaded()[:limit]}


def _came_in(viewer: Viewer, but: Iterable[Numbers]) -> PersonQuerySet:
    """Whoever was invited and never came knows nothing of a question that waits."""
    found: PersonQuerySet = Person.objects.visible_to(viewer).filter(state=Person.State.ACTIVE)
    for others in but:
        found = found.exclude(pk__in=others)
    return found


def _forms(subjects: Iterable[str]) -> list[str]:
    return sorted({form for subject in subjects if len(form := rules.search_form(subject)) > 2})


def by_ids(*, viewer: Viewer, ids: Iterable[int]) -> dict[int, Person]:
    """People by number, as far as the viewer may see them."""
    return {p.pk: p for p in queries.by_ids.all(viewer, sorted(set(ids)))}


def managers(*, audience_id: int) -> QuerySet[Person]:
    """The community managers who are in an audience."""
    return Person.objects.inside(audience_id).filter(is_community_manager=True, state=Person.State.ACTIVE)


def person(*, viewer: Viewer, pk: int) -> Person:
    """One profile. Raises ``Person.DoesNotExist`` when the viewer may not see it or it was erased."""
    found = queries.one.first(viewer, pk)
    if found is None:
        raise Person.DoesNotExist
    return found


def by_names(viewer: Viewer, candidates: Iterable[str]) -> dict[str, int]:
    """Which of some written names are people here: full name to id. A name that two people share
    says nobody and has 0."""
    forms = {rules.search_form(c) for c in candidates}
    rows = Person.objects.visible_to(viewer).present().filter(search_name__in=forms) if forms else []
    found: dict[str, int] = {}
    for person in rows:
        found[person.name] = 0 if person.name in found else person.pk
    return found


def names(ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id; who was erased has none."""
    return dict(Person.objects.filter(pk__in=set(ids)).exclude(name="").values_list("pk", "name"))


def by_email(email: str) -> Person | None:
    try:
        return Person.objects.get(email=email.strip().lower())
    except ObjectDoesNotExist:
        return None


def has_administrator() -> bool:
    """Whether there is somebody who can enter and administer."""
    return Person.objects.present().filter(is_administrator=True).exists()
