"""What attackers and odd keyboards type, in every place that takes text: kept as it was, shown as text."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from tests.hostile.dom import read
from tests.world import a_post, a_reply
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads.models import Attachment, Draft, Reply, Thread
from zinvol.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def naughty(shared_data) -> list[str]:
    return json.loads((shared_data / "payloads/blns.json").read_text())


@pytest.fixture
def attacks(shared_data) -> list[str]:
    lines = (shared_data / "payloads/xss_payloads.txt").read_text().splitlines()
    purify = json.loads((shared_data / "payloads/dompurify_expect.json").read_text())
    return [*lines, *(case["payload"] for case in purify)]


def typed(text: str, longest: int = 200) -> str:
    """What a form field of one line keeps of a text."""
    return text.replace("\x00", "")[:longest].strip()


def shown(text: str) -> str:
    """As the parser of a page gives it back: line ends are line feeds."""
    return re.sub(r"\r\n?", "\n", text)


def posts_titled(titles, world) -> None:
    """Many posts at once, each a second after the one before."""
    begin = clock.now()
    moments = [begin + timedelta(seconds=i) for i in range(len(titles))]
    place = {"audience_id": world.open.audience_id, "space": world.open, "author": world.member}
    threads = Thread.objects.bulk_create(Thread(created_at=m, last_activity_at=m, **place) for m in moments)
    Post.objects.bulk_create(
        Post(thread=thread, kind="update", state="shared", title=title)
        for thread, title in zip(threads, titles, strict=True)
    )


@pytest.mark.slow
def test_every_naughty_string_is_a_title_and_a_body_that_work(world, sign_in, naughty):
    client = sign_in(world.member)
    for number, text in enumerate(naughty):
        title = typed(text) or "leeg"
        answer = client.post(
            "/posts/new",
            {
                "kind": "question",
                "space": world.open.pk,
                "title": title,
                "body": f"{text}\n\nvijf eigen woorden staan hier onder",
            },
        )
        assert answer.status_code == 302, (text, answer.status_code)
        post = Post.objects.latest("pk")
        assert post.title == title, number
        page = client.get(f"/posts/{post.pk}/")
        assert page.status_code == 200, text
        assert read(page.text).dangers() == [], text
        assert read(page.text).texts(id="title") == [shown(title)], text
    assert Post.objects.count() == 515


@pytest.mark.slow
def test_every_attack_is_shown_as_the_text_that_it_is_in_a_list(world, sign_in, attacks):
    titles = [t for t in dict.fromkeys(typed(a) for a in attacks) if t]
    posts_titled(titles, world)
    client, address, seen = sign_in(world.outsider), "/new/", []
    while address:
        page = read(client.get(address).text)
        assert page.dangers() == []
        seen += page.texts(class_="entry__title")
        older = [e.attributes["href"] for e in page.elements if e.attributes.get("rel") == "next"]
        address = f"/new/{older[0]}" if older and older[0].startswith("?") else (older[0] if older else "")
    assert len(seen) == len(titles)
    assert sorted(seen) == sorted(shown(t) for t in titles)


@pytest.mark.slow
def test_every_attack_in_a_body_leaves_nothing_that_runs(world, sign_in, attacks):
    client = sign_in(world.outsider)
    for at in range(0, len(attacks), 40):
        some = attacks[at : at + 40]
        post = a_post(
            world.member,
            world.open,
            "update",
            f"Deel {at}",
            body="woord woord woord woord woord\n\n" + "\n\n".join(some),
        )
        assert read(client.get(f"/posts/{post.pk}/").text).dangers() == []


@pytest.mark.slow
def test_a_body_is_kept_to_the_letter_and_comes_back_in_its_editor(world, sign_in, naughty):
    client = sign_in(world.member)
    for text in naughty:
        body = f"Mijn tekst over dit geval:\n\n{text}"
        reply = a_reply(world.member, a_post(world.keeper, world.open), body)
        kept = body.replace("\x00", "").strip()
        assert Reply.objects.get(pk=reply.pk).body == kept
        assert read(client.get(f"/replies/{reply.pk}/edit").text).value("body") == shown(kept)


def test_a_profile_full_of_naughty_strings_is_shown_as_text(world, sign_in, naughty, attacks):
    client = sign_in(world.member)
    for text in [*naughty[::30], *attacks[::500]]:
        name = typed(text, 120) or "Mina de Lid"
        values = {"name": name, "function": text[:120], "location": text[:120], "phone": text[:40], "about": text[:2000],
                  "knows": text[:60], "learns": text[:60], "languages": text[:60]}  # fmt: skip
        answer = client.post("/people/me/edit", values)
        assert answer.status_code == 302, text
        page = client.get(f"/people/{world.member.pk}/")
        assert page.status_code == 200
        assert read(page.text).dangers() == [], text
        assert Person.objects.get(pk=world.member.pk).name == name
        assert read(page.text).texts(tag="h1") == [shown(name)], text
    assert read(client.get("/people/").text).dangers() == []


def test_a_space_may_have_any_name_and_purpose(world, sign_in, naughty, attacks):
    client = sign_in(world.member)
    for text in [*naughty[::30], *attacks[::500]]:
        name, purpose = typed(text, 80) or "leeg", typed(text, 300) or "leeg"
        answer = client.post("/spaces/new", {"name": name, "purpose": purpose, "goal": text[:300], "about": text[:5000],
                                             "kind": "community", "access": "open", "posting": "members"})  # fmt: skip
        assert answer.status_code == 302, text
        space = Space.objects.latest("pk")
        assert (space.name, space.purpose) == (name, purpose)
        for address in (
            f"/spaces/{space.slug}/",
            f"/spaces/{space.slug}/about",
            f"/spaces/{space.slug}/members",
        ):
            page = client.get(address)
            assert (page.status_code, read(page.text).dangers()) == (200, []), (text, address)
    assert read(client.get("/spaces/").text).dangers() == []


def test_tags_of_any_script_are_kept_and_lead_to_their_posts(world, sign_in, naughty, attacks):
    client = sign_in(world.member)
    for number, text in enumerate(
        [*naughty[::30], *attacks[::500], "日本", "łódź", "C#", "ışık", "a&b=c", "?tag=x"]
    ):
        tag = " ".join(text.replace(",", " ").replace(";", " ").replace("\x00", "").split())[:40].strip()
        if not any(map(str.isprintable, tag)):
            continue
        post = a_post(world.member, world.open, title=f"Nummer {number}", tags=[tag])
        page = read(client.get(f"/posts/{post.pk}/").text)
        assert page.dangers() == []
        assert [t.casefold() for t in page.texts(class_="tag")] == [tag.casefold()], text
        link = next(e.attributes["href"] for e in page.elements if e.attributes.get("class") == "tag")
        assert f"Nummer {number}" in read(client.get(link).text).texts(class_="entry__title"), text


def test_departments_and_file_names_are_shown_as_text(world, sign_in, naughty, attacks, tmp_path):
    client = sign_in(world.admin)
    post = a_post(world.member, world.open)
    for number, text in enumerate([*naughty[::30], *attacks[::500]]):
        name = typed(text, 120) or "leeg"
        assert client.post("/manage/departments", {"name": name}).status_code == 302, text
        file = File.objects.create(
            name=name, media_type="application/pdf", size=3, sha256=f"{number}", path=f"x/{number}",
            created_at=clock.now(), audience_id=world.open.audience_id,
        )  # fmt: skip
        post = a_post(world.member, world.open, title=f"Met bestand {number}")
        Attachment.objects.create(thread=post.thread, file=file)
        Thread.objects.filter(pk=post.pk).update(file_count=1)
        page = read(client.get(f"/posts/{post.pk}/").text)
        assert page.dangers() == []
        assert [t.startswith(shown(name)) for t in page.texts(class_="files__name")] == [True], text
    assert read(client.get("/manage/departments").text).dangers() == []
    assert read(client.get("/people/").text).dangers() == []


def test_a_reason_a_message_and_a_draft_are_shown_as_text(world, sign_in, attacks):
    for attack in attacks[::500]:
        post = a_post(world.member, world.open, "idea", "Een idee")
        client = sign_in(world.keeper)
        client.post(f"/posts/{post.pk}/step", {"state": "declined", "reason": f"Niet nu: {attack}"})
        client.post(f"/posts/{post.pk}/close", {"reason": f"Dicht: {attack}"})
        client.post("/drafts/post/save", {"title": attack, "body": attack})
        assert read(client.get(f"/posts/{post.pk}/").text).dangers() == []
        assert read(client.get("/drafts/").text).dangers() == []
    assert Draft.objects.count() == 1


@pytest.mark.slow
def test_a_search_word_comes_back_in_its_box_and_nowhere_as_code(world, sign_in, naughty, attacks):
    client = sign_in(world.member)
    for number, text in enumerate([*naughty[::3], *attacks[::100]]):
        addresses = ("/search", "/palette", "/spaces/", "/people/", "/posts/mentions")
        for address in {"/search", addresses[number % 5]}:
            page = client.get(address, {"q": text})
            assert page.status_code == 200, (address, text)
            assert read(page.text).dangers() == [], (address, text)
    page = read(client.get("/search", {"q": '"><img src=x onerror=alert(1)>'}).text)
    assert page.value("q") == '"><img src=x onerror=alert(1)>'
