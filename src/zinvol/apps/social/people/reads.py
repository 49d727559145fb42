"""What the screens about people show; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people import queries, rules
from zinvol.apps.social.people.models import Person
from zinvol.kernel.access import Viewer

PAGE = 40


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


def knowing_any(*, viewer: Viewer, subjects: Iterable[str]) -> dict[int, list[str]]:
    """Who says they may be asked about one of some subjects, in just these words: by number, with the words."""
    forms = sorted({form for subject in subjects if len(form := rules.search_form(subject)) > 2})
    found: dict[int, list[str]] = {}
    for person_id, name in queries.skilled.all(viewer, forms) if forms else []:
        found.setdefault(person_id, []).append(name)
    return found


def by_ids(*, viewer: Viewer, ids: Iterable[int]) -> dict[int, Person]:
    """People by number, as far as the viewer may see them."""
    return {p.pk: p for p in queries.by_ids.all(viewer, sorted(set(ids)))}


def some_inside(
    *, viewer: Viewer, ids: Iterable[int], audience_id: int, but: Iterable[QuerySet[Any, Any]] = ()
) -> dict[int, Person]:
    """People by number who are in an audience, without those whom other queries (of numbers of people) give: in
    one query."""
    found = Person.objects.visible_to(viewer).inside(audience_id).filter(pk__in=set(ids))
    for others in but:
        found = found.exclude(pk__in=others)
    return {p.pk: p for p in found.preloaded()}


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
