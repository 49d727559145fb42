"""Keeping the audit log in step with the log of activity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

from zinvol.apps.reactors.audit.models import Entry
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor

HEARS = frozenset(
    {
        "organisation.settings_changed", "organisation.department_changed", "people.invited", "people.joined",
        "people.roles_changed", "people.deactivated", "people.reactivated", "people.erased", "spaces.opened",
        "spaces.changed", "spaces.archived", "spaces.revived", "spaces.role_given", "spaces.member_left",
        "spaces.member_invited", "threads.moved", "threads.replies_moved",
        "people.profile_changed", "posts.urgent_called", "organisation.consent_recorded",
        "organisation.consent_withdrawn", "studies.wave_launched", "studies.wave_reminded", "studies.wave_closed",
        "studies.results_published",
    }
)  # fmt: skip


class AuditReactor(Reactor):
    """Hears what administrators and keepers do; writes it down in a chain."""

    name = "audit"
    hears = HEARS

    def take(self, lines: Sequence[Activity]) -> None:
        last = Entry.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
        entries = []
        for line in lines:
            if line.name == "people.profile_changed" and line.actor_id == line.subject_id:
                continue  # one's own profile is one's own affair
            if line.refs.get("is_own"):
                continue  # and so is where one's own conversation stands
            entry = _entry(line)
            last = entry.digest = digest(entry, last)
            entries.append(entry)
        Entry.objects.bulk_create(entries)

    def reset(self) -> None:
        Entry.objects.all().delete()


def digest(entry: Entry, before: str) -> str:
    """The hash of an entry and the one before it."""
    words = [
        before,
        entry.activity_id,
        entry.at.astimezone(UTC).isoformat(),
        entry.verb,
        entry.actor_id,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _entry(line: Activity) -> Entry:
    return Entry(
        activity_id=line.pk, at=line.occurred_at, verb=line.name, actor_id=line.actor_id,
        subject_kind=line.subject_kind, subject_id=line.subject_id, details=line.refs,
    )  # fmt: skip
