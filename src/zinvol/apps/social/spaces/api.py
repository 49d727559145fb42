"""The verbs of spaces: open one, take part, keep it, let it rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import rules
from zinvol.apps.social.spaces.events import (
    JoinAsked,
    JoinDeclined,
    MemberInvited,
    MemberJoined,
    MemberLeft,
    RoleGiven,
    SpaceArchived,
    SpaceChanged,
    SpaceEvent,
    SpaceOpened,
    SpaceRevived,
)
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space, role_of
from zinvol.apps.social.spaces.rules import Access, Level, Role
from zinvol.kernel import access, activity, clock
from zinvol.kernel.models import Audience

__all__ = ["accept_request", "archive", "ask_to_join", "catch_up", "change", "decline_request",
           "free_slug", "give_role", "invite", "join", "leave", "open_space", "revive", "set_level", "take_out",
           "touch"]  # fmt: skip

FIELDS = (
    "name",
    "purpose",
    "goal",
    "about",
    "kind",
    "access",
    "posting",
    "language",
    "level",
    "answer_within",
)


@transaction.atomic
def open_space(
    *, founder: Person, name: str, purpose: str, keepers: Sequence[Person] = (), **values: Any
) -> Space:
    """Begin a space with its purpose; the founder and ``keepers`` keep it."""
    if founder.is_guest:
        raise PermissionDenied
    moment = clock.now()
    space = Space(
        name=name, purpose=purpose, slug=free_slug(name), created_at=moment, created_by=founder,
        last_activity_at=moment, **values,
    )  # fmt: skip
    space.audience = access.new_audience()
    derive_audiences(space)
    space.save()
    activity.record(_event(SpaceOpened, space, founder.pk))
    for keeper in dict.fromkeys([founder, *keepers]):
        _add(space, keeper, actor_id=founder.pk, role=Role.KEEPER)
    return space


@transaction.atomic
def change(*, space: Space, keeper: Person, **values: Any) -> None:
    """Change what differs. With another access the audience changes, and so who sees what is there."""
    _must_keep(space, keeper)
    changed = sorted(name for name, value in values.items() if getattr(space, name) != value)
    if changed:
        for name in changed:
            setattr(space, name, values[name])
        derive_audiences(space)
        space.save()
        if "level" in changed:
            Membership.objects.filter(space=space, is_level_chosen=False).update(level=space.level)
        activity.record(_event(SpaceChanged, space, keeper.pk, fields=changed))


@transaction.atomic
def join(*, space: Space, person: Person) -> None:
    """Become a member without asking. Raises ``PermissionDenied`` where one must ask."""
    if role_of(space, person) is not None:
        return
    invited = Invitation.objects.filter(space=space, person=person).exists()
    if not rules.may_join(access=Access(space.access), is_guest=person.is_guest, is_invited=invited):
        raise PermissionDenied
    _add(space, person, actor_id=person.pk)


@transaction.atomic
def leave(*, space: Space, person: Person) -> None:
    """Stop taking part. The last keeper must name another first."""
    role = role_of(space, person)
    if role is None:
        return
    if not rules.may_leave(role=role, keepers=_keepers(space)):
        raise ValidationError(_("You are the only keeper. Make somebody else a keeper first."))
    _remove(space, person, actor_id=person.pk)


@transaction.atomic
def take_out(*, space: Space, keeper: Person, person: Person) -> None:
    """A keeper takes somebody out."""
    _must_keep(space, keeper)
    if not rules.may_leave(role=role_of(space, person), keepers=_keepers(space)):
        raise ValidationError(_("A space needs somebody who keeps it."))
    _remove(space, person, actor_id=keeper.pk)


@transaction.atomic
def ask_to_join(*, space: Space, person: Person, message: str = "") -> None:
    """Ask the keepers to be let in. A secret space cannot be asked for: it does not exist."""
    if space.access == Access.SECRET or role_of(space, person) is not None or space.is_archived:
        raise PermissionDenied
    values = {"message": message.strip()[:500], "asked_at": clock.now()}
    _request, is_new = JoinRequest.objects.get_or_create(space=space, person=person, defaults=values)
    if is_new:
        activity.record(_event(JoinAsked, space, person.pk))


@transaction.atomic
def accept_request(*, request: JoinRequest, keeper: Person) -> None:
    _must_keep(request.space, keeper)
    _add(request.space, request.person, actor_id=keeper.pk)


@transaction.atomic
def decline_request(*, request: JoinRequest, keeper: Person) -> None:
    _must_keep(request.space, keeper)
    activity.record(_event(JoinDeclined, request.space, keeper.pk, person_id=request.person_id))
    request.delete()


@transaction.atomic
def invite(*, space: Space, member: Person, person: Person) -> None:
    """Offer somebody a place. Members of an open space may invite; elsewhere, and for guests, keepers.

    Nobody invites themselves: an administrator keeps every space but reads only where a member
    let them in.
    """
    if member.pk == person.pk:
        raise PermissionDenied
    if space.access != Access.OPEN or person.is_guest:
        _must_keep(space, member)
    elif role_of(space, member) is None:
        raise PermissionDenied
    if role_of(space, person) is not None:
        return
    values = {"invited_by": member, "invited_at": clock.now()}
    _invitation, is_new = Invitation.objects.get_or_create(space=space, person=person, defaults=values)
    if is_new:
        activity.record(_event(MemberInvited, space, member.pk, person_id=person.pk))
    if person.is_guest:
        _add(space, person, actor_id=member.pk)


@transaction.atomic
def give_role(*, space: Space, keeper: Person, person: Person, role: Role) -> None:
    """Make a member a keeper, or a keeper a member."""
    _must_keep(space, keeper)
    held = role_of(space, person)
    if held is None or held == role:
        return
    if held == Role.KEEPER and _keepers(space) <= 1:
        raise ValidationError(_("A space needs somebody who keeps it."))
    if role == Role.KEEPER and person.is_guest:
        raise ValidationError(_("A guest cannot keep a space."))
    Membership.objects.filter(space=space, person=person).update(role=role)
    activity.record(_event(RoleGiven, space, keeper.pk, person_id=person.pk, role=str(role)))


@transaction.atomic
def archive(*, space: Space, keeper: Person) -> None:
    """Let a space rest: it stays readable and nobody writes in it."""
    _must_keep(space, keeper)
    if not space.is_archived:
        space.archived_at, space.archived_by = clock.now(), keeper
        space.save(update_fields=["archived_at", "archived_by"])
        activity.record(_event(SpaceArchived, space, keeper.pk))


@transaction.atomic
def revive(*, space: Space, keeper: Person) -> None:
    _must_keep(space, keeper)
    if space.is_archived:
        space.archived_at, space.archived_by, space.last_activity_at = None, None, clock.now()
        space.save(update_fields=["archived_at", "archived_by", "last_activity_at"])
        activity.record(_event(SpaceRevived, space, keeper.pk))


def set_level(*, space: Space, person: Person, level: Level | None) -> None:
    """How much of a space a member wants to notice; None leaves that to the space."""
    held = Membership.objects.filter(space=space, person=person)
    held.update(level=level or space.level, is_level_chosen=level is not None)


def catch_up(*, person: Person, space: Space | None) -> None:
    """Note that a member has read up to now, in one space or in all; see ``threads.api.catch_up``."""
    mine = Membership.objects.filter(person=person)
    (mine.filter(space=space) if space else mine).update(caught_up_at=clock.now())


def touch(space_id: int) -> None:
    """Something was written in the space just now."""
    Space.objects.filter(pk=space_id).update(last_activity_at=clock.now())


def free_slug(name: str) -> str:
    """An address for a space that no other has."""
    base = slugify(name)[:80] or "space"
    slug, number = base, 1
    while slug in RESERVED or Space.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


RESERVED = {"new"}


def derive_audiences(space: Space) -> None:
    """Derive both audiences from the access: the one place where access becomes visibility."""
    everybody = Audience.Reach.EVERYBODY
    reach = everybody if rules.may_open(access=Access(space.access)) else Audience.Reach.MEMBERS
    if space.audience.reach != reach:
        space.audience.reach = reach
        space.audience.save(update_fields=["reach"])
    space.listing = space.audience if space.access == Access.SECRET else access.everybody()


def _add(space: Space, person: Person, *, actor_id: int, role: Role = Role.MEMBER) -> None:
    moment = clock.now()
    values = {"role": role, "level": space.level, "since": moment, "caught_up_at": moment}
    Membership.objects.get_or_create(space=space, person=person, defaults=values)
    access.add(space.audience_id, person.pk)
    JoinRequest.objects.filter(space=space, person=person).delete()
    Invitation.objects.filter(space=space, person=person).delete()
    activity.record(_event(MemberJoined, space, actor_id, person_id=person.pk, role=str(role)))


def _remove(space: Space, person: Person, *, actor_id: int) -> None:
    Membership.objects.filter(space=space, person=person).delete()
    access.remove(space.audience_id, person.pk)
    activity.record(_event(MemberLeft, space, actor_id, person_id=person.pk))


def _must_keep(space: Space, person: Person) -> None:
    if not rules.may_keep(role=role_of(space, person), is_administrator=person.is_administrator):
        raise PermissionDenied


def _keepers(space: Space) -> int:
    """How many keep the space who still work here."""
    keepers = Membership.objects.filter(space=space, role=Role.KEEPER).values("person_id")
    return Person.objects.present().filter(pk__in=keepers).count()


def _event[E: SpaceEvent](kind: type[E], space: Space, actor_id: int, **more: Any) -> E:
    return kind(
        actor_id=actor_id, subject_id=space.pk, audience_id=space.audience_id, space_id=space.pk, **more
    )
