"""Spaces and their members as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from typing import Any, cast

from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records


def spaces(names: Names) -> Iterator[records.Space]:
    for some in batched(Space.objects.order_by("pk").iterator(1000), 1000):
        names.load("space", [s.pk for s in some])
        for it in some:
            yield cast(Any, records.Space)(
                id=names.get("space", it.pk), name=it.name or "–", purpose=it.purpose or "–", goal=it.goal,
                kind=it.kind, access=it.access, posting=it.posting, level=it.level, answer_within=it.answer_within, about=it.about, language=it.language,
                created_at=it.created_at, created_by=names.or_none("person", it.created_by_id),
                archived_at=it.archived_at,
            )  # fmt: skip


def memberships(names: Names) -> Iterator[records.Membership]:
    for it in Membership.objects.order_by("pk").iterator(1000):
        yield cast(Any, records.Membership)(
            space=names.get("space", it.space_id), person=names.get("person", it.person_id), role=it.role,
            level=it.level, is_level_chosen=it.is_level_chosen, since=it.since, caught_up_at=it.caught_up_at,
        )  # fmt: skip
