"""An empty install becomes a network on one page."""

from __future__ import annotations

import pytest

from tests.hostile.dom import read
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import Membership, Space

pytestmark = pytest.mark.django_db

GOOD = {
    "organisation": "Gemeente Proefstad", "language": "nl", "name": "Ada Beheer", "email": "Ada@Proefstad.example", "password": "vier losse woorden",
    "helpdesk_on": "on", "helpdesk_name": "Vraag het", "helpdesk_purpose": "Zodat niemand blijft zoeken.", "ideas_name": "Ideeën", "ideas_purpose": "Zodat.",
}  # fmt: skip


def test_before_it_every_page_leads_to_it(client):
    for address in ("/", "/login", "/posts/1/", "/manage/", "/nergens"):
        assert client.get(address).headers["Location"] == "/setup"
    assert client.get("/healthz").status_code == 200
    assert client.get("/setup").status_code == 200


def test_one_form_makes_organisation_administrator_and_spaces(client):
    assert client.post("/setup", GOOD).headers["Location"] == "/"
    person = Person.objects.get()
    assert (
        person.name,
        person.email,
        person.is_administrator,
        person.is_community_manager,
        person.state,
    ) == ("Ada Beheer", "ada@proefstad.example", True, True, "active")
    assert (Organisation.objects.get().name, Organisation.objects.get().language) == (
        "Gemeente Proefstad",
        "nl",
    )
    assert [(s.name, s.kind, s.purpose) for s in Space.objects.all()] == [
        ("Vraag het", "helpdesk", "Zodat niemand blijft zoeken.")
    ]
    assert Membership.objects.get().role == "keeper"
    assert client.get("/").status_code == 200


def test_after_it_it_is_gone(client):
    client.post("/setup", GOOD)
    client.logout()
    assert client.get("/setup").headers["Location"] == "/"
    client.post("/setup", GOOD | {"organisation": "Overgenomen", "email": "dief@evil.example"})
    assert (Organisation.objects.get().name, Person.objects.count()) == ("Gemeente Proefstad", 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", ""), ("organisation", "x" * 121), ("name", " "), ("email", "ada"), ("email", "a" * 250 + "@x.example"), ("password", "kort"), ("password", "wachtwoord"),
        ("password", "ada@proefstad.example"), ("language", "fr"), ("helpdesk_purpose", ""), ("helpdesk_name", "x" * 81),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_made_or_lost(client, field, value):
    answer = client.post("/setup", GOOD | {field: value})
    page = read(answer.text)
    assert (
        answer.status_code,
        Organisation.objects.count(),
        Person.objects.count(),
        Space.objects.count(),
    ) == (422, 0, 0, 0)
    assert [
        e
        for e in page.elements
        if e.attributes.get("aria-invalid") == "true" or "field--error" in e.attributes.get("class", "")
    ] != []
    for name in ("organisation", "name", "email"):
        assert field == name or page.value(name) == GOOD[name]


def test_nothing_is_half_made_when_something_breaks(client, monkeypatch):
    monkeypatch.setattr(spaces, "open_space", lambda **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.post("/setup", GOOD)
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Wachtwoord"), ("en-GB,en;q=0.9", "Password"), ("fr", "Wachtwoord")]
)
def test_the_page_speaks_the_language_of_the_browser(client, language, word):
    assert word in client.get("/setup", headers={"Accept-Language": language}).text
