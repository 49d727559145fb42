"""What the network measures beside what people say: only with consent, and only of what its log can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.world import a_person, a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.studies import api as studies
from zinvol.apps.content.studies.models import Invitation, Sheet, StoredReport, Twin
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.flows.studying.measuring import active_days, make_report, measure
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def wave(world):
    """Closed on Monday; in the four weeks before, three of fourteen colleagues wrote, one of seven leaders among them."""
    for n in range(6):
        a_person(f"Leider {n}", roles=["leader"])
    for n in range(3):
        a_person(f"Collega {n}")
    join(world.open, world.leader, by=world.keeper)
    with clock.at(MONDAY - timedelta(days=40)):
        old = [
            a_post(world.outsider if n > 7 else world.member, world.open, title=f"Vraag {n}?")
            for n in range(8)
        ]
    with clock.at(MONDAY - timedelta(days=39)):
        for post in old[:6]:
            answer = a_reply(world.keeper, post, "Dat staat in de werkwijze, onder het derde kopje.")
            posts.accept_answer(person=world.member, post=post, reply=answer)
    with clock.at(MONDAY - timedelta(days=10)):
        new = a_post(world.member, world.open, title="En deze vraag?")
        for _reply in range(4):
            a_reply(world.leader, new, "Dat zoek ik morgen voor je uit, tenzij iemand het al weet.")
        a_reply(world.keeper, new, "Ik weet het al, zie de werkwijze onder het vierde kopje.")
    with clock.at(MONDAY):
        study = studies.start_study(
            manager=world.admin, title="Scan", instrument_name="maturity", purpose="x"
        )
        wave = studies.add_wave(
            study, name="2026", opens_on=MONDAY.date(), closes_on=MONDAY.date(), organisation="P"
        )
        studies.invite_people(wave.enrolments.get(), [world.member])
        return studies.close(studies.launch(wave, manager=world.admin), manager=world.admin)


def test_each_source_by_hand(wave):
    """Fourteen colleagues, three of whom wrote; seven leaders, one visible; six of eight questions solved. Replies between
    departments: too few people have one, so nothing is told of it."""
    found = measure(wave)
    assert found == {
        "PC": (pytest.approx(100 * 3 / 14), 14),
        "PM": (pytest.approx(100 / 7), 7),
        "PE": (75, 8),
    }


def test_without_consent_nothing_is_measured(wave):
    make_report(wave_id=wave.pk)
    assert Twin.objects.count() == 0
    assert "staan uit tot vaststaat" in StoredReport.objects.get(language="nl").data


def test_with_consent_it_stands_in_the_report_and_goes_when_it_ends(wave):
    consent(Measurement.ACTIVITY)
    make_report(wave_id=wave.pk)
    assert dict(Twin.objects.values_list("factor", "n")) == {"PC": 14, "PM": 7, "PE": 8}
    make_report(wave_id=wave.pk)
    assert Twin.objects.count() == 3
    studies.forget_twins()
    assert Twin.objects.count() == 0


@pytest.fixture
def frames_wave(world):
    """The member wrote on three days and agreed to be known again; the keeper on one day, and did not."""
    for days in (2, 5, 5, 9):
        with clock.at(MONDAY - timedelta(days=days)):
            a_post(world.member, world.open, title=f"{days} dagen terug")
    with clock.at(MONDAY - timedelta(days=3)):
        a_post(world.keeper, world.open, title="Van mij")
    with clock.at(MONDAY):
        study = studies.start_study(
            manager=world.admin,
            title="Verwachtingen",
            instrument_name="frames",
            purpose="x",
            privacy="pseudonymous",
        )
        wave = studies.add_wave(
            study, name="Na", opens_on=MONDAY.date(), closes_on=MONDAY.date(), organisation="P", moment="T1"
        )
        studies.invite_people(wave.enrolments.get(), [world.member, world.keeper])
        studies.launch(wave, manager=world.admin)
        for invitation in Invitation.objects.all():
            studies.hand_in(invitation, may_link=invitation.person_id == world.member.pk)
        return studies.close(wave, manager=world.admin)


def consent(measurement):
    organisation.record_consent(
        administrator_id=None, measurement=measurement, agreed_with="de ondernemingsraad", agreed_on=clock.today()
    )  # fmt: skip


def test_days_are_counted_once(world, frames_wave):
    days = active_days((MONDAY - timedelta(days=28), MONDAY))
    assert (days[world.member.pk], days[world.keeper.pk], days[world.outsider.pk]) == (3, 1, 0)


def test_use_is_laid_beside_the_sheet_of_who_agreed_and_of_nobody_else(frames_wave):
    consent(Measurement.USE)
    make_report(wave_id=frames_wave.pk)
    assert {(bool(each.key), each.active_days) for each in Sheet.objects.all()} == {(True, 2), (False, None)}
    studies.forget_use()
    assert not Sheet.objects.exclude(active_days=None).exists()


def test_without_consent_use_is_not_measured(frames_wave):
    consent(Measurement.ACTIVITY)
    make_report(wave_id=frames_wave.pk)
    assert not Sheet.objects.exclude(active_days=None).exists()


def test_who_is_erased_leaves_no_key_and_nothing_measured(world, frames_wave):
    consent(Measurement.USE)
    make_report(wave_id=frames_wave.pk)
    studies.forget_person(person=world.keeper, name=world.keeper.name)
    assert Sheet.objects.exclude(key="").count() == 1
    studies.forget_person(person=world.member, name=world.member.name)
    assert set(Sheet.objects.values_list("key", "active_days")) == {("", None)}


def test_a_wave_that_is_closed_early_is_measured_to_that_day(world, frames_wave):
    type(frames_wave).objects.update(closes_on=MONDAY.date() + timedelta(days=25))
    consent(Measurement.USE)
    make_report(wave_id=frames_wave.pk)
    assert Sheet.objects.exclude(key="").get().active_days == 2
