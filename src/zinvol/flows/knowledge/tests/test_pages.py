"""The Knowledge place."""

from __future__ import annotations

import re

import pytest

from tests.log import read_the_log
from tests.world import a_person, a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts import reads as posts_reads
from zinvol.apps.reactors.attention.models import Preference
from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Skill
from zinvol.apps.social.spaces import api as spaces
from zinvol.flows.knowledge import reads, views
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(world):
    post = a_post(world.member, world.open, title="Hoe vang je een snoek?", tags=["vissen"])
    posts.accept_answer(person=world.member, post=post, reply=a_reply(world.keeper, post))
    return post


def test_subjects_with_what_is_solved_and_who_knows(world, solved):
    a_post(world.member, world.open, tags=["vissen", "Zwemmen"])
    a_post(world.member, world.secret, tags=["geheim"])
    shelves = reads.subjects(viewer=world.outsider)
    assert [(s.subject.name, s.subject.solved, s.subject.waiting, s.knowers) for s in shelves] == [
        ("vissen", 1, 1, 0), ("Zwemmen", 0, 1, 0),
    ]  # fmt: skip


def test_who_knows_says_so_on_the_page_of_the_subject(world, solved, sign_in):
    client = sign_in(world.outsider)
    assert (
        "We weten van niemand dat die hier iets van weet." in client.get("/knowledge/vissen").content.decode()
    )
    page = client.post("/knowledge/vissen/know", {"on": "1"}, follow=True).content.decode()
    assert "“vissen” staat nu op je profiel." in page
    assert list(Skill.objects.values_list("person__name", "name", "relation")) == [
        ("Otto Buiten", "vissen", "knows")
    ]
    assert reads.subjects(viewer=world.member)[0].knowers == 1
    client.post("/knowledge/vissen/know", {"on": "0"})
    assert not Skill.objects.exists()


def test_a_subject_of_which_one_may_read_nothing_is_not_there(world, sign_in):
    a_post(world.member, world.secret, tags=["geheim"])
    for address in ("/knowledge/geheim", "/knowledge/niets"):
        assert sign_in(world.outsider).get(address).status_code == 404
    assert sign_in(world.outsider).post("/knowledge/geheim/know").status_code == 404
    assert sign_in(world.member).get("/knowledge/geheim").status_code == 200


@pytest.fixture
def helper(world):
    """Somebody whose answers to three questions about fishing helped three colleagues."""
    helper = a_person("Hilde Helpt")
    other = a_person("Vera Vraagt")
    for person in (helper, other):
        join(world.open, person, by=world.keeper)
    for asker in (world.keeper, world.member, other):
        post = a_post(asker, world.open, title=f"Hoe vangt {asker.name} een snoek?", tags=["vissen"])
        posts.accept_answer(person=asker, post=post, reply=a_reply(helper, post))
    organisation.record_consent(
        administrator_id=None,
        measurement=Measurement.EXPERTISE,
        agreed_with="de raad",
        agreed_on=clock.today(),
    )
    read_the_log()
    return helper


def known(client) -> list[str]:
    """The names of those who know, as they stand on the page of a subject."""
    page = client.get("/knowledge/vissen").content.decode()
    part = page[page.index('id="knowers"') : page.index('id="solved"')]
    return re.findall(r'waiting__title"><a[^>]*>([^<]*)<', part)


def test_people_who_know_stand_by_name_with_their_answers_and_without_numbers(world, helper, sign_in):
    for name in ("Zara Zegt", "Anna Zegt"):
        people.change_profile(person=a_person(name), actor_id=None, knows=["Vissen"])
    client = sign_in(world.outsider)
    assert known(client) == ["Anna Zegt", "Hilde Helpt", "Zara Zegt"]
    page = client.get("/knowledge/vissen").content.decode()
    assert "Hoe vangt Koen Houder een snoek?" in page[: page.index('id="solved"')]
    assert "antwoorden hierover hielpen" not in page
    assert reads.subjects(viewer=world.outsider)[0].knowers == 3


def test_who_both_says_and_shows_it_counts_once(world, helper):
    people.change_profile(person=helper, actor_id=None, knows=["Vissen"])
    assert reads.subjects(viewer=world.outsider)[0].knowers == 1


def test_who_does_not_want_to_be_asked_is_not_named(world, helper, sign_in):
    client = sign_in(world.outsider)
    today = clock.today()
    preference, _ = Preference.objects.update_or_create(
        person=helper, defaults={"away_from": today, "away_until": today}
    )
    assert known(client) == ["Hilde Helpt"]
    preference.is_asked = False
    preference.save()
    people.change_profile(person=helper, actor_id=None, knows=["Vissen"])
    assert known(client) == []
    assert reads.subjects(viewer=world.outsider)[0].knowers == 0


def test_of_very_many_who_say_it_twenty_are_named_and_the_directory_has_all(world, solved, sign_in):
    for number in range(21):
        people.change_profile(person=a_person(f"Anna {number:02}"), actor_id=None, knows=["Vissen"])
    client = sign_in(world.outsider)
    assert len(known(client)) == 20
    assert 'href="/people/?skill=vissen"' in client.get("/knowledge/vissen").content.decode()


def test_however_much_is_solved_what_waits_is_shown(world, sign_in, monkeypatch):
    solved = a_post(world.member, world.open, title="Opgelost", tags=["vissen"])
    posts.accept_answer(person=world.member, post=solved, reply=a_reply(world.keeper, solved))
    posts.reuse(person=world.outsider, post=solved, is_on=True)
    answered = a_post(world.member, world.open, title="Beantwoord", tags=["vissen"])
    a_reply(world.keeper, answered)
    a_post(world.member, world.open, title="Wacht nog", tags=["vissen"])
    about = posts_reads.about_subject
    monkeypatch.setattr(posts_reads, "about_subject", lambda **wanted: about(**wanted, limit=1))
    page = sign_in(world.outsider).get("/knowledge/vissen").content.decode()
    assert all(title in page for title in ("Opgelost", "Beantwoord", "Wacht nog"))


def test_each_hide_button_says_what_it_hides(world, helper, sign_in):
    page = sign_in(helper).get("/people/me/knowledge").content.decode()
    labels = re.findall(r'name="hide" value="1" aria-label="([^"]*)"', page)
    assert len(set(labels)) == 3
    assert all("een snoek?" in label for label in labels)


def test_in_a_space_that_one_left_one_still_sees_and_hides_ones_own_without_the_title(world, sign_in):
    post = a_post(world.keeper, world.secret, title="Geheim visrecept?")
    reply = a_reply(world.member, post)
    posts.accept_answer(person=world.keeper, post=post, reply=reply)
    organisation.record_consent(
        administrator_id=None,
        measurement=Measurement.EXPERTISE,
        agreed_with="de raad",
        agreed_on=clock.today(),
    )
    read_the_log()
    spaces.leave(space=world.secret, person=world.member)
    client = sign_in(world.member)
    page = client.get("/people/me/knowledge").content.decode()
    assert "Geheim visrecept?" not in page
    assert f'name="reply" value="{reply.pk}"' in page
    client.post("/people/me/knowledge", {"reply": reply.pk, "hide": "1"})
    assert Hidden.objects.get().reply_id == reply.pk


def test_ones_own_answers_come_a_page_at_a_time(world, helper, sign_in, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    client = sign_in(helper)
    shown = [client.get(f"/people/me/knowledge?page={n}").content.decode() for n in (1, 2)]
    assert [page.count('name="reply"') for page in shown] == [2, 1]
    assert 'href="?page=2"' in shown[0]
    assert 'href="?page=1"' in shown[1]


def test_one_hides_ones_own_answers_only(world, solved, sign_in):
    told = {"reply": solved.accepted_id, "hide": "1"}
    assert sign_in(world.member).post("/people/me/knowledge", told).status_code == 404
    assert sign_in(world.keeper).post("/people/me/knowledge", told).status_code == 302
    assert Hidden.objects.get().reply_id == solved.accepted_id
    sign_in(world.keeper).post("/people/me/knowledge", {"hide": "1"})
    assert Hidden.objects.filter(reply=None).count() == 1
    assert sign_in(world.keeper).get("/people/me/knowledge").status_code == 200


def test_subjects_come_a_page_at_a_time(world, sign_in, monkeypatch):
    monkeypatch.setattr(views, "SUBJECTS", 2)
    a_post(world.member, world.open, tags=["aal", "brasem", "snoek"])
    client = sign_in(world.outsider)
    first, second = (
        client.get("/knowledge/").content.decode(),
        client.get("/knowledge/?page=2").content.decode(),
    )
    assert ["/knowledge/snoek" in page for page in (first, second)] == [False, True]
    assert "Volgende pagina" in first
    assert "Vorige pagina" in second
