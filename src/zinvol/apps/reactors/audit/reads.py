"""What the audit log shows, and whether it can be trusted."""

from __future__ import annotations

from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.reactors.audit.reactor import digest


def entries(*, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Lines of the log, newest first; ``before`` is the number of the last one shown."""
    found = Entry.objects.filter(pk__lt=before) if before else Entry.objects.all()
    return list(found[:limit])


def first_broken(*, shown: list[Entry] | None = None) -> Entry | None:
    """The first entry that does not fit the one before it; nothing when the chain is whole. With
    ``shown``, entries newest first, only those are looked at."""
    chain = Entry.objects.order_by("pk")
    before = ""
    if shown:
        chain = chain.filter(pk__gte=shown[-1].pk, pk__lte=shown[0].pk)
        earlier = Entry.objects.filter(pk__lt=shown[-1].pk).order_by("-pk").first()
        before = earlier.digest if earlier else ""
    for entry in chain.iterator(chunk_size=500):
        if digest(entry, before) != entry.digest:
            return entry
        before = entry.digest
    return None
