"""Spaces by their forms: what is wrong is told, what was typed stays."""

from __future__ import annotations

import pytest

from tests.hostile.dom import read
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space, role_of

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Daken",
    "purpose": "Zodat het droog blijft.",
    "goal": "",
    "about": "",
    "kind": "community",
    "access": "open",
    "posting": "members",
}


def test_a_space_begins_with_its_purpose(world, sign_in):
    client = sign_in(world.member)
    assert client.post("/spaces/new", GOOD).headers["Location"] == "/spaces/daken/members"
    answer = client.post("/spaces/new", GOOD | {"name": "Goten", "purpose": "  "})
    assert (answer.status_code, Space.objects.filter(name="Goten").exists()) == (422, False)
    assert read(answer.text).texts(id="id_purpose_error") != []
    assert read(answer.text).value("name") == "Goten"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 81), ("purpose", "x" * 301), ("kind", "sekte"), ("access", "half"), ("posting", "niemand"), ("about", "x" * 5001), ("goal", "x" * 301)],
)  # fmt: skip
def test_a_wrong_form_is_told_and_keeps_what_was_typed(world, sign_in, field, value):
    for client, address in (
        (sign_in(world.keeper), "/spaces/new"),
        (sign_in(world.keeper), "/spaces/open-ruimte/settings"),
    ):
        answer = client.post(address, GOOD | {"goal": "Tien daken"} | {field: value})
        assert answer.status_code == 422
        assert "field--error" in answer.text or "notice--error" in answer.text
        assert field == "goal" or read(answer.text).value("goal") == "Tien daken"
    assert Space.objects.count() == 3


@pytest.mark.parametrize(
    "kind", ["community", "team", "project", "helpdesk", "objections", "ideas", "announcements"]
)
def test_every_template_can_be_begun_from(world, sign_in, kind):
    client = sign_in(world.member)
    page = read(client.get("/spaces/new", {"kind": kind}).text)
    assert page.dangers() == []
    assert client.post("/spaces/new", GOOD | {"kind": kind}).status_code == 302
    assert client.get("/spaces/daken/").status_code == 200


def test_joining_says_so_and_can_be_undone(world, sign_in):
    client = sign_in(world.outsider)
    assert client.post("/spaces/open-ruimte/join").headers["Location"] == "/spaces/open-ruimte/"
    page = client.get("/spaces/open-ruimte/").text
    assert 'formaction="/spaces/open-ruimte/leave"' in page or 'action="/spaces/open-ruimte/leave"' in page
    client.post("/spaces/open-ruimte/leave")
    assert role_of(world.open, world.outsider) is None


def test_a_closed_door_tells_what_is_behind_it_and_lets_one_ask(world, sign_in):
    client = sign_in(world.outsider)
    door = client.get("/spaces/closed-ruimte/")
    assert (door.status_code, "Zodat closed werkt." in door.text, "Koen Houder" in door.text) == (
        403,
        True,
        True,
    )
    client.post("/spaces/closed-ruimte/ask", {"message": "Ik doe graag mee."})
    asked = JoinRequest.objects.get()
    keeper = sign_in(world.keeper)
    assert "Ik doe graag mee." in keeper.get("/").text
    keeper.post(f"/join-requests/{asked.pk}", {"accept": "1"})
    assert sign_in(world.outsider).get("/spaces/closed-ruimte/").status_code == 200


def test_a_colleague_is_invited_by_name_or_address(world, sign_in):
    client = sign_in(world.keeper)
    for who in (
        "otto bui",
        " LEA.voor@proefstad.example ",
        "Niemand Zo",
        "wil.weg@proefstad.example",
        "x@",
        "",
    ):
        assert client.post("/spaces/closed-ruimte/invite", {"who": who}).status_code == 302
    assert {i.person for i in Invitation.objects.all()} == {world.outsider, world.leader}


def test_a_keeper_gives_roles_and_takes_people_out(world, sign_in):
    client = sign_in(world.keeper)
    address = f"/spaces/open-ruimte/members/{world.member.pk}"
    client.post(address, {"act": "keeper"})
    assert role_of(world.open, world.member) == "keeper"
    client.post(address, {"act": "member"})
    client.post(address, {"act": "out"})
    assert role_of(world.open, world.member) is None
    client.post(f"/spaces/open-ruimte/members/{world.keeper.pk}", {"act": "out"})
    assert "beheert" in client.get("/spaces/open-ruimte/members").text
    assert Membership.objects.filter(space=world.open).count() == 1


def test_an_archived_space_says_so_and_comes_back(world, sign_in):
    client = sign_in(world.keeper)
    client.post("/spaces/open-ruimte/archive")
    page = client.get("/spaces/open-ruimte/").text
    assert "/spaces/open-ruimte/revive" in page
    assert "/posts/new?space=open-ruimte&amp;kind=" not in page
    client.post("/spaces/open-ruimte/revive")
    assert not Space.objects.get(slug="open-ruimte").is_archived


def test_what_a_space_promises_stays_when_something_else_is_changed(world, sign_in):
    Space.objects.filter(pk=world.open.pk).update(answer_within=12)
    page = sign_in(world.keeper).get("/spaces/open-ruimte/settings").text
    chosen = [e for e in read(page).elements if e.tag == "option" and "selected" in e.attributes]
    assert ("12", "Binnen 12 werkuren") in [(e.attributes["value"], e.text) for e in chosen]
