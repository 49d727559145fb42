"""Writing the organisation and its departments from exchange records, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable

from zinvol.apps.social.organisation import api, rules
from zinvol.apps.social.organisation.events import DepartmentChanged
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.kernel import ids
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records

MOST_PATH = 250


def load_organisation(line: int, record: records.Organisation, loading: Loading) -> bool:
    """Found the network, unless it exists; an organisation that is here keeps its own settings."""
    if Organisation.objects.exists():
        return False
    accent = record.accent or rules.DEFAULT_ACCENT
    if not rules.is_readable_accent(accent):
        loading.tell(line, f"words in the colour {accent} are hard to read; the standard colour was taken")
        accent = rules.DEFAULT_ACCENT
    name = loading.cut(line, "the name", record.name, 120)
    api.found(name=name, language=record.language, timezone=record.timezone, accent=accent)
    return True


def load_departments(units: Iterable[tuple[int, records.OrgUnit]], loading: Loading) -> None:
    """Add departments; a parent stands before its parts."""
    units = list(units)
    rows: dict[int, Department] = {}
    for number, (line, record) in zip(ids.reserve(Department, len(units)), units, strict=True):
        parent_id = loading.origins.get("org_unit", record.parent)
        path = f"{_path(parent_id, rows)}{number}/"
        if len(path) > MOST_PATH:
            loading.tell(line, "the tree of departments is too deep here; this one was put at the top")
            parent_id, path = None, f"/{number}/"
        name = loading.cut(line, "the name", record.name, 120)
        rows[number] = Department(pk=number, name=name, parent_id=parent_id, path=path)
        loading.origins.add("org_unit", record.id, number)
        loading.record(DepartmentChanged(actor_id=None, subject_id=number, change="added"), loading.now)
    Department.objects.bulk_create(rows.values())


def _path(parent_id: int | None, rows: dict[int, Department]) -> str:
    if parent_id is None:
        return "/"
    return rows[parent_id].path if parent_id in rows else Department.objects.get(pk=parent_id).path
