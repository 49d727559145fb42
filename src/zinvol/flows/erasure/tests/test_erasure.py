"""After an erasure the name stands nowhere, and every conversation is still there."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.log import every_line_past, read_the_log
from tests.world import a_person, a_post, a_reply, join
from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.chat.models import Proposal, Report
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import State, Verdict
from zinvol.apps.reactors.attention import api as attention
from zinvol.apps.reactors.attention.models import Device, Preference
from zinvol.apps.reactors.attention.rules import Rhythm
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Draft, Mention, Reply, Revision
from zinvol.config import working
from zinvol.flows import erasure
from zinvol.kernel import clock, origins
from zinvol.kernel.models import Origin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NAME, WORDS = "Xanthíppe Zwartkruis", ("xanth", "zwartkruis")


@pytest.fixture
def person(world):
    person = a_person(NAME, function="Rietdekker", location="Zuid", phone="06-777")
    join(world.open, person, by=world.keeper)
    return person


@pytest.fixture
def everywhere(world, person):
    """The name in every place where people write one."""
    post = a_post(
        person,
        world.open,
        title=f"Wat {NAME} zag",
        body=f"Groet, @{NAME} en @Mina de Lid.",
        tags=[NAME],
        feedback_wanted=NAME,
        kind="unfinished",
    )
    reply = a_reply(
        world.member, post, f"Dank je, @{NAME}! Zeg {NAME.upper()}, is dit\n{NAME.replace(' ', chr(10))}?"
    )
    threads.edit_reply(
        editor=world.member, reply=reply, body=f"Dank, @{NAME}, en nog vier woorden.", version=1
    )
    posts.edit_post(
        editor=person,
        post=Post.objects.select_related("thread__space").get(pk=post.pk),
        title=f"{NAME} zag dit",
        body=f"Nieuw, @{NAME} en @Mina de Lid.",
        version=1,
        tags=[NAME],
        note=f"Door {NAME}",
    )
    dilemma = a_post(world.member, world.open, "dilemma", options=[f"Vraag {NAME}", "Vraag niemand"])
    posts.take_step(
        person=world.member,
        post=dilemma,
        state=State.CHOSEN,
        reason=f"{NAME} weet het.",
        option=dilemma.options.first(),
    )
    threads.close(person=world.member, thread=dilemma.thread, reason=f"Zie {NAME}.")
    loose = unicodedata.normalize("NFD", NAME)
    a_reply(world.keeper, post, f"Met losse accenten: {loose}, en nog vier woorden.")
    spaces.open_space(
        founder=world.keeper,
        name=f"Vrienden van {NAME}"[:80],
        purpose=f"Zodat {NAME} rust heeft.",
        goal=NAME,
        about=NAME,
    )
    spaces.ask_to_join(space=world.closed, person=world.outsider, message=f"Van {NAME} mag het.")
    people.change_profile(person=world.member, actor_id=None, about=f"Ik werk met {NAME}.")
    question = a_post(world.member, world.open)
    posts.accept_answer(person=world.member, post=question, reply=a_reply(world.keeper, question))
    posts.check(person=world.member, post=question, verdict=Verdict.UPDATE, note=f"Vraag het {NAME}.")
    organisation.record_consent(
        administrator_id=None,
        measurement=Measurement.REUSE,
        agreed_with=f"OR, {NAME} (voorzitter)",
        agreed_on=clock.today(),
    )
    threads.keep_draft(
        person=world.member, place="post", values={"title": f"Over {NAME}", "body": f"@{NAME}"}
    )
    threads.keep_draft(person=person, place="post", values={"title": "Van mij", "body": "Geheim"})
    File.objects.create(
        name=f"CV {loose}.pdf",
        media_type="application/pdf",
        size=1,
        sha256="x",
        path="x",
        created_at=clock.now(),
    )
    read_the_log()
    return post


def texts() -> dict[str, str]:
    """Every text of every column of every table, with its place."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("django_", "sqlite_")):
                continue
            columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=False):
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    found[f"{table}.{column} {row[0]}"] = bare(text)
    return found


def bare(text: str) -> str:
    text = text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def places() -> list[str]:
    return sorted(
        {place.split()[0] for place, text in texts().items() if any(word in text for word in WORDS)}
    )


def erase(world, person):
    people.deactivate(administrator=world.admin, person=person)
    erasure.erase(administrator=world.admin, person=person)
    with every_line_past():
        working.work_until_done()


def test_before_it_the_name_stands_in_many_places(everywhere):
    for table in (
        "people_person.name",
        "posts_post.html",
        "threads_reply.body",
        "threads_revision.note",
        "spaces_space.purpose",
        "threads_draft.values",
        "posts_option.text",
        "search_word.word",
    ):
        assert table in places()


def test_the_name_is_gone_from_every_column_and_from_the_index(world, person, everywhere, client):
    client.post("/login", {"email": person.email, "password": "fout"})
    erase(world, person)
    assert places() == []


def test_the_search_finds_what_was_written_and_not_the_name(world, person, everywhere, sign_in):
    client = sign_in(world.keeper)
    assert f"/posts/{everywhere.pk}/" in client.get("/search", {"q": NAME}).text
    erase(world, person)
    assert f"/posts/{everywhere.pk}/" in client.get("/search", {"q": "zag"}).text
    assert f"/posts/{everywhere.pk}/" not in client.get("/search", {"q": "zwartkruis"}).text


def test_every_page_of_the_conversations_is_still_there(world, person, everywhere, sign_in):
    erase(world, person)
    client = sign_in(world.member)
    for post in Post.objects.all():
        for address in (f"/posts/{post.pk}/", f"/posts/{post.pk}/history"):
            page = client.get(address)
            assert page.status_code == 200
            assert not any(word in bare(page.text) for word in WORDS)
    page = client.get(f"/posts/{everywhere.pk}/").text
    assert ("Oud-collega" in page, "[naam verwijderd] zag dit" in page) == (True, True)
    assert client.get(f"/replies/{Reply.objects.first().pk}/history").status_code == 200
    assert client.get(f"/people/{person.pk}/").status_code == 404


def test_texts_keep_their_author_their_date_and_the_names_of_others(world, person, everywhere):
    before = list(Reply.objects.order_by("pk").values_list("author_id", "created_at", "version"))
    erase(world, person)
    assert list(Reply.objects.order_by("pk").values_list("author_id", "created_at", "version")) == before
    assert (
        Revision.objects.filter(thread=everywhere.thread, reply=None)
        .first()
        .body.startswith("Groet, [naam verwijderd] en @{")
    )
    assert Mention.objects.filter(person=world.member).count() == 1
    assert Post.objects.get(pk=everywhere.pk).thread.author_id == person.pk


def test_what_the_person_had_is_gone(world, person, everywhere):
    erase(world, person)
    gone = Person.objects.get(pk=person.pk)
    assert (gone.name, gone.email, gone.function, gone.phone, gone.state, gone.has_usable_password()) == (
        "",
        None,
        "",
        "",
        "erased",
        False,
    )
    assert threads_of_drafts() == ["Mina de Lid"]
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(ValidationError):
        erasure.erase(administrator=world.admin, person=gone)


def test_nothing_is_left_in_messages_nor_of_how_somebody_was_reached(world, person):
    pair = chat.open_pair(person=person, other=world.member)
    own = chat.say(conversation=pair, author=person, body="Een vraag.")
    other = chat.say(conversation=pair, author=world.member, body="Een antwoord.")
    for message, by in ((other, person), (own, world.member)):
        chat.propose(
            message=message, person=by, space=world.open, title=f"Vraag van {NAME}", body=f"Groet, {NAME}"
        )
        chat.report(message=message, person=by, reason=f"Vraag het {NAME}.")
    attention.choose(person=person, rhythm=Rhythm.WEEKLY)
    attention.add_device(person=person, endpoint="https://push.example/x", key="BA", secret="aa", name=NAME)
    attention.mail_came_back(person=person, why=f"550 {person.email} is not here")
    erase(world, person)
    assert places() == []
    assert [p.title for p in Proposal.objects.all()] == ["Vraag van [naam verwijderd]"]
    assert sorted(r.reason for r in Report.objects.all()) == ["", "Vraag het [naam verwijderd]."]
    assert (Device.objects.count(), Preference.objects.filter(person=person).count()) == (0, 0)


def threads_of_drafts() -> list[str]:
    return [d.person.name for d in Draft.objects.all()]


@pytest.mark.parametrize("state", ["active", "invited"])
def test_only_who_was_deactivated_is_erased(world, person, state):
    Person.objects.filter(pk=person.pk).update(state=state)
    person.refresh_from_db()
    with pytest.raises(ValidationError):
        erasure.erase(administrator=world.admin, person=person)
    assert Person.objects.get(pk=person.pk).name == NAME


def test_a_name_inside_other_words_stays(world):
    al = a_person("Al")
    post = a_post(
        world.member, world.open, title="Al het materiaal van Albert", body="Alles van @Al is al hier."
    )
    people.deactivate(administrator=world.admin, person=al)
    erasure.erase(administrator=world.admin, person=al)
    kept = Post.objects.get(pk=post.pk)
    assert "materiaal van Albert" in kept.title
    assert kept.body.startswith("Alles van [naam verwijderd] is")


def test_a_text_full_to_the_brim_does_not_stop_an_erasure(world, person):
    post = a_post(world.member, world.open, body=f"@{{{person.pk}}} " * (49_000 // len(f"@{{{person.pk}}} ")))
    assert len(post.body) > 40_000
    erase(world, person)
    assert len(Post.objects.get(pk=post.pk).body) <= 50_000
    assert places() == []


def test_the_administrator_types_the_name_to_erase_it(world, person, sign_in):
    client = sign_in(world.admin)
    client.post(f"/manage/people/{person.pk}/deactivate")
    client.post(f"/manage/people/{person.pk}/erase", {"name": "Iemand Anders"})
    assert Person.objects.get(pk=person.pk).state == "deactivated"
    client.post(f"/manage/people/{person.pk}/erase", {"name": NAME})
    assert Person.objects.get(pk=person.pk).state == "erased"


def test_the_name_in_the_file_somebody_came_from_is_blurred_and_known_again(world, person):
    origins.remember("person", {f"{person.email}": person.pk, "p2": world.member.pk})
    address = person.email
    erase(world, person)
    assert address not in " ".join(Origin.objects.values_list("key", flat=True))
    assert origins.known("person", [address, "p2", "p3"]) == {address: person.pk, "p2": world.member.pk}
