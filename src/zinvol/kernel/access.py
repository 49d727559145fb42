"""The one rule of visibility: a thing is seen by the people in its audience.

Feeds, pages, search, files and exports all filter with :func:`visible_to` or
:func:`audiences_of`, in the query and never after it. Nothing else in the product decides who
sees what.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from zinvol.kernel.models import Audience, Member
from zinvol.kernel.prepared import prepared


class Viewer(Protocol):
    """Somebody who looks: what the rule needs to know of a person."""

    pk: Any

    @property
    def is_active(self) -> bool: ...

    @property
    def is_guest(self) -> bool: ...


def audiences_of(viewer: Viewer) -> models.QuerySet[Any, Any]:
    """The ids of all audiences that ``viewer`` is in, as a subquery.

    The audience *everybody* holds all colleagues; guests are only in audiences that name them, and
    whoever was deactivated is in none.
    """
    if not viewer.is_active:
        return Audience.objects.none().values("pk")
    named = Q(pk__in=Member.objects.filter(person_id=viewer.pk).values("audience_id"))
    rule = named if viewer.is_guest else named | Q(reach=Audience.Reach.EVERYBODY)
    return Audience.objects.filter(rule).values("pk")


def is_in(viewer: Viewer, audience_id: int) -> bool:
    """Whether ``viewer`` is in one audience."""
    return _in_audience.exists(viewer, audience_id)


def audiences_sql(viewer: Viewer) -> tuple[str, list[Any]]:
    """The rule as SQL with its parameters, for a query that is not made of query sets. Raises
    ``EmptyResultSet`` for who is in none."""
    return _audiences.sql(viewer)


@prepared
def _audiences(viewer: Viewer) -> models.QuerySet[Any, Any]:
    return audiences_of(viewer)


@prepared
def _in_audience(viewer: Viewer, audience_id: int) -> models.QuerySet[Any, Any]:
    return audiences_of(viewer).filter(pk=audience_id)


def pairs_in(viewers: Iterable[Viewer], audience_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Who of ``viewers`` is in which of these audiences, as pairs of (person, audience): the same
    rule for many at once."""
    present = [viewer for viewer in viewers if viewer.is_active]
    wanted = set(audience_ids)
    members = Member.objects.filter(audience_id__in=wanted, person_id__in=[v.pk for v in present])
    pairs = set(members.values_list("person_id", "audience_id"))
    open_to_all = Audience.objects.filter(pk__in=wanted, reach=Audience.Reach.EVERYBODY)
    for audience_id in open_to_all.values_list("pk", flat=True):
        pairs.update((v.pk, audience_id) for v in present if not v.is_guest)
    return pairs


def those_in(people: Iterable[Viewer], audience_id: int) -> set[int]:
    """Which of some people are in an audience, by id: :func:`is_in` for many, in two queries."""
    here = [p for p in people if p.is_active]
    named = Member.objects.filter(audience_id=audience_id, person_id__in=[p.pk for p in here])
    inside = set(named.values_list("person_id", flat=True))
    if Audience.objects.filter(pk=audience_id, reach=Audience.Reach.EVERYBODY).exists():
        inside |= {p.pk for p in here if not p.is_guest}
    return inside


def holds_others(audience_id: int, *, than: int, people: models.QuerySet[Any], guests: Q) -> bool:
    """Whether an audience holds somebody who is not in another one: who would read what was not meant for
    them if it went from ``than`` to there. ``people`` are those who are active; ``guests`` tells who of them is one.
    The rule of :func:`audiences_of` for everybody at once, in one query."""
    if audience_id == than:
        return False
    return people.filter(_held_by(audience_id, guests), ~_held_by(than, guests)).exists()


def _held_by(audience_id: int, guests: Q) -> Q:
    named = Exists(Member.objects.filter(audience_id=audience_id, person_id=OuterRef("pk")))
    is_open = Exists(Audience.objects.filter(pk=audience_id, reach=Audience.Reach.EVERYBODY))
    return Q(named) | (Q(is_open) & ~guests)


class VisibleQuerySet[M: models.Model](models.QuerySet[M]):
    """A query set of things that have an audience; ``audience_path`` leads to it."""

    audience_path = "audience_id"

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(**{f"{self.audience_path}__in": audiences_of(viewer)})


def everybody() -> Audience:
    """The audience of all colleagues; there is one, and it is no space's own."""
    values = {"reach": Audience.Reach.EVERYBODY}
    return Audience.objects.get_or_create(is_everybody=True, defaults=values)[0]


def new_audience(reach: str = Audience.Reach.MEMBERS) -> Audience:
    return Audience.objects.create(reach=reach)


def add(audience_id: int, person_id: int) -> None:
    Member.objects.get_or_create(audience_id=audience_id, person_id=person_id)


def remove(audience_id: int, person_id: int) -> None:
    Member.objects.filter(audience_id=audience_id, person_id=person_id).delete()
