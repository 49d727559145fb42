"""The verbs of the organisation: its settings and its departments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.social.organisation import rules
from zinvol.apps.social.organisation.events import (
    ConsentEvent,
    ConsentRecorded,
    ConsentWithdrawn,
    DepartmentChanged,
    SettingsChanged,
)
from zinvol.apps.social.organisation.models import Consent, Department, Organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.kernel import activity, clock

__all__ = [
    "add_department",
    "change_settings",
    "found",
    "move_department",
    "record_consent",
    "remove_department",
    "withdraw_consent",
]


@transaction.atomic
def found(*, name: str, language: str = "nl", is_demo: bool = False, **more: Any) -> Organisation:
    """Begin a network. There is one organisation in an install."""
    if Organisation.objects.exists():
        raise ValidationError(_("This network has been set up already."))
    return Organisation.objects.create(name=name, language=language, is_demo=is_demo, **more)


@transaction.atomic
def change_settings(*, administrator_id: int | None, **values: Any) -> Organisation:
    """Change what differs. Raises ``ValidationError`` for an accent that cannot be read."""
    organisation = Organisation.objects.select_for_update().get()
    changed = sorted(name for name, value in values.items() if getattr(organisation, name) != value)
    if not changed:
        return organisation
    if "accent" in changed and not rules.is_readable_accent(values["accent"]):
        raise ValidationError({"accent": _("Words in this colour are hard to read. Choose a darker one.")})
    for name in changed:
        setattr(organisation, name, values[name])
    organisation.save(update_fields=changed)
    event = SettingsChanged(actor_id=administrator_id, subject_id=organisation.pk, settings=changed)
    activity.record(event)
    return organisation


@transaction.atomic
def record_consent(
    *, administrator_id: int | None, measurement: Measurement, agreed_with: str, agreed_on: date
) -> Consent:
    """Begin a measurement, since those whom it concerns agreed. Raises ``ValidationError`` without a name or
    for a day to come."""
    if not agreed_with.strip():
        raise ValidationError({"agreed_with": _("Say who agreed, such as the works council.")})
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": _("This day is still to come.")})
    values = {
        "agreed_with": agreed_with.strip()[:200], "agreed_on": agreed_on, "recorded_by_id": administrator_id,
        "recorded_at": clock.now(),
    }  # fmt: skip
    held, is_new = Consent.objects.get_or_create(measurement=measurement, withdrawn_at=None, defaults=values)
    if is_new:
        activity.record(_consent(ConsentRecorded, administrator_id, measurement))
    return held


@transaction.atomic
def withdraw_consent(*, administrator_id: int | None, measurement: Measurement) -> None:
    """End a measurement; those who hear of it throw away what they gathered."""
    if Consent.objects.standing(measurement).update(withdrawn_at=clock.now()):
        activity.record(_consent(ConsentWithdrawn, administrator_id, measurement))


@transaction.atomic
def add_department(
    *, administrator_id: int | None, name: str, parent: Department | None = None
) -> Department:
    department = Department.objects.create(name=name, parent=parent)
    _set_path(department)
    _record(department.pk, administrator_id, "added")
    return department


@transaction.atomic
def move_department(
    *, administrator_id: int | None, department: Department, name: str, parent: Department | None
) -> Department:
    """Rename a department or hang it elsewhere in the tree, never under itself."""
    if parent is not None and parent.path.startswith(department.path):
        raise ValidationError({"parent": _("A department cannot be part of itself.")})
    department.name, department.parent = name, parent
    department.save(update_fields=["name", "parent"])
    _set_path(department)
    _record(department.pk, administrator_id, "changed")
    return department


@transaction.atomic
def remove_department(*, administrator_id: int | None, department: Department) -> None:
    """Remove a department that has no parts; its people stay, without a department."""
    if department.children.exists():
        raise ValidationError(_("Other departments are part of this one. Move or remove those first."))
    key = department.pk
    department.delete()
    _record(key, administrator_id, "removed")


def _set_path(department: Department) -> None:
    """Write the path of a department and of all below it: ``/3/8/`` is department 8 in 3."""
    above = department.parent.path if department.parent else "/"
    department.path = f"{above}{department.pk}/"
    department.save(update_fields=["path"])
    for child in department.children.all():
        child.parent = department
        _set_path(child)


def _record(department_id: int, administrator_id: int | None, change: str) -> None:
    activity.record(DepartmentChanged(actor_id=administrator_id, subject_id=department_id, change=change))


def _consent[E: ConsentEvent](kind: type[E], administrator_id: int | None, measurement: Measurement) -> E:
    organisation_id = Organisation.objects.values_list("pk", flat=True).get()
    return kind(actor_id=administrator_id, subject_id=organisation_id, measurement=str(measurement))
