"""A file of before, loaded again after things were moved: they stay where they are now, and what is new goes there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import World, a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Reaction, Reply
from zinvol.apps.social.threads.rules import Reacting
from zinvol.flows.migration.tests.installs import NOW, export_lines, load
from zinvol.kernel import clock, origins
from zinvol.lib.exchange import records as r

pytestmark = pytest.mark.django_db


class Moved:
    """A question with replies of which one was split off, and one that was merged into another."""

    def __init__(self, world: World, before) -> None:
        self.post, self.goes, self.stays = (a_post(world.member, world.open) for _ in range(3))
        self.apart, self.along = a_reply(world.keeper, self.post), a_reply(world.member, self.post)
        answer = a_reply(world.keeper, self.goes)
        posts.accept_answer(person=world.member, post=self.goes, reply=answer)
        for thread, reply in ((self.goes.thread, None), (self.post.thread, self.apart)):
            threads.toggle_reaction(person=world.outsider, thread=thread, reply=reply, kind=Reacting.USEFUL)
        threads.edit_reply(editor=world.keeper, reply=self.apart, body="Anders gezegd dan eerst.", version=1)
        before()
        self.made = posts.split_post(
            person=world.keeper, post=fresh(self.post), replies=[self.apart.pk], kind=Kind.QUESTION, title="Apart",
            space=world.open,
        )  # fmt: skip
        self.opening = posts.merge_questions(
            person=world.keeper, post=fresh(self.goes), into=fresh(self.stays)
        )


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.at(NOW):
        yield


def fresh(post: Post) -> Post:
    return Post.objects.select_related("thread__space").get(pk=post.pk)


def test_the_export_of_before_brings_nothing_back(world, tmp_path):
    file = tmp_path / "before.jsonl"
    Moved(world, before=lambda: file.write_bytes(export_lines()))
    now = export_lines()
    plan, outcome = load(file)
    assert (plan.problems, plan.new["message"], outcome.written.total()) == ([], 0, 0)
    assert export_lines() == now


def test_what_is_new_in_a_file_goes_to_where_its_message_is_now(world):
    moved = Moved(world, before=lambda: None)
    name, later = origins.install(), NOW + timedelta(minutes=1)
    mina = f"{name}:person:{world.member.pk}"
    question, reply = f"{name}:thread:{moved.goes.pk}", f"{name}:reply:{moved.apart.pk}"
    said = r.Message(id="new", author=mina, created_at=later, thread=question, body="Nog iets.", quotes=reply)
    old = [
        r.Person(id=mina, name=world.member.name, joined_at=NOW),
        r.Space(id="s", name="Elders", purpose="Van toen", created_at=NOW),
        r.Message(id=question, space="s", kind="question", title="Van toen", created_at=NOW),
        r.Message(id=reply, thread=question, created_at=NOW),
    ]
    _plan, outcome = load(
        [
            r.Header(version=1, made_at=NOW), *old, said,
            r.Answer(message=question, reply=reply, accepted_at=later),
            r.Reaction(message=question, person=mina, kind="thanks", at=later),
            r.Reaction(message=reply, person=mina, kind="thanks", at=later),
        ]
    )  # fmt: skip
    assert outcome.problems == []
    made = Reply.objects.get(body="Nog iets.")
    assert (made.thread_id, made.quotes_id) == (moved.stays.pk, None)
    thanks = Reaction.objects.filter(kind=Reacting.THANKS).values_list("thread", "reply")
    assert set(thanks) == {(moved.stays.pk, moved.opening.pk), (moved.made.pk, None)}
    assert not Post.objects.exclude(accepted=None).exists()
