"""The seven kinds, each from its opening to its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api, reads
from zinvol.apps.content.posts.models import Option, Post, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.organisation.reads import work_week
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Reply
from zinvol.apps.social.threads.rules import Outcome, Reacting
from zinvol.kernel import clock
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


def state(post: Post) -> str:
    return Post.objects.get(pk=post.pk).state


def fresh(post: Post) -> Post:
    return Post.objects.select_related("thread__space").get(pk=post.pk)


def told(post: Post) -> list[tuple]:
    """The public history: state, who, why."""
    return [(s.state, s.by and s.by.name, s.reason) for s in post.steps.all()]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_opened_and_keeps_what_is_its_own(world, kind):
    given = {
        "answer_by": date(2030, 1, 2),
        "feedback_wanted": "Klopt de toon?",
        "reader_should": "act",
        "is_anonymous": True,
    }
    post = a_post(world.member, world.open, kind, "Een titel", **given)
    assert (post.kind, post.state) == (kind, "shared" if kind == Kind.UPDATE else "open")
    assert post.options.count() == (2 if kind in (Kind.DILEMMA, Kind.POLL) else 0)


# a question


def test_a_question_is_answered_by_five_words_of_somebody_else(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post, "Geen idee eigenlijk.")
    a_reply(world.member, post, "Ik heb het zelf al bijna gevonden, denk ik.")
    a_reply(world.keeper, post, "> veel woorden die van een ander zijn\n\nMee eens.")
    assert state(post) == "open"
    a_reply(world.outsider, post, "Dat staat in het grote handboek.")
    assert state(post) == "answered"
    a_reply(world.keeper, post)
    assert Activity.objects.filter(name="posts.question_answered").count() == 1


def test_the_answer_that_helped_is_marked_and_may_be_another(world):
    post = a_post(world.member, world.open)
    first, second = a_reply(world.outsider, post), a_reply(world.keeper, post)
    api.accept_answer(person=world.member, post=fresh(post), reply=first)
    api.accept_answer(person=world.keeper, post=fresh(post), reply=second)
    assert (state(post), fresh(post).accepted, fresh(post).accepted_by) == ("solved", second, world.keeper)
    api.withdraw_answer(person=world.member, post=fresh(post))
    assert (state(post), fresh(post).accepted) == ("answered", None)


@pytest.mark.parametrize("who", ["outsider", "leader", "guest"])
def test_others_do_not_say_what_helped(world, who):
    post = a_post(world.member, world.open)
    reply = a_reply(world.outsider, post)
    with pytest.raises(PermissionDenied):
        api.accept_answer(person=getattr(world, who), post=post, reply=reply)
    assert state(post) == "answered"


def test_no_answer_comes_from_elsewhere_or_from_what_was_deleted(world):
    post, other = a_post(world.member, world.open), a_post(world.member, world.open)
    elsewhere, gone = a_reply(world.keeper, other), a_reply(world.keeper, post)
    api.delete_reply(person=world.keeper, post=fresh(post), reply=gone)
    gone.refresh_from_db()
    for reply in (elsewhere, gone):
        with pytest.raises(PermissionDenied):
            api.accept_answer(person=world.member, post=fresh(post), reply=reply)


def test_only_a_question_has_an_answer(world):
    post = a_post(world.member, world.open, "idea")
    with pytest.raises(PermissionDenied):
        api.accept_answer(person=world.member, post=post, reply=a_reply(world.keeper, post))


def test_a_question_whose_only_answer_went_waits_again(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.keeper, post)
    api.delete_reply(person=world.keeper, post=fresh(post), reply=reply)
    assert state(post) == "open"
    assert [p.pk for p in reads.unanswered(viewer=world.outsider).posts] == [post.pk]
    reply.refresh_from_db()
    api.restore_reply(person=world.keeper, post=fresh(post), reply=reply)
    assert state(post) == "answered"


def test_a_question_loses_its_mark_with_the_reply_that_had_it(world):
    post = a_post(world.member, world.open)
    first, second = a_reply(world.outsider, post), a_reply(world.keeper, post)
    api.accept_answer(person=world.member, post=fresh(post), reply=second)
    api.delete_reply(person=world.keeper, post=fresh(post), reply=second)
    assert (state(post), fresh(post).accepted) == ("answered", None)
    api.accept_answer(person=world.member, post=fresh(post), reply=first)
    api.delete_reply(person=world.outsider, post=fresh(post), reply=first)
    assert state(post) == "open"


# a dilemma


def test_a_dilemma_gathers_arguments_and_is_chosen_with_a_reason(world):
    post = a_post(world.member, world.open, "dilemma", options=["Riet", "Pannen"])
    riet, pannen = post.options.all()
    spoken = a_reply(world.keeper, post, "Riet is mooier dan al het andere.", option_id=riet.pk, stance="for")
    assert (spoken.option_id, spoken.stance) == (riet.pk, "for")
    for reason, option, field in (("", pannen, "reason"), ("Goedkoper.", None, "option")):
        with pytest.raises(ValidationError) as refused:
            api.take_step(person=world.member, post=post, state=State.CHOSEN, reason=reason, option=option)
        assert list(refused.value.message_dict) == [field]
    elsewhere = a_post(world.member, world.open, "dilemma").options.first()
    with pytest.raises(ValidationError):
        api.take_step(
            person=world.member, post=post, state=State.CHOSEN, reason="Goedkoper.", option=elsewhere
        )
    api.take_step(person=world.member, post=post, state=State.CHOSEN, reason=" Goedkoper. ", option=pannen)
    assert (state(post), told(post), post.steps.get().option) == (
        "chosen",
        [("chosen", "Mina de Lid", "Goedkoper.")],
        pannen,
    )
    api.take_step(person=world.keeper, post=post, state=State.OPEN)
    assert told(post)[1] == ("open", "Koen Houder", "")


@pytest.mark.parametrize("kind", ["dilemma", "poll"])
@pytest.mark.parametrize("options", [[], ["een"], ["een", "een "], [str(i) for i in range(11)]])
def test_two_to_ten_different_options_are_needed(world, kind, options):
    with pytest.raises(ValidationError) as refused:
        a_post(world.member, world.open, kind, options=options)
    assert list(refused.value.message_dict) == ["options"]
    assert Post.objects.count() == 0


def test_an_argument_belongs_to_a_dilemma_or_poll_only(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.keeper, post, option_id=1, stance="for", is_contribution=True)
    assert (reply.option_id, reply.stance, reply.is_contribution) == (None, "", False)


# a challenge


def test_a_challenge_is_finished_with_chosen_contributions(world):
    post = a_post(world.member, world.open, "challenge")
    talk, work = a_reply(world.keeper, post), a_reply(world.outsider, post, is_contribution=True)
    with pytest.raises(PermissionDenied):
        api.choose_contribution(person=world.member, post=post, reply=talk, is_on=True)
    with pytest.raises(PermissionDenied):
        api.choose_contribution(person=world.outsider, post=post, reply=work, is_on=True)
    with pytest.raises(ValidationError):
        api.take_step(person=world.member, post=post, state=State.CHOSEN, reason="Mooi werk.")
    api.choose_contribution(person=world.member, post=post, reply=work, is_on=True)
    api.choose_contribution(person=world.member, post=post, reply=work, is_on=False)
    with pytest.raises(ValidationError):
        api.take_step(person=world.member, post=post, state=State.CHOSEN, reason="Mooi werk.")
    api.choose_contribution(person=world.keeper, post=post, reply=work, is_on=True)
    api.take_step(person=world.member, post=post, state=State.CHOSEN, reason="Mooi werk.")
    assert (state(post), list(Reply.objects.filter(chosen_at__isnull=False))) == ("chosen", [work])


# unfinished work


def test_unfinished_work_has_versions_that_say_what_is_new(world):
    post = a_post(
        world.member,
        world.open,
        "unfinished",
        "Plan",
        body="Eerste schets van het plan.",
        feedback_wanted="Klopt het?",
    )
    before = fresh(post).thread.last_activity_at
    with clock.at(clock.now() + timedelta(hours=1)):
        api.edit_post(
            editor=world.member,
            post=fresh(post),
            title="Plan",
            body="Tweede schets.",
            version=1,
            tags=[],
            note="Begroting erbij",
        )
    thread = fresh(post).thread
    assert (thread.version, thread.last_activity_at > before) == (2, True)
    assert [(r.number, r.body, r.note) for r in thread.revisions.all()] == [
        (1, "Eerste schets van het plan.", ""),
        (2, "Tweede schets.", "Begroting erbij"),
    ]
    for person in (world.keeper, world.leader):
        with pytest.raises(PermissionDenied):
            api.take_step(person=person, post=post, state=State.DONE)
    api.take_step(person=world.member, post=post, state=State.DONE)
    api.take_step(person=world.member, post=post, state=State.OPEN)
    assert [s for s, _by, _why in told(post)] == ["done", "open"]


# an idea


def test_an_idea_goes_its_way_in_public(world):
    post = a_post(world.member, world.open, "idea")
    with pytest.raises(PermissionDenied):
        api.take_step(person=world.member, post=post, state=State.ADOPTED, reason="Ik vind het goed.")
    with pytest.raises(ValidationError):
        api.take_step(person=world.leader, post=post, state=State.ADOPTED, reason=" ")
    api.take_step(person=world.leader, post=post, state=State.ADOPTED, reason="Dit past bij ons doel.")
    api.take_step(person=world.member, post=post, state=State.DONE, reason="Het staat er.")
    api.take_step(person=world.keeper, post=post, state=State.ADOPTED)
    api.take_step(person=world.keeper, post=post, state=State.DECLINED, reason="Geen geld.")
    api.take_step(person=world.leader, post=post, state=State.OPEN)
    assert [s for s, _by, _why in told(post)] == ["adopted", "done", "adopted", "declined", "open"]
    assert told(post)[3] == ("declined", "Koen Houder", "Geen geld.")
    with pytest.raises(PermissionDenied):
        api.take_step(person=world.leader, post=post, state=State.DONE, reason="Overgeslagen.")


# an update


def test_an_update_waits_for_nothing(world):
    post = a_post(world.member, world.open, "update", reader_should="know")
    for to in State:
        with pytest.raises(PermissionDenied):
            api.take_step(person=world.keeper, post=post, state=to, reason="Zomaar.")
    assert state(post) == "shared"


# a poll


def counts(post: Post) -> list[int]:
    return list(Option.objects.filter(post=post).values_list("votes", flat=True))


def test_a_named_vote_is_counted_once_and_may_change(world):
    post = a_post(world.member, world.open, "poll")
    first, second = post.options.all()
    for option in (first, first, second, first):
        api.vote(person=world.outsider, post=post, option=option)
    api.vote(person=world.keeper, post=post, option=second)
    assert counts(post) == [1, 1]
    assert {(v.person.name, v.option_id) for v in Vote.objects.all()} == {
        ("Otto Buiten", first.pk),
        ("Koen Houder", second.pk),
    }


def test_an_anonymous_vote_is_counted_and_not_kept(world):
    post = a_post(world.member, world.open, "poll", is_anonymous=True)
    first, second = post.options.all()
    api.vote(person=world.outsider, post=post, option=first)
    with pytest.raises(ValidationError):
        api.vote(person=world.outsider, post=post, option=second)
    vote = Vote.objects.get()
    assert (counts(post), vote.option, (vote.at.hour, vote.at.minute)) == ([1, 0], None, (0, 0))
    assert list(Activity.objects.filter(name="posts.vote_cast").values_list("actor_id", "refs")) == [
        (None, {"kind": "poll"})
    ]


def test_a_poll_closes_at_its_moment_and_the_worker_writes_it_down(world):
    post = a_post(world.member, world.open, "poll", closes_at=clock.now() + timedelta(hours=1))
    option = post.options.first()
    api.vote(person=world.keeper, post=post, option=option)
    assert api.close_due_polls() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        with pytest.raises(ValidationError):
            api.vote(person=world.outsider, post=post, option=option)
        assert reads.post_page(viewer=world.member, pk=post.pk).state == "closed"
        assert (api.close_due_polls(), api.close_due_polls()) == (1, 0)
    assert (state(post), counts(post), told(post)) == ("closed", [1, 0], [("closed", None, "")])


@pytest.mark.parametrize("written_down", [True, False])
def test_a_poll_that_closed_by_itself_is_opened_again_and_stays_open(world, written_down):
    post = a_post(world.member, world.open, "poll", closes_at=clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(hours=2)):
        if written_down:
            api.close_due_polls()
        steps = reads.post_page(viewer=world.member, pk=post.pk).next_steps
        assert [s.state for s in steps] == ["open"]
        api.take_step(person=world.member, post=post, state=State.OPEN)
        assert api.close_due_polls() == 0
        api.vote(person=world.keeper, post=post, option=post.options.first())
        assert reads.post_page(viewer=world.member, pk=post.pk).state == "open"


def test_a_poll_does_not_close_before_it_begins(world):
    with pytest.raises(ValidationError) as refused:
        a_post(world.member, world.open, "poll", closes_at=clock.now() - timedelta(minutes=1))
    assert list(refused.value.message_dict) == ["closes_at"]


def test_a_poll_is_closed_by_hand_and_takes_no_votes(world):
    post = a_post(world.member, world.open, "poll")
    with pytest.raises(PermissionDenied):
        api.take_step(person=world.outsider, post=post, state=State.CLOSED)
    api.take_step(person=world.member, post=post, state=State.CLOSED)
    with pytest.raises(ValidationError):
        api.vote(person=world.keeper, post=post, option=post.options.first())


def test_one_votes_only_where_one_reads_and_for_what_is_asked(world):
    post, other = a_post(world.member, world.closed, "poll"), a_post(world.member, world.open, "poll")
    with pytest.raises(PermissionDenied):
        api.vote(person=world.outsider, post=post, option=post.options.first())
    with pytest.raises(PermissionDenied):
        api.vote(person=world.keeper, post=post, option=other.options.first())
    assert (counts(post), counts(other)) == ([0, 0], [0, 0])


# publishing and taking away


def test_the_same_form_twice_is_one_post(world):
    first = a_post(world.member, world.open, submission="abc")
    assert a_post(world.member, world.open, title="Anders", submission="abc").pk == first.pk
    assert Post.objects.get().title == "Wie weet dit?"
    assert Activity.objects.filter(name="posts.published").count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "https://example.org/",
        "Kijk: https://example.org/",
        "[hier](https://example.org)",
        "> een hele lange regel van een ander\n\nhttps://example.org",
    ],
)
def test_a_bare_link_needs_a_sentence(world, body):
    with pytest.raises(ValidationError) as refused:
        a_post(world.member, world.open, "update", body=body)
    assert list(refused.value.message_dict) == ["body"]
    a_post(world.member, world.open, "update", body=f"Hier staat waarom wij riet kiezen. {body}")
    assert Post.objects.count() == 1


@pytest.mark.parametrize(("title", "field"), [("", "title"), ("  \n ", "title"), ("x" * 201, "title")])
def test_a_title_is_needed_and_bounded(world, title, field):
    with pytest.raises(ValidationError) as refused:
        a_post(world.member, world.open, title=title)
    assert list(refused.value.message_dict) == [field]


def test_a_post_is_taken_away_and_back_for_thirty_days(world):
    post = a_post(world.member, world.open)
    with pytest.raises(PermissionDenied):
        api.delete_post(person=world.outsider, post=post)
    api.delete_post(person=world.member, post=post)
    with pytest.raises(Post.DoesNotExist):
        reads.find(viewer=world.member, pk=post.pk)
    with pytest.raises(PermissionDenied):
        api.restore_post(person=world.keeper, post=fresh(post))
    with clock.at(clock.now() + timedelta(days=30, minutes=1)), pytest.raises(PermissionDenied):
        api.restore_post(person=world.member, post=fresh(post))
    api.restore_post(person=world.member, post=fresh(post))
    assert reads.find(viewer=world.outsider, pk=post.pk).title == "Wie weet dit?"


def test_an_edit_keeps_all_wordings_and_refuses_to_overwrite(world):
    post = a_post(world.member, world.open, title="Eerste", body="Eerste tekst.", tags=["dak"])
    api.edit_post(
        editor=world.keeper, post=fresh(post), title="Tweede", body="Tweede tekst.", version=1, tags=["riet"]
    )
    with pytest.raises(threads.EditConflict):
        api.edit_post(
            editor=world.member, post=fresh(post), title="Derde", body="Derde tekst.", version=1, tags=[]
        )
    kept = fresh(post)
    assert (kept.title, kept.body, [t.name for t in kept.thread.tags.all()]) == (
        "Tweede",
        "Tweede tekst.",
        ["riet"],
    )
    assert [(r.title, r.body, r.by) for r in kept.thread.revisions.all()] == [
        ("Eerste", "Eerste tekst.", world.member), ("Tweede", "Tweede tekst.", world.keeper),
    ]  # fmt: skip


def test_an_anonymous_poll_stays_anonymous(world):
    post = a_post(world.member, world.open, "poll", is_anonymous=True)
    api.edit_post(
        editor=world.member,
        post=fresh(post),
        title="Nu op naam?",
        body="",
        version=1,
        tags=[],
        is_anonymous=False,
    )
    assert fresh(post).is_anonymous is True


def test_what_keepers_pinned_stands_above_the_stream_once(world):
    posts = [a_post(world.member, world.open, title=f"Vraag {i}") for i in range(3)]
    threads.pin(keeper=world.keeper, thread=posts[0].thread, is_on=True)
    assert [p.title for p in reads.pinned(viewer=world.outsider, space=world.open)] == ["Vraag 0"]
    assert [p.title for p in reads.stream(viewer=world.outsider, space=world.open).posts] == [
        "Vraag 2",
        "Vraag 1",
    ]
    assert [p.title for p in reads.stream(viewer=world.outsider).posts] == ["Vraag 2", "Vraag 1", "Vraag 0"]


def test_a_stream_has_an_end(world):
    for number in range(45):
        a_post(world.member, world.open, title=f"Vraag {number}")
    seen, before = [], None
    while True:
        page = reads.stream(viewer=world.outsider, before=before)
        seen += [p.title for p in page.posts]
        if page.older is None:
            break
        before = page.older
    assert seen == [f"Vraag {n}" for n in reversed(range(45))]


def test_the_response_of_a_space_counts_questions_with_an_answer(world):
    for number in range(3):
        post = a_post(world.member, world.open)
        if number:
            a_reply(world.keeper, post)
    a_post(world.member, world.open, "idea")
    assert reads.response(space=world.open, week=work_week(None)) == reads.Response(
        answered=2, asked=3, hours=None
    )


def test_questions_wait_for_those_of_the_space_the_soonest_first(world):
    later = a_post(world.keeper, world.open, title="Later", answer_by=date(2030, 1, 2))
    soon = a_post(world.keeper, world.open, title="Gauw", answer_by=date(2030, 1, 1))
    someday = a_post(world.keeper, world.open, title="Ooit")
    mine = a_post(world.member, world.open, title="Van mij")
    assert reads.to_answer(viewer=world.member) == [soon, later, someday]
    assert mine in reads.to_answer(viewer=world.keeper)
    assert reads.to_answer(viewer=world.outsider) == []
    a_reply(world.outsider, mine)
    assert reads.to_accept(viewer=world.member) == [mine]


# an archived space


def test_what_stands_in_an_archived_space_stays_as_it_is(world):
    question, poll = a_post(world.member, world.open), a_post(world.member, world.open, "poll")
    reply = a_reply(world.keeper, question, "Dat staat in het grote handboek.")
    spaces.archive(space=world.open, keeper=world.keeper)
    question, poll = fresh(question), fresh(poll)
    reply = Reply.objects.select_related("thread__space").get(pk=reply.pk)
    thread, who = question.thread, world.member
    told_before = Activity.objects.count()
    for act in (
        lambda: threads.toggle_reaction(person=who, thread=thread, reply=None, kind=Reacting.USEFUL),
        lambda: threads.name_outcome(person=who, reply=reply, outcome=Outcome.METHOD_IMPROVED),
        lambda: threads.edit_reply(editor=world.keeper, reply=reply, body="Iets anders.", version=1),
        lambda: threads.close(person=who, thread=thread, reason="Klaar."),
        lambda: threads.pin(keeper=world.keeper, thread=thread, is_on=True),
        lambda: api.edit_post(editor=who, post=question, title="Anders", body="", version=1, tags=[]),
        lambda: api.accept_answer(person=who, post=question, reply=reply),
        lambda: api.vote(person=who, post=poll, option=poll.options.first()),
        lambda: api.take_step(person=who, post=poll, state=State.CLOSED),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Activity.objects.count() == told_before
    page = reads.post_page(viewer=who, pk=question.pk)
    assert (page.may_reply, page.may_accept, page.is_alive) == (False, False, False)
    api.delete_reply(person=world.keeper, post=question, reply=reply)
    assert Activity.objects.count() == told_before + 1


def test_a_poll_in_an_archived_space_shows_its_counts(world, sign_in):
    poll = a_post(world.member, world.open, "poll", options=["Ja", "Nee"])
    api.vote(person=world.keeper, post=poll, option=poll.options.first())
    spaces.archive(space=world.open, keeper=world.keeper)
    assert "1 van 1" in sign_in(world.member).get(f"/posts/{poll.pk}/").text


def test_today_asks_for_nothing_in_an_archived_space(world):
    own, other = a_post(world.member, world.open), a_post(world.keeper, world.open)
    a_reply(world.keeper, own, "Dat staat in het grote handboek.")
    assert [p.pk for p in reads.to_accept(viewer=world.member)] == [own.pk]
    assert [p.pk for p in reads.to_answer(viewer=world.member)] == [other.pk]
    spaces.archive(space=world.open, keeper=world.keeper)
    assert reads.to_accept(viewer=world.member) + reads.to_answer(viewer=world.member) == []


def test_a_form_sent_again_for_a_reply_that_is_gone_leads_to_the_conversation(world, sign_in):
    post, client = a_post(world.member, world.open), sign_in(world.keeper)
    sent = {"body": "Dat staat in het grote handboek.", "submission": "eens"}
    assert client.post(f"/posts/{post.pk}/replies", sent, HTTP_HX_REQUEST="true").status_code == 201
    api.delete_reply(
        person=world.keeper, post=post, reply=Reply.objects.select_related("thread__space").get()
    )
    answer = client.post(f"/posts/{post.pk}/replies", sent, HTTP_HX_REQUEST="true")
    assert (answer.status_code, Reply.objects.count()) == (302, 1)


def test_who_is_inside_a_closed_space_is_told_to_insiders_only(world, sign_in):
    def told(person) -> tuple[bool, bool]:
        client, place = sign_in(person), {"space": world.closed.pk}
        preview = client.post("/posts/preview", {"body": f"@{world.outsider.name} weet dit", **place}).text
        completion = client.get("/posts/mentions", {"q": world.outsider.name[:4], **place}).text
        return "zien dit niet" in preview or "ziet dit niet" in preview, "(kan dit niet zien)" in completion

    assert (told(world.member), told(world.leader)) == ((True, True), (False, False))
