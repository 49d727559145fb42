"""What the audit log shows, and whether it can be trusted."""

from __future__ import annotations

from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.reactors.audit.reactor import digest


def entries(*, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Lines of the log, newest first; ``before`` is the number of the last one shown."""
    found = Entry.objects.filter(pk__lt=before) if before else Entry.objects.all()
    return list(found[:limit])


def first_broken() -> Entry | None:
    """The first entry that does not fit the one before it; nothing when the chain is whole."""
    before = ""
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=500):
        if digest(entry, before) != entry.digest:
            return entry
        before = entry.digest
    return None
