"""Several people at the same conversations in the same moment: nothing is lost, nothing is there twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F

from tests.world import World, a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Forward, Reply, Thread
from zinvol.kernel.models import Activity

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def world(transactional_db) -> World:
    return World.make()


def fresh(post: Post) -> Post:
    return Post.objects.select_related("thread__space").get(pk=post.pk)


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do them all in the same moment; what was refused comes back, anything else fails."""
    ready, refused, broken = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except (PermissionDenied, ValidationError) as error:
            refused.append(error)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert broken == []
    return refused


def is_sound() -> bool:
    """Counts are right, no reply stands in what was merged, and every forward leads to what is there."""
    husks = Reply.objects.filter(thread__in=Forward.objects.exclude(was_thread=None).values("was_thread"))
    counted = all(
        thread.reply_count == Reply.objects.filter(thread=thread, deleted_at=None).count()
        for thread in Thread.objects.filter(deleted_at=None)
    )
    astray = Reply.objects.filter(quotes__isnull=False).exclude(quotes__thread=F("thread"))
    return counted and not husks.exists() and not astray.exists()


def test_two_questions_are_merged_into_each_other_at_once(world):
    for _ in range(5):
        one, other = a_post(world.member, world.open), a_post(world.member, world.open)
        a_reply(world.member, one), a_reply(world.member, other)

        def merge(a=one, b=other) -> None:
            posts.merge_questions(person=world.keeper, post=fresh(a), into=fresh(b))

        refused = at_once(merge, lambda a=one, b=other: merge(b, a))
        assert len(refused) == 1
        assert is_sound()


def test_people_reply_while_it_is_moved(world):
    """Who wrote for the readers it had is in time, or is told to look again."""
    for _ in range(5):
        post, before = a_post(world.member, world.open), Reply.objects.count()
        held = fresh(post)
        replies = [lambda p=held: a_reply(world.outsider, p) for _ in range(4)]
        refused = at_once(
            lambda p=post: posts.move_post(person=world.keeper, post=fresh(p), space=world.secret), *replies
        )
        moved, wrote = fresh(post), Reply.objects.count() - before
        assert (moved.thread.space, wrote) == (world.secret, 4 - len(refused))
        assert is_sound()
        told = Activity.objects.filter(name="threads.reply_posted", subject_id=post.pk)
        assert set(told.values_list("space_id", flat=True)) <= {world.open.pk}


def test_people_reply_while_it_is_merged(world):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    held = fresh(goes)  # as a view has it: read before, and no longer true
    replies = [lambda: a_reply(world.outsider, held) for _ in range(4)]
    refused = at_once(
        lambda: posts.merge_questions(person=world.keeper, post=fresh(goes), into=fresh(stays)), *replies
    )
    assert Reply.objects.count() == 1 + 4 - len(refused)
    assert is_sound()


def test_a_reply_is_split_off_changed_deleted_and_accepted_at_once(world):
    for _ in range(5):
        post = a_post(world.member, world.open)
        first, second = a_reply(world.keeper, post), a_reply(world.keeper, post)
        read = Reply.objects.select_related("thread__space").get(pk=second.pk)
        known = fresh(post)
        at_once(
            lambda p=post, r=(first.pk, second.pk): posts.split_post(
                person=world.keeper,
                post=fresh(p),
                replies=r,
                kind=Kind.UPDATE,
                title="Apart",
                space=world.open,
            ),
            lambda r=read: threads.edit_reply(editor=world.keeper, reply=r, body="Heel anders.", version=1),
            lambda p=known, r=read: posts.accept_answer(person=world.member, post=p, reply=r),
            lambda p=known, r=read: posts.delete_reply(person=world.keeper, post=p, reply=r),
        )
        assert is_sound()
        held = Post.objects.exclude(accepted=None).exclude(accepted__thread=F("pk"))
        assert not held.exists()


def test_one_reply_is_split_off_by_two_keepers_at_once(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.member, post)

    def split() -> None:
        posts.split_post(
            person=world.keeper, post=fresh(post), replies=[reply.pk], kind=Kind.UPDATE, title="Apart", space=world.open
        )  # fmt: skip

    refused = at_once(split, split)
    assert (len(refused), Post.objects.filter(title="Apart").count()) == (1, 1)
    assert is_sound()
