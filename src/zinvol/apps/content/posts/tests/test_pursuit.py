"""The promise to who asks, the climb of what nobody answers, and what becomes of answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import a_person, a_post, a_reply
from zinvol.apps.content.posts import api, reads, rules
from zinvol.apps.content.posts.models import Ask, Check, Post, Promise, Reuse
from zinvol.apps.content.posts.rules import Stage, State, Verdict
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.reads import work_week
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.kernel import clock
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    """Amsterdam time, in winter."""
    return datetime.fromisoformat(text + "+01:00").astimezone(UTC)


FRIDAY = at("2026-11-20 10:00")
LATER = FRIDAY + timedelta(days=30)


@pytest.fixture
def question(world) -> Post:
    """Asked on a Friday at ten, with an answer promised within sixteen working hours."""
    with clock.at(FRIDAY):
        return a_post(world.member, world.open)


@pytest.fixture
def solved(world, question) -> Post:
    with clock.at(FRIDAY + timedelta(hours=1)):
        api.accept_answer(person=world.member, post=question, reply=a_reply(world.keeper, question))
    return question


def events(name: str) -> int:
    return Activity.objects.filter(name=name).count()


# the promise and the climb


def test_the_promise_counts_working_hours_and_climbs_over_the_weekend(world, question):
    people.change_roles(administrator=world.admin, person=world.leader, roles=["community_manager"])
    held = Promise.objects.get(post=question)
    assert (held.stage, held.next_at, held.due_at) == (0, at("2026-11-23 09:30"), at("2026-11-24 09:00"))
    seen = []
    for moment in ("2026-11-23 09:29", "2026-11-23 09:30", "2026-11-24 09:00", "2026-11-25 16:30"):
        with clock.at(at(moment)):
            seen.append([api.climb(post=post) for post in reads.waiting_to_climb()])
    assert seen == [[], [Stage.PEOPLE], [Stage.KEEPERS], [Stage.MANAGERS]]
    with clock.at(LATER):
        assert reads.waiting_to_climb() == []
    climbed = Activity.objects.filter(name="posts.question_climbed").order_by("pk")
    assert [line.refs["stage"] for line in climbed] == ["people", "keepers", "managers"]


def test_what_is_answered_deleted_closed_or_archived_climbs_no_more(world, question):
    a_reply(world.keeper, question)
    other, third = a_post(world.member, world.open), a_post(world.member, world.closed)
    api.delete_post(person=world.member, post=other)
    spaces.archive(space=world.closed, keeper=world.keeper)
    with clock.at(clock.now() + timedelta(days=30)):
        assert reads.waiting_to_climb() == []
        assert [api.climb(post=post) for post in (question,)] == [None]
    assert Promise.objects.get(post=third).stage == Stage.FOLLOWERS


def test_a_second_worker_climbs_nothing(question):
    with clock.at(at("2026-11-23 09:30")):
        assert [api.climb(post=question), api.climb(post=question)] == [Stage.PEOPLE, None]


def test_when_nobody_is_found_the_next_stage_begins_at_once(question):
    with clock.at(at("2026-11-23 09:30")):
        api.climb(post=question)
        assert api.climb(post=question) is None
        assert api.climb(post=question, is_due=False) == Stage.KEEPERS


def test_what_the_space_promises_later_is_for_later_questions(world, question):
    spaces.change(keeper=world.keeper, space=world.open, answer_within=0)
    seen = []
    for moment in ("2026-11-23 09:30", "2026-11-23 09:40", "2026-11-24 09:00"):
        with clock.at(at(moment)):
            seen.append([api.climb(post=post) for post in reads.waiting_to_climb()])
    assert seen == [[Stage.PEOPLE], [], [Stage.KEEPERS]]


def test_after_a_pause_each_stage_has_half_of_its_time_at_least(world, question):
    """An archived space comes back on a Monday: nobody is flooded, and who is asked has half a day."""
    monday = at("2026-12-14 09:00")
    seen = []
    for hours in (0, 3.9, 4.1, 8, 24):
        with clock.at(monday + timedelta(hours=hours)):
            seen.append([api.climb(post=post) for post in reads.waiting_to_climb()])
    assert seen == [[None], [], [Stage.PEOPLE], [], [Stage.KEEPERS]]


def test_without_a_community_manager_who_may_read_it_it_stays_with_the_keepers(world, question):
    Promise.objects.filter(post=question).update(stage=Stage.PEOPLE)
    with clock.at(at("2026-11-24 09:00")):
        assert api.climb(post=question) == Stage.KEEPERS
    assert Promise.objects.get().next_at is None


def test_when_all_who_were_asked_decline_others_are_looked_for(world, question):
    with clock.at(at("2026-11-23 09:30")):
        api.climb(post=question)
        for person in (world.keeper, world.leader):
            api.ask(post=question, person=person, by=None)
        api.decline(post=question, person=world.keeper)
        assert reads.waiting_to_climb() == []
        api.decline(post=question, person=world.leader)
        assert [api.climb(post=post) for post in reads.waiting_to_climb()] == [Stage.PEOPLE]
    assert Promise.objects.get().next_at == at("2026-11-24 09:00")


def test_an_edit_of_what_was_shown_before_keeps_the_answer_that_was_marked_since(world, question):
    shown = Post.objects.select_related("thread__space").get(pk=question.pk)
    api.accept_answer(person=world.member, post=question, reply=a_reply(world.keeper, question))
    api.edit_post(editor=world.member, post=shown, title="Anders gevraagd", body="", version=1, tags=[])
    held = Post.objects.get()
    assert (held.title, held.state, held.accepted.author) == ("Anders gevraagd", State.SOLVED, world.keeper)


def test_a_reply_that_went_meanwhile_is_not_marked(world, question):
    reply = a_reply(world.keeper, question)
    api.delete_reply(person=world.keeper, post=Post.objects.get(), reply=reply)
    with pytest.raises(PermissionDenied):
        api.accept_answer(person=world.member, post=question, reply=reply)
    assert Post.objects.get().state == State.OPEN


def test_the_mark_goes_with_the_reply_also_when_it_came_after_the_page(world, question):
    reply = a_reply(world.keeper, question)
    shown = Post.objects.select_related("thread__space").get(pk=question.pk)
    api.accept_answer(person=world.member, post=question, reply=reply)
    api.delete_reply(person=world.keeper, post=shown, reply=reply)
    assert Post.objects.get().accepted is None


def test_where_the_keepers_promise_nothing_nothing_climbs(world):
    spaces.change(keeper=world.keeper, space=world.open, answer_within=0)
    a_post(world.member, world.open)
    assert not Promise.objects.exists()


def test_other_kinds_are_promised_no_answer(world):
    a_post(world.member, world.open, "idea")
    assert not Promise.objects.exists()


def test_half_of_the_questions_is_answered_within_so_many_working_hours(world):
    """Kaplan and Meier: what waits counts for as long as it has waited (science.md C4)."""
    week = work_week(world.organisation)
    for hours in (1, 2, 6, None, None):
        with clock.at(FRIDAY):
            post = a_post(world.member, world.open)
        if hours is not None:
            with clock.at(week.after(FRIDAY, timedelta(hours=hours))):
                a_reply(world.keeper, post)
    with clock.at(at("2026-11-24 10:00")):
        assert reads.response(space=world.open, week=week) == reads.Response(answered=3, asked=5, hours=6.0)


# asking in person


def test_somebody_is_asked_once_for_a_question(world, question):
    assert api.ask(post=question, person=world.keeper, by=world.member) is True
    assert api.ask(post=question, person=world.keeper, by=None) is False
    assert events("posts.person_asked") == 1


def test_nobody_is_asked_more_than_three_questions_a_week(world):
    with clock.at(FRIDAY):
        posts = [a_post(world.member, world.open) for _ in range(5)]
        assert [api.ask(post=p, person=world.keeper, by=None) for p in posts] == [True] * 3 + [False] * 2
    with clock.at(FRIDAY + timedelta(days=7)):
        assert api.ask(post=posts[3], person=world.keeper, by=None) is True


def test_who_may_not_read_it_is_not_asked_nor_is_who_asks(world):
    secret = a_post(world.member, world.secret)
    for person in (world.outsider, world.admin, world.guest, world.gone, world.member):
        with pytest.raises(PermissionDenied):
            api.ask(post=secret, person=person, by=world.member)
    with pytest.raises(PermissionDenied):
        api.ask(post=a_post(world.member, world.open, "idea"), person=world.keeper, by=world.member)
    assert not Ask.objects.exists()


def test_not_knowing_it_either_can_be_said_and_taken_back(world, question):
    api.ask(post=question, person=world.keeper, by=world.member)
    api.decline(post=question, person=world.outsider)
    for _ in range(2):
        api.decline(post=question, person=world.keeper)
    assert Ask.objects.get().declined_at is not None
    api.decline(post=question, person=world.keeper, is_on=False)
    assert Ask.objects.get().declined_at is None
    assert events("posts.ask_declined") == 2


# answers of use


def test_an_answer_helped_others_too_once_each(world, solved):
    for _ in range(2):
        api.reuse(person=world.outsider, post=solved, is_on=True)
    api.reuse(person=world.leader, post=solved, is_on=True)
    api.reuse(person=world.leader, post=solved, is_on=False)
    assert list(Reuse.objects.values_list("person_id", flat=True)) == [world.outsider.pk]
    assert events("posts.answer_reused") == 3


@pytest.mark.parametrize("who", ["member", "keeper", "guest"])
def test_who_asked_or_answered_or_stands_outside_was_not_helped_too(world, solved, who):
    with pytest.raises(PermissionDenied):
        api.reuse(person=getattr(world, who), post=solved, is_on=True)


def test_how_many_of_other_departments_opened_it_later_is_said_from_five_and_after_consent(
    world, solved, sign_in
):
    other = organisation.add_department(administrator_id=None, name="Belastingen")
    readers = [a_person(f"Lezer {n}", department=other) for n in range(5)]
    near = a_person("Naast Koen", department=world.department)

    def read(*who, days=2) -> int:
        with clock.at(FRIDAY + timedelta(days=days)):
            for person in who:
                sign_in(person).get(solved.get_absolute_url())
                threads.mark_seen(person=person, thread=solved.thread)
        return reads.reopened(viewer=world.outsider, post=solved)

    agreed = {"agreed_with": "de ondernemingsraad", "agreed_on": FRIDAY.date()}
    assert read(*readers) == 0
    organisation.record_consent(administrator_id=None, measurement=Measurement.REUSE, **agreed)
    assert read(*readers, days=0) == 0
    assert read(*readers[:4], near, world.member, world.keeper, world.outsider) == 0
    assert read(readers[4]) == 5
    assert read(readers[4], days=3) == 5
    organisation.withdraw_consent(administrator_id=None, measurement=Measurement.REUSE)
    assert read(readers[0]) == 0


# old answers


def test_a_year_later_an_answer_is_due_for_a_look_and_a_look_renews_it(world, solved):
    later = FRIDAY + timedelta(days=366)
    with clock.at(later):
        for who, due in (("member", [solved]), ("keeper", [solved]), ("outsider", []), ("admin", [])):
            assert reads.to_check(viewer=getattr(world, who)) == due
        api.check(person=world.keeper, post=solved, verdict=Verdict.TRUE)
        assert reads.to_check(viewer=world.keeper) == []
    with clock.at(later + rules.CHECK_AFTER):
        assert reads.to_check(viewer=world.keeper) == [solved]


def test_what_needs_an_update_stays_on_the_list_and_what_is_obsolete_leaves_it(world, solved):
    api.check(person=world.member, post=solved, verdict=Verdict.UPDATE, note="  Het formulier is anders.  ")
    assert reads.to_check(viewer=world.keeper) == [solved]
    api.check(person=world.keeper, post=solved, verdict=Verdict.OBSOLETE)
    assert reads.to_check(viewer=world.keeper) == []
    held = Check.objects.order_by("pk").values_list("verdict", "by_id", "note")
    assert list(held) == [
        ("update", world.member.pk, "Het formulier is anders."), ("obsolete", world.keeper.pk, ""),
    ]  # fmt: skip
    assert Post.objects.get().state == State.SOLVED


def test_only_who_asked_or_answered_and_the_keepers_tell_whether_it_holds(world, solved):
    for who in ("outsider", "leader", "guest"):
        with pytest.raises(PermissionDenied):
            api.check(person=getattr(world, who), post=solved, verdict=Verdict.TRUE)


def test_another_answer_begins_a_new_year(world, solved):
    api.check(person=world.member, post=solved, verdict=Verdict.OBSOLETE)
    with clock.at(LATER):
        api.accept_answer(person=world.member, post=solved, reply=a_reply(world.keeper, solved))
    post = Post.objects.get()
    assert (post.verdict, post.check_at) == ("", LATER + rules.CHECK_AFTER)
