"""Answering: bit by bit by a link, or a whole sheet at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zinvol.apps.content.studies.models import Enrolment, Invitation, Sheet
from zinvol.apps.content.studies.rules import MAX_TEXT, Privacy, Source
from zinvol.apps.social.people.models import Person
from zinvol.lib.science.answers import BadAnswer, checked
from zinvol.lib.science.instruments.model import Instrument


class NotOpen(Exception):
    """One cannot answer: it was handed in, or the wave is not open today."""


@transaction.atomic
def answer(invitation: Invitation, given: Mapping[str, Any]) -> Invitation:
    """Keep some answers until the sheet is handed in; an empty one is taken back.

    Raises ``NotOpen``, and ``BadAnswer`` for one that cannot be; then nothing of ``given`` is kept.
    """
    held = _held(invitation)
    instrument = held.enrolment.wave.study.instrument
    draft = dict(held.draft)
    for code, value in clean(instrument, given).items():
        if value is None:
            draft.pop(code, None)
        else:
            draft[code] = value
    held.draft = draft
    held.save(update_fields=["draft"])
    return held


@transaction.atomic
def hand_in(invitation: Invitation, *, may_link: bool = False) -> None:
    """Make a sheet of what was answered. What ties it to this invitation is forgotten at once.

    ``may_link``: this person agreed that the sheet is tied to theirs in other waves. Raises ``NotOpen``.
    """
    held = _held(invitation)
    study = held.enrolment.wave.study
    is_linked = may_link and study.privacy == Privacy.PSEUDONYMOUS and may_be_linked(held)
    Sheet.objects.create(
        enrolment=held.enrolment,
        role=_told_role(held),
        unit=held.unit if held.enrolment.units.get(held.unit, study.floor) >= study.floor else "",
        answers=asked_answers(study.instrument, held.role, held.draft, held.enrolment.wave.moment),
        key=_key(held) if is_linked else "",
        source=Source.LINK,
        on=held.enrolment.wave.opens_on,
    )
    held.draft = {}
    held.has_answered = True
    held.save(update_fields=["draft", "has_answered"])


@transaction.atomic
def hand_in_whole(
    enrolment: Enrolment,
    *,
    role: str,
    unit: str,
    given: Mapping[str, Any],
    source: Source,
    submission: str | None = None,
) -> Sheet:
    """A sheet at once, from a kiosk or from paper. The same ``submission`` twice is one sheet.

    Raises ``NotOpen`` and ``BadAnswer``.
    """
    enrolment = Enrolment.objects.select_related("wave__study").get(pk=enrolment.pk)
    wave = enrolment.wave
    may_still = source == Source.PAPER and wave.launched_at is not None and wave.closed_at is None
    if not wave.is_answerable and not may_still:
        raise NotOpen
    known = {code: value for code, value in clean(wave.study.instrument, given).items() if value is not None}
    unit = unit if enrolment.units.get(unit, 0) >= wave.study.floor else ""
    answers = asked_answers(wave.study.instrument, role, known, wave.moment)
    values = {
        "enrolment": enrolment, "role": role, "unit": unit, "answers": answers, "source": source, "on": wave.opens_on,
    }  # fmt: skip
    if submission is None:
        return Sheet.objects.create(**values)
    return Sheet.objects.get_or_create(submission=submission, defaults=values)[0]


@transaction.atomic
def invite_contact(enrolment: Enrolment) -> Invitation:
    """The sheet for the organisation as a whole; always the same one. Raises ``NotOpen``."""
    if not enrolment.wave.is_answerable:
        raise NotOpen
    held = enrolment.invitations.filter(role="organisation").order_by("pk").first()
    return held or Invitation.objects.create(
        enrolment=enrolment, role="organisation", email=enrolment.contact_email
    )


@transaction.atomic
def invite_anybody(enrolment: Enrolment, *, unit: str = "") -> Invitation:
    """A sheet for somebody who followed the link of the organisation. Raises ``NotOpen``."""
    if not enrolment.wave.is_answerable:
        raise NotOpen
    roles = [role for role in enrolment.wave.study.instrument.roles if role != "organisation"]
    return Invitation.objects.create(
        enrolment=enrolment, role=roles[0] if roles else "organisation", unit=unit.strip()[:200]
    )


@transaction.atomic
def agree_terms(enrolment: Enrolment, *, may_be_named: bool, population: int | None) -> Enrolment:
    """What the organisation says of itself, until the wave is closed."""
    if enrolment.wave.closed_at is None:
        enrolment.may_be_named = may_be_named
        enrolment.population = population or enrolment.population
        enrolment.save(update_fields=["may_be_named", "population"])
    return enrolment


@transaction.atomic
def tell_ages(enrolment: Enrolment, ages: Mapping[str, int | None]) -> Enrolment:
    """How many people are in each age class, until the wave is closed: by it answers are weighed.

    Raises ``ValidationError`` when not of all classes, or too late.
    """
    if enrolment.wave.closed_at is not None:
        raise ValidationError(_("This wave is closed."))
    asked = {option.id for option in enrolment.wave.study.instrument.ages}
    known = {code: number for code, number in ages.items() if code in asked and number}
    if known and known.keys() != asked:
        raise ValidationError(_("Fill in a number for each age, or leave all of them empty."))
    enrolment.ages = known
    enrolment.save(update_fields=["ages"])
    return enrolment


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """Not to be asked again in this wave; what was answered until now is thrown away. Raises ``NotOpen``."""
    held = _held(invitation)
    held.draft = {}
    held.has_declined = True
    held.save(update_fields=["draft", "has_declined"])


def clean(instrument: Instrument, given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept, None for one that is taken back. Raises ``BadAnswer``."""
    found: dict[str, Any] = {}
    for code, value in given.items():
        try:
            item = instrument.item(code)
        except KeyError:
            continue
        if item.kind == "text" and value and len(str(value)) > MAX_TEXT:
            raise BadAnswer(f"{code} has {len(str(value))} characters; at most {MAX_TEXT}.")
        found[code] = checked(item, value, instrument)
    return found


def asked_answers(
    instrument: Instrument, role: str, answers: Mapping[str, Any], moment: str
) -> dict[str, Any]:
    """Without what was answered before another answer made it not asked."""
    asked = {
        item.id
        for _section, items in instrument.asked(role=role, answers=answers, moment=moment)
        for item in items
    }
    return {code: value for code, value in answers.items() if code in asked}


def may_be_linked(invitation: Invitation) -> bool:
    """Whether we can know this person again in another wave."""
    return bool(invitation.person_id or invitation.email)


def _told_role(invitation: Invitation) -> str:
    """Where fewer people than the floor lead, a sheet does not say that it is of one of them."""
    if invitation.role != "leader":
        return invitation.role
    enrolment = invitation.enrolment
    many = enrolment.invitations.filter(role="leader").count() >= enrolment.wave.study.floor
    return "leader" if many else "employee"


def _held(invitation: Invitation) -> Invitation:
    held = (
        Invitation.objects.select_for_update().select_related("enrolment__wave__study").get(pk=invitation.pk)
    )
    is_here = held.person is None or held.person.state in (Person.State.ACTIVE, Person.State.INVITED)
    if held.has_answered or not held.enrolment.wave.is_answerable or not is_here:
        raise NotOpen
    return held


def _key(invitation: Invitation) -> str:
    study_id = invitation.enrolment.wave.study_id
    if invitation.person_id:
        return key_of(study_id, invitation.person_id)
    return _hidden(study_id, f"mail:{invitation.email}")


def key_of(study_id: int, person_id: int) -> str:
    """The same for this person in every wave of this study, and in no other study."""
    return _hidden(study_id, f"person:{person_id}")


def _hidden(study_id: int, who: str) -> str:
    return salted_hmac(
        f"studies.key:{study_id}", who, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()[:32]
