"""What every answer carries, and what error pages tell and do not tell."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.hostile.dom import read
from tests.world import a_post, a_reply
from zinvol.flows.today import reads

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", "connect-src 'self'", "manifest-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
TOKEN = re.compile(r'((?:csrf-token" content|csrfmiddlewaretoken" value)=)"[^"]*"')


def pages(world) -> list[str]:
    post = a_post(
        world.keeper,
        world.open,
        "dilemma",
        tags=["dak"],
        body="Zie https://example.org/ voor veel meer eigen woorden.",
    )
    reply = a_reply(world.member, post)
    question = a_post(world.keeper, world.open)
    return [
        "/", "/new/", "/inbox/?show=all", "/inbox/reached/", "/people/me/notices", "/spaces/", "/people/", "/unanswered/", "/drafts/", "/posts/new", f"/posts/{post.pk}/", f"/posts/{post.pk}/edit", f"/posts/{post.pk}/history", f"/posts/{post.pk}/move", f"/posts/{post.pk}/split?reply={reply.pk}", f"/posts/{question.pk}/merge", "/search?q=dak",
        "/spaces/open-ruimte/", "/spaces/open-ruimte/members", "/spaces/open-ruimte/about", "/spaces/open-ruimte/settings", "/spaces/new", f"/people/{world.member.pk}/", "/people/me/edit",
        "/people/me/settings", "/manage/", "/manage/settings", "/manage/audit", "/manage/health", "/manage/import", "/manage/departments", "/manage/spaces", "/nergens",
    ]  # fmt: skip


def test_no_page_runs_code_of_its_own_or_calls_another_host(world, sign_in):
    client = sign_in(world.admin)
    for address in pages(world):
        answer = client.get(address)
        assert answer.status_code == (404 if address == "/nergens" else 200), address
        page = read(answer.text)
        assert page.dangers() == [], address
        outside = [
            e.attributes["href"]
            for e in page.elements
            if e.attributes.get("href", "").startswith(("http", "//"))
        ]
        assert [link for link in outside if link != "https://example.org/"] == [], address
        loads = [
            e.tag
            for e in page.elements
            if e.tag == "link" and e.attributes.get("href", "").startswith(("http", "//"))
        ]
        assert loads == []


def test_every_page_carries_the_headers_that_keep_it_safe(world, sign_in):
    client = sign_in(world.admin)
    for address in [*pages(world), "/login", "/setup"]:
        answer = client.get(address)
        assert set(answer["Content-Security-Policy"].split("; ")) == CSP, address
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in answer
    assert client.get("/")["Cache-Control"] == "private, no-store"


def test_over_tls_the_browser_is_told_to_stay_there(world, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    assert (
        Client().get("/login", secure=True)["Strict-Transport-Security"]
        == "max-age=31536000; includeSubDomains"
    )
    assert "Strict-Transport-Security" not in Client().get("/login")


@pytest.mark.parametrize("tls", [False, True])
def test_cookies_are_for_this_site_and_the_session_for_no_script(world, settings, tls):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = tls
    client = Client()
    client.get("/login")
    client.post("/login", {"email": world.member.email, "password": "vier losse woorden"})
    session, token = client.cookies["zinvol_session"], client.cookies["zinvol_csrf"]
    assert (session["httponly"], session["samesite"], bool(session["secure"])) == (True, "Lax", tls)
    assert (token["samesite"], bool(token["secure"])) == ("Lax", tls)


def test_a_secret_thing_and_a_missing_thing_give_the_same_page_to_the_letter(world, sign_in):
    secret = a_post(world.keeper, world.secret)
    reply = a_reply(world.member, secret)
    client = sign_in(world.outsider)
    for there, missing in (
        (f"/posts/{secret.pk}/", "/posts/9999/"),
        (f"/posts/{secret.pk}/edit", "/posts/9999/edit"),
        (f"/posts/{secret.pk}/history", "/posts/9999/history"),
        (f"/replies/{reply.pk}/", "/replies/9999/"),
        ("/spaces/secret-ruimte/", "/spaces/bestaat-niet/"),
        ("/spaces/secret-ruimte/members", "/spaces/bestaat-niet/members"),
        ("/spaces/secret-ruimte/about", "/spaces/bestaat-niet/about"),
    ):
        found, gone = client.get(there), client.get(missing)
        assert (found.status_code, gone.status_code) == (404, 404), there
        assert plain(found, there) == plain(gone, missing), there
        assert sorted(found.headers) == sorted(gone.headers)


def plain(answer, address: str) -> str:
    return TOKEN.sub(r"\1", answer.text).replace(address, "")


def test_a_closed_thing_has_a_door_that_says_whom_to_ask(world, sign_in):
    post = a_post(world.keeper, world.closed, title="Een geheim plan")
    client = sign_in(world.outsider)
    for address in (f"/posts/{post.pk}/", "/spaces/closed-ruimte/", "/spaces/closed-ruimte/members"):
        door = client.get(address)
        assert (door.status_code, "Koen Houder" in door.text, "Een geheim plan" in door.text) == (
            403,
            True,
            False,
        ), address
        assert 'action="/spaces/closed-ruimte/ask"' in door.text


def test_a_form_without_its_token_is_refused_kindly(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.member)
    answer = client.post("/posts/new", {"title": "x"})
    assert answer.status_code == 403
    assert "te lang open" in answer.text


def test_a_role_that_is_missing_is_told(world, sign_in):
    answer = sign_in(world.member).get("/manage/")
    assert answer.status_code == 403
    assert "rol" in answer.text


def test_a_script_gets_its_errors_as_data(world, sign_in):
    client = sign_in(world.member)
    answer = client.get("/posts/9999/", headers={"Accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
    assert Client().get("/posts/1/", headers={"Accept": "application/json"}).status_code == 401


def test_an_error_of_the_server_tells_nothing_about_it(world, sign_in, monkeypatch):
    monkeypatch.setattr(reads, "today", lambda **_k: 1 / 0)
    client = sign_in(world.member)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert ("ZeroDivision" in answer.text, "Traceback" in answer.text, "concepten" in answer.text) == (
        False,
        False,
        True,
    )


def test_a_method_that_a_page_does_not_know_changes_nothing(world, sign_in):
    client = sign_in(world.keeper)
    client.raise_request_exception = False
    post = a_post(world.keeper, world.open)
    for method in ("put", "patch", "delete", "options", "trace", "head"):
        for address in (
            f"/posts/{post.pk}/delete",
            "/spaces/open-ruimte/archive",
            f"/posts/{post.pk}/",
            "/posts/new",
        ):
            assert getattr(client, method)(address).status_code < 500
    assert type(post).objects.living().filter(pk=post.pk, thread__space__archived_at=None).exists()
