"""The Knowledge place."""

from __future__ import annotations

import pytest

from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.people.models import Skill
from zinvol.flows.knowledge import reads

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


def test_one_hides_ones_own_answers_only(world, solved, sign_in):
    told = {"reply": solved.accepted_id, "hide": "1"}
    assert sign_in(world.member).post("/people/me/knowledge", told).status_code == 403
    assert sign_in(world.keeper).post("/people/me/knowledge", told).status_code == 302
    assert Hidden.objects.get().reply_id == solved.accepted_id
    sign_in(world.keeper).post("/people/me/knowledge", {"hide": "1"})
    assert Hidden.objects.filter(reply=None).count() == 1
    assert sign_in(world.keeper).get("/people/me/knowledge").status_code == 200
