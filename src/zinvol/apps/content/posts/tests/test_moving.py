"""Conversations go to another space, split and merge: who may, who then reads it, and what goes along."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from tests.world import a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts import reads
from zinvol.apps.content.posts.models import Post, Step
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.files import api as files
from zinvol.apps.social.files.models import File
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import (
    Attachment,
    Draft,
    Forward,
    Link,
    LinkPreview,
    Mention,
    Participation,
    Reaction,
    Relocation,
    Reply,
    Revision,
    Thread,
)
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel import clock
from zinvol.kernel.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_english():
    """The language of the texts in the code."""
    with translation.override("en"):
        yield


NOT_READ_NOW = "who cannot read this now"
LONG = "Dat staat in het handboek op bladzijde twee."


def fresh(post: Post) -> Post:
    return Post.objects.select_related("thread__space", "accepted").get(pk=post.pk)


def a_file(person, name: str = "plan.txt") -> int:
    content = f"inhoud van {name}".encode()
    return files.store(uploader_id=person.pk, name=name, content=io.BytesIO(content), size=len(content)).pk


def said(name: str) -> list[Activity]:
    return list(Activity.objects.filter(name=name).order_by("pk"))


def everything() -> tuple:
    """What a refused act must not have touched."""
    rows = [list(m.objects.order_by("pk").values_list()) for m in (Thread, Reply, Post, Relocation, Forward)]
    return (*rows, Activity.objects.count())


def split(person, post, replies, *, kind=Kind.UPDATE, title="Apart verder", space=None) -> Post:
    return posts.split_post(
        person=person, post=fresh(post), replies=[r.pk for r in replies], kind=kind, title=title, space=space or post.thread.space,
    )  # fmt: skip


def merge(person, post, into) -> Reply:
    return posts.merge_questions(person=person, post=fresh(post), into=fresh(into))


# --- moving ------------------------------------------------------------------------------


def test_a_keeper_takes_a_conversation_with_its_files_to_another_space(world):
    post = a_post(world.member, world.open, files=[a_file(world.member)])
    reply = a_reply(world.outsider, post, files=[a_file(world.outsider, "antwoord.txt")])
    gone = a_reply(world.outsider, post, files=[a_file(world.outsider, "weg.txt")])
    posts.delete_reply(person=world.outsider, post=post, reply=gone)
    threads.pin(keeper=world.keeper, thread=post.thread, is_on=True)
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    thread = fresh(post).thread
    assert (thread.space, thread.audience_id, thread.pinned_at) == (
        world.secret,
        world.secret.audience_id,
        None,
    )
    audiences = dict(File.objects.values_list("name", "audience_id"))
    assert audiences["plan.txt"] == audiences["antwoord.txt"] == world.secret.audience_id
    assert audiences["weg.txt"] not in (world.open.audience_id, world.secret.audience_id)
    (line,) = said("threads.moved")
    assert (line.subject_id, line.audience_id, line.space_id) == (
        post.pk,
        world.secret.audience_id,
        world.secret.pk,
    )
    assert line.refs == {
        "reply_id": None,
        "from_space_id": world.open.pk,
        "is_own": False,
        "is_back": False,
    }
    (told,) = Relocation.objects.all()
    assert (told.thread_id, told.what, told.from_space, told.by) == (
        post.pk,
        "moved",
        world.open,
        world.keeper,
    )
    assert Reply.objects.get(pk=reply.pk).thread_id == post.pk


def test_what_others_wrote_goes_where_nobody_else_reads_it(world):
    post = a_post(world.member, world.closed)
    before = everything()
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        posts.move_post(person=world.keeper, post=fresh(post), space=world.open)
    assert everything() == before
    a_reply(world.guest, post)
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        posts.move_post(person=world.member, post=fresh(post), space=world.open)
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    assert fresh(post).thread.space == world.secret


def test_to_another_closed_space_only_where_all_who_read_there_read_it_now(world):
    post = a_post(world.member, world.secret)
    with pytest.raises(ValidationError, match=NOT_READ_NOW):  # the guest reads the closed one only
        posts.move_post(person=world.keeper, post=post, space=world.closed)
    spaces.take_out(space=world.closed, keeper=world.keeper, person=world.guest)
    posts.move_post(person=world.keeper, post=post, space=world.closed)
    assert fresh(post).thread.space == world.closed


def test_what_is_all_ones_own_goes_anywhere(world):
    post = a_post(world.member, world.closed)
    a_reply(world.member, post)
    posts.move_post(person=world.member, post=post, space=world.open)
    assert fresh(post).thread.space == world.open


def hidden_part(world, post, part: str) -> None:
    """Something of somebody else's that does not stand on the page as a reply."""
    if part == "a reply that can come back":
        reply = a_reply(world.guest, post)
        posts.delete_reply(person=world.guest, post=post, reply=reply)
    elif part == "an earlier wording":
        posts.edit_post(editor=world.keeper, post=post, title="Beter gezegd", body="Zo.", version=1, tags=[])
    elif part == "the reason of a step":
        posts.take_step(person=world.keeper, post=post, state=State.DECLINED, reason="Nu niet.")
    else:
        threads.close(person=world.keeper, thread=post.thread, reason="Klaar zo.")


@pytest.mark.parametrize(
    "part",
    ["a reply that can come back", "an earlier wording", "the reason of a step", "why it was closed"],
)
def test_what_does_not_show_as_a_reply_counts_as_somebody_elses_too(world, part):
    post = a_post(world.member, world.closed, "idea")
    hidden_part(world, post, part)
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        posts.move_post(person=world.member, post=fresh(post), space=world.open)
    posts.move_post(person=world.member, post=fresh(post), space=world.secret)


def test_what_was_taken_away_for_good_no_longer_counts(world):
    post = a_post(world.member, world.closed)
    reply = a_reply(world.guest, post)
    posts.delete_reply(person=world.guest, post=post, reply=reply)
    Reply.objects.filter(pk=reply.pk).update(deleted_at=clock.now() - timedelta(days=31))
    posts.move_post(person=world.member, post=post, space=world.open)


def test_a_named_vote_is_somebody_elses_too(world):
    post = a_post(world.member, world.closed, "poll")
    posts.vote(person=world.keeper, post=post, option=post.options.first())
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        posts.move_post(person=world.member, post=post, space=world.open)


def test_who_keeps_neither_or_one_of_both_moves_nothing(world):
    post = a_post(world.keeper, world.open)
    other = spaces.open_space(founder=world.outsider, name="Elders", purpose="Zodat het elders kan.")
    before = everything()
    for person, space in ((world.member, world.secret), (world.outsider, other), (world.member, other)):
        with pytest.raises(PermissionDenied):
            posts.move_post(person=person, post=post, space=space)
    assert everything() == before


def test_who_opened_it_takes_it_only_where_they_may_write(world):
    post = a_post(world.member, world.open)
    news = spaces.open_space(
        founder=world.outsider, name="Mededelingen", purpose="Zodat ieder het weet.", posting="keepers"
    )
    with pytest.raises(PermissionDenied):
        posts.move_post(person=world.member, post=post, space=news)


def test_an_administrator_sends_nothing_where_they_cannot_look(world):
    post = a_post(world.member, world.open)
    with pytest.raises(PermissionDenied):
        posts.move_post(person=world.admin, post=post, space=world.closed)
    other = spaces.open_space(founder=world.outsider, name="Elders", purpose="Zodat het elders kan.")
    posts.move_post(person=world.admin, post=post, space=other)
    assert fresh(post).thread.space == other


@pytest.mark.parametrize("side", ["open", "secret"])
def test_nothing_leaves_or_enters_an_archived_space(world, side):
    post = a_post(world.member, world.open)
    spaces.archive(space=getattr(world, side), keeper=world.keeper)
    world.secret.refresh_from_db()
    with pytest.raises(PermissionDenied):
        posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)


def test_where_it_is_already_it_cannot_go(world):
    post = a_post(world.member, world.open)
    with pytest.raises(ValidationError, match="already"):
        posts.move_post(person=world.keeper, post=post, space=world.open)


@pytest.mark.parametrize("by", ["undoing", "moving"])
def test_a_move_is_undone_even_to_where_more_people_read(world, by):
    post = a_post(world.member, world.open)
    a_reply(world.outsider, post)
    assert not posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    if by == "moving":
        assert posts.move_post(person=world.keeper, post=fresh(post), space=world.open)
    else:
        posts.undo_move(person=world.keeper, post=fresh(post))
    assert fresh(post).thread.space == world.open
    assert Relocation.objects.count() == 0
    assert [line.refs["is_back"] for line in said("threads.moved")] == [False, True]


def test_a_move_is_not_undone_over_the_heads_of_who_wrote_since(world):
    post = a_post(world.member, world.open)
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    a_reply(world.member, fresh(post))
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        posts.undo_move(person=world.keeper, post=fresh(post))


def test_only_who_moved_it_last_undoes_it(world):
    post = a_post(world.member, world.open)
    with pytest.raises(PermissionDenied):
        posts.undo_move(person=world.keeper, post=fresh(post))
    posts.move_post(person=world.keeper, post=fresh(post), space=world.secret)
    with pytest.raises(PermissionDenied):
        posts.undo_move(person=world.member, post=fresh(post))


def test_a_reply_to_what_was_moved_meanwhile_is_refused_and_not_lost_in_between(world):
    seen_before = fresh(a_post(world.member, world.open))
    posts.move_post(person=world.keeper, post=fresh(seen_before), space=world.secret)
    before = everything()
    with pytest.raises(ValidationError, match="just been moved"):
        a_reply(world.outsider, seen_before)
    assert everything() == before


# --- splitting ---------------------------------------------------------------------------


@pytest.fixture
def talk(world):
    """A question with an accepted answer; then it drifts off, with everything that can hang on a reply."""
    post = a_post(world.member, world.open, title="Hoe laat begint het?")
    answer = a_reply(world.keeper, post, "Het begint om negen uur in de grote zaal.")
    posts.accept_answer(person=world.member, post=post, reply=answer)
    drift = a_reply(world.outsider, post, "En waar haal ik @Koen Houder de sleutel op?", files=[a_file(world.outsider)])  # fmt: skip
    threads.edit_reply(
        editor=world.outsider, reply=drift, body="Waar haal ik, @Koen Houder, de sleutel op van de zaal?", version=1,
        files=[f.file_id for f in Attachment.objects.filter(reply=drift)],
    )  # fmt: skip
    threads.toggle_reaction(person=world.member, thread=post.thread, reply=drift, kind=Reacting.I_CAN_HELP)
    preview = LinkPreview.objects.create(url="https://zaal.example", url_hash="z", state="ready")
    Link.objects.create(thread=post.thread, reply=drift, preview=preview)
    on = a_reply(world.keeper, post, "De sleutel ligt altijd bij de balie beneden.", quotes=drift)
    back = a_reply(world.member, post, "Terug naar de tijd: dat wordt half tien.", quotes=answer)
    return fresh(post), answer, Reply.objects.get(pk=drift.pk), on, back


def test_replies_become_a_conversation_by_their_own_writer_at_their_own_moment(world, talk):
    post, answer, drift, on, back = talk
    made = fresh(split(world.keeper, post, [drift, on], kind=Kind.QUESTION, title=" Waar ligt de sleutel? "))
    thread = made.thread
    assert (made.title, made.kind, made.state) == ("Waar ligt de sleutel?", "question", "answered")
    assert (thread.author, thread.created_at, thread.last_activity_at) == (world.outsider, drift.created_at, on.created_at)  # fmt: skip
    assert (made.body, made.html) == (drift.body, drift.html)
    assert (thread.reply_count, thread.version, thread.file_count) == (1, 2, 1)
    assert not Reply.objects.filter(pk=drift.pk).exists()
    assert list(Reply.objects.filter(thread=thread).values_list("pk", "quotes")) == [(on.pk, None)]
    left = fresh(post)
    assert (left.thread.reply_count, left.thread.last_activity_at) == (2, back.created_at)
    assert (left.accepted, left.state, Reply.objects.get(pk=back.pk).quotes) == (answer, "solved", answer)
    (line,) = said("threads.replies_moved")
    assert (line.subject_id, line.audience_id, line.space_id) == (
        made.pk,
        world.open.audience_id,
        world.open.pk,
    )
    assert line.refs == {
        "reply_id": drift.pk, "from_thread_id": post.pk, "reply_ids": [on.pk], "is_merged": False, "is_own": False,
    }  # fmt: skip
    assert said("posts.published")[-1].subject_id == post.pk  # nobody is told that something new began


def test_all_that_hangs_on_the_first_reply_hangs_on_the_opening(world, talk):
    post, _answer, drift, on, _back = talk
    made = split(world.keeper, post, [drift, on])
    for part, many in ((Reaction, 1), (Mention, 1), (Revision, 2), (Attachment, 1), (Link, 1)):
        assert part.objects.filter(thread=made.pk, reply=None).count() == many, part
        assert not part.objects.filter(thread=post.pk, reply__in=[drift.pk, on.pk]).exists()
    page = reads.post_page(viewer=world.member, pk=made.pk)
    assert page.opening.reactions == {"i_can_help": (1, True)}
    assert [a.file.name for a in page.opening.files] == ["plan.txt"]


def test_an_accepted_answer_that_goes_along_is_unmarked_with_its_event(world, talk):
    post, answer, drift, on, back = talk
    split(world.keeper, post, [answer, drift, on, back])
    left = fresh(post)
    assert (left.accepted, left.accepted_by, left.state, left.thread.reply_count) == (None, None, "open", 0)
    assert left.thread.last_activity_at == left.thread.created_at
    assert [line.subject_id for line in said("posts.answer_withdrawn")] == [post.pk]


def test_what_a_reply_was_to_its_old_opening_stays_behind(world):
    dilemma = a_post(world.keeper, world.open, "dilemma")
    option = dilemma.options.first()
    first = a_reply(world.member, dilemma, option_id=option.pk, stance="for")
    second = a_reply(world.member, dilemma, option_id=option.pk, stance="against")
    split(world.keeper, dilemma, [first, second])
    moved = Reply.objects.get(pk=second.pk)
    assert (moved.option_id, moved.stance, moved.is_contribution, moved.chosen_at) == (None, "", False, None)


def test_a_chosen_contribution_goes_without_its_choice(world):
    challenge = a_post(world.keeper, world.open, "challenge")
    first = a_reply(world.member, challenge)
    second = a_reply(world.member, challenge, is_contribution=True)
    posts.choose_contribution(person=world.keeper, post=challenge, reply=second, is_on=True)
    Step.objects.create(post=challenge, state="chosen", at=clock.now(), reply=second)
    split(world.keeper, challenge, [first, second])
    moved = Reply.objects.get(pk=second.pk)
    assert (moved.is_contribution, moved.chosen_at) == (False, None)
    assert Step.objects.get().reply is None


def test_quotes_between_the_two_are_cut_and_those_within_kept(world):
    post = a_post(world.member, world.open)
    first, second = a_reply(world.member, post), a_reply(world.member, post)
    within = a_reply(world.member, post, quotes=second)
    outside = a_reply(world.member, post, quotes=second)
    outward = a_reply(world.member, post, quotes=outside)
    split(world.keeper, post, [first, second, within, outward])
    quotes = dict(Reply.objects.values_list("pk", "quotes"))
    assert quotes == {second.pk: None, within.pk: second.pk, outside.pk: None, outward.pk: None}


def test_reading_following_and_a_begun_edit_go_along(world, talk):
    post, _answer, drift, on, _back = talk
    threads.follow(thread=post.thread, person=world.leader, level="everything")
    threads.mark_seen(thread=post.thread, person=world.leader)
    threads.keep_draft(person=world.outsider, place=f"edit-reply:{drift.pk}", values={"body": "Anders"})
    made = split(world.keeper, post, [drift, on])
    held, was = (Participation.objects.get(thread=pk, person=world.leader) for pk in (made.pk, post.pk))
    assert (held.seen_at, held.level) == (was.seen_at, "everything")
    assert Draft.objects.get(person=world.outsider).place == f"edit:{made.pk}"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": Kind.POLL}, "kind"),
        ({"kind": Kind.DILEMMA}, "kind"),
    ],
)
def test_it_needs_a_title_and_a_kind_without_options(world, talk, values, field):
    post, _answer, drift, on, _back = talk
    before = everything()
    with pytest.raises(ValidationError) as refused:
        split(world.keeper, post, [drift, on], **values)
    assert list(refused.value.message_dict) == [field]
    assert everything() == before


def test_replies_of_elsewhere_or_taken_away_do_not_go_along(world, talk):
    post, _answer, drift, on, back = talk
    elsewhere = a_reply(world.member, a_post(world.member, world.secret))
    posts.delete_reply(person=world.member, post=post, reply=back)
    before = everything()
    for others in ([elsewhere], [back], []):
        with pytest.raises(ValidationError, match="no longer here"):
            split(world.keeper, post, [drift, *others] if others else [])
    assert everything() == before
    assert on.thread_id == post.pk


def test_only_a_keeper_splits_and_only_to_where_they_may_write(world, talk):
    post, _answer, drift, _on, _back = talk
    other = spaces.open_space(
        founder=world.outsider, name="Elders", purpose="Zodat het elders kan.", access="closed"
    )
    for person, space in ((world.member, world.open), (world.outsider, other), (world.keeper, other)):
        with pytest.raises(PermissionDenied):
            split(person, post, [drift], space=space)


def test_a_part_goes_only_where_nobody_else_reads_it_unless_it_is_ones_own(world):
    post = a_post(world.member, world.closed)
    of_member, of_keeper = a_reply(world.member, post), a_reply(world.keeper, post)
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        split(world.keeper, post, [of_member, of_keeper], space=world.open)
    made = split(world.keeper, post, [of_keeper], space=world.open)
    assert fresh(made).thread.audience_id == world.open.audience_id


def test_six_hundred_replies_go_in_a_few_queries(world, django_assert_max_num_queries):
    post = a_post(world.member, world.open)
    Reply.objects.bulk_create(
        Reply(thread_id=post.pk, author=world.member, body=LONG, html=f"<p>{LONG}</p>", created_at=clock.now())
        for _ in range(600)
    )  # fmt: skip
    Thread.objects.filter(pk=post.pk).update(reply_count=600)
    replies = list(Reply.objects.filter(thread=post.pk))
    with django_assert_max_num_queries(70):
        made = split(world.keeper, post, replies)
    assert (fresh(made).thread.reply_count, fresh(post).thread.reply_count) == (599, 0)


# --- merging -----------------------------------------------------------------------------


@pytest.fixture
def double(world):
    """A question, and one that asks the same with an answer and a follower."""
    join(world.open, world.outsider, by=world.keeper)
    stays = a_post(world.member, world.open, title="Hoe laat begint het?")
    goes = a_post(world.outsider, world.open, title="Wanneer *precies* is het?", body="Ik zoek dit, @Koen Houder.", files=[a_file(world.outsider)])  # fmt: skip
    answer = a_reply(world.keeper, goes, "Het begint om negen uur in de grote zaal.")
    posts.accept_answer(person=world.outsider, post=goes, reply=answer)
    threads.follow(thread=goes.thread, person=world.leader, level="everything")
    return fresh(stays), fresh(goes), answer


def test_the_one_that_goes_becomes_a_reply_and_its_replies_go_along(world, double):
    stays, goes, answer = double
    made = merge(world.keeper, goes, stays)
    assert made.body == f"**Wanneer \\*precies\\* is het?**\n\nIk zoek dit, @{{{world.keeper.pk}}}."
    assert "<strong>Wanneer *precies* is het?</strong>" in made.html
    assert (made.author, made.created_at, made.thread_id) == (
        world.outsider,
        goes.thread.created_at,
        stays.pk,
    )
    left = fresh(stays)
    assert (left.title, left.accepted, left.state, left.thread.reply_count) == (stays.title, None, "answered", 2)  # fmt: skip
    assert Reply.objects.get(pk=answer.pk).thread_id == stays.pk
    page = reads.post_page(viewer=world.member, pk=stays.pk)
    assert [p.reply.pk for p in page.window.parts] == [made.pk, answer.pk]
    assert [a.file.name for a in page.window.parts[0].files] == ["plan.txt"]
    assert Mention.objects.get(person=world.keeper).reply == made
    assert Participation.objects.get(thread=stays.pk, person=world.leader).level == "everything"
    husk = Post.objects.select_related("thread").get(pk=goes.pk)
    assert (husk.body, husk.html, husk.accepted, husk.thread.reply_count) == ("", "", None, 0)
    assert [line.subject_id for line in said("posts.deleted")] == [goes.pk]
    assert [line.subject_id for line in said("posts.answer_withdrawn")] == [goes.pk]
    (line,) = said("threads.replies_moved")
    assert line.refs == {
        "reply_id": made.pk, "from_thread_id": goes.pk, "reply_ids": [answer.pk], "is_merged": True, "is_own": False,
    }  # fmt: skip


def test_a_question_that_came_in_is_no_answer(world):
    stays, goes = a_post(world.member, world.open), a_post(world.keeper, world.open, body=LONG)
    merge(world.keeper, goes, stays)
    assert fresh(stays).state == "open"
    passing = a_reply(world.keeper, fresh(stays))
    assert fresh(stays).state == "answered"
    posts.delete_reply(person=world.keeper, post=fresh(stays), reply=passing)
    assert fresh(stays).state == "open"


def test_the_one_that_stays_keeps_its_answer(world, double):
    stays, goes, _answer = double
    helped = a_reply(world.keeper, stays)
    posts.accept_answer(person=world.member, post=stays, reply=helped)
    merge(world.keeper, goes, stays)
    assert (fresh(stays).accepted, fresh(stays).state) == (helped, "solved")


def test_nobody_puts_back_what_is_empty(world, double):
    stays, goes, _answer = double
    merge(world.keeper, goes, stays)
    for person in (world.outsider, world.keeper, world.admin):
        with pytest.raises(PermissionDenied):
            posts.restore_post(person=person, post=fresh(goes))


def test_the_asker_may_as_long_as_nobody_else_replied(world, double):
    stays, goes, answer = double
    with pytest.raises(PermissionDenied):
        merge(world.outsider, goes, stays)
    with pytest.raises(PermissionDenied):
        merge(world.member, goes, stays)
    posts.delete_reply(person=world.keeper, post=fresh(goes), reply=answer)
    a_reply(world.outsider, fresh(goes))
    made = merge(world.outsider, goes, stays)
    assert made.thread_id == stays.pk
    assert said("threads.replies_moved")[0].refs["is_own"]
    threads.restore_reply(person=world.keeper, reply=Reply.objects.select_related("thread__space").get(pk=answer.pk))  # fmt: skip
    assert fresh(stays).thread.reply_count == 3


def test_only_into_another_question_that_is_there(world, double):
    stays, goes, _answer = double
    idea = a_post(world.member, world.open, "idea")
    gone = a_post(world.member, world.open)
    posts.delete_post(person=world.member, post=gone)
    before = everything()
    for into, words in ((idea, "Only a question"), (goes, "itself"), (gone, "taken away or merged")):
        with pytest.raises(ValidationError, match=words):
            merge(world.keeper, goes, into)
    assert everything() == before
    merge(world.keeper, goes, stays)
    before = everything()
    with pytest.raises(ValidationError, match="taken away or merged"):
        merge(world.keeper, goes, stays)
    with pytest.raises(ValidationError, match="taken away or merged"):
        merge(world.keeper, stays, goes)
    assert everything() == before


def test_a_question_goes_only_where_nobody_else_reads_it(world):
    secret, open_ = a_post(world.member, world.secret), a_post(world.member, world.open)
    with pytest.raises(ValidationError, match=NOT_READ_NOW):
        merge(world.keeper, secret, open_)
    merge(world.keeper, open_, secret)
    assert fresh(secret).thread.reply_count == 1


def test_what_is_too_long_with_its_title_goes_without(world):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open, body="woord " * 8332)
    assert merge(world.keeper, goes, stays).body == fresh(goes).body or not fresh(goes).body
    assert Reply.objects.get(thread=stays.pk).body.startswith("woord woord")


def test_a_title_names_nobody_and_makes_nothing(world):
    stays = a_post(world.member, world.open)
    goes = a_post(world.member, world.open, title=f"@{{{world.outsider.pk}}} [x](/posts/1/) <b>")
    made = merge(world.keeper, goes, stays)
    assert "Otto" not in made.html
    assert "href" not in made.html


def test_a_begun_reply_goes_along_where_none_was_begun(world, double):
    stays, goes, _answer = double
    threads.keep_draft(person=world.leader, place=f"reply:{goes.pk}", values={"body": "Ik denk"})
    for place in (goes.pk, stays.pk):
        threads.keep_draft(person=world.admin, place=f"reply:{place}", values={"body": f"Over {place}"})
    merge(world.keeper, goes, stays)
    assert Draft.objects.get(person=world.leader).place == f"reply:{stays.pk}"
    assert Draft.objects.get(person=world.admin, place=f"reply:{stays.pk}").values == {"body": f"Over {stays.pk}"}  # fmt: skip


def test_splitting_undoes_merging(world, double):
    stays, goes, answer = double
    made = merge(world.keeper, goes, stays)
    again = split(world.keeper, stays, [made, answer], kind=Kind.QUESTION, title=goes.title)
    assert (fresh(again).state, fresh(again).thread.author) == ("answered", world.outsider)
    assert (fresh(stays).state, fresh(stays).thread.reply_count) == ("open", 0)
    (row,) = Forward.objects.filter(was_thread=goes.pk)
    assert (row.thread_id, row.reply) == (again.pk, None)


# --- what is told ------------------------------------------------------------------------


def told(viewer, post) -> list[str]:
    return [it.what for it in reads.relocations(viewer=viewer, post=reads.find(viewer=viewer, pk=post.pk))]


def test_each_side_tells_of_the_other_to_who_can_read_it(world):
    post = a_post(world.member, world.open)
    made = split(world.keeper, post, [a_reply(world.member, post)], space=world.secret)
    assert (told(world.member, post), told(world.member, made)) == (["split"], ["split"])
    assert told(world.outsider, post) == []


def test_a_space_is_named_to_who_may_know_of_it(world):
    post = a_post(world.member, world.secret)
    spaces.take_out(space=world.closed, keeper=world.keeper, person=world.guest)
    posts.move_post(person=world.keeper, post=post, space=world.closed)
    join(world.closed, world.leader, by=world.keeper)
    assert (told(world.member, post), told(world.leader, post)) == (["moved"], [])


def test_what_was_told_of_a_question_that_goes_is_told_of_the_other(world):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    apart = split(world.keeper, goes, [a_reply(world.member, goes)])
    merge(world.keeper, goes, stays)
    assert (told(world.member, stays), told(world.member, apart)) == (["split", "merged"], ["split"])
    assert Relocation.objects.get(to=apart.pk).thread_id == stays.pk
