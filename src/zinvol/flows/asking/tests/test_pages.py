"""The pages on which a question goes on."""

from __future__ import annotations

import pytest

from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Ask, Check, Reuse
from zinvol.apps.social.people import api as people
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(world):
    people.change_profile(person=world.leader, actor_id=world.leader.pk, knows=["Parkeren"])
    return a_post(world.member, world.open, title="Wie weet iets van parkeren?")


def test_the_asker_asks_somebody_and_who_is_asked_can_say_not_me(world, question, sign_in):
    asker, asked = sign_in(world.member), f"/questions/{question.pk}"
    assert "Lea Voor" in asker.get(f"{asked}/people").content.decode()
    answer = asker.post(f"{asked}/ask", {"person": world.leader.pk}, follow=True)
    assert "Lea Voor ziet de vraag in het postvak." in answer.content.decode()
    page = sign_in(world.leader).get(question.get_absolute_url()).content.decode()
    assert "Mina de Lid vraagt of jij het antwoord weet." in page
    sign_in(world.leader).post(f"/posts/{question.pk}/decline", {"on": "1"})
    assert Ask.objects.get().declined_at is not None
    assert "weet het ook niet" in sign_in(world.member).get(f"{asked}/people").content.decode()


def test_who_was_not_suggested_cannot_be_asked_by_number(world, question, sign_in):
    for person in (world.outsider, world.gone, world.guest):
        sign_in(world.member).post(f"/questions/{question.pk}/ask", {"person": person.pk})
    assert sign_in(world.member).post(f"/questions/{question.pk}/ask", {"person": "x"}).status_code == 404
    assert not Ask.objects.exists()


def test_only_who_sees_to_it_asks_others(world, question, sign_in):
    address = f"/questions/{question.pk}"
    for name, may in (("keeper", True), ("member", True), ("outsider", False), ("leader", False)):
        page = sign_in(getattr(world, name)).get(f"{address}/people").content.decode()
        assert ("Vraag Lea Voor" in page) is may, name
    assert sign_in(world.outsider).post(f"{address}/ask", {"person": world.leader.pk}).status_code == 403
    people.change_roles(administrator=world.admin, person=world.outsider, roles=["community_manager"])
    assert "Vraag Lea Voor" in sign_in(world.outsider).get(f"{address}/people").content.decode()


def test_how_far_it_climbed_is_shown(world, question, sign_in):
    page = sign_in(world.outsider).get(f"/questions/{question.pk}/").content.decode()
    assert "open ruimte belooft een antwoord binnen 16 werkuren" in page
    assert page.count("steps__item--todo") == 2  # there is no community manager
    people.change_roles(administrator=world.admin, person=world.leader, roles=["community_manager"])
    page = sign_in(world.outsider).get(f"/questions/{question.pk}/").content.decode()
    assert page.count("steps__item--todo") == 3


def test_the_answer_that_helped_others_too_and_whether_it_still_holds(world, question, sign_in):
    posts.accept_answer(person=world.member, post=question, reply=a_reply(world.keeper, question))
    sign_in(world.outsider).post(f"/posts/{question.pk}/helped", {"on": "1"})
    assert Reuse.objects.get().person == world.outsider
    page = sign_in(world.member).get(f"/questions/{question.pk}/").content.decode()
    assert "Het antwoord hielp nog 1 collega." in page
    told = {"verdict": "update", "note": "Het formulier is anders."}
    assert sign_in(world.outsider).post(f"/posts/{question.pk}/check", told).status_code == 403
    sign_in(world.member).post(f"/posts/{question.pk}/check", told)
    assert Check.objects.get().note == "Het formulier is anders."
    shown = sign_in(world.outsider).get(question.get_absolute_url()).content.decode()
    assert "Het formulier is anders." in shown
    sign_in(world.member).post(f"/posts/{question.pk}/check", {"verdict": "nonsense"})
    assert Check.objects.count() == 1


def test_what_is_closed_or_archived_goes_no_further_and_says_so(world, question, sign_in):
    threads.close(person=world.member, thread=question.thread, reason="Al opgelost.")
    page = sign_in(world.member).get(question.get_absolute_url()).content.decode()
    assert "beloofd" not in page
    assert (
        "dus de vraag gaat niet verder"
        in sign_in(world.member).get(f"/questions/{question.pk}/").content.decode()
    )


def test_nothing_helps_others_any_more_in_an_archived_space(world, question, sign_in):
    posts.accept_answer(person=world.member, post=question, reply=a_reply(world.keeper, question))
    spaces.archive(space=world.open, keeper=world.keeper)
    assert "helped" not in sign_in(world.outsider).get(question.get_absolute_url()).content.decode()
    assert sign_in(world.outsider).post(f"/posts/{question.pk}/helped", {"on": "1"}).status_code == 403
    assert not Reuse.objects.exists()


def test_helped_too_is_said_of_the_answer_that_was_on_the_page(world, question, sign_in):
    first, second = a_reply(world.keeper, question), a_reply(world.leader, question)
    posts.accept_answer(person=world.member, post=question, reply=second)
    sign_in(world.outsider).post(f"/posts/{question.pk}/helped?reply={first.pk}", {"on": "1"})
    assert not Reuse.objects.exists()
    sign_in(world.outsider).post(f"/posts/{question.pk}/helped?reply={second.pk}", {"on": "1"})
    assert Reuse.objects.get().reply == second
