"""Before a wave opens: the study, its waves, who takes part, who is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.studies.api.mailing import count_in, mail
from zinvol.apps.content.studies.models import Enrolment, Interest, Invitation, Study, Wave, new_token
from zinvol.apps.content.studies.rules import State
from zinvol.apps.social.organisation.reads import top_departments
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock
from zinvol.lib.science.instruments.loading import NAMES

FROZEN = ("instrument_name", "scope", "privacy", "floor", "platform", "purpose")
"""What was promised to those who were asked; it never changes after the first launch."""


@dataclass(frozen=True)
class Target:
    """Somebody to ask by mail who has no account here."""

    email: str
    role: str
    unit: str = ""


@transaction.atomic
def start_study(*, manager: Person, title: str, instrument_name: str, **more: Any) -> Study:
    """Raises ``ValidationError`` for an instrument that is not there, or a floor under seven."""
    if instrument_name not in NAMES:
        raise ValidationError({"instrument_name": _("There is no such questionnaire.")})
    study = Study(
        title=title.strip(),
        instrument_name=instrument_name,
        created_at=clock.now(),
        created_by=manager,
        **more,
    )
    study.full_clean(exclude=["created_by"])
    study.save()
    return study


@transaction.atomic
def change_study(study: Study, **values: Any) -> Study:
    """Raises ``ValidationError`` when a wave was launched and what was promised would change."""
    held = Study.objects.select_for_update().get(pk=study.pk)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if set(changed) & set(FROZEN) and held.waves.filter(launched_at__isnull=False).exists():
        raise ValidationError(_("People were asked on these terms, so they can no longer change."))
    for name in changed:
        setattr(held, name, values[name])
    held.full_clean(exclude=["created_by"])
    held.save(update_fields=changed or None)
    return held


@transaction.atomic
def state_interest(study: Study, *, name: str, statement: str, on: date | None = None) -> Interest:
    """Put on record who looks at the study from outside."""
    return Interest.objects.create(
        study=study, name=name.strip(), statement=statement.strip(), on=on or clock.today()
    )


@transaction.atomic
def add_wave(
    study: Study, *, name: str, opens_on: date, closes_on: date, moment: str = "", organisation: str = ""
) -> Wave:
    """A wave of a study of one organisation has that organisation in it from the start.

    Raises ``ValidationError`` when it would close before it opens.
    """
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("This day is before the first day.")})
    if moment and moment not in [each.id for each in study.instrument.moments]:
        raise ValidationError({"moment": _("The questionnaire has no such moment.")})
    wave = Wave.objects.create(
        study=study, name=name.strip(), version=study.instrument.version, moment=moment, opens_on=opens_on,
        closes_on=closes_on,
    )  # fmt: skip
    if not study.is_benchmark:
        Enrolment.objects.create(wave=wave, name=organisation or study.title)
    return wave


@transaction.atomic
def drop_wave(wave: Wave) -> None:
    """Raises ``ValidationError`` when it was launched: answers are not thrown away."""
    _preparing(wave).delete()


@transaction.atomic
def enrol(
    wave: Wave, *, name: str, contact_email: str = "", sector: str = "", population: int | None = None
) -> Enrolment:
    """Let an organisation take part; also while the wave runs. Raises ``ValidationError`` when it takes part already."""
    if wave.state == State.CLOSED:
        raise ValidationError(_("This wave is closed."))
    if wave.enrolments.filter(name=name.strip()).exists():
        raise ValidationError({"name": _("This organisation takes part already.")})
    return Enrolment.objects.create(
        wave=wave,
        name=name.strip(),
        contact_email=contact_email,
        sector=sector.strip(),
        population=population,
    )


@transaction.atomic
def withdraw_enrolment(enrolment: Enrolment) -> None:
    """Take an organisation out. Raises ``ValidationError`` when it answered."""
    if enrolment.sheets.exists():
        raise ValidationError(_("This organisation has answered already."))
    enrolment.delete()


@transaction.atomic
def invite_people(enrolment: Enrolment, people: Iterable[Person], *, role: str = "") -> int:
    """Ask colleagues: leaders as such, others as employees, or all in one role. How many were not asked before.

    Raises ``ValidationError`` for a role that the instrument does not ask, or a wave that is closed.
    """
    enrolment = _in_time(enrolment)
    roles = enrolment.wave.study.instrument.roles
    if role and role not in roles:
        raise ValidationError(_("The questionnaire does not ask people in this role."))
    units = top_departments()
    fresh = [
        Invitation(
            enrolment=enrolment,
            person=person,
            role=role or _role_of(person, roles),
            unit=units.get(person.department_id or 0, ""),
        )
        for person in people
    ]
    before = set(enrolment.invitations.values_list("pk", flat=True))
    Invitation.objects.bulk_create(fresh, ignore_conflicts=True)
    return _ask_late(enrolment, before)


@transaction.atomic
def invite_by_mail(enrolment: Enrolment, targets: Iterable[Target]) -> int:
    """Ask people without an account. Who was asked before, by the same address, is passed over.

    Raises ``ValidationError`` that names the first address that is none, or a role that is not asked.
    """
    enrolment = _in_time(enrolment)
    known = set(enrolment.invitations.exclude(email="").values_list("email", flat=True))
    fresh: dict[str, Invitation] = {}
    for target in targets:
        email = target.email.strip().lower()
        try:
            validate_email(email)
            MaxLengthValidator(254)(email)
        except ValidationError:
            raise ValidationError(_("“%(email)s” is no e-mail address.") % {"email": email[:60]}) from None
        if target.role not in enrolment.wave.study.instrument.roles:
            raise ValidationError(_("The questionnaire does not ask people in this role."))
        if email not in known:
            unit = target.unit.strip()[:200]
            fresh[email] = Invitation(enrolment=enrolment, email=email, role=target.role, unit=unit)
    before = set(enrolment.invitations.values_list("pk", flat=True))
    Invitation.objects.bulk_create(fresh.values())
    return _ask_late(enrolment, before)


@transaction.atomic
def open_kiosk(wave: Wave) -> str:
    """Give the wave an address at which many can answer one after the other, and return it."""
    if not wave.kiosk:
        wave.kiosk = new_token()
        wave.save(update_fields=["kiosk"])
    return wave.kiosk


def _ask_late(enrolment: Enrolment, before: set[int]) -> int:
    """How many were added. Those who are asked while the wave runs are counted among who could answer, and mailed."""
    added = enrolment.invitations.exclude(pk__in=before)
    if enrolment.wave.state == State.OPEN:
        count_in(enrolment, added)
        mail(added, at=enrolment.wave.opens_on)
    return added.count()


def _role_of(person: Person, roles: list[str]) -> str:
    wanted = "leader" if person.is_leader and "leader" in roles else "employee"
    return wanted if wanted in roles else roles[0]


def _preparing(wave: Wave) -> Wave:
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.state != State.PREPARING:
        raise ValidationError(_("This wave was launched already."))
    return held


def _in_time(enrolment: Enrolment) -> Enrolment:
    """As it is now. Raises ``ValidationError`` when the wave is closed."""
    enrolment = Enrolment.objects.select_related("wave__study").get(pk=enrolment.pk)
    if enrolment.wave.state == State.CLOSED:
        raise ValidationError(_("This wave is closed."))
    return enrolment
