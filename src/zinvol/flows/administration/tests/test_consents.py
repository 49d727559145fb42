"""What is measured, and who agreed to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.log import read_the_log
from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db
AGREED = {"measurement": "expertise", "expertise-agreed_with": "de ondernemingsraad"}


def test_nothing_is_measured_until_it_is_recorded_who_agreed(world, sign_in):
    client = sign_in(world.admin)
    assert not any(organisation.is_measured(it) for it in Measurement)
    client.post("/manage/consents", AGREED | {"expertise-agreed_on": clock.today().isoformat()})
    assert organisation.is_measured(Measurement.EXPERTISE)
    assert not organisation.is_measured(Measurement.REUSE)
    page = client.get("/manage/consents").content.decode()
    assert "de ondernemingsraad" in page
    assert "Ada Beheer" in page
    client.post("/manage/consents", {"measurement": "expertise", "end": "1"})
    assert not organisation.is_measured(Measurement.EXPERTISE)
    read_the_log()
    verbs = (
        Entry.objects.filter(verb__startswith="organisation.consent")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["organisation.consent_recorded", "organisation.consent_withdrawn"]


def test_without_who_agreed_or_for_a_day_to_come_it_is_not_recorded(world, sign_in):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in (
        AGREED | {"expertise-agreed_with": " ", "expertise-agreed_on": clock.today().isoformat()}, AGREED | {"expertise-agreed_on": tomorrow},
        AGREED | {"expertise-agreed_on": "gisteren"},
    ):  # fmt: skip
        assert sign_in(world.admin).post("/manage/consents", wrong).status_code == 422
    assert not organisation.is_measured(Measurement.EXPERTISE)
