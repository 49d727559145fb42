"""Closing, pinning, tagging and taking away whole conversations."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads.api.writing import hide_files, show_files
from zinvol.apps.social.threads.events import ThreadClosed, ThreadEvent, ThreadPinned, ThreadReopened
from zinvol.apps.social.threads.models import Tag, Thread
from zinvol.kernel import activity, clock

MOST_TAGS = 8


@transaction.atomic
def close(*, person: Person, thread: Thread, reason: str) -> None:
    """End a conversation and say why; its opener or a keeper may."""
    _must_steer(person, thread)
    thread.space.must_be_alive()
    if not reason.strip():
        raise ValidationError({"reason": _("Say in one sentence why, for whoever reads this later.")})
    if thread.closed_at is None:
        thread.closed_at, thread.closed_by, thread.closed_reason = clock.now(), person, reason.strip()[:300]
        thread.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        activity.record(_event(ThreadClosed, thread, person))


@transaction.atomic
def reopen(*, person: Person, thread: Thread) -> None:
    _must_steer(person, thread)
    thread.space.must_be_alive()
    if thread.closed_at is not None:
        thread.closed_at, thread.closed_by, thread.closed_reason = None, None, ""
        thread.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        activity.record(_event(ThreadReopened, thread, person))


@transaction.atomic
def pin(*, keeper: Person, thread: Thread, is_on: bool) -> None:
    """Put a conversation on top of its space, or take it off."""
    if not spaces.standing(viewer=keeper, space=thread.space).may_keep:
        raise PermissionDenied
    thread.space.must_be_alive()
    if (thread.pinned_at is not None) == is_on:
        return
    thread.pinned_at, thread.pinned_by = (clock.now(), keeper) if is_on else (None, None)
    thread.save(update_fields=["pinned_at", "pinned_by"])
    activity.record(ThreadPinned(**_ids(thread, person=keeper), is_on=is_on))


def delete_thread(*, person: Person, thread: Thread) -> bool:
    """Take a conversation away; the content app records what it was. Says whether it changed."""
    _must_steer(person, thread)
    living = Thread.objects.filter(pk=thread.pk, deleted_at=None)
    changed = living.update(deleted_at=clock.now(), deleted_by=person)
    if changed:
        hide_files(Q(thread=thread))
    return bool(changed)


def restore_thread(*, person: Person, thread: Thread) -> bool:
    if thread.deleted_by_id != person.pk or not rules.may_undo(deleted_at=thread.deleted_at, now=clock.now()):
        raise PermissionDenied
    gone = Thread.objects.filter(pk=thread.pk, deleted_at__isnull=False)
    changed = gone.update(deleted_at=None, deleted_by=None)
    if changed:
        show_files(Q(thread=thread))
    return bool(changed)


def tag(*, thread: Thread, names: Iterable[str]) -> None:
    """Set the tags of a conversation; words that differ only in case are one tag."""
    wanted = {rules.tag_key(name): " ".join(name.split())[:40] for name in names}
    wanted.pop("", None)
    if len(wanted) > MOST_TAGS:
        raise ValidationError({"tags": _("At most %(count)d tags.") % {"count": MOST_TAGS}})
    tags = [Tag.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in wanted.items()]
    thread.tags.set(tags)


def _must_steer(person: Person, thread: Thread) -> None:
    if thread.author_id != person.pk and not spaces.standing(viewer=person, space=thread.space).may_keep:
        raise PermissionDenied


def _event[E: ThreadEvent](kind: type[E], thread: Thread, person: Person) -> E:
    return kind(**_ids(thread, person))


def _ids(thread: Thread, person: Person) -> dict[str, int]:
    return {
        "actor_id": person.pk,
        "subject_id": thread.pk,
        "audience_id": thread.audience_id,
        "space_id": thread.space_id,
    }
