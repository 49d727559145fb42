"""What is found while somebody types a question."""

from __future__ import annotations

import pytest

from tests.log import read_the_log
from tests.visibility.naive import Naive
from tests.visibility.worlds import RandomWorld
from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.reactors.likeness import meaning, reads
from zinvol.apps.reactors.likeness.models import Question
from zinvol.apps.social.threads.models import Thread
from zinvol.config import wiring
from zinvol.kernel import reactors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _an_empty_shelf():
    """Each test has a database of its own, and the shelf is one for the process."""
    meaning.questions.cache_clear()
    yield
    meaning.questions.cache_clear()


def found(viewer, title: str) -> list[int]:
    read_the_log()
    return [it.thread_id for it in reads.alike(viewer=viewer, title=title)]


def test_the_same_question_in_other_words_and_in_english_is_found(world):
    parking = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    a_post(world.member, world.open, title="Wie heeft de sleutel van de vergaderzaal?")
    assert found(world.outsider, "parkeervergunning bewoners aanvragen") == [parking.pk]
    assert found(world.outsider, "How do I apply for a parking permit for residents?") == [parking.pk]


@pytest.mark.parametrize("title", ["", "hoe", "Waar kan ik in Portugal goed surfen met kinderen?"])
def test_what_is_like_nothing_finds_nothing(world, title):
    a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    assert found(world.outsider, title) == []


def test_only_questions_and_only_those_one_may_read(world):
    title = "Hoe vraag ik een parkeervergunning voor bewoners aan?"
    secret = a_post(world.member, world.secret, title=title)
    a_post(world.member, world.open, "idea", title=title)
    assert found(world.outsider, title) == []
    assert found(world.admin, title) == []
    assert found(world.keeper, title) == [secret.pk]


def test_what_is_changed_taken_away_and_brought_back_is_followed(world):
    post = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    typed = "parkeervergunning voor bewoners aanvragen"
    assert found(world.outsider, typed) == [post.pk]
    posts.delete_post(person=world.member, post=post)
    assert found(world.outsider, typed) == []
    post.thread.refresh_from_db()
    posts.restore_post(person=world.member, post=post)
    assert found(world.outsider, typed) == [post.pk]
    posts.edit_post(
        editor=world.member, post=post, title="Wie heeft de sleutel van de vergaderzaal?", body="",
        version=Thread.objects.get(pk=post.pk).version, tags=[],
    )  # fmt: skip
    assert found(world.outsider, typed) == []
    assert found(world.outsider, "sleutel van de vergaderzaal kwijt") == [post.pk]


def test_of_two_alike_the_solved_one_comes_first(world):
    first = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning aan?")
    second = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning aan?")
    reply = a_reply(world.keeper, first)
    posts.accept_answer(person=world.member, post=first, reply=reply)
    assert found(world.outsider, "Hoe vraag ik een parkeervergunning aan?") == [first.pk, second.pk]


def test_rebuilt_is_what_it_was(world):
    kept = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    gone = a_post(world.member, world.open, title="Wie heeft de sleutel van de vergaderzaal?")
    posts.delete_post(person=world.member, post=gone)
    read_the_log()

    def rows() -> list[tuple[int, str, bytes]]:
        found = Question.objects.exclude(vector=b"").order_by("pk")
        return [(q.pk, q.title, bytes(q.vector)) for q in found]

    before = rows()
    reactors.rebuild(wiring.REACTORS["likeness"])
    read_the_log()
    assert rows() == before
    assert [pk for pk, _title, _vector in before] == [kept.pk]


def test_over_random_worlds_nobody_is_shown_what_they_may_not_read():
    world = RandomWorld(1)
    world.index()
    naive = Naive()
    questions = [p for p in naive.posts.values() if p.kind == "question"]
    assert len(questions) > 3
    for viewer in world.viewers():
        for post in questions:
            shown = [it.thread_id for it in reads.alike(viewer=viewer, title=post.title, limit=100)]
            assert all(naive.sees_thread(viewer, naive.threads[pk]) for pk in shown)
            if naive.sees_thread(viewer, naive.threads[post.pk]):
                assert post.pk in shown
