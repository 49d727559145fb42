"""The organisation and its departments as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records


def organisation() -> Iterator[records.Organisation]:
    for it in Organisation.objects.all()[:1]:
        yield cast(Any, records.Organisation)(
            name=it.name or "–",
            language=it.language,
            timezone=it.timezone,
            accent=it.accent,
        )


def departments(names: Names) -> Iterator[records.OrgUnit]:
    """Each above its parts."""
    rows = sorted(Department.objects.all(), key=lambda d: (d.path.count("/"), d.pk))
    names.load("org_unit", [d.pk for d in rows])
    for it in rows:
        parent = names.or_none("org_unit", it.parent_id)
        yield records.OrgUnit(id=names.get("org_unit", it.pk), name=it.name or "–", parent=parent)
