"""Names of records in exchange files, so that loading the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zinvol.kernel.models import Origin


def known(kind: str, keys: Iterable[str]) -> dict[str, int]:
    """Which of ``keys`` were loaded before, and as which record."""
    wanted = list(keys)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found.update(Origin.objects.filter(kind=kind, key__in=part).values_list("key", "local_id"))
    return found


def remember(kind: str, ids: Mapping[str, int]) -> None:
    Origin.objects.bulk_create([Origin(kind=kind, key=k, local_id=i) for k, i in ids.items()], batch_size=500)


def names(kind: str) -> dict[int, str]:
    """The exchange name of every record of a kind that came from a file."""
    return dict(Origin.objects.filter(kind=kind).values_list("local_id", "key"))
