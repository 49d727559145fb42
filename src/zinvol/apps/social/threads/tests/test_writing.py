"""Replies: written once, changed with a history, taken away and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.world import a_person, a_post, a_reply
from zinvol.apps.social.people import api as people
from zinvol.apps.social.threads import api
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.api import EditConflict, writing
from zinvol.apps.social.threads.models import Mention, Reaction, Reply, Revision, Thread
from zinvol.apps.social.threads.rules import Outcome, Reacting
from zinvol.kernel import clock
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(world):
    return a_post(world.keeper, world.open)


def count(post) -> int:
    return Thread.objects.get(pk=post.pk).reply_count


def test_the_same_form_twice_is_one_reply(world, post):
    first = a_reply(world.member, post, submission="abc")
    assert a_reply(world.member, post, submission="abc").pk == first.pk
    assert a_reply(world.member, post).pk != first.pk
    assert count(post) == 2


@pytest.mark.parametrize("body", ["", "   \n\t ", "\x00"])
def test_nothing_is_no_reply(world, post, body):
    with pytest.raises(ValidationError):
        a_reply(world.member, post, body)
    assert count(post) == 0


def test_fifty_thousand_signs_fit_and_no_more(world, post):
    a_reply(world.member, post, "woord " * 8333 + "en")
    with pytest.raises(ValidationError):
        a_reply(world.member, post, "x" * 50_001)
    assert count(post) == 1


def test_a_reply_quotes_only_from_its_own_conversation(world, post):
    quoted, elsewhere = a_reply(world.member, post), a_reply(world.member, a_post(world.keeper, world.open))
    assert a_reply(world.keeper, post, quotes=quoted).quotes == quoted
    assert a_reply(world.keeper, post, quotes=elsewhere).quotes is None


def test_an_edit_keeps_every_wording_and_who_made_it(world, post):
    reply = a_reply(world.member, post, "Eerste woorden.")
    api.edit_reply(editor=world.member, reply=reply, body="Tweede woorden.", version=1)
    api.edit_reply(editor=world.keeper, reply=reply, body="Derde woorden.", version=2)
    history = threads.history(viewer=world.outsider, thread=post.thread, reply=reply)
    assert [(r.number, r.body, r.by) for r in history] == [
        (1, "Eerste woorden.", world.member), (2, "Tweede woorden.", world.member), (3, "Derde woorden.", world.keeper),
    ]  # fmt: skip
    reply.refresh_from_db()
    assert (reply.version, reply.body, reply.author) == (3, "Derde woorden.", world.member)


def test_the_same_words_again_are_no_edit(world, post):
    reply = a_reply(world.member, post, "Eerste woorden.")
    api.edit_reply(editor=world.member, reply=reply, body=" Eerste woorden.\r\n", version=1)
    assert (Reply.objects.get().version, Reply.objects.get().edited_at, Revision.objects.count()) == (
        1,
        None,
        0,
    )


def test_two_who_edit_at_once_do_not_overwrite_each_other(world, post):
    reply = a_reply(world.member, post, "Eerste woorden.")
    api.edit_reply(editor=world.keeper, reply=reply, body="Van de beheerder.", version=1)
    with pytest.raises(EditConflict):
        api.edit_reply(editor=world.member, reply=reply, body="Van mij.", version=1)
    assert Reply.objects.get().body == "Van de beheerder."


@pytest.mark.parametrize("who", ["outsider", "guest", "leader"])
def test_others_change_nothing_and_take_nothing_away(world, post, who):
    reply = a_reply(world.member, post, "Eerste woorden.")
    other = getattr(world, who)
    with pytest.raises(PermissionDenied):
        api.edit_reply(editor=other, reply=reply, body="Anders.", version=1)
    with pytest.raises(PermissionDenied):
        api.delete_reply(person=other, reply=reply)
    assert (Reply.objects.get().body, Reply.objects.get().deleted_at) == ("Eerste woorden.", None)


def test_a_deletion_is_undone_by_whoever_did_it_for_thirty_days(world, post):
    reply = a_reply(world.member, post)
    api.delete_reply(person=world.keeper, reply=reply)
    api.delete_reply(person=world.keeper, reply=reply)
    assert count(post) == 0
    reply.refresh_from_db()
    with pytest.raises(PermissionDenied):
        api.restore_reply(person=world.member, reply=reply)
    with clock.at(clock.now() + timedelta(days=30, minutes=1)), pytest.raises(PermissionDenied):
        api.restore_reply(person=world.keeper, reply=reply)
    with clock.at(clock.now() + timedelta(days=29)):
        api.restore_reply(person=world.keeper, reply=reply)
    assert (count(post), Reply.objects.get().deleted_at) == (1, None)


def test_a_deleted_reply_cannot_be_edited(world, post):
    reply = a_reply(world.member, post, "Eerste woorden.")
    api.delete_reply(person=world.member, reply=reply)
    with pytest.raises(PermissionDenied):
        api.edit_reply(editor=world.member, reply=reply, body="Toch.", version=1)


def test_a_closed_conversation_says_why_and_takes_no_replies_until_it_is_opened(world, post):
    with pytest.raises(ValidationError):
        api.close(person=world.keeper, thread=post.thread, reason="  ")
    with pytest.raises(PermissionDenied):
        api.close(person=world.member, thread=post.thread, reason="Klaar ermee.")
    api.close(person=world.keeper, thread=post.thread, reason=" Het is opgelost. ")
    thread = Thread.objects.get(pk=post.pk)
    assert (thread.closed_reason, thread.closed_by) == ("Het is opgelost.", world.keeper)
    post.refresh_from_db()
    with pytest.raises(ValidationError):
        a_reply(world.member, post)
    api.reopen(person=world.keeper, thread=thread)
    post.refresh_from_db()
    a_reply(world.member, post)
    assert count(post) == 1


def test_a_keeper_pins_and_others_do_not(world, post):
    with pytest.raises(PermissionDenied):
        api.pin(keeper=world.member, thread=post.thread, is_on=True)
    api.pin(keeper=world.keeper, thread=post.thread, is_on=True)
    api.pin(keeper=world.keeper, thread=post.thread, is_on=True)
    assert Thread.objects.get(pk=post.pk).pinned_by == world.keeper
    api.pin(keeper=world.keeper, thread=post.thread, is_on=False)
    assert Thread.objects.get(pk=post.pk).pinned_at is None
    assert Activity.objects.filter(name="threads.pinned").count() == 2


@pytest.mark.parametrize("kind", list(Reacting))
def test_a_reaction_stands_or_not(world, post, kind):
    reply = a_reply(world.keeper, post)
    for part in (None, reply):
        assert api.toggle_reaction(person=world.member, thread=post.thread, reply=part, kind=kind) is True
        assert api.toggle_reaction(person=world.outsider, thread=post.thread, reply=part, kind=kind) is True
        assert api.toggle_reaction(person=world.member, thread=post.thread, reply=part, kind=kind) is False
    assert [(r.person, r.kind) for r in Reaction.objects.order_by("pk")] == [(world.outsider, kind)] * 2
    with pytest.raises(PermissionDenied):
        api.toggle_reaction(person=world.guest, thread=post.thread, reply=None, kind=kind)


@pytest.mark.parametrize(
    ("who", "may"),
    [("keeper", True), ("member", True), ("outsider", False), ("leader", False), ("admin", True)],
)
def test_an_outcome_is_named_by_asker_writer_or_keeper(world, post, who, may):
    reply = a_reply(world.member, post)
    if may:
        api.name_outcome(person=getattr(world, who), reply=reply, outcome=Outcome.METHOD_IMPROVED)
        assert Reply.objects.get().outcome == "method_improved"
        api.name_outcome(person=getattr(world, who), reply=reply, outcome=None)
    else:
        with pytest.raises(PermissionDenied):
            api.name_outcome(person=getattr(world, who), reply=reply, outcome=Outcome.METHOD_IMPROVED)
    assert Reply.objects.get().outcome == ""


def mentioned() -> list[str]:
    return sorted(m.person.name for m in Mention.objects.all())


def test_who_is_named_is_told_once_and_who_is_no_longer_named_is_not(world, post):
    reply = a_reply(world.keeper, post, "Vraag het aan @Mina de Lid of @Otto Buiten, of @Mina de Lid.")
    assert mentioned() == ["Mina de Lid", "Otto Buiten"]
    api.edit_reply(
        editor=world.keeper, reply=reply, body="Vraag het aan @Otto Buiten en @Lea Voor.", version=1
    )
    assert mentioned() == ["Lea Voor", "Otto Buiten"]
    assert Activity.objects.filter(name="threads.person_mentioned").count() == 3


def test_naming_oneself_or_somebody_outside_tells_nobody(world):
    post = a_post(
        world.member,
        world.closed,
        body="Ik, @Mina de Lid, vraag @Otto Buiten en @Koen Houder en @Gast van Elders.",
    )
    assert mentioned() == ["Gast van Elders", "Koen Houder"]
    assert "Otto Buiten" in post.html


def test_a_name_that_two_people_have_needs_its_number(world, post):
    first, second = a_person("Jan de Vries"), another_jan()
    a_reply(world.keeper, post, "Vraag het @Jan de Vries maar eens.")
    assert mentioned() == []
    reply = a_reply(world.keeper, post, f"Vraag het @Jan de Vries#{second.pk} maar eens.")
    assert [m.person_id for m in Mention.objects.all()] == [second.pk]
    assert texts.editable(reply.body) == f"Vraag het @Jan de Vries#{second.pk} maar eens."
    assert first.pk != second.pk


def another_jan():
    person = people.invite(
        administrator_id=None, email="jan2@proefstad.example", name="Jan de Vries", send=False
    )
    people.join(person=person, password="vier losse woorden")
    return person


def test_a_name_with_other_case_or_accents_is_the_same_double(world, post):
    a_person("Zoë Smit")
    other = people.invite(administrator_id=None, email="zoe2@proefstad.example", name="zoe smit", send=False)
    people.join(person=other, password="vier losse woorden")
    reply = a_reply(world.keeper, post, "Vraag het aan @Zoë Smit of liever @zoe smit.")
    expanded = texts.editable(reply.body)
    assert texts.prepare(author=world.keeper, typed=expanded).source == reply.body


def test_a_draft_is_kept_per_place_and_gone_when_it_was_sent(world, post):
    for place, body in (("post", "Nieuw"), (f"reply:{post.pk}", "Antwoord"), ("reply:99", "Elders")):
        api.keep_draft(person=world.member, place=place, values={"body": body})
    a_reply(world.member, post)
    assert {d.place for d in threads.drafts(viewer=world.member)} == {"post", "reply:99"}
    api.keep_draft(person=world.member, place="post", values={"body": "", "title": "", "kind": "question"})
    assert {d.place for d in threads.drafts(viewer=world.member)} == {"reply:99"}
    assert list(threads.drafts(viewer=world.keeper)) == []


def test_a_draft_stays_when_sending_failed(world, post):
    api.keep_draft(person=world.member, place=f"reply:{post.pk}", values={"body": "Een antwoord"})
    with pytest.raises(ValidationError):
        a_reply(world.member, post, "x" * 50_001)
    assert threads.draft(viewer=world.member, place=f"reply:{post.pk}").values == {"body": "Een antwoord"}


def test_tags_are_set_as_a_whole_and_kept_once(world):
    post = a_post(world.member, world.open, tags=["Daken", "daken", "Riet  en zink", "", "日本"])
    assert {(t.name, t.slug) for t in post.thread.tags.all()} == {
        ("daken", "daken"),
        ("Riet en zink", "riet-en-zink"),
        ("日本", "日本"),
    }
    a_post(world.member, world.open, tags=["DAKEN"])
    assert threads.popular_tags(viewer=world.outsider, space_id=world.open.pk)[0] == ("daken", "daken", 2)
    with pytest.raises(ValidationError):
        a_post(world.member, world.open, tags=[f"woord{i}" for i in range(9)])


def test_a_reply_counts_from_when_it_was_written_not_from_when_it_waited_to_be(world, monkeypatch):
    post = a_post(world.keeper, world.open)
    write = writing._write_reply

    def after_a_wait(*arguments):
        with clock.at(clock.now() + timedelta(seconds=5)):
            write(*arguments)

    monkeypatch.setattr(writing, "_write_reply", after_a_wait)
    before = clock.now()
    reply = a_reply(world.member, post)
    thread = Thread.objects.get(pk=post.pk)
    assert reply.created_at >= before + timedelta(seconds=5)
    assert thread.last_activity_at == reply.created_at


def test_an_earlier_reply_that_comes_in_later_does_not_turn_the_thread_back(world):
    post = a_post(world.keeper, world.open)
    later = a_reply(world.member, post)
    with clock.at(later.created_at - timedelta(minutes=1)):
        a_reply(world.keeper, post)
    assert Thread.objects.get(pk=post.pk).last_activity_at == later.created_at
