"""How people want to be reached, as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from zinvol.apps.reactors.attention.models import Preference
from zinvol.apps.reactors.attention.rules import DIGEST_AT, Rhythm
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records


def reaches(names: Names) -> Iterator[records.Reach]:
    """Of everybody who chose something else than what holds for all."""
    usual = {
        "rhythm": Rhythm.DAILY, "digest_at": DIGEST_AT, "hours": {}, "away_from": None, "away_until": None,
        "is_asked": True,
    }  # fmt: skip
    for it in Preference.objects.exclude(person__state="erased").order_by("pk").iterator(1000):
        if any(getattr(it, name) != value for name, value in usual.items()):
            yield records.Reach(
                person=names.get("person", it.person_id), rhythm=cast(Any, it.rhythm),
                digest_time=f"{it.digest_at:%H:%M}", is_asked=it.is_asked,
                hours=[f"{day} {start}-{end}" for day, (start, end) in sorted(it.hours.items())],
                away_from=it.away_from, away_until=it.away_until,
            )  # fmt: skip
