"""Writing spaces and memberships from exchange records, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from zinvol.apps.social.spaces import api
from zinvol.apps.social.spaces.events import MemberJoined, SpaceArchived, SpaceEvent, SpaceOpened
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.kernel import access
from zinvol.kernel.loading import FRESH, Loading
from zinvol.kernel.models import Member
from zinvol.kernel.rows import write
from zinvol.lib.exchange import records


def load_spaces(spaces: Iterable[tuple[int, records.Space]], loading: Loading) -> None:
    for line, record in spaces:
        space = _space(line, record, loading)
        loading.origins.add("space", record.id, space.pk)
        loading.record(_event(SpaceOpened, space, space.created_by_id), space.created_at)
        if space.archived_at:
            loading.record(_event(SpaceArchived, space, None), space.archived_at)


def load_memberships(
    memberships: Iterable[tuple[int, records.Membership]], loading: Loading, readers: frozenset[str]
) -> int:
    """Add members and return how many are new. ``readers``: of whom the file tells what they have read."""
    found: dict[tuple[int, int], records.Membership] = {}
    for _line, record in memberships:
        space_id, person_id = (
            loading.origins.get("space", record.space), loading.origins.get("person", record.person)
        )  # fmt: skip
        if space_id and person_id:
            found.setdefault((space_id, person_id), record)
    for pair in _held(found):
        del found[pair]
    spaces = Space.objects.in_bulk({space_id for space_id, _ in found})
    rows, members = [], []
    for (space_id, person_id), record in found.items():
        space = spaces[space_id]
        rows.append(
            Membership(
                space=space, person_id=person_id, role=record.role, since=record.since,
                level=record.level or space.level, is_level_chosen=record.is_level_chosen,
                caught_up_at=_caught_up(record, loading, readers),
            )
        )  # fmt: skip
        members.append(Member(audience_id=space.audience_id, person_id=person_id))
        event = _event(MemberJoined, space, person_id, person_id=person_id, role=record.role)
        loading.record(event, record.since)
    write(rows)
    Member.objects.bulk_create(members, ignore_conflicts=True)
    return len(rows)


def touch_many(moments: Mapping[int, datetime]) -> None:
    """Something was written in these spaces, last at these moments."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(adapt(moment), pk, adapt(moment)) for pk, moment in moments.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE spaces_space SET last_activity_at = %s WHERE id = %s AND last_activity_at < %s", rows
        )


def _space(line: int, record: records.Space, loading: Loading) -> Space:
    name = loading.cut(line, "the name", record.name.strip() or "–", 80)
    space = Space(
        name=name, slug=api.free_slug(name), purpose=record.purpose, about=record.about,
        goal=loading.cut(line, "`goal`", record.goal, 300), kind=loading.cut(line, "`kind`", record.kind, 20),
        access=record.access, posting=record.posting, level=record.level, answer_within=record.answer_within, language=record.language, created_at=record.created_at,
        created_by_id=loading.origins.get("person", record.created_by), last_activity_at=record.created_at,
        archived_at=record.archived_at, audience=access.new_audience(),
    )  # fmt: skip
    api.derive_audiences(space)
    space.save()
    return space


def _caught_up(record: records.Membership, loading: Loading, readers: frozenset[str]) -> datetime:
    """Up to when everything counts as read: what the file says, or all but the last days, so that
    an import does not put years of messages before everybody as news."""
    if record.caught_up_at is not None:
        return record.caught_up_at
    return record.since if record.person in readers else max(record.since, loading.now - FRESH)


def _held(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these pairs of space and person are members already."""
    pairs = set(pairs)
    held = Membership.objects.filter(
        space_id__in={space for space, _ in pairs}, person_id__in={person for _, person in pairs}
    )
    return pairs & set(held.values_list("space_id", "person_id"))


def _event[E: SpaceEvent](kind: type[E], space: Space, actor_id: int | None, **more: object) -> E:
    return kind(
        actor_id=actor_id, subject_id=space.pk, audience_id=space.audience_id, space_id=space.pk, **more
    )  # type: ignore[arg-type]
