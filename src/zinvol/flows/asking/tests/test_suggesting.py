"""Who is suggested for a question, who is asked for it, and who is left in peace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.log import read_the_log
from tests.world import World, a_person, a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Ask, Post, Promise
from zinvol.apps.content.posts.rules import Stage
from zinvol.apps.reactors.attention.models import Notice, Preference
from zinvol.apps.reactors.attention.rules import Reason
from zinvol.apps.reactors.expertise import api as expertise
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.flows.asking import climbing
from zinvol.flows.asking.climbing import climb
from zinvol.flows.asking.suggesting import suggestions
from zinvol.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def helper(world) -> Person:
    """Somebody whose answers about parking helped three colleagues, where that may be known."""
    helper = a_person("Hilde Helpt")
    join(world.open, helper, by=world.keeper)
    organisation.record_consent(
        administrator_id=None, measurement=Measurement.EXPERTISE, agreed_with="de ondernemingsraad",
        agreed_on=clock.today(),
    )  # fmt: skip
    for asker in (world.keeper, world.member, a_person("Vera Vraagt")):
        join(world.open, asker, by=world.keeper) if asker.name == "Vera Vraagt" else None
        post = a_post(
            asker,
            world.open,
            title="Hoe vraag ik een parkeervergunning voor bewoners aan?",
            tags=["parkeren"],
        )
        posts.accept_answer(person=asker, post=post, reply=a_reply(helper, post))
    read_the_log()
    return helper


@pytest.fixture
def question(world) -> Post:
    return a_post(world.member, world.open, title="Waar staat de lijst met vrije plekken?", tags=["parkeren"])


def names(question: Post, viewer: Person) -> list[str]:
    return [it.person.name for it in suggestions(viewer=viewer, post=question)]


def test_by_answers_about_the_same_subject_with_what_shows_it(world, helper, question):
    [found] = suggestions(viewer=world.member, post=question)
    assert (found.person, found.says) == (helper, [])
    assert (found.knower.answers, found.knower.peers, len(found.answers)) == (3, 3, 3)
    assert {post.title for post, _ in found.answers} == {
        "Hoe vraag ik een parkeervergunning voor bewoners aan?"
    }


def test_by_a_question_like_it_in_other_words(world, helper):
    alike = a_post(world.member, world.open, title="Parkeervergunning voor bewoners aanvragen, hoe gaat dat?")
    read_the_log()
    assert names(alike, world.member) == ["Hilde Helpt"]


def test_by_what_people_say_of_themselves(world, question):
    people.change_profile(person=world.leader, actor_id=world.leader.pk, knows=["Parkeren"])
    [found] = suggestions(viewer=world.member, post=question)
    assert (found.person, found.says, found.knower) == (world.leader, ["Parkeren"], None)


def test_of_the_many_who_say_it_no_more_are_fetched_than_are_shown(world, helper, question):
    for number in range(8):
        person = a_person(f"Anna {number} Parkeert")
        people.change_profile(person=person, actor_id=None, knows=["Parkeren"])
    expected = ["Hilde Helpt", *(f"Anna {number} Parkeert" for number in range(4))]
    with CaptureQueriesContext(connection) as queries:
        assert names(question, world.member) == expected
    assert any("people_skill" in q["sql"] and "LIMIT 6" in q["sql"] for q in queries)


def test_who_was_invited_and_never_came_is_not_asked(world, question):
    people.change_profile(person=world.leader, actor_id=world.leader.pk, knows=["Parkeren"])
    assert names(question, world.member) == ["Lea Voor"]
    Person.objects.filter(pk=world.leader.pk).update(state=Person.State.INVITED)
    assert names(question, world.member) == []


def test_who_showed_it_and_has_not_come_in_is_not_asked(world, helper, question):
    Person.objects.filter(pk=helper.pk).update(state=Person.State.INVITED)
    assert names(question, world.member) == []


def test_who_shows_it_comes_before_who_says_it(world, helper, question):
    people.change_profile(person=world.leader, actor_id=world.leader.pk, knows=["Parkeren"])
    assert names(question, world.member) == ["Hilde Helpt", "Lea Voor"]


@pytest.mark.parametrize(
    "why",
    [
        "hidden",
        "no wish",
        "away",
        "answered",
        "asked",
        "asked too often",
        "deactivated",
        "asker",
        "withdrawn",
    ],
)
def test_who_is_left_in_peace(world, helper, question, why):
    if why == "hidden":
        expertise.hide(person=helper, reply=None)
    elif why == "no wish":
        Preference.objects.update_or_create(person=helper, defaults={"is_asked": False})
    elif why == "away":
        days = {"away_from": clock.today(), "away_until": clock.today() + timedelta(days=3)}
        Preference.objects.update_or_create(person=helper, defaults=days)
    elif why == "answered":
        a_reply(helper, question)
    elif why == "asked":
        posts.ask(post=question, person=helper, by=None)
    elif why == "asked too often":
        for _ in range(3):
            posts.ask(post=a_post(world.keeper, world.open), person=helper, by=None)
    elif why == "deactivated":
        people.deactivate(administrator=world.admin, person=helper)
    elif why == "asker":
        question = a_post(helper, world.open, tags=["parkeren"])
    else:
        organisation.withdraw_consent(administrator_id=None, measurement=Measurement.EXPERTISE)
        read_the_log()
    assert names(question, world.member) == []


def test_nobody_who_may_not_read_it_is_suggested(world, helper):
    secret = a_post(world.member, world.secret, tags=["parkeren"])
    assert names(secret, world.member) == []
    join(world.secret, helper, by=world.keeper)
    assert names(secret, world.member) == ["Hilde Helpt"]


def test_what_stands_in_a_space_the_asker_does_not_see_suggests_nobody(world: World):
    helper = a_person("Hilde Helpt")
    join(world.secret, helper, by=world.keeper)
    organisation.record_consent(
        administrator_id=None, measurement=Measurement.EXPERTISE, agreed_with="or", agreed_on=clock.today()
    )
    third = a_person("Derde Vraag")
    join(world.secret, third, by=world.keeper)
    for asker in (world.keeper, world.member, third):
        post = a_post(asker, world.secret, tags=["parkeren"])
        posts.accept_answer(person=asker, post=post, reply=a_reply(helper, post))
    read_the_log()
    join(world.open, world.outsider, by=world.keeper)
    asked = a_post(world.outsider, world.open, tags=["parkeren"])
    assert names(asked, world.outsider) == []
    assert names(asked, world.member) == ["Hilde Helpt"]


def reasons(person: Person) -> set[Reason]:
    read_the_log()
    return {Reason(n.reason) for n in Notice.objects.filter(person=person, read_at=None)}


def test_half_way_the_promise_people_who_may_know_find_it_in_their_inbox(world, helper, question):
    people.change_roles(administrator=world.admin, person=world.leader, roles=["community_manager"])
    assert climb() == 0
    with clock.at(Promise.objects.get(post=question).next_at):
        assert climb() == 1
    assert list(Ask.objects.values_list("person_id", "by_id")) == [(helper.pk, None)]
    assert Reason.ASKED in reasons(helper)
    assert stage(question) == Stage.PEOPLE
    for _ in range(2):
        with clock.at(Promise.objects.get(post=question).next_at):
            assert climb() == 1
    assert stage(question) == Stage.MANAGERS
    assert Reason.KEEPING in reasons(world.keeper)
    assert Reason.KEEPING in reasons(world.leader)
    assert reasons(world.outsider) == set()


def test_where_nobody_may_know_the_keepers_hear_at_once(world, question):
    with clock.at(Promise.objects.get(post=question).next_at):
        assert climb() == 1
    assert stage(question) == Stage.KEEPERS
    assert not Ask.objects.exists()


def stage(question: Post) -> Stage:
    return Stage(Promise.objects.get(post=question).stage)


def test_what_goes_wrong_with_one_question_holds_up_no_other(world, helper, question, monkeypatch):
    other = a_post(world.keeper, world.open, title="Waar is de sleutel?", tags=["parkeren"])
    real = climbing.suggestions

    def broken(*, post: Post, **more):
        if post == question:
            raise OSError("the model is gone")
        return real(post=post, **more)

    monkeypatch.setattr(climbing, "suggestions", broken)
    with clock.at(Promise.objects.get(post=other).next_at):
        assert climb() == 1
        assert Promise.objects.get(post=question).next_at > clock.now()
    assert (stage(question), stage(other)) == (Stage.FOLLOWERS, Stage.PEOPLE)
    assert Ask.objects.get().post == other


def test_who_was_asked_by_hand_just_before_has_time_to_answer(world, question):
    with clock.at(Promise.objects.get(post=question).next_at):
        posts.ask(post=question, person=world.leader, by=world.member)
        assert climb() == 1
    assert stage(question) == Stage.PEOPLE


def test_a_keeper_who_asks_hears_nothing_of_the_own_question(world):
    asked = a_post(world.keeper, world.open)
    with clock.at(Promise.objects.get(post=asked).next_at):
        climb()
    assert stage(asked) == Stage.KEEPERS
    assert Reason.KEEPING not in reasons(world.keeper)


def test_the_notice_names_who_asked_the_question_also_when_a_keeper_passed_it_on(world, question):
    posts.ask(post=question, person=world.leader, by=world.keeper)
    read_the_log()
    assert Notice.objects.get(person=world.leader).actor == world.member
