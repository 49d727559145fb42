"""The ways in: invitation, password, a link by mail."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.core import mail

from tests.world import PASSWORD
from zinvol.apps.social.people import api, entry
from zinvol.apps.social.people.forms import PasswordForm
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.views.entry import client_address
from zinvol.config import wiring
from zinvol.kernel import clock, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def invited(world):
    return api.invite(administrator_id=world.admin.pk, email="nieuw@proefstad.example", name="Nia Nieuw")


def mailed() -> str:
    """Do what waits, and give the path in the last mail."""
    outbox.work(wiring.HANDLERS)
    return re.search(r"http://127.0.0.1:8000(/enter/\S+)", mail.outbox[-1].body)[1]


def at_login(client, email: str, password: str = PASSWORD, **more):
    return client.post("/login", {"email": email, "password": password, **more})


def test_an_invitation_lets_somebody_choose_a_password_and_come_in(invited, client):
    path = mailed()
    assert mail.outbox[0].to == ["nieuw@proefstad.example"]
    assert "Gemeente Proefstad" in mail.outbox[0].subject
    assert client.get(path).status_code == 200
    assert client.get("/").headers["Location"] == "/login"  # looking is not entering: mail scanners look
    answer = client.post(path, {"name": "Nia Nieuw-Smit", "password": "drie rare appels"})
    assert answer.headers["Location"] == "/people/me/edit"
    assert client.get("/").status_code == 200
    person = Person.objects.get(pk=invited.pk)
    assert (person.state, person.name, person.check_password("drie rare appels")) == (
        "active",
        "Nia Nieuw-Smit",
        True,
    )


def test_an_invitation_is_good_once(invited, client):
    path = mailed()
    client.post(path, {"name": "Nia", "password": "drie rare appels"})
    client.logout()
    assert client.get(path).status_code == 410
    assert client.post(path, {"name": "Dief", "password": "nog een wachtwoord"}).status_code == 410
    assert Person.objects.get(pk=invited.pk).name == "Nia"


@pytest.mark.parametrize(
    ("reason", "age", "works"),
    [
        ("invitation", timedelta(days=13, hours=23), True),
        ("invitation", timedelta(days=14, minutes=1), False),
        ("login", timedelta(minutes=14), True),
        ("login", timedelta(minutes=16), False),
    ],
)
def test_a_link_grows_old(world, monkeypatch, reason, age, works):
    token = entry.make_link(world.member, reason).removeprefix("/enter/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + age.total_seconds())
    assert entry.open_link(token) == ((world.member, reason) if works else None)


def test_a_link_by_mail_lets_in_after_a_click_and_once(world, client):
    assert client.post("/login", {"email": "MINA.de.lid@proefstad.example", "link": "1"}).status_code == 200
    path = mailed()
    assert client.get(path).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post(path).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    client.logout()
    assert client.post(path).status_code == 410


def test_an_older_link_is_worthless_after_a_newer_one_was_used(world, client):
    older, newer = entry.make_link(world.member, "login"), entry.make_link(world.member, "login")
    client.post(newer)
    client.logout()
    assert client.post(older).status_code == 410


@pytest.mark.parametrize("token", ["x", "x:y:z", "", "WzEsImxvZ2luIiwiIl0:1tXXXX:AAAA", "😀", "a" * 3000])
def test_a_link_that_never_was_ours_is_gone(world, client, token):
    assert client.get(f"/enter/{token}").status_code in (404, 410)
    assert entry.open_link(token) is None


def test_a_link_of_who_left_is_worthless_and_none_is_sent(world, client):
    path = entry.make_link(world.gone, "login")
    assert client.post(path).status_code == 410
    emails = (world.gone.email, world.member.email, "niemand@proefstad.example")
    pages = [client.post("/login", {"email": email, "link": "1"}).text for email in emails]
    token = re.compile(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]*"')
    assert len({token.sub("", page) for page in pages}) == 1  # nobody learns who has an account
    outbox.work(wiring.HANDLERS)
    assert [m.to for m in mail.outbox] == [[world.member.email]]


def test_three_links_in_a_quarter_of_an_hour_are_enough(world, client):
    for minute in range(5):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            client.post("/login", {"email": world.member.email, "link": "1"})
    with clock.at(clock.now() + timedelta(minutes=16)):
        client.post("/login", {"email": world.member.email, "link": "1"})
        outbox.work(wiring.HANDLERS)
    assert len(mail.outbox) == 4


def test_address_and_password_let_in_whatever_the_case_of_the_address(world, client):
    assert at_login(client, " Mina.De.Lid@Proefstad.example ").headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "who", ["mina.de.lid@proefstad.example", "niemand@proefstad.example", "wil.weg@proefstad.example"]
)
def test_what_is_wrong_is_told_without_telling_who_has_an_account(world, client, who):
    answer = at_login(client, who, "verkeerd")
    assert answer.status_code == 422
    assert "Dit adres en wachtwoord horen niet bij elkaar" in answer.text
    assert f'value="{who}"' in answer.text
    assert "verkeerd" not in answer.text


def test_after_five_wrong_tries_an_account_rests_a_quarter_of_an_hour(world, client):
    email = world.member.email
    assert [at_login(client, email, "fout").status_code for _ in range(5)] == [422] * 5
    assert "Te veel pogingen" in at_login(client, email).text
    assert at_login(client, world.keeper.email).status_code == 302  # others are not locked out
    client.logout()
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert at_login(client, email).status_code == 302


def test_a_good_password_begins_the_count_anew(world, client):
    for _round in range(3):
        for _try in range(4):
            at_login(client, world.member.email, "fout")
        assert at_login(client, world.member.email).status_code == 302
        client.logout()


def test_fifty_tries_from_one_place_are_enough_for_any_account(world, client):
    for number in range(50):
        at_login(client, f"persoon{number}@proefstad.example", "fout")
    assert "Te veel pogingen" in at_login(client, world.member.email).text
    assert (
        client.post(
            "/login", {"email": world.member.email, "password": PASSWORD}, REMOTE_ADDR="10.9.8.7"
        ).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [(0, "1.2.3.4", "127.0.0.1"), (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"), (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"), (2, "1.2.3.4", "127.0.0.1"), (1, "", "127.0.0.1")],
)  # fmt: skip
def test_an_address_is_believed_only_from_our_own_proxies(rf, settings, proxies, header, address):
    settings.PROXIES = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": header})) == address


def test_an_address_of_any_length_is_only_wrong(world, client):
    assert (
        at_login(client, "a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + ".example", "fout").status_code == 422
    )


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/posts/1/?reply=2", "/posts/1/?reply=2"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/"), ("javascript:alert(1)", "/"),
        ("", "/"), ("posts/1/", "/"),
    ],
)  # fmt: skip
def test_after_signing_in_one_is_where_one_wanted_to_be(world, client, wanted, target):
    assert at_login(client, world.member.email, next=wanted).headers["Location"] == target
    assert client.get("/login", {"next": wanted}).headers["Location"] == target


def test_a_deep_link_survives_the_login_page(world, client):
    away = client.get("/posts/1/?reply=2&x=a%20b")
    assert away.headers["Location"] == "/login?next=/posts/1/%3Freply%3D2%26x%3Da%2520b"
    page = client.get(away.headers["Location"])
    assert 'name="next" value="/posts/1/?reply=2&amp;x=a%20b"' in page.text
    wrong = at_login(client, world.member.email, "fout", next="/posts/1/?reply=2")
    assert 'name="next" value="/posts/1/?reply=2"' in wrong.text


@pytest.mark.parametrize(
    "password", ["kort", "123456789", "wachtwoord", "aaaaaaaaa", "minadelid.proefstad", "mina de lid"]
)
def test_a_weak_password_is_refused(world, password):
    form = PasswordForm({"password": password}, person=world.member)
    assert list(form.errors) == ["password"]


def test_every_common_password_is_refused(world, shared_data):
    words = (shared_data / "payloads/common_passwords_2000.txt").read_text().split("\n")
    words = [w for w in words if w]
    taken = [w for w in words if PasswordForm({"password": w}, person=world.member).is_valid()]
    assert (len(words), taken) == (2000, [])


def test_a_long_password_of_common_words_is_taken(world):
    for password in ("vier losse woorden", "ünïcode wachtwoord 😀", " spaties eromheen ", "x1" * 60):
        assert PasswordForm({"password": password}, person=world.member).errors == {}


def test_another_password_ends_the_sessions_and_keeps_nobody_out(world, client):
    client.force_login(world.member)
    for wrong in (
        {"present": PASSWORD, "password": "kort"},
        {"present": "een ander", "password": "vijf nieuwe losse woorden"},
        {"password": "vijf nieuwe losse woorden"},
    ):
        assert client.post("/people/me/settings", wrong).status_code == 422
    answer = client.post(
        "/people/me/settings", {"present": PASSWORD, "password": "vijf nieuwe losse woorden"}
    )
    assert answer.headers["Location"] == "/login"
    assert client.get("/").headers["Location"] == "/login"
    assert at_login(client, world.member.email, "vijf nieuwe losse woorden").status_code == 302


def test_who_came_in_by_a_link_may_choose_a_password_without_the_present_one_for_an_hour(world, client):
    client.post(entry.make_link(world.member, "login"))
    asked = 'name="present"'
    assert asked not in client.get("/people/me/settings").text
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert asked in client.get("/people/me/settings").text
    answer = client.post("/people/me/settings", {"password": "vijf nieuwe losse woorden"})
    assert answer.headers["Location"] == "/login"


def test_the_present_password_cannot_be_guessed_for_long(world, client):
    client.force_login(world.member)
    wrong = {"present": "een ander", "password": "vijf nieuwe losse woorden"}
    for _ in range(5):
        client.post("/people/me/settings", wrong)
    right = {"present": PASSWORD, "password": "vijf nieuwe losse woorden"}
    assert client.post("/people/me/settings", right).status_code == 422


def test_signing_out_takes_a_post(world, client):
    client.force_login(world.member)
    assert client.get("/logout").status_code == 405
    assert client.get("/").status_code == 200
    client.post("/logout")
    assert client.get("/").status_code == 302


def test_nobody_is_let_in_with_one_click_outside_the_demo(world, client):
    client.post("/login/demo", {"person": world.admin.pk})
    assert client.get("/").status_code == 302
    world.organisation.is_demo = True
    world.organisation.save()
    assert client.post("/login/demo", {"person": world.member.pk}).headers["Location"] == "/login"
    assert client.post("/login/demo", {"person": world.admin.pk}).headers["Location"] == "/"


def test_a_mail_that_cannot_be_sent_for_who_left_is_no_mail(world):
    entry.send_link(person_id=world.gone.pk, reason="login")
    assert mail.outbox == []
