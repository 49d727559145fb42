"""The verbs of the organisation: its settings and its departments."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.social.organisation import rules
from zinvol.apps.social.organisation.events import DepartmentChanged, SettingsChanged
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.kernel import activity

__all__ = ["add_department", "change_settings", "found", "move_department", "remove_department"]


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
