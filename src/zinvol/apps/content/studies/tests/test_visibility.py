"""Who may see what of studies, over random worlds, compared with a second and naive rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from zinvol.apps.content.studies import api, reads
from zinvol.apps.content.studies.models import Invitation, Study, Wave
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
WAVES = st.lists(st.sampled_from(["preparing", "open", "closed", "published"]), min_size=1, max_size=4)
CAST = ("admin", "keeper", "member", "outsider", "guest", "leader", "gone")


def naive_sees(person, wave) -> bool:
    """Colleagues who work here see what was published; who runs studies sees all."""
    if person.state != "active" or person.kind == "guest":
        return False
    return person.is_administrator or person.is_community_manager or wave.published_at is not None


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    states=st.lists(WAVES, min_size=1, max_size=3),
    asked=st.sets(st.sampled_from(CAST)),
    manager=st.sampled_from(CAST),
)
def test_studies_and_waves_are_shown_by_one_rule(db, states, asked, manager):
    from django.db import transaction

    with transaction.atomic():
        with clock.at(NOW):
            world = World.make()
            cast = {name: person for name, person in world.cast.items() if name in CAST}
            cast[manager].is_community_manager = True
            cast[manager].save()
            waves = [a_wave(world, cast, state, asked) for some in states for state in some]
            for person in cast.values():
                seen = {wave.pk for wave in waves if naive_sees(person, wave)}
                studies = {wave.study_id for wave in waves if wave.pk in seen}
                if (
                    person.is_active
                    and (person.is_administrator or person.is_community_manager)
                    and person.kind != "guest"
                ):
                    studies = set(Study.objects.values_list("pk", flat=True))
                assert {each.pk for each in reads.overview(viewer=person).studies} == studies
                for wave in waves:
                    assert (reads.find_wave(viewer=person, pk=wave.pk) is not None) == (wave.pk in seen)
                    assert (reads.find(viewer=person, pk=wave.study_id) is not None) == (
                        wave.study_id in studies
                    )
                    assert {each.pk for each in reads.waves(wave.study, viewer=person)} == seen & {wave.pk}
                    held = reads.report(wave, viewer=person, language="nl", enrolment=wave.enrolments.get())
                    assert held is None or wave.pk in seen
                waiting = {each.pk for each in reads.waiting(viewer=person)}
                assert waiting == {
                    each.pk
                    for each in Invitation.objects.filter(person=person)
                    if each.enrolment.wave.launched_at and not each.enrolment.wave.closed_at
                }
        transaction.set_rollback(True)


def a_wave(world, cast, state, asked) -> Wave:
    study = api.start_study(manager=world.admin, title=state, instrument_name="pulse", purpose="x")
    today = NOW.date()
    wave = api.add_wave(
        study, name=state, opens_on=today, closes_on=today + timedelta(days=5), organisation="Proefstad"
    )
    api.invite_people(wave.enrolments.get(), [cast[name] for name in sorted(asked)] or [world.member])
    if state != "preparing":
        wave = api.launch(wave, manager=world.admin)
    if state in ("closed", "published"):
        wave = api.close(wave, manager=world.admin)
    if state == "published":
        wave = api.publish(wave, manager=world.admin)
    return wave
