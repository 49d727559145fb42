"""The pages of messages, where the apps meet."""

from __future__ import annotations

import pytest

from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.chat.models import Message
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.files import api as files
from zinvol.apps.social.files.models import File
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    return chat.open_pair(person=world.member, other=world.keeper)


def test_with_the_last_yes_the_question_is_there_in_the_name_of_who_proposed_it(world, pair, sign_in):
    said = chat.say(conversation=pair, author=world.keeper, body="Hoe declareer je dit?")
    made = chat.propose(
        message=said, person=world.member, space=world.open, title="Hoe declareer je dit?", body="Tekst"
    )
    assert sign_in(world.keeper).post(f"/messages/proposals/{made.pk}", {"agrees": "1"}).status_code == 302
    post = Post.objects.select_related("thread").get()
    assert (post.title, post.kind, post.thread.author, post.thread.space) == (
        "Hoe declareer je dit?", "question", world.member, world.open,
    )  # fmt: skip
    assert f"/posts/{post.pk}/" in sign_in(world.member).get(f"/messages/{pair.pk}/").text
    assert sign_in(world.keeper).post(f"/messages/proposals/{made.pk}", {"agrees": "1"}).status_code == 302
    assert Post.objects.count() == 1


def test_with_the_last_who_had_not_said_gone_the_question_is_there(world, sign_in):
    group = chat.open_group(person=world.member, others=[world.keeper, world.outsider])
    said = chat.say(conversation=group, author=world.keeper, body="Hoe declareer je dit?")
    made = chat.propose(message=said, person=world.member, space=world.open, title="Hoe?", body="")
    chat.agree(proposal=made, person=world.keeper, agrees=True)
    assert sign_in(world.outsider).post(f"/messages/{group.pk}/leave").status_code == 302
    assert Post.objects.get().title == "Hoe?"


def test_who_may_no_longer_ask_it_there_ends_the_proposal_with_a_word(world, pair, sign_in):
    from zinvol.apps.social.spaces import api as spaces

    said = chat.say(conversation=pair, author=world.keeper, body="Hoe declareer je dit?")
    made = chat.propose(message=said, person=world.member, space=world.closed, title="Hoe?", body="")
    spaces.leave(space=world.closed, person=world.member)
    client = sign_in(world.keeper)
    assert client.post(f"/messages/proposals/{made.pk}", {"agrees": "1"}).status_code == 302
    page = client.get(f"/messages/{pair.pk}/").text
    assert ("said--note" in page, f"/messages/proposals/{made.pk}" in page) == (True, False)
    assert Post.objects.count() == 0
    assert Message.objects.get(note="refused").author == world.member


def test_nobody_takes_the_place_of_the_question_beforehand(world, pair, sign_in):
    said = chat.say(conversation=pair, author=world.keeper, body="Hoe declareer je dit?")
    made = chat.propose(message=said, person=world.member, space=world.open, title="Hoe?", body="")
    posts.publish(
        author=world.keeper,
        space=world.closed,
        kind="question",
        title="Iets anders",
        submission=f"proposal-{made.pk}",
    )
    sign_in(world.keeper).post(f"/messages/proposals/{made.pk}", {"agrees": "1"})
    assert sorted(post.title for post in Post.objects.all()) == ["Hoe?", "Iets anders"]


def test_a_note_that_was_read_is_not_unread_in_the_list_for_ever(world, sign_in):
    group = chat.open_group(person=world.member, others=[world.keeper, world.outsider])
    chat.name_group(conversation=group, person=world.member, name="Bureau West")
    client = sign_in(world.keeper)
    assert "chat-row--unread" in client.get("/messages/").text
    client.get(f"/messages/{group.pk}/")
    assert "chat-row--unread" not in client.get("/messages/").text


def test_looking_at_old_messages_is_not_reading_the_new(world, pair, sign_in):
    made = [chat.say(conversation=pair, author=world.member, body=f"Bericht {n}") for n in range(60)]
    client = sign_in(world.keeper)
    for address in (f"?before={made[30].pk}", f"?at={made[2].pk}"):
        assert "data-later" in client.get(f"/messages/{pair.pk}/{address}").text
    assert "chat-row--unread" in client.get("/messages/").text
    assert "data-later" not in client.get(f"/messages/{pair.pk}/").text
    assert "chat-row--unread" not in client.get("/messages/").text


def test_a_file_in_a_message_is_for_those_in_the_conversation(world, pair, sign_in):
    from io import BytesIO

    file = files.store(uploader_id=world.member.pk, name="rooster.txt", content=BytesIO(b"maandag"), size=7)
    sign_in(world.member).post(f"/messages/{pair.pk}/say", {"body": "Zie hier.", "files": [file.pk]})
    address = File.objects.get(pk=file.pk).get_absolute_url()
    answer = sign_in(world.keeper).get(address)
    assert (answer.status_code, answer.getvalue()) == (200, b"maandag")
    for other in (world.admin, world.outsider):
        assert sign_in(other).get(address).status_code == 404


def test_reading_the_page_is_reading_everywhere(world, pair, sign_in):
    from tests.log import read_the_log
    from zinvol.apps.reactors.attention import reads as attention

    chat.say(conversation=pair, author=world.member, body="Heb je even?")
    read_the_log()
    assert attention.message_count(viewer=world.keeper) == 1
    sign_in(world.keeper).get(f"/messages/{pair.pk}/")
    assert attention.message_count(viewer=world.keeper) == 0
    assert attention.waiting(viewer=world.keeper) == []


def test_messages_are_in_no_search_no_export_and_no_page_of_an_administrator(world, pair, sign_in, tmp_path):
    from tests.log import read_the_log
    from zinvol.flows.migration import exporting

    chat.say(conversation=pair, author=world.member, body="Het woord is zandzegge.")
    read_the_log()
    assert "zandzegge" not in sign_in(world.member).get("/search?q=zandzegge").text.replace(
        'value="zandzegge"', ""
    ).split("<main")[1].replace("“zandzegge”", "")
    client = sign_in(world.admin)
    for page in (
        "/manage/",
        "/manage/audit",
        "/manage/health",
        "/manage/push",
        f"/people/{world.member.pk}/",
    ):
        assert "zandzegge" not in client.get(page).text
    written = "".join(str(record) for record in _everything(exporting))
    assert "zandzegge" not in written


def _everything(exporting):
    return list(exporting.records(clock.now(), with_bytes=False)[1])
