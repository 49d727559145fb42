"""What is asked of the database about people; see ``reads`` for what the screens make of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people.models import Person, Skill
from zinvol.kernel.access import Viewer
from zinvol.kernel.prepared import prepared


@prepared
def directory(
    viewer: Viewer, path: str | None, skill: str | None, location: str | None, *words: str
) -> QuerySet[Person]:
    found = Person.objects.visible_to(viewer).present()
    for word in words:
        skilled = Skill.objects.filter(search_name__contains=word).values("person_id")
        found = found.filter(Q(search_name__contains=word) | Q(function__icontains=word) | Q(pk__in=skilled))
    if path is not None:
        found = found.filter(department__in=Department.objects.filter(path__startswith=path).values("pk"))
    if skill is not None:
        found = found.filter(pk__in=Skill.objects.filter(search_name=skill).values("person_id"))
    found = found.filter(location__iexact=location) if location is not None else found
    return found.preloaded().prefetch_related("skills")


@prepared
def named(viewer: Viewer, *words: str) -> QuerySet[Person]:
    """People with all of these in their name."""
    found = Person.objects.visible_to(viewer).present()
    for word in words:
        found = found.filter(search_name__contains=word)
    return found.preloaded()


@prepared
def knowing(viewer: Viewer, form: str) -> QuerySet[Person]:
    """People who may be asked about something."""
    who = Skill.objects.filter(relation=Skill.Relation.KNOWS, search_name__contains=form)
    return Person.objects.visible_to(viewer).present().filter(pk__in=who.values("person_id")).preloaded()


@prepared
def skilled(viewer: Viewer, ids: list[int], forms: list[str] | None) -> QuerySet[Any]:
    """What some people who came in may be asked about, of some subjects if these are given."""
    people = Person.objects.visible_to(viewer).filter(state=Person.State.ACTIVE, pk__in=ids).values("pk")
    found = Skill.objects.filter(relation=Skill.Relation.KNOWS, person__in=people)
    found = found.filter(search_name__in=forms) if forms is not None else found
    return found.order_by("pk").values_list("person_id", "name")


@prepared
def by_ids(viewer: Viewer, ids: list[int]) -> QuerySet[Person]:
    return Person.objects.visible_to(viewer).filter(pk__in=ids).preloaded()


@prepared
def one(viewer: Viewer, pk: int) -> QuerySet[Person]:
    found = Person.objects.visible_to(viewer).preloaded().exclude(state=Person.State.ERASED)
    return found.filter(pk=pk)


@prepared
def entered(pk: int) -> QuerySet[Person]:
    """Who is signed in."""
    return Person.objects.filter(pk=pk)
