"""Asking people by mail, in hours in which they may be disturbed."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from zinvol.apps.content.studies import reads as studies
from zinvol.apps.content.studies.api.mailing import MAIL
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.rules import Rhythm
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock, outbox
from zinvol.lib.worktime import Week
from zinvol.ui.words import day


def mail(*, invitation_id: int | None = None, enrolment_id: int | None = None, turn: int = 0) -> None:
    """Mail one invitation, reminder, or request to the contact of an organisation; later, when it is not the hour.

    Who was asked here and wants no mail finds it on the page of studies. Who answered meanwhile gets nothing.
    """
    found = studies.to_mail(invitation_id=invitation_id, enrolment_id=enrolment_id)
    if found is None:
        return
    week = _week(found.person)
    if found.person and attention.preference(viewer=found.person).rhythm == Rhythm.OFF:
        return
    now = clock.now()
    if (moment := week.next_open(now)) > now:
        key = f"{MAIL}:{invitation_id}:{enrolment_id}:{turn}:{moment:%Y%m%d%H%M}"
        outbox.ask(
            MAIL, key=key, at=moment, invitation_id=invitation_id, enrolment_id=enrolment_id, turn=turn
        )
        return
    with translation.override(found.language):
        subject, body = _words(found, turn)
    send_mail(subject.replace("\n", " "), body, None, [found.address])


def _week(person: Person | None) -> Week:
    if person is not None:
        return attention.week_of(person, attention.preference(viewer=person))
    return organisation.work_week(organisation.current())


def _words(found: studies.ToMail, turn: int) -> tuple[str, str]:
    subject = _("Reminder: %(title)s") if turn else _("Will you answer? %(title)s")
    text = _(
        "%(purpose)s\n\nIt takes about %(minutes)s minutes, until and including %(day)s:\n\n%(address)s\n\nThis link is yours alone. When you hand in your answers, the tie to you is cut. Groups of fewer than %(floor)s people are never shown. If you would rather not take part, say so behind the same link and you get no reminder."
    )
    if found.is_contact:
        subject = _("Your organisation in %(title)s")
        text = _(
            "%(purpose)s\n\nYour organisation can take part until and including %(day)s. Behind this link you answer for the organisation, find a link for your people, and read your report afterwards:\n\n%(address)s"
        )
    values = {
        "title": found.title,
        "purpose": found.purpose,
        "minutes": found.minutes,
        "day": day(found.closes_on),
        "floor": found.floor,
        "address": settings.BASE_URL + found.path,
    }
    return subject % values, text % values
