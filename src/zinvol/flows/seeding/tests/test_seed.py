"""What is sown is the same each time, in the numbers that were asked for, and fit to be read by its people."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db.models import Count, F

from tests.log import read_the_log
from zinvol.apps.content.posts.models import Option, Post, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Mention, Participation, Reaction, Reply, Thread
from zinvol.flows import seeding
from zinvol.flows.seeding import openings
from zinvol.flows.seeding.sentences import writer
from zinvol.kernel.models import Activity, Member

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)
NUMBERS = {"people": 60, "spaces": 8, "posts": 220, "replies": 2_500, "reactions": 900}
PLAN = seeding.Plan(until=UNTIL, **NUMBERS)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def sown(db):
    return seeding.seed(PLAN)


def fingerprint() -> dict[str, str]:
    """A hash of what each table says, numbers of rows left out."""
    first = Reply.objects.order_by("pk").values_list("pk", flat=True)[0]
    tables = {
        "people": Person.objects.values_list("name", "email", "function", "language", "joined_at"),
        "spaces": Space.objects.order_by("created_at").values_list("name", "access", "purpose"),
        "posts": Post.objects.order_by("thread__created_at").values_list("kind", "state", "title", "body", "thread__created_at"),
        "replies": Reply.objects.order_by("created_at", "pk").annotate(n=F("pk") - first).values_list("n", "body", "html", "created_at"),
        "reactions": Reaction.objects.order_by("at", "pk").values_list("kind", "person__email", "at"),
        "reading": Participation.objects.order_by("seen_at", "person__email").values_list("person__email", "seen_at"),
        "votes": Option.objects.order_by("text", "votes").values_list("text", "votes"),
    }  # fmt: skip
    return {name: hashlib.sha256(repr(list(rows)).encode()).hexdigest() for name, rows in tables.items()}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_plan_gives_the_same_organisation(django_db_blocker):
    from django.core.management import call_command

    found = []
    for _ in range(2):
        seeding.seed(PLAN)
        found.append(fingerprint())
        call_command("flush", interactive=False, verbosity=0)
    assert found[0] == found[1]


def test_the_counts_are_those_of_the_plan(sown):
    assert {name: getattr(sown, name) for name in NUMBERS} == NUMBERS
    assert Person.objects.count() == NUMBERS["people"]
    assert Post.objects.count() == Thread.objects.count() == NUMBERS["posts"]
    assert (Reply.objects.count(), Reaction.objects.count()) == (NUMBERS["replies"], NUMBERS["reactions"])
    assert sown.events == Activity.objects.count()


def test_the_counters_agree_with_what_they_count(sown):
    counted = Thread.objects.annotate(n=Count("replies"))
    assert not counted.exclude(reply_count=F("n")).exists()
    assert not [o for o in Option.objects.all() if o.post.kind == Kind.POLL and not o.post.is_anonymous
                and o.votes != Vote.objects.filter(option=o).count()]  # fmt: skip


def test_there_is_what_those_who_measure_look_for(sown):
    assert list(Thread.objects.filter(reply_count__in=[50, 600]).values_list("reply_count", flat=True)) in (
        [50, 600],
        [600, 50],
    )
    assert Reply.objects.filter(body__contains="zyxquark").count() == 12
    common = Reply.objects.filter(body__contains="project").count()
    assert 0.2 < common / NUMBERS["replies"] < 0.3
    assert 350 < sown.characters_per_reply < 500


def test_all_kinds_and_states_occur(sown):
    assert set(Post.objects.values_list("kind", flat=True)) == set(Kind)
    assert set(Post.objects.values_list("state", flat=True)) == set(State)
    assert set(Space.objects.values_list("access", flat=True)) == {"open", "closed", "secret"}
    assert Step.objects.exclude(reason="").exists()
    assert Mention.objects.exists()


def test_an_accepted_answer_is_a_reply_by_somebody_else(sown):
    for post in Post.objects.filter(state=State.SOLVED).select_related("accepted", "thread"):
        assert post.accepted.thread_id == post.pk
        assert post.accepted.author_id != post.thread.author_id


def test_whoever_takes_part_may_read_it(sown):
    closed = Thread.objects.exclude(space__access="open")
    inside = set(Member.objects.values_list("audience_id", "person_id"))
    for thread in closed.filter(reply_count__gt=0):
        people = {thread.author_id, *thread.replies.values_list("author_id", flat=True)}
        people |= set(Reaction.objects.filter(thread=thread).values_list("person_id", flat=True))
        people |= set(Mention.objects.filter(thread=thread).values_list("person_id", flat=True))
        assert {(thread.audience_id, person) for person in people} <= inside


def test_nothing_happens_after_the_end_and_the_log_is_in_step(sown):
    assert not Activity.objects.filter(occurred_at__gt=UNTIL).exists()
    said = Activity.objects.filter(name="threads.reply_posted").count()
    assert (said, Activity.objects.filter(name="posts.published").count()) == (
        NUMBERS["replies"],
        NUMBERS["posts"],
    )


def test_a_person_enters_with_the_shared_password(sown):
    assert authenticate(username=seeding.address(1), password=seeding.PASSWORD).name
    assert authenticate(username=seeding.address(1), password="something else") is None


def test_readers_of_the_log_take_it_all_in(sown):
    from zinvol.apps.reactors.search.models import Document

    read_the_log()
    assert Document.objects.count() == PLAN.messages


def test_what_is_written_after_it_gets_numbers_of_its_own(sown):
    member = Membership.objects.filter(role="keeper").select_related("person").first().person
    made = spaces.open_space(founder=member, name="Later", purpose="Zodat het verder gaat.")
    assert made.pk > NUMBERS["spaces"]


def test_an_install_with_content_is_left_alone(sown):
    with pytest.raises(seeding.Refused, match="seeded before"):
        seeding.seed(PLAN, beside=True)
    Person.objects.filter(email=seeding.address(1)).update(email="else@seed.example")
    with pytest.raises(seeding.Refused, match="has content"):
        seeding.seed(PLAN)


def test_a_plan_that_cannot_be_is_refused():
    with pytest.raises(seeding.Refused):
        seeding.Plan(until=UNTIL, people=3)
    with pytest.raises(seeding.Refused):
        seeding.Plan(until=UNTIL, people=10, spaces=3, posts=10, replies=0, reactions=10_000)


def test_a_text_is_kept_as_the_product_itself_would_keep_it(sown):
    for reply in Reply.objects.order_by("pk")[:300]:
        assert texts.render(reply.body).html == reply.html


def test_the_word_lists_hold_neither_of_the_measured_words():
    for language in ("nl", "en"):
        dice = PLAN.dice("words", language)
        text = " ".join(writer(language).message(dice) for _ in range(3_000))
        assert "project" not in text.lower()
        assert "zyxquark" not in text


def test_some_time_later_is_never_after_the_end():
    dice = PLAN.dice("later")
    assert all(openings.later(UNTIL, UNTIL, dice) <= UNTIL for _ in range(20))
