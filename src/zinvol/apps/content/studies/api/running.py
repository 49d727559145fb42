"""While a wave runs: opening it, and reminding who has not answered."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.studies import rules
from zinvol.apps.content.studies.api.mailing import count_in, mail, mail_contact
from zinvol.apps.content.studies.events import WaveLaunched, WaveReminded
from zinvol.apps.content.studies.models import Invitation, Wave
from zinvol.apps.content.studies.rules import State
from zinvol.apps.social.people.models import Person
from zinvol.kernel import activity, clock


@transaction.atomic
def launch(wave: Wave, *, manager: Person) -> Wave:
    """Open a wave and mail who is asked. From now on its terms are fixed, and so is who could answer.

    Raises ``ValidationError`` when it is open already, has nobody to ask, or its last day is over.
    """
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.state != State.PREPARING:
        raise ValidationError(_("This wave was launched already."))
    if held.closes_on < clock.today():
        raise ValidationError(_("Its last day is over. Choose other days first."))
    asked = Invitation.objects.filter(enrolment__wave=held)
    if not asked.exists() and not held.kiosk and not held.enrolments.exclude(contact_email="").exists():
        raise ValidationError(_("Nobody is asked yet. Invite people, or open a kiosk."))
    held.version = held.study.instrument.version
    held.launched_at = clock.now()
    held.save(update_fields=["version", "launched_at"])
    for enrolment in held.enrolments.all():
        count_in(enrolment, enrolment.invitations.all())
    mail(asked, at=held.opens_on)
    for enrolment in held.enrolments.exclude(contact_email=""):
        mail_contact(enrolment)
    activity.record(WaveLaunched(actor_id=manager.pk, subject_id=held.pk))
    return held


@transaction.atomic
def remind(wave: Wave, *, manager: Person) -> int:
    """Mail once more who was asked and has not answered. Raises ``ValidationError`` when that is too soon or too often."""
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if not held.is_answerable:
        raise ValidationError(_("This wave is not open."))
    if not rules.may_remind(reminders=held.reminders, last=held.reminded_on, today=clock.today()):
        raise ValidationError(_("People are reminded three times at most, with three days in between."))
    held.reminders += 1
    held.reminded_on = clock.today()
    held.save(update_fields=["reminders", "reminded_on"])
    silent = Invitation.objects.filter(enrolment__wave=held, has_answered=False, has_declined=False)
    mail(silent, at=held.opens_on, turn=held.reminders)
    activity.record(WaveReminded(actor_id=manager.pk, subject_id=held.pk))
    return silent.count()
