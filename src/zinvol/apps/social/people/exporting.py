"""People as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from typing import Any

from zinvol.apps.social.people.api import ROLES
from zinvol.apps.social.people.models import Person, Skill
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records
from zinvol.lib.markup.portable import NOBODY, Roll


def roll() -> Roll:
    """Everybody who can be named in a text, in the order of the file."""
    made = Roll()
    rows = Person.objects.exclude(state=Person.State.ERASED).order_by("pk")
    for pk, name in rows.values_list("pk", "name").iterator():
        made.add(pk, name or NOBODY)
    return made


def people(names: Names) -> Iterator[records.Person]:
    """Everybody who has or had an account; of who was erased only that there was somebody."""
    for some in batched(Person.objects.order_by("pk").iterator(1000), 1000):
        names.load("person", [p.pk for p in some])
        skills = _skills([p.pk for p in some])
        for person in some:
            yield _person(person, skills.get(person.pk, {}), names)


def _person(it: Person, skills: dict[str, list[str]], names: Names) -> records.Person:
    values: dict[str, Any] = {
        "id": names.get("person", it.pk), "name": it.name or NOBODY, "kind": it.kind, "state": it.state,
        "joined_at": it.joined_at,
    }  # fmt: skip
    if it.state != Person.State.ERASED:
        values |= {
            "email": it.email or "", "roles": [role for role in ROLES if getattr(it, f"is_{role}")],
            "function": it.function, "org_unit": names.or_none("org_unit", it.department_id),
            "location": it.location, "phone": it.phone, "about": it.about, "language": it.language,
            "languages": it.languages, "working_days": it.working_days,
            "skills": skills.get(Skill.Relation.KNOWS, []), "learning": skills.get(Skill.Relation.LEARNS, []),
        }  # fmt: skip
    return records.Person(**values)


def _skills(ids: list[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for skill in Skill.objects.filter(person_id__in=ids).order_by("pk"):
        found.setdefault(skill.person_id, {}).setdefault(skill.relation, []).append(skill.name)
    return found
