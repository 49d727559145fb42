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
from zinvol.kernel.models import Activity
from zinvol.lib.meaning import unpack

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def found(viewer, title: str) -> list[int]:
    read_the_log()
    return [it.thread_id for it in reads.alike(viewer=viewer, title=title)]


def test_the_same_question_in_other_words_and_in_english_is_found(world):
    parking = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    a_post(world.member, world.open, title="Wie heeft de sleutel van de vergaderzaal?")
    assert found(world.outsider, "parkeervergunning bewoners aanvragen") == [parking.pk]
    assert found(world.outsider, "How do I apply for a parking permit for residents?") == [parking.pk]


def test_while_the_model_is_being_written_nobody_waits_for_it(world, monkeypatch, tmp_path):
    a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    read_the_log()
    monkeypatch.setattr(meaning, "_folder", lambda: tmp_path)
    assert reads.alike(viewer=world.outsider, title="parkeervergunning bewoners aanvragen") == []
    assert list(tmp_path.iterdir()) == []


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


def test_many_that_one_may_not_read_do_not_hide_the_one_that_one_may(world, monkeypatch):
    monkeypatch.setattr(reads, "CANDIDATES", 2)
    title = "Hoe vraag ik een parkeervergunning voor bewoners aan?"
    for _ in range(5):
        a_post(world.member, world.secret, title=title)
    seen = a_post(world.member, world.open, title=title)
    assert found(world.outsider, title) == [seen.pk]
    assert reads.related(viewer=world.outsider, title=title).keys() == {seen.pk}


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


def vector(post) -> bytes:
    read_the_log()
    return bytes(Question.objects.get(pk=post.pk).vector)


def test_another_text_under_the_same_title_means_something_else(world):
    post = a_post(world.member, world.open, title="Vraagje", body="Hoe vraag ik een parkeervergunning aan?")
    before = vector(post)
    posts.edit_post(
        editor=world.member, post=post, title="Vraagje", body="Waar ligt de sleutel van de vergaderzaal?", version=1, tags=[]
    )  # fmt: skip
    after = vector(post)
    assert after != before
    reactors.rebuild(wiring.REACTORS["likeness"])
    assert vector(post) == after


def test_what_another_model_made_is_not_taken_for_that_of_this_one(world):
    post = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning aan?")
    made = vector(post)
    Question.objects.update(model="an older one", vector=bytes(len(made)))
    posts.accept_answer(person=world.member, post=post, reply=a_reply(world.keeper, post))
    assert vector(post) == made
    assert Question.objects.get().model == meaning.embedder().name


def test_a_running_process_hears_of_lines_that_come_out_of_order(world):
    titles = ["Hoe vraag ik een parkeervergunning aan?", "Wie heeft de sleutel van de vergaderzaal?"]
    some = [a_post(world.member, world.open, title=title) for title in titles]
    lines = Activity.objects.filter(name="posts.published").order_by("-pk")
    for line in lines:
        wiring.REACTORS["likeness"].take([line])
        assert len(meaning.questions().shelf()) == Question.objects.count()
    assert {it.pk for it in some} == set(Question.objects.values_list("pk", flat=True))


def test_a_running_process_hears_of_a_rebuild(world):
    gone = a_post(world.member, world.open, title="Wie heeft de sleutel van de vergaderzaal?")
    post = a_post(world.member, world.open, title="Vraagje", body="Hoe vraag ik een parkeervergunning aan?")
    read_the_log()
    meaning.questions().shelf()
    Activity.objects.filter(subject_id=gone.pk).delete()
    Question.objects.filter(pk=post.pk).update(vector=bytes([1] * 512))
    reactors.rebuild(wiring.REACTORS["likeness"])
    read_the_log()
    shelf = meaning.questions().shelf()
    assert len(shelf) == 1
    assert dict(shelf.nearest(unpack(vector(post))))[post.pk] == pytest.approx(1)


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
    world = RandomWorld(1, verbs=200)
    world.index()
    naive = Naive()
    questions = [p for p in naive.posts.values() if p.kind == "question"]
    assert len(questions) > 3
    for viewer in world.viewers():
        for post in questions:
            shown = [it.thread_id for it in reads.alike(viewer=viewer, title=post.title, limit=100)]
            shown += reads.related(viewer=viewer, title=post.title)
            assert all(naive.sees_thread(viewer, naive.threads[pk]) for pk in shown)
            if naive.sees_thread(viewer, naive.threads[post.pk]):
                assert post.pk in shown
