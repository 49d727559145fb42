"""Texts that are not sent yet."""

from __future__ import annotations

from typing import Any

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Draft
from zinvol.kernel import clock

MOST = 60_000


def keep_draft(*, person: Person, place: str, values: dict[str, Any]) -> Draft | None:
    """Keep what is in a form; an empty form forgets the draft. Texts beyond the limit are cut."""
    kept = {k: v[:MOST] if isinstance(v, str) else v for k, v in values.items() if v}
    if not (kept.get("title") or kept.get("body")):
        forget_draft(person=person, place=place)
        return None
    defaults = {"values": kept, "saved_at": clock.now()}
    draft, _new = Draft.objects.update_or_create(person=person, place=place[:80], defaults=defaults)
    return draft


def forget_draft(*, person: Person, place: str) -> None:
    Draft.objects.filter(person=person, place=place).delete()
