"""Asking people by mail: in their hours, once, and not those who answered or want no mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from tests.world import a_person
from zinvol.apps.content.studies import api as studies
from zinvol.apps.content.studies.models import Invitation
from zinvol.config import wiring
from zinvol.kernel import clock, outbox
from zinvol.kernel.models import Job

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SATURDAY = MONDAY - timedelta(days=2)


def a_wave(world, people, moment):
    with clock.at(moment):
        study = studies.start_study(
            manager=world.admin,
            title="Hoe gaat het?",
            instrument_name="pulse",
            purpose="Om te leren",
            privacy="anonymous",
        )
        day = moment.date()
        wave = studies.add_wave(
            study, name="x", opens_on=day, closes_on=day + timedelta(days=20), organisation="P"
        )
        studies.invite_people(wave.enrolments.get(), people)
        return studies.launch(wave, manager=world.admin)


def work(moment):
    with clock.at(moment):
        while outbox.work(wiring.HANDLERS):
            pass
    assert not Job.objects.exclude(error="").exists()
    return [(each.to[0], each.subject) for each in mail.outbox]


def test_who_is_asked_on_saturday_hears_of_it_on_monday(world):
    mina = a_person("Mina Mail", language="nl")
    a_wave(world, [mina], SATURDAY)
    assert work(SATURDAY) == []
    assert work(MONDAY) == [("mina.mail@proefstad.example", "Wil je antwoorden? Hoe gaat het?")]
    body = mail.outbox[0].body
    assert f"/answer/{Invitation.objects.get().token}/" in body
    assert "Groepen van minder dan 7 mensen tonen we nooit" in body
    assert work(MONDAY + timedelta(hours=1)) == [
        ("mina.mail@proefstad.example", "Wil je antwoorden? Hoe gaat het?")
    ]


def test_who_answered_meanwhile_gets_nothing(world):
    mina = a_person("Mina Mail")
    a_wave(world, [mina], SATURDAY)
    with clock.at(SATURDAY):
        studies.hand_in(Invitation.objects.get())
    assert work(MONDAY) == []


def test_a_reminder_says_that_it_is_one_and_goes_to_who_is_silent(world):
    people = [a_person(f"Persoon {n}", language="en") for n in range(2)]
    wave = a_wave(world, people, MONDAY)
    work(MONDAY)
    later = MONDAY + timedelta(days=4)
    with clock.at(later):
        studies.hand_in(Invitation.objects.get(person=people[0]))
        studies.remind(wave, manager=world.admin)
    assert work(later)[2:] == [("persoon.1@proefstad.example", "Reminder: Hoe gaat het?")]


def test_the_contact_of_an_organisation_gets_a_link_of_its_own(world):
    with clock.at(MONDAY):
        study = studies.start_study(
            manager=world.admin, title="Landelijk", instrument_name="maturity", purpose="x", scope="benchmark"
        )
        wave = studies.add_wave(study, name="x", opens_on=MONDAY.date(), closes_on=MONDAY.date())
        enrolment = studies.enrol(wave, name="De Werf", contact_email="an@werf.example")
        studies.launch(wave, manager=world.admin)
    assert work(MONDAY) == [("an@werf.example", "Jullie organisatie in Landelijk")]
    assert f"/taking-part/{enrolment.token}/" in mail.outbox[0].body
