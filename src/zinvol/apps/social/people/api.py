"""The verbs of people: invite, join, describe oneself, leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.social.files.api import withdraw
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people import rules
from zinvol.apps.social.people.events import (
    PersonDeactivated,
    PersonErased,
    PersonInvited,
    PersonJoined,
    PersonReactivated,
    ProfileChanged,
    RolesChanged,
)
from zinvol.apps.social.people.models import Person, Skill
from zinvol.kernel import activity, clock, outbox

__all__ = ["ROLES", "change_profile", "change_roles", "deactivate", "erase", "invite", "join", "load_skills",
           "reactivate", "send_entry_link", "set_photo", "set_preferences"]  # fmt: skip

ROLES = ("administrator", "community_manager", "leader")
PROFILE = ("name", "function", "department", "location", "phone", "about", "languages", "working_days")


@transaction.atomic
def invite(
    *, administrator_id: int | None, email: str, name: str, send: bool = True, **profile: Any
) -> Person:
    """Make an account and mail a link to enter. Raises ``ValidationError`` when the address has one."""
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise ValidationError({"email": _("There is already an account with this address.")})
    person = Person(
        email=email, name=name.strip(), state=Person.State.INVITED, joined_at=clock.now(), **profile
    )
    person.set_unusable_password()
    person.save()
    activity.record(PersonInvited(actor_id=administrator_id, subject_id=person.pk))
    if send:
        send_entry_link(person=person, reason="invitation")
    return person


def send_entry_link(*, person: Person, reason: str) -> None:
    """Mail a link that lets a person in: an ``invitation``, or a ``login`` without a password."""
    key = f"entry:{reason}:{person.pk}:{clock.now().isoformat(timespec='seconds')}"
    outbox.ask("people.entry_mail", key=key, person_id=person.pk, reason=reason)


@transaction.atomic
def join(*, person: Person, password: str | None = None, name: str | None = None) -> None:
    """Enter for the first time, perhaps choosing a password."""
    if password:
        person.set_password(password)
    if name:
        person.name = name.strip()
    first = person.state == Person.State.INVITED
    person.state = Person.State.ACTIVE
    if first:
        person.joined_at = clock.now()
    person.save()
    if first:
        activity.record(PersonJoined(actor_id=person.pk, subject_id=person.pk))


@transaction.atomic
def change_profile(
    *,
    person: Person,
    actor_id: int | None,
    knows: list[str] | None = None,
    learns: list[str] | None = None,
    **values: Any,
) -> None:
    """Change what differs in a profile; skills are given as whole lists."""
    unknown = values.keys() - set(PROFILE)
    if unknown:
        raise TypeError(f"not part of a profile: {unknown}")
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, values[name])
    person.save()
    for relation, names in ((Skill.Relation.KNOWS, knows), (Skill.Relation.LEARNS, learns)):
        if names is not None and _set_skills(person, relation, names):
            changed.append(relation.value)
    if changed:
        activity.record(ProfileChanged(actor_id=actor_id, subject_id=person.pk, fields=changed))


@transaction.atomic
def set_photo(*, person: Person, photo: File | None) -> None:
    """Show another photo, or none; the earlier one is removed."""
    earlier, person.photo = person.photo, photo
    person.save(update_fields=["photo"])
    if earlier is not None:
        withdraw(earlier)
    activity.record(ProfileChanged(actor_id=person.pk, subject_id=person.pk, fields=["photo"]))


def set_preferences(*, person: Person, language: str | None = None, theme: str | None = None) -> None:
    """How the pages look for one person."""
    if language in ("nl", "en"):
        person.language = language
    if theme in ("", "light", "dark"):
        person.theme = theme
    person.save(update_fields=["language", "theme"])


@transaction.atomic
def change_roles(*, administrator: Person | None, person: Person, roles: Iterable[str]) -> None:
    """Set the roles. Raises ``ValidationError`` when nobody would be left to administer."""
    held = set(roles)
    if person.is_administrator and "administrator" not in held:
        others = Person.objects.filter(is_administrator=True, state=Person.State.ACTIVE).exclude(pk=person.pk)
        if not others.exists():
            raise ValidationError(_("This is the only administrator. Give somebody else that role first."))
    for role in ROLES:
        setattr(person, f"is_{role}", role in held)
    person.save(update_fields=[f"is_{role}" for role in ROLES])
    actor_id = administrator.pk if administrator else None
    activity.record(RolesChanged(actor_id=actor_id, subject_id=person.pk, roles=sorted(held)))


@transaction.atomic
def deactivate(*, administrator: Person | None, person: Person) -> None:
    """Somebody left. Sessions end at once, since an inactive person is nobody's user."""
    if person.state == Person.State.DEACTIVATED:
        return
    if administrator and administrator.pk == person.pk:
        raise ValidationError(_("You cannot deactivate yourself. Ask another administrator."))
    person.state, person.deactivated_at = Person.State.DEACTIVATED, clock.now()
    person.save(update_fields=["state", "deactivated_at"])
    actor_id = administrator.pk if administrator else None
    activity.record(PersonDeactivated(actor_id=actor_id, subject_id=person.pk))


@transaction.atomic
def reactivate(*, administrator: Person, person: Person) -> None:
    if person.state != Person.State.DEACTIVATED:
        return
    person.state, person.deactivated_at = Person.State.ACTIVE, None
    person.save(update_fields=["state", "deactivated_at"])
    activity.record(PersonReactivated(actor_id=administrator.pk, subject_id=person.pk))


@transaction.atomic
def erase(*, administrator_id: int | None, person: Person) -> None:
    """Remove name, address, profile and photo for good; the row stays so that threads can be read.

    What others wrote about the person is the work of ``flows.erasure``, which calls this.
    """
    if not rules.may_be_erased(person.state):
        raise ValidationError(_("Deactivate this person first."))
    photo = person.photo
    person.skills.all().delete()
    for field in ("function", "location", "phone", "about"):
        setattr(person, field, "")
    person.name, person.email, person.photo, person.department = "", None, None, None
    person.languages, person.working_days = [], []
    person.is_administrator = person.is_community_manager = person.is_leader = False
    person.state = Person.State.ERASED
    person.set_unusable_password()
    person.save()
    if photo is not None:
        withdraw(photo)
    activity.record(PersonErased(actor_id=administrator_id, subject_id=person.pk))


def load_skills(skills: Mapping[int, tuple[list[str], list[str]]]) -> None:
    """Write the skills of many people at once: person id to (knows, learns); for imports."""
    rows = [
        Skill(person_id=person_id, relation=relation, name=name, search_name=rules.search_form(name)[:80])
        for person_id, lists in skills.items()
        for relation, names in zip((Skill.Relation.KNOWS, Skill.Relation.LEARNS), lists, strict=True)
        for name in dict.fromkeys(names)
    ]
    Skill.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _set_skills(person: Person, relation: Skill.Relation, names: list[str]) -> bool:
    held = list(person.skills.filter(relation=relation).values_list("name", flat=True))
    if held == names:
        return False
    person.skills.filter(relation=relation).delete()
    lists: tuple[list[str], list[str]] = (names, []) if relation == Skill.Relation.KNOWS else ([], names)
    load_skills({person.pk: lists})
    return True
