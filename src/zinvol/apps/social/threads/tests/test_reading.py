"""What somebody has read, and what is still new to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.hostile.dom import read
from tests.world import a_post, a_reply
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api
from zinvol.apps.social.threads.models import Participation, Reply, Thread
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db


def long_thread(world, *, replies: int = 120):
    """A conversation in which somebody spoke every minute."""
    begin = clock.now() + timedelta(minutes=1)
    post = a_post(world.keeper, world.open)
    made = [
        Reply(
            thread=post.thread,
            author=world.keeper,
            body=f"Antwoord {i}",
            html=f"<p>Antwoord {i}</p>",
            created_at=begin + timedelta(minutes=i),
        )
        for i in range(replies)
    ]
    made = Reply.objects.bulk_create(made)
    last = made[-1].created_at
    Thread.objects.filter(pk=post.pk).update(reply_count=replies, last_activity_at=last)
    return post, made


def window(world, post, **where):
    return posts.post_page(viewer=world.member, pk=post.pk, **where).window


def test_what_others_wrote_since_is_new_and_what_one_wrote_is_not(world):
    post = a_post(world.keeper, world.open)
    api.mark_seen(thread=post.thread, person=world.member)
    first, mine = a_reply(world.keeper, post), Reply.objects.create(
        thread=post.thread, author=world.member, body="x", html="x", created_at=clock.now()
    )  # fmt: skip
    second = a_reply(world.keeper, post)
    found = window(world, post)
    assert [(p.reply.pk, p.is_new) for p in found.parts] == [
        (first.pk, True),
        (mine.pk, False),
        (second.pk, True),
    ]
    assert found.first_new == first.pk


def test_a_reply_of_ones_own_counts_as_having_read(world):
    post = a_post(world.keeper, world.open)
    a_reply(world.keeper, post)
    a_reply(world.member, post)
    assert window(world, post).first_new is None


def test_a_long_conversation_opens_where_the_unread_begin(world):
    post, made = long_thread(world)
    Participation.objects.update_or_create(
        thread=post.thread, person=world.member, defaults={"seen_at": made[69].created_at}
    )
    found = window(world, post)
    assert (found.start, found.end, found.total, found.first_new) == (50, 100, 120, made[70].pk)
    assert (found.earlier, found.later) == (0, 100)


@pytest.mark.parametrize(
    ("read_up_to", "start"), [(0, 0), (48, 0), (49, 50), (98, 50), (99, 100), (119, 100)]
)
def test_the_window_holds_the_first_unread_at_every_border(world, read_up_to, start):
    post, made = long_thread(world)
    Participation.objects.update_or_create(
        thread=post.thread, person=world.member, defaults={"seen_at": made[read_up_to].created_at}
    )
    found = window(world, post)
    expected = made[read_up_to + 1].pk if read_up_to < 119 else None
    assert (found.start, found.first_new) == (start, expected)


@pytest.mark.parametrize(("number", "start"), [(0, 0), (49, 0), (50, 50), (119, 100)])
def test_a_permalink_shows_the_window_around_its_reply(world, sign_in, number, start):
    _post, made = long_thread(world)
    client = sign_in(world.member)
    link = client.get(f"/replies/{made[number].pk}/").headers["Location"]
    page = read(client.get(link.partition("#")[0]).text)
    assert link.endswith(f"#reply-{made[number].pk}")
    assert page.texts(id=f"reply-{made[number].pk}") != []
    shown = [
        e.attributes["id"]
        for e in page.elements
        if e.attributes.get("id", "").removeprefix("reply-").isdigit()
    ]
    assert shown == [f"reply-{r.pk}" for r in made[start : start + 50]]


def test_a_permalink_to_what_was_deleted_is_gone_and_the_rest_is_there(world, sign_in):
    post, made = long_thread(world, replies=3)
    api.delete_reply(person=world.keeper, reply=made[1])
    client = sign_in(world.member)
    assert client.get(f"/replies/{made[1].pk}/").status_code == 404
    assert client.get(f"/posts/{post.pk}/?reply={made[1].pk}").status_code == 200


def test_reading_a_page_is_noted_once(world, sign_in):
    post = a_post(world.keeper, world.open)
    client = sign_in(world.member)
    client.get(f"/posts/{post.pk}/")
    seen = Participation.objects.get(person=world.member).seen_at
    client.get(f"/posts/{post.pk}/")
    assert Participation.objects.get(person=world.member).seen_at == seen


def test_one_marks_as_unread_from_a_reply_on(world, sign_in):
    post = a_post(world.keeper, world.open)
    replies = [a_reply(world.keeper, post) for _ in range(3)]
    client = sign_in(world.member)
    client.get(f"/posts/{post.pk}/")
    assert (
        client.post(f"/posts/{post.pk}/unread", {"reply": replies[1].pk}).headers["Location"]
        == "/spaces/open-ruimte/"
    )
    assert window(world, post).first_new == replies[1].pk
    client.post(f"/posts/{post.pk}/unread")
    assert window(world, post).first_new == replies[0].pk


def news(world) -> dict[str, bool]:
    return {s.name: s.has_news for s in attention.around(viewer=world.member).spaces}


def test_a_space_shows_that_something_is_new_until_it_was_read(world):
    quiet = {"open ruimte": False, "closed ruimte": False, "secret ruimte": False}
    assert news(world) == quiet
    post = a_post(world.keeper, world.open)
    assert news(world) == quiet | {"open ruimte": True}
    api.mark_seen(thread=post.thread, person=world.member)
    assert news(world) == quiet
    a_reply(world.keeper, post)
    assert news(world) == quiet | {"open ruimte": True}
    api.catch_up(person=world.member, space=world.open)
    assert news(world) == quiet


def test_a_space_shows_what_was_marked_as_unread(world):
    post = a_post(world.keeper, world.open)
    api.catch_up(person=world.member)
    api.mark_unread(thread=post.thread, person=world.member)
    assert news(world)["open ruimte"] is True
    api.mark_seen(thread=post.thread, person=world.member)
    assert news(world)["open ruimte"] is False
    api.mark_unread(thread=post.thread, person=world.member)
    api.catch_up(person=world.member)
    assert news(world)["open ruimte"] is False


def test_a_muted_space_never_has_news(world):
    spaces.set_level(space=world.open, person=world.member, level=Level.NOTHING)
    a_post(world.keeper, world.open)
    assert news(world)["open ruimte"] is False


def test_catching_up_is_for_one_space_or_for_all(world):
    for space in (world.open, world.closed):
        a_post(world.keeper, space)
    api.catch_up(person=world.member, space=world.open)
    assert [p.thread.space.name for p in posts.new_for(viewer=world.member).posts] == ["closed ruimte"]
    api.catch_up(person=world.member)
    assert posts.new_for(viewer=world.member).posts == []


def test_today_is_new_by_the_level_of_space_and_conversation(world):
    post, other = a_post(world.keeper, world.open), a_post(world.keeper, world.closed)
    spaces.set_level(space=world.open, person=world.member, level=Level.MENTIONS)
    api.follow(thread=other.thread, person=world.member, level=Level.NOTHING)
    assert posts.new_for(viewer=world.member).posts == []
    api.follow(thread=post.thread, person=world.member, level=Level.EVERYTHING)
    api.follow(thread=other.thread, person=world.member, level=None)
    assert {p.pk for p in posts.new_for(viewer=world.member).posts} == {post.pk, other.pk}


def test_a_stream_counts_what_is_new(world):
    post = a_post(world.keeper, world.open)
    api.mark_seen(thread=post.thread, person=world.member)
    for _ in range(3):
        a_reply(world.keeper, post)
    assert [p.new_replies for p in posts.new_for(viewer=world.member).posts] == [3]


def test_a_mention_waits_until_it_was_answered_or_ticked_off(world, sign_in):
    first = a_post(world.keeper, world.open, body="Weet jij dit, @Mina de Lid?")
    second = a_post(world.keeper, world.open, body="En dit, @Mina de Lid?")
    assert {m.thread_id for m in posts.mentions_waiting(viewer=world.member)} == {first.pk, second.pk}
    a_reply(world.member, first)
    waiting = posts.mentions_waiting(viewer=world.member)
    assert [m.thread_id for m in waiting] == [second.pk]
    sign_in(world.member).post(f"/mentions/{waiting[0].pk}/done")
    assert posts.mentions_waiting(viewer=world.member) == []


def test_nobody_ticks_off_for_somebody_else(world, sign_in):
    a_post(world.keeper, world.open, body="Weet jij dit, @Mina de Lid?")
    waiting = posts.mentions_waiting(viewer=world.member)
    assert sign_in(world.outsider).post(f"/mentions/{waiting[0].pk}/done").status_code == 404
    assert len(posts.mentions_waiting(viewer=world.member)) == 1
