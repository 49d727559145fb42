"""Asking by mail: who is counted among those who could answer, and gets a link."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from zinvol.apps.content.studies.models import Enrolment, Invitation
from zinvol.kernel import clock, outbox

MAIL = "studies.mail"


def count_in(enrolment: Enrolment, asked: QuerySet[Invitation]) -> None:
    """Add who is asked to those who could answer, whole and by group."""
    people = list(asked.exclude(role="organisation").values_list("unit", flat=True))
    units = Counter(enrolment.units) + Counter(unit for unit in people if unit)
    enrolment.units = dict(units)
    enrolment.population = (enrolment.population or 0) + len(people) or None
    enrolment.save(update_fields=["units", "population"])


def mail(asked: QuerySet[Invitation], *, at: date, turn: int = 0) -> None:
    """Mail each a link, from the first day of the wave on."""
    moment = max(clock.now(), timezone.make_aware(datetime.combine(at, time(7))))
    for pk in asked.order_by("pk").values_list("pk", flat=True):
        outbox.ask(MAIL, key=f"studies.invitation:{pk}:{turn}", at=moment, invitation_id=pk, turn=turn)


def mail_contact(enrolment: Enrolment) -> None:
    """Mail who answers for an organisation the link to its desk."""
    outbox.ask(MAIL, key=f"studies.contact:{enrolment.pk}", enrolment_id=enrolment.pk)
