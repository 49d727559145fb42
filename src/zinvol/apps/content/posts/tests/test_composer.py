"""Writing by its pages: nothing typed is lost, and nothing comes in by a crafted form."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.dom import read
from tests.world import a_person, a_post, a_reply
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads.models import Draft, Reaction, Reply, Revision

pytestmark = pytest.mark.django_db


def form(world, **values) -> dict:
    return {
        "kind": "question",
        "space": world.open.pk,
        "title": "Wie kent riet?",
        "body": "Ik zoek een rietdekker.",
        "tags": "dak, riet",
    } | values


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_posted_from_its_form(world, sign_in, kind):
    more = {
        "options": "Riet\nPannen",
        "answer_by": "2030-01-02",
        "feedback_wanted": "Toon",
        "reader_should": "know",
        "closes_at": "2030-01-02T12:00",
    }
    client = sign_in(world.member)
    answer = client.post("/posts/new", form(world, kind=kind, **more))
    post = Post.objects.get()
    assert answer.headers["Location"] == f"/posts/{post.pk}/"
    page = client.get(f"/posts/{post.pk}/")
    assert (page.status_code, read(page.text).texts(id="title"), read(page.text).dangers()) == (
        200,
        ["Wie kent riet?"],
        [],
    )
    own = {
        Kind.QUESTION: ("2030-01-02", "", "", False), Kind.UNFINISHED: ("None", "Toon", "", False), Kind.UPDATE: ("None", "", "know", False),
        Kind.POLL: ("None", "", "", True),
    }  # fmt: skip
    assert (
        str(post.answer_by),
        post.feedback_wanted,
        post.reader_should,
        post.closes_at is not None,
    ) == own.get(kind, ("None", "", "", False))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_that_was_switched_off_is_not_offered_and_cannot_be_posted(world, sign_in, kind):
    organisation.change_settings(administrator_id=None, kinds=[k for k in Kind if k != kind])
    client = sign_in(world.member)
    for address in ("/posts/new", f"/posts/new?kind={kind}", f"/posts/new?space=open-ruimte&kind={kind}"):
        page = read(client.get(address).text)
        assert page.values("kind") == [k for k in Kind if k != kind]
    assert f"kind={kind}" not in [
        e.attributes.get("href", "").partition("&")[2]
        for e in read(client.get("/spaces/open-ruimte/").text).elements
        if "kind-choice" in e.attributes.get("class", "")
    ]
    answer = client.post("/posts/new", form(world, kind=kind, options="Riet\nPannen"))
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert read(answer.text).value("body") == "Ik zoek een rietdekker."


def test_a_composer_always_has_a_kind_chosen(world, sign_in):
    client = sign_in(world.member)
    client.post("/drafts/post/save", form(world, kind="dilemma"))
    organisation.change_settings(administrator_id=None, kinds=["idea", "update"])
    for address in ("/posts/new", "/posts/new?kind=question", "/posts/new?kind=nonsense"):
        page = read(client.get(address).text)
        assert [
            e.attributes["value"]
            for e in page.elements
            if e.attributes.get("name") == "kind" and "checked" in e.attributes
        ] == ["update"], address
        assert page.value("body") in ("Ik zoek een rietdekker.", "")


def test_an_earlier_post_of_a_kind_that_was_switched_off_lives_on(world, sign_in):
    post = a_post(world.member, world.open, "dilemma")
    organisation.change_settings(administrator_id=None, kinds=["idea"])
    client = sign_in(world.member)
    assert client.get(f"/posts/{post.pk}/").status_code == 200
    assert client.post(f"/posts/{post.pk}/edit", form(world, title="Anders", version="1")).status_code == 302
    assert Post.objects.get().title == "Anders"


def test_a_reaction_that_was_switched_off_is_not_offered_and_not_taken(world, sign_in):
    post = a_post(world.member, world.open)
    reply = a_reply(world.keeper, post)
    organisation.change_settings(administrator_id=None, reactions=["thanks"])
    client = sign_in(world.outsider)
    for address in (f"/posts/{post.pk}/react", f"/replies/{reply.pk}/react"):
        for kind in ("useful", "me_too", "i_can_help", "love", ""):
            assert client.post(address, {"kind": kind}).status_code == 403
        assert client.post(address, {"kind": "thanks"}).status_code == 302
    assert [(r.kind, r.reply_id) for r in Reaction.objects.order_by("pk")] == [
        ("thanks", None),
        ("thanks", reply.pk),
    ]
    page = read(client.get(f"/posts/{post.pk}/").text)
    assert {e.attributes["value"] for e in page.elements if e.attributes.get("class") == "reaction"} == {
        "thanks"
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", "x" * 201), ("kind", "rant"), ("kind", ""), ("space", "999"), ("space", "x"), ("space", ""), ("body", "https://example.org"), ("body", "x" * 50_001),
        ("answer_by", "morgen"), ("answer_by", "2024-02-31"), ("tags", ",".join("abcdefghi")), ("tags", "x" * 301), ("reader_should", "cry"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_and_keeps_all_that_was_typed(world, sign_in, field, value):
    answer = sign_in(world.member).post("/posts/new", form(world, feedback_wanted="Toon") | {field: value})
    page = read(answer.text)
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert page.texts(class_="field__error") + page.texts(class_="notice--error") != []
    for name, typed in {
        "title": "Wie kent riet?",
        "body": "Ik zoek een rietdekker.",
        "feedback_wanted": "Toon",
    }.items():
        assert field == name or page.value(name) == typed


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("poll", "closes_at", "2001-01-01T00:00"),
        ("poll", "closes_at", "0001-01-01T00:00"),
        ("poll", "options", "een"),
        ("dilemma", "options", ""),
    ],
)
def test_what_a_kind_needs_is_told_at_its_field(world, sign_in, kind, field, value):
    answer = sign_in(world.member).post(
        "/posts/new", form(world, kind=kind, options="Riet\nPannen") | {field: value}
    )
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert read(answer.text).texts(id=f"id_{field}_error") != []


@pytest.mark.parametrize("who", ["outsider", "guest", "member"])
def test_nobody_posts_where_they_may_not(world, sign_in, who):
    space = world.secret if who != "member" else world.open
    if who == "member":
        spaces.change(space=world.open, keeper=world.keeper, posting="keepers")
    answer = sign_in(getattr(world, who)).post("/posts/new", form(world, space=space.pk))
    assert (answer.status_code, Post.objects.count()) == (422, 0)


def test_a_form_that_is_sent_twice_is_one_post_and_one_reply(world, sign_in):
    client = sign_in(world.member)
    token = read(client.get("/posts/new").text).value("submission")
    first, second = (client.post("/posts/new", form(world, submission=token)) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    post = Post.objects.get()
    for _ in range(2):
        client.post(f"/posts/{post.pk}/replies", {"body": "Ik weet het zelf al.", "submission": "abc"})
    assert Reply.objects.count() == 1


def test_two_pages_have_two_tokens(world, sign_in):
    client = sign_in(world.member)
    assert len({read(client.get("/posts/new").text).value("submission") for _ in range(3)}) == 3


def test_naming_somebody_outside_the_audience_asks_first_and_once(world, sign_in):
    client = sign_in(world.member)
    values = form(world, space=world.closed.pk, body="Weet jij het, @Otto Buiten?")
    asked = client.post("/posts/new", values)
    page = read(asked.text)
    assert (asked.status_code, Post.objects.count()) == (422, 0)
    assert "Otto Buiten" in "".join(page.texts(class_="notice--warn"))
    assert page.value("body") == "Weet jij het, @Otto Buiten?"
    another = values | {"body": "En @Lea Voor, @Otto Buiten?", "unseen_ok": page.values("unseen_ok")}
    assert client.post("/posts/new", another).status_code == 422
    sent = client.post("/posts/new", values | {"unseen_ok": page.values("unseen_ok")})
    assert sent.status_code == 302
    assert (
        client.post("/posts/new", form(world, body="Weet jij het, @Otto Buiten?")).status_code == 302
    )  # there everybody reads


def test_a_preview_shows_the_text_and_who_will_not_see_it(world, sign_in):
    client = sign_in(world.member)
    page = client.post("/posts/preview", {"body": "**Vet** voor @Otto Buiten", "space": world.closed.pk})
    assert (page.status_code, "<strong>Vet</strong>" in page.text, "Otto Buiten" in page.text) == (
        200,
        True,
        True,
    )
    assert client.post("/posts/preview", {"body": "x" * 50_001}).status_code == 422
    assert Post.objects.count() == 0


def test_names_are_offered_by_any_part_those_who_will_see_it_first(world, sign_in):
    a_person("Minke Anders")
    client = sign_in(world.keeper)
    page = client.get("/posts/mentions", {"q": "min", "space": world.closed.pk}).text
    assert 0 < page.index("Mina de Lid") < page.index("Minke Anders")


def test_a_draft_follows_to_every_device_and_goes_when_it_was_sent(world, sign_in):
    client = sign_in(world.member)
    saved = client.post("/drafts/post/save", form(world, kind="idea"), headers={"Accept": "application/json"})
    assert saved.json()["saved_at"].startswith("2")
    page = read(client.get("/posts/new").text)
    assert (page.value("title"), page.value("body"), page.value("tags")) == (
        "Wie kent riet?",
        "Ik zoek een rietdekker.",
        "dak, riet",
    )
    assert "Wie kent riet?" in client.get("/drafts/").text
    client.post("/posts/new", form(world))
    assert Draft.objects.count() == 0


def test_a_draft_without_a_title_is_not_lost_by_choosing_a_kind(world, sign_in):
    client = sign_in(world.member)
    client.post("/drafts/post/save", {"body": "Alleen nog een tekst"})
    page = read(client.get("/posts/new?space=open-ruimte&kind=idea").text)
    assert page.value("body") == "Alleen nog een tekst"


def test_every_place_has_its_draft_and_the_list_leads_to_each(world, sign_in):
    post = a_post(world.member, world.open, title="Wie kent riet?")
    reply = a_reply(world.member, post)
    client = sign_in(world.member)
    for place in ("post", f"reply:{post.pk}", f"edit:{post.pk}", f"edit-reply:{reply.pk}"):
        client.post(f"/drafts/{place}/save", {"body": f"Concept voor {place}"})
    page = read(client.get("/drafts/").text)
    assert len(page.texts(class_="waiting__item")) == 4
    links = [e.attributes.get("href", "") for e in page.elements]
    for address in (
        "/posts/new",
        f"/posts/{post.pk}/#write",
        f"/posts/{post.pk}/edit",
        f"/replies/{reply.pk}/edit",
    ):
        assert address in links
        assert "Concept voor" in client.get(address.partition("#")[0]).text, address


@pytest.mark.parametrize("place", ["nonsense", "reply:x", "edit:", "reply:1:2", "../post", "post:1"])
def test_a_draft_has_a_place_that_exists(world, sign_in, place):
    assert sign_in(world.member).post(f"/drafts/{place}/save", {"body": "x"}).status_code == 404
    assert Draft.objects.count() == 0


def test_a_draft_of_an_older_wording_does_not_overwrite_a_newer_one(world, sign_in):
    post = a_post(world.member, world.open, body="Eerste tekst van mij.")
    mine = sign_in(world.member)
    version = read(mine.get(f"/posts/{post.pk}/edit").text).value("version")
    mine.post(f"/drafts/edit:{post.pk}/save", form(world, body="Mijn halve wijziging.", version=version))
    sign_in(world.keeper).post(f"/posts/{post.pk}/edit", form(world, body="Van de beheerder.", version="1"))
    mine = sign_in(world.member)
    page = read(mine.get(f"/posts/{post.pk}/edit").text)
    answer = mine.post(
        f"/posts/{post.pk}/edit", form(world, body=page.value("body"), version=page.value("version"))
    )
    assert (answer.status_code, Post.objects.get().body) == (409, "Van de beheerder.")
    assert read(answer.text).value("body") == "Mijn halve wijziging."
    assert "Van de beheerder." in answer.text
    again = form(world, body="Samen.", version=read(answer.text).value("version"))
    assert mine.post(f"/posts/{post.pk}/edit", again).status_code == 302
    assert Post.objects.get().body == "Samen."


def test_two_who_edit_a_reply_see_each_others_words(world, sign_in):
    reply = a_reply(world.member, a_post(world.member, world.open), "Eerste woorden.")
    client = sign_in(world.keeper)
    client.post(f"/replies/{reply.pk}/edit", {"body": "Van de beheerder.", "version": "1"})
    answer = sign_in(world.member).post(f"/replies/{reply.pk}/edit", {"body": "Van mij.", "version": "1"})
    page = read(answer.text)
    assert (answer.status_code, page.value("body"), page.value("version")) == (409, "Van mij.", "2")
    assert "Van de beheerder." in answer.text


def test_a_file_that_was_uploaded_stays_when_the_form_is_refused(world, sign_in):
    client = sign_in(world.member)
    post = a_post(world.member, world.open)
    reply = a_reply(world.member, post)
    pk = client.post("/files/", {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7")}).json()["id"]
    for address, values in (
        ("/posts/new", form(world, title="", files=[pk])),
        (f"/posts/{post.pk}/edit", form(world, title="", version="1", files=[pk])),
        (f"/posts/{post.pk}/replies", {"body": "x" * 50_001, "files": [pk]}),
        (f"/replies/{reply.pk}/edit", {"body": "x" * 50_001, "version": "1", "files": [pk]}),
    ):
        answer = client.post(address, values)
        assert (answer.status_code, read(answer.text).values("files")) == (422, [str(pk)]), address
    client.post(f"/posts/{post.pk}/replies", {"body": "Met bijlage.", "files": [pk]})
    assert "plan.pdf" in client.get(f"/posts/{post.pk}/").text


def test_a_reply_that_is_refused_keeps_its_quote_and_its_side(world, sign_in):
    post = a_post(world.member, world.open, "dilemma")
    quoted, option = a_reply(world.member, post), post.options.first()
    values = {"body": "x" * 50_001, "quotes": quoted.pk, "option": option.pk, "stance": "against"}
    answer = sign_in(world.keeper).post(f"/posts/{post.pk}/replies", values)
    page = read(answer.text)
    assert (answer.status_code, page.value("quotes"), page.value("option"), page.value("stance")) == (
        422,
        str(quoted.pk),
        str(option.pk),
        "against",
    )


def test_a_script_gets_only_the_new_reply_or_the_reason_why_not(world, sign_in):
    post = a_post(world.member, world.open)
    client = sign_in(world.keeper)
    made = client.post(
        f"/posts/{post.pk}/replies", {"body": "Dat weet ik wel."}, headers={"HX-Request": "true"}
    )
    assert (made.status_code, "<html" in made.text, "Dat weet ik wel." in made.text) == (201, False, True)
    refused = client.post(f"/posts/{post.pk}/replies", {"body": " "}, headers={"HX-Request": "true"})
    assert (refused.status_code, "<html" in refused.text, Reply.objects.count()) == (422, False, 1)


def test_a_history_shows_what_changed(world, sign_in):
    post = a_post(world.member, world.open, body="Het dak lekt aan de linkerkant.")
    client = sign_in(world.member)
    client.post(f"/posts/{post.pk}/edit", form(world, body="Het dak lekt aan de rechterkant.", version="1"))
    page = client.get(f"/posts/{post.pk}/history")
    assert ("linkerkant" in page.text, "rechterkant" in page.text, Revision.objects.count()) == (
        True,
        True,
        2,
    )
    lines = [e for e in read(page.text).elements if "diff__line" in e.attributes.get("class", "")]
    assert [e.text for e in lines if len(e.attributes["class"].split()) == 2][:3] == [
        "Wie weet dit?",
        "Wie kent riet?",
        "Het dak lekt aan de linkerkant.",
    ]
    assert client.get(f"/posts/{a_post(world.member, world.open).pk}/history").status_code == 200


def test_a_deletion_is_undone_from_the_message(world, sign_in):
    post = a_post(world.member, world.open)
    client = sign_in(world.member)
    client.post(f"/posts/{post.pk}/delete")
    assert f"/posts/{post.pk}/restore" in client.get("/spaces/open-ruimte/").text
    assert client.get(f"/posts/{post.pk}/").status_code == 404
    client.post(f"/posts/{post.pk}/restore")
    assert client.get(f"/posts/{post.pk}/").status_code == 200


def test_closing_without_a_reason_is_told(world, sign_in):
    post = a_post(world.member, world.open)
    client = sign_in(world.member)
    client.post(f"/posts/{post.pk}/close", {"reason": " "})
    assert Post.objects.get().thread.closed_at is None
    client.post(f"/posts/{post.pk}/close", {"reason": "Gevonden, dank."})
    assert "Gevonden, dank." in client.get(f"/posts/{post.pk}/").text
    assert 'name="body"' not in client.get(f"/posts/{post.pk}/").text


def test_a_step_without_its_reason_comes_back_with_the_form_open(world, sign_in):
    post = a_post(world.member, world.open, "idea")
    client = sign_in(world.leader)
    answer = client.post(f"/posts/{post.pk}/step", {"state": "declined", "reason": ""})
    assert (answer.status_code, Post.objects.get().state) == (422, "open")
    assert (
        "open"
        in next(
            e
            for e in read(answer.text).elements
            if e.tag == "details" and "disclosure" in e.attributes.get("class", "") and "open" in e.attributes
        ).attributes
    )
    client.post(f"/posts/{post.pk}/step", {"state": "declined", "reason": "Geen geld."})
    assert "Geen geld." in client.get(f"/posts/{post.pk}/").text


def test_a_vote_without_a_choice_is_told(world, sign_in):
    post = a_post(world.member, world.open, "poll")
    client = sign_in(world.keeper)
    client.post(f"/posts/{post.pk}/vote", {})
    client.post(f"/posts/{post.pk}/vote", {"option": "999"})
    assert sum(o.votes for o in post.options.all()) == 0
    client.post(f"/posts/{post.pk}/vote", {"option": post.options.first().pk})
    assert "Koen Houder" in client.get(f"/posts/{post.pk}/").text


def test_an_anonymous_poll_names_nobody_on_its_page(world, sign_in):
    post = a_post(world.member, world.closed, "poll", is_anonymous=True)
    sign_in(world.guest).post(f"/posts/{post.pk}/vote", {"option": post.options.first().pk})
    assert "Gast van Elders" not in sign_in(world.member).get(f"/posts/{post.pk}/").text
