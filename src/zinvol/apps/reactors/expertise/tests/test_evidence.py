"""What is gathered of who helped with what, from the acts of others, and what of it is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.log import read_the_log
from tests.world import a_person, a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.reactors.expertise import api, reads
from zinvol.apps.reactors.expertise.models import Evidence
from zinvol.apps.reactors.expertise.reactor import ExpertiseReactor
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.rules import Reacting
from zinvol.config import wiring
from zinvol.kernel import clock, reactors
from zinvol.kernel.models import Activity, Parked

pytestmark = pytest.mark.django_db


def agree() -> None:
    organisation.record_consent(
        administrator_id=None, measurement=Measurement.EXPERTISE, agreed_with="de ondernemingsraad",
        agreed_on=clock.today(),
    )  # fmt: skip


def withdraw() -> None:
    organisation.withdraw_consent(administrator_id=None, measurement=Measurement.EXPERTISE)


@pytest.fixture
def helper(world):
    """Somebody whose answers to three questions about fishing helped three colleagues."""
    helper = a_person("Hilde Helpt")
    join(world.open, helper, by=world.keeper)
    for asker in (world.keeper, world.member, world.outsider):
        if asker == world.outsider:
            join(world.open, asker, by=world.keeper)
        post = a_post(asker, world.open, title="Hoe vang je een snoek?", tags=["vissen"])
        posts.accept_answer(person=asker, post=post, reply=a_reply(helper, post))
    return helper


def signs() -> list[tuple[int, int, str]]:
    read_the_log()
    return sorted(Evidence.objects.values_list("person_id", "peer_id", "sign"))


def named(viewer) -> list[int]:
    read_the_log()
    return [it.person_id for it in reads.knowers(viewer=viewer, threads={}, tags=["vissen"])]


def test_nothing_is_gathered_before_the_consent_and_then_also_what_was_before(world, helper):
    assert signs() == []
    agree()
    peers = sorted([world.keeper.pk, world.member.pk, world.outsider.pk])
    assert signs() == [(helper.pk, peer, "accepted") for peer in peers]
    assert named(world.admin) == [helper.pk]


def test_when_the_consent_is_withdrawn_all_is_thrown_away_and_nothing_new_comes(world, helper):
    agree()
    assert signs() != []
    withdraw()
    assert signs() == []
    post = a_post(world.member, world.open)
    posts.accept_answer(person=world.member, post=post, reply=a_reply(helper, post))
    assert signs() == []
    agree()
    assert len(signs()) == 4


def test_a_withdrawn_consent_holds_at_once_also_while_the_log_is_still_to_be_read(world, helper):
    agree()
    assert named(world.admin) == [helper.pk]
    withdraw()
    assert Evidence.objects.exists()
    assert reads.knowers(viewer=world.admin, threads={}, tags=["vissen"]) == []
    assert reads.knowers_by_tag(viewer=world.admin) == {}
    assert reads.own(viewer=helper) == ([], False)


def test_each_sign_of_each_peer_counts_once_and_can_be_taken_back(world, helper):
    agree()
    join(world.open, world.admin, by=world.keeper)
    post = a_post(world.admin, world.open, title="Welk aas?", tags=["vissen"])
    reply = a_reply(helper, post)
    for _ in range(3):
        threads.toggle_reaction(person=world.member, kind=Reacting.THANKS, thread=post.thread, reply=reply)
    posts.accept_answer(person=world.admin, post=post, reply=reply)
    posts.reuse(person=world.keeper, post=post, is_on=True)
    read_the_log()
    own = Evidence.objects.filter(reply=reply)
    assert sorted(own.values_list("peer_id", "sign")) == sorted(
        [(world.member.pk, "thanked"), (world.admin.pk, "accepted"), (world.keeper.pk, "reused")]
    )
    posts.reuse(person=world.keeper, post=post, is_on=False)
    threads.toggle_reaction(person=world.member, kind=Reacting.THANKS, thread=post.thread, reply=reply)
    posts.withdraw_answer(person=world.admin, post=post)
    read_the_log()
    assert not own.exists()


def test_praise_of_oneself_counts_for_nothing(world):
    agree()
    post = a_post(world.member, world.open)
    posts.accept_answer(person=world.member, post=post, reply=a_reply(world.member, post))
    assert signs() == []


def test_another_answer_that_is_accepted_takes_the_place_of_the_first(world, helper):
    agree()
    join(world.open, world.admin, by=world.keeper)
    post = a_post(world.admin, world.open)
    first, second = a_reply(helper, post), a_reply(world.member, post)
    posts.accept_answer(person=world.admin, post=post, reply=first)
    posts.accept_answer(person=world.admin, post=post, reply=second)
    read_the_log()
    held = Evidence.objects.filter(reply__thread=post.thread)
    assert list(held.values_list("person_id", "sign")) == [(world.member.pk, "accepted")]


def test_by_what_one_hides_one_is_not_found(world, helper):
    agree()
    read_the_log()
    items, is_all_hidden = reads.own(viewer=helper)
    assert (len(items), is_all_hidden) == (3, False)
    reply = Evidence.objects.get(reply_id=items[0].reply_id).reply
    api.hide(person=helper, reply=reply)
    assert named(world.admin) == []
    assert [it.is_hidden for it in reads.own(viewer=helper)[0]] == [True, False, False]
    api.hide(person=helper, reply=reply, is_on=False)
    assert named(world.admin) == [helper.pk]
    api.hide(person=helper, reply=None)
    assert named(world.admin) == []
    assert reads.own(viewer=helper)[1] is True
    with pytest.raises(PermissionDenied):
        api.hide(person=world.member, reply=reply)


def test_answers_in_a_closed_space_name_nobody_to_who_is_outside(world):
    helper = a_person("Hilde Helpt")
    join(world.secret, helper, by=world.keeper)
    third = a_person("Derde Vraag")
    join(world.secret, third, by=world.keeper)
    agree()
    for asker in (world.keeper, world.member, third):
        post = a_post(asker, world.secret, title="Geheim visrecept?", tags=["vissen"])
        posts.accept_answer(person=asker, post=post, reply=a_reply(helper, post))
    assert named(world.member) == [helper.pk]
    assert named(world.outsider) == []
    assert named(world.admin) == []


def test_who_left_or_was_taken_away_is_not_named(world, helper):
    agree()
    assert named(world.admin) == [helper.pk]
    people.deactivate(administrator=world.admin, person=helper)
    assert named(world.admin) == []


def test_of_who_was_erased_nothing_is_gathered_again(world, helper):
    agree()
    read_the_log()
    reply = Evidence.objects.earliest("pk").reply
    people.deactivate(administrator=world.admin, person=helper)
    people.erase(administrator_id=world.admin.pk, person=helper)
    assert signs() == []
    threads.toggle_reaction(person=world.admin, kind=Reacting.THANKS, thread=reply.thread, reply=reply)
    assert signs() == []


def test_who_knows_about_each_tag_is_counted_in_the_database(world, helper):
    agree()
    read_the_log()
    with CaptureQueriesContext(connection) as queries:
        assert reads.knowers_by_tag(viewer=world.admin) == {"vissen": {helper.pk}}
    [query] = queries
    assert "HAVING" in query["sql"]


def test_an_answer_that_is_taken_away_shows_nothing(world, helper):
    agree()
    read_the_log()
    reply = Evidence.objects.earliest("pk").reply
    posts.delete_reply(person=helper, post=Post.objects.get(pk=reply.thread_id), reply=reply)
    assert named(world.admin) == []


def test_a_line_about_consent_that_is_tried_again_leaves_what_came_later(world, helper):
    agree()
    assert len(signs()) == 3
    line = Activity.objects.get(name="organisation.consent_recorded")
    parked = Parked.objects.create(reactor="expertise", activity=line, error="", parked_at=clock.now())
    post = a_post(world.member, world.open)
    posts.accept_answer(person=world.member, post=post, reply=a_reply(helper, post))
    gathered = signs()
    assert len(gathered) == 4
    reactors.retry(parked, wiring.REACTORS["expertise"])
    assert signs() == gathered


def test_after_consent_the_log_is_read_in_the_ordinary_batches(world, helper, every_line_past):
    read_the_log()
    agree()
    before = Activity.objects.filter(
        pk__lte=Activity.objects.filter(name="posts.answer_accepted")[1].pk
    ).count()
    assert reactors.run(wiring.REACTORS["expertise"], limit=before) == before
    assert Evidence.objects.count() == 2
    assert len(signs()) == 3


def test_consent_that_came_and_went_costs_no_more_than_one_reading(world, helper, monkeypatch):
    for _ in range(3):
        agree()
        assert len(signs()) == 3
        withdraw()
        assert signs() == []
    agree()
    read_the_log()
    emptied, reset = [], ExpertiseReactor.reset
    monkeypatch.setattr(ExpertiseReactor, "reset", lambda self: (emptied.append(1), reset(self)))
    reactors.rebuild(wiring.REACTORS["expertise"])
    assert len(signs()) == 3
    assert len(emptied) == 1


def test_what_is_given_taken_back_and_given_again_in_one_batch_is_of_the_last_time(world, helper):
    agree()
    read_the_log()
    reply = Evidence.objects.earliest("pk").reply
    join(world.open, world.admin, by=world.keeper)
    moments = [clock.now() + timedelta(minutes=n) for n in range(3)]
    for moment in moments:
        with clock.at(moment):
            threads.toggle_reaction(
                person=world.admin, kind=Reacting.THANKS, thread=reply.thread, reply=reply
            )
    read_the_log()
    assert Evidence.objects.get(sign="thanked").at == moments[2]


def test_many_signs_are_taken_in_with_as_many_queries_as_few(world, helper, every_line_past):
    agree()
    told = list(Activity.objects.filter(name="posts.answer_accepted"))
    reactor = wiring.REACTORS["expertise"]
    reactors.run_all(reactor)
    asked = []
    for lines in (told[:1], told):
        Evidence.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            reactor.take(lines)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_rebuilt_is_what_was_gathered(world, helper):
    agree()
    gathered = signs()
    reactors.rebuild(wiring.REACTORS["expertise"])
    assert signs() == gathered
