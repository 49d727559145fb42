"""The pages of messages, where the apps meet."""

from __future__ import annotations

import pytest

from zinvol.apps.content.chat import api as chat
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
