"""Taking in how people want to be reached, from exchange records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from zinvol.apps.reactors.attention import api
from zinvol.apps.reactors.attention.models import Preference
from zinvol.apps.social.people.models import Person
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange.records import Reach


def load_reaches(reaches: Sequence[tuple[int, Reach]], loading: Loading) -> int:
    """Add what people chose who chose nothing here yet; returns how many."""
    found = {n: record for _, record in reaches if (n := loading.origins.get("person", record.person))}
    people = Person.objects.in_bulk(found)
    for number in Preference.objects.filter(person__in=found).values_list("pk", flat=True):
        people.pop(number, None)
    made = [_preference(person, found[number]) for number, person in people.items()]
    Preference.objects.bulk_create(made)
    return len(made)


def _preference(person: Person, record: Reach) -> Preference:
    held = Preference(
        person=person, rhythm=record.rhythm, digest_at=time.fromisoformat(record.digest_time), is_asked=record.is_asked,
        hours={h[0]: [h[2:7], h[8:13]] for h in record.hours}, away_from=record.away_from, away_until=record.away_until,
    )  # fmt: skip
    api.plan(held, person)
    return held
