"""What hears of moving follows it, at once and when it is rebuilt; and an export knows no difference."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.log import read_the_log
from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.reactors.likeness.models import Question
from zinvol.apps.reactors.search.models import Document
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.rules import Reacting
from zinvol.config import wiring
from zinvol.flows.inbox import reads as inbox
from zinvol.flows.migration.tests.installs import NOW, empty_install, export_zip, load
from zinvol.kernel import clock, reactors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_english():
    """The language of the texts in the code."""
    with translation.override("en"):
        yield


def fresh(post: Post) -> Post:
    return Post.objects.select_related("thread__space").get(pk=post.pk)


def split(world, post: Post, *replies, space=None) -> Post:
    return posts.split_post(
        person=world.keeper, post=fresh(post), replies=[r.pk for r in replies], kind=Kind.QUESTION, title="Apart verder", space=space or post.thread.space
    )  # fmt: skip


def documents() -> dict[tuple[str, int], tuple[int, int]]:
    return {(d.kind, d.ref_id): (d.thread_id, d.audience_id) for d in Document.objects.all()}


def notices(person) -> dict[str, tuple[int | None, int | None, int | None]]:
    rows = Notice.objects.filter(person=person, thread__isnull=False)
    return {n.subject: (n.thread_id, n.reply_id, n.space_id) for n in rows}


def rebuilt() -> tuple:
    """All that the reactors hold of it, but for their own numbers."""
    likeness = Question.objects.exclude(title="").order_by("pk")
    told = Notice.objects.order_by("person", "subject")
    return (
        documents(),
        list(likeness.values_list("pk", "audience_id", "title", "is_settled")),
        list(told.values_list("person", "subject", "reason", "thread", "reply_id", "space", "actor")),
        list(Entry.objects.order_by("pk").values_list("verb", "subject_id", "details", "digest")),
    )


def test_search_and_likeness_follow_a_move(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.outsider, post)
    read_the_log()
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    read_the_log()
    there = (post.pk, world.secret.audience_id)
    assert documents() == {("post", post.pk): there, ("reply", reply.pk): there}
    assert Question.objects.get(pk=post.pk).audience_id == world.secret.audience_id


def test_search_and_likeness_follow_a_split_and_a_merge(world):
    post = a_post(world.member, world.open)
    answer, first, second = (a_reply(world.keeper, post) for _ in range(3))
    posts.accept_answer(person=world.member, post=post, reply=answer)
    read_the_log()
    made = split(world, post, first, second, space=world.secret)
    read_the_log()
    here, there = (post.pk, world.open.audience_id), (made.pk, world.secret.audience_id)
    assert documents() == {
        ("post", post.pk): here, ("reply", answer.pk): here, ("post", made.pk): there, ("reply", second.pk): there,
    }  # fmt: skip
    assert {q.pk: q.title for q in Question.objects.all()} == {post.pk: post.title, made.pk: "Apart verder"}
    opening = posts.merge_questions(person=world.keeper, post=fresh(post), into=fresh(made))
    read_the_log()
    assert documents() == {
        ("post", made.pk): there, ("reply", second.pk): there, ("reply", answer.pk): there, ("reply", opening.pk): there,
    }  # fmt: skip
    assert not Document.objects.filter(is_settled=True).exists()
    assert list(Question.objects.exclude(title="").values_list("pk", flat=True)) == [made.pk]


def test_what_came_in_is_found_again_when_its_conversation_comes_back(world):
    post, other = a_post(world.member, world.open), a_post(world.member, world.open)
    reply = a_reply(world.keeper, other)
    opening = posts.merge_questions(person=world.keeper, post=fresh(other), into=fresh(post))
    posts.delete_post(person=world.member, post=fresh(post))
    read_the_log()
    assert documents() == {}
    posts.restore_post(person=world.member, post=fresh(post))
    read_the_log()
    assert documents().keys() == {("post", post.pk), ("reply", reply.pk), ("reply", opening.pk)}


def test_whose_words_were_moved_hears_of_it_once(world):
    post = a_post(world.member, world.open)
    a_reply(world.outsider, post)
    a_reply(world.keeper, post)
    read_the_log()
    Notice.objects.all().delete()
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    read_the_log()
    assert [len(notices(p)) for p in (world.member, world.outsider, world.keeper)] == [1, 1, 0]
    (line,), _more = inbox.inbox(viewer=world.member, unread_only=False, page=1)
    assert (line.happened, line.url) == (
        "Koen Houder moved this conversation to another space",
        f"/posts/{post.pk}/",
    )
    assert inbox.inbox(viewer=world.outsider, unread_only=False, page=1)[0] == []
    posts.undo_move(person=world.keeper, post=fresh(post))
    read_the_log()
    assert [len(notices(p)) for p in (world.member, world.outsider, world.keeper)] == [0, 0, 0]


def test_open_notices_point_to_where_their_words_are(world):
    post = a_post(world.member, world.open)
    first = a_reply(world.outsider, post)
    threads.toggle_reaction(person=world.keeper, thread=post.thread, reply=first, kind=Reacting.THANKS)
    second = a_reply(world.keeper, post, "Dat zou ik ook wel willen weten, jullie?", quotes=first)
    read_the_log()
    made = split(world, post, first, second)
    read_the_log()
    here = world.open.pk
    told = notices(world.outsider)
    assert told[f"thanks:reply:{first.pk}:{world.keeper.pk}"] == (made.pk, None, here)
    assert told[f"reply:{second.pk}"] == (made.pk, second.pk, here)
    assert [v for k, v in told.items() if k.startswith("replies_moved:")] == [(made.pk, None, here)]
    assert notices(world.member) == {
        f"reply:{first.pk}": (made.pk, None, here), f"reply:{second.pk}": (made.pk, second.pk, here),
    }  # fmt: skip


def test_notices_of_a_merged_question_point_to_the_reply_that_it_is(world):
    post, other = (
        a_post(world.keeper, world.open),
        a_post(world.member, world.open, body="@Koen Houder, weet jij dit?"),
    )
    reply = a_reply(world.outsider, other)
    threads.close(person=world.keeper, thread=other.thread, reason="Al eerder gevraagd.")
    read_the_log()
    opening = posts.merge_questions(person=world.keeper, post=fresh(other), into=fresh(post))
    read_the_log()
    here = world.open.pk
    assert notices(world.keeper)[f"thread:{other.pk}"] == (post.pk, opening.pk, here)
    told = notices(world.member)
    assert told[f"reply:{reply.pk}"] == (post.pk, reply.pk, here)
    assert {v for k, v in told.items() if k.startswith(("closed:", "replies_moved:"))} == {(post.pk, opening.pk, here)}  # fmt: skip
    assert {(n.thread_id, n.space_id) for n in Notice.objects.filter(person=world.outsider)} == {
        (post.pk, here)
    }


def test_the_audit_log_has_what_keepers_moved_and_not_what_was_ones_own(world):
    own, others = a_post(world.member, world.open), a_post(world.member, world.open)
    posts.move_post(person=world.member, post=own, space=world.secret)
    posts.move_post(person=world.keeper, post=others, space=world.secret)
    first = a_reply(world.member, fresh(others))
    split(world, fresh(others), first)
    read_the_log()
    moved = Entry.objects.filter(verb__startswith="threads.").order_by("pk")
    assert [(e.verb, e.actor_id) for e in moved] == [("threads.moved", world.keeper.pk), ("threads.replies_moved", world.keeper.pk)]  # fmt: skip


@pytest.mark.parametrize("reads_along", [True, False])
def test_rebuilt_they_hold_what_they_held(world, reads_along, every_line_past):
    def read() -> None:
        if reads_along:
            read_the_log()

    post, other = a_post(world.member, world.open), a_post(world.member, world.open)
    first, _second = a_reply(world.outsider, post), a_reply(world.outsider, post)
    read()
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    read()
    made = split(world, fresh(post), first)
    read()
    posts.merge_questions(person=world.keeper, post=fresh(other), into=fresh(made))
    read()
    read_the_log()
    held = rebuilt()
    for reactor in wiring.REACTORS.values():
        reactors.rebuild(reactor)
    assert rebuilt() == held


def test_an_export_after_moving_comes_through_unchanged(world, tmp_path):
    with clock.at(NOW):
        post, stays = a_post(world.member, world.open, body="Eerst dit."), a_post(world.member, world.open)
        goes = a_post(world.member, world.open, title="Dezelfde *vraag*", body="Nog eens, @Koen Houder.")
        first, second = a_reply(world.keeper, post), a_reply(world.member, post)
        a_reply(world.keeper, post, quotes=second)
        threads.edit_reply(editor=world.keeper, reply=first, body="Anders gezegd dan eerst.", version=1)
        answer = a_reply(world.keeper, goes)
        posts.accept_answer(person=world.member, post=goes, reply=answer)
        threads.toggle_reaction(person=world.outsider, thread=goes.thread, reply=None, kind=Reacting.USEFUL)
        posts.move_post(person=world.keeper, post=fresh(stays), space=world.secret)
        posts.undo_move(person=world.keeper, post=fresh(stays))
        split(world, post, first)
        posts.merge_questions(person=world.keeper, post=fresh(goes), into=fresh(stays))
        once = export_zip()
    (tmp_path / "once.zip").write_bytes(once)
    with empty_install():
        plan, outcome = load(tmp_path / "once.zip")
        assert (plan.problems, outcome.problems) == ([], [])
        assert export_zip() == once


def test_spaces_tell_of_activity_as_before(world):
    """Moving is no activity: a quiet space stays quiet."""
    post = a_post(world.member, world.open)
    quiet = world.secret.last_activity_at
    posts.move_post(person=world.keeper, post=post, space=world.secret)
    world.secret.refresh_from_db()
    assert world.secret.last_activity_at == quiet
