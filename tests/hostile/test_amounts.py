"""Too much of everything: told clearly, quickly, and nothing typed is lost."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.hostile.dom import read
from tests.world import a_person, a_post
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.files.models import File
from zinvol.apps.social.threads.models import Mention, Reply

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def browser(world):
    """Like a browser: with a token for its forms."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.member)
    client.get("/posts/new")
    token = client.cookies["zinvol_csrf"].value
    client.defaults["HTTP_X_CSRFTOKEN"] = token
    return client


def test_ten_megabytes_of_text_are_refused_with_a_page_that_says_why(world, browser):
    values = {"kind": "update", "space": world.open.pk, "title": "Lang", "body": "a" * 10_000_000}
    began = time.monotonic()
    answer = browser.post("/posts/new", values)
    assert (answer.status_code, Post.objects.count()) == (413, 0)
    assert "50.000 tekens" in answer.text
    assert time.monotonic() - began < 2


def test_ten_megabytes_in_an_address_encoded_form_are_refused_in_the_same_way(world, browser):
    answer = browser.post(
        "/posts/new", "body=" + "a" * 10_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, Post.objects.count()) == (413, 0)


def test_a_text_beyond_the_limit_is_told_and_stays_in_the_form(world, browser):
    body = "woord " * 9_000
    answer = browser.post(
        "/posts/new", {"kind": "update", "space": world.open.pk, "title": "Lang", "body": body}
    )
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert read(answer.text).value("body") == body
    assert "50000" in answer.text


def test_a_thousand_fields_and_a_broken_upload_get_a_page_of_their_own(browser):
    for answer in (
        browser.post("/posts/new", {f"veld{i}": "1" for i in range(1000)}),
        browser.post("/posts/new", b"--x\r\nnonsense", content_type="multipart/form-data"),
        browser.post("/posts/new", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x"),
        browser.post("/posts/new", b"\xff\xfe%ff=%ff", content_type="application/x-www-form-urlencoded"),
    ):
        assert answer.status_code in (400, 403, 422)
        assert "Ga terug" in answer.text or answer.status_code == 422


def test_ten_thousand_mentions_are_refused_quickly(world, browser):
    body = " ".join(
        f"@{a}{b}{c}"
        for a in "abcdefghijklmnopqrstuv"
        for b in "abcdefghijklmnopqrstuv"
        for c in "abcdefghijklmnopqrstu"
    )[:49_999]
    began = time.monotonic()
    answer = browser.post(
        "/posts/new", {"kind": "update", "space": world.open.pk, "title": "Iedereen", "body": body}
    )
    assert answer.status_code == 302  # nobody is called so: these are words
    assert time.monotonic() - began < 5
    answer = browser.post(
        "/posts/new",
        {
            "kind": "update",
            "space": world.open.pk,
            "title": "Iedereen",
            "body": f"@{{{world.keeper.pk}}} " * 5_000,
        },
    )
    assert answer.status_code == 302
    assert Mention.objects.count() == 1  # ten thousand times the same person is one mention


def test_more_than_a_hundred_people_in_one_text_are_refused(world, browser):
    people = [
        a_person(
            f"Persoon Nummer{'abcdefghijklmnopqrstuvwxyz'[i // 26]}{'abcdefghijklmnopqrstuvwxyz'[i % 26]}"
        )
        for i in range(101)
    ]
    body = " ".join(f"@{p.name}," for p in people)
    answer = browser.post(
        "/posts/new", {"kind": "update", "space": world.open.pk, "title": "Iedereen", "body": body}
    )
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert "101" in answer.text
    assert read(answer.text).value("body") == body


def full_disk(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_and_the_text_stays(world, browser, monkeypatch, settings):
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    answer = browser.post("/files/", {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")})
    assert answer.status_code == 422
    assert "schijf van de server" in answer.json()["error"]
    assert (File.objects.count(), list(settings.MEDIA_ROOT.rglob("*.part"))) == (0, [])
    photo = {"name": "Mina de Lid", "function": "Nieuwe functie", "photo": SimpleUploadedFile("ik.gif", GIF)}
    answer = browser.post("/people/me/edit", photo)
    assert answer.status_code == 422
    assert read(answer.text).value("function") == "Nieuwe functie"


def test_too_many_files_with_one_message_are_refused_and_the_words_stay(world, browser):
    post = a_post(world.keeper, world.open)
    answer = browser.post(
        f"/posts/{post.pk}/replies", {"body": "Met bijlagen", "files": [str(i) for i in range(1, 30)]}
    )
    assert (answer.status_code, Reply.objects.count()) == (422, 0)
    assert read(answer.text).value("body") == "Met bijlagen"


GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
