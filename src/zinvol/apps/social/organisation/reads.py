"""What other parts ask about the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from zinvol.apps.social.organisation import rules
from zinvol.apps.social.organisation.models import Consent, Department, Organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.kernel.prepared import prepared
from zinvol.lib.worktime import Week, public_holidays


def current() -> Organisation | None:
    """The organisation, or nothing before the first set-up."""
    return _current.first()


@prepared
def _current() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("logo").order_by("pk")


def is_measured(measurement: Measurement) -> bool:
    """Whether those whom it concerns agreed to a measurement."""
    return Consent.objects.standing(measurement).exists()


def consents() -> list[Consent]:
    """All that was ever agreed, the latest first."""
    return list(Consent.objects.select_related("recorded_by").order_by("-recorded_at"))


def work_week(current: Organisation | None) -> Week:
    """When the organisation works: its hours, without the public holidays and its own days off."""
    current = current or Organisation()
    own = {date.fromisoformat(day) for day in current.days_off}
    hours = dict.fromkeys(rules.WORKING_DAYS, (current.work_from, current.work_until))
    zone = ZoneInfo(current.timezone)
    return Week(hours, zone, lambda day: day in own or day in public_holidays(current.country, day.year))


@dataclass(frozen=True)
class Branch:
    """A department in the tree, with how deep it hangs (0 is the top)."""

    department: Department
    depth: int

    @property
    def label(self) -> str:
        return "\u2003" * self.depth + self.department.name


def top_departments() -> dict[int, str]:
    """For each department the name of the one at the top of its branch: the division in which people are counted."""
    names = dict(Department.objects.values_list("pk", "name"))
    paths = Department.objects.values_list("pk", "path")
    return {pk: names[int(path.strip("/").partition("/")[0] or pk)] for pk, path in paths}


def department_tree() -> list[Branch]:
    """All departments in reading order: each above its parts, names in order."""
    children: dict[int | None, list[Department]] = {}
    for department in Department.objects.order_by("name"):
        children.setdefault(department.parent_id, []).append(department)
    tree: list[Branch] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for department in children.get(parent_id, []):
            tree.append(Branch(department, depth))
            walk(department.pk, depth + 1)

    walk(None, 0)
    return tree
