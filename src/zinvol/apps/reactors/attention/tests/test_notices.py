"""Whose attention is asked, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.log import read_the_log
from tests.world import a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.reactors.attention import api, reads
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.rules import Reason
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.rules import Reacting
from zinvol.config import wiring
from zinvol.kernel import clock, reactors

pytestmark = pytest.mark.django_db


def told(person) -> list[tuple[str, int]]:
    """What waits for somebody, as why and how much, latest first."""
    read_the_log()
    found, _more = reads.inbox(viewer=person, unread_only=True)
    return [(b.reason.name, b.count) for b in found]


def test_who_opened_a_conversation_hears_replies_and_the_replier_hears_nothing(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    a_reply(world.outsider, post)
    assert told(world.member) == [("YOURS", 2)]
    assert told(world.keeper) == [("TAKING_PART", 1)]
    assert told(world.outsider) == told(world.leader) == []


def test_two_reasons_for_one_reply_are_one_notice_for_the_stronger(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post, f"Dat weet @{world.member.name} zelf het best, lijkt mij.")
    assert told(world.member) == [("MENTION", 1)]


def test_what_was_read_on_the_page_is_read_in_the_inbox_and_can_be_put_back(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    assert told(world.member) == [("YOURS", 1)]
    threads.mark_seen(thread=post.thread, person=world.member)
    assert told(world.member) == []
    notice = Notice.objects.get(person=world.member, thread=post.thread)
    api.mark_unread(person=world.member, notice=notice)
    assert told(world.member) == [("YOURS", 1)]
    api.mark_read(person=world.member, notice=notice)
    assert reads.unread_count(viewer=world.member) == 0


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        (Level.EVERYTHING, [("FOLLOWING", 2)]),
        (Level.POSTS, []),
        (Level.MENTIONS, []),
        (Level.NOTHING, []),
    ],
)
def test_a_member_hears_of_others_what_the_level_of_the_space_says(world, level, heard):
    spaces.set_level(space=world.open, person=world.member, level=level)
    post = a_post(world.keeper, world.open)
    a_reply(world.outsider, post)
    assert told(world.member) == heard


@pytest.mark.parametrize(("level", "heard"), [(Level.MENTIONS, ["MENTION"]), (Level.NOTHING, [])])
def test_a_quiet_conversation_tells_its_opener_of_a_mention_or_nothing(world, level, heard):
    post = a_post(world.member, world.open)
    threads.follow(thread=post.thread, person=world.member, level=level)
    a_reply(world.keeper, post, "Ik weet hier wel iets van, kom maar langs.")
    a_reply(world.keeper, post, f"Vraag het @{world.member.name} anders nog eens zelf.")
    assert [reason for reason, _n in told(world.member)] == heard


def test_who_silenced_a_space_hears_of_an_own_conversation_there_only_by_choosing_it(world):
    spaces.set_level(space=world.open, person=world.member, level=Level.NOTHING)
    quiet, chosen = (a_post(world.member, world.open, title=title) for title in ("Stil", "Gekozen"))
    threads.follow(thread=chosen.thread, person=world.member, level=Level.EVERYTHING)
    elsewhere = a_post(world.keeper, world.open, title="Van Koen")
    own = a_reply(world.member, elsewhere, "Ik weet wel waar dat staat.")
    for post in (quiet, chosen):
        a_reply(world.keeper, post)
    a_reply(world.keeper, elsewhere, "Dank je wel, dat helpt mij verder.", quotes=own)
    assert told(world.member) == [("YOURS", 1)]


def test_thanks_reach_the_writer_and_can_be_taken_back(world):
    post = a_post(world.member, world.open)
    for person, kind in ((world.keeper, Reacting.THANKS), (world.keeper, Reacting.USEFUL)):
        threads.toggle_reaction(person=person, thread=post.thread, reply=None, kind=kind)
    assert told(world.member) == [("THANKS", 1)]
    threads.toggle_reaction(person=world.keeper, thread=post.thread, reply=None, kind=Reacting.THANKS)
    assert told(world.member) == []


def test_the_answer_that_helped_reaches_who_gave_it(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.outsider, post)
    posts.accept_answer(person=world.member, post=post, reply=reply)
    assert ("SOLVED", 1) in told(world.outsider)


def test_what_one_may_not_read_any_more_leaves_the_inbox(world):
    post = a_post(world.member, world.closed)
    a_reply(world.keeper, post)
    assert told(world.member) == [("YOURS", 1)]
    spaces.leave(space=world.closed, person=world.member)
    assert told(world.member) == []
    assert reads.waiting(viewer=world.member) == []
    join(world.closed, world.member, by=world.keeper)
    assert told(world.member) == [("YOURS", 1), ("INVITED", 1)] or ("YOURS", 1) in told(world.member)


def test_a_deleted_reply_leaves_the_inbox(world):
    post = a_post(world.member, world.open)
    reply = a_reply(world.keeper, post)
    assert told(world.member) == [("YOURS", 1)]
    posts.delete_reply(person=world.keeper, post=post, reply=reply)
    assert told(world.member) == []


def test_who_wants_to_take_part_waits_for_the_keepers(world):
    spaces.ask_to_join(space=world.closed, person=world.outsider)
    assert told(world.keeper) == [("KEEPING", 1)]
    spaces.accept_request(request=world.closed.join_requests.get(), keeper=world.keeper)
    assert told(world.outsider) == [("INVITED", 1)]


def test_urgent_reaches_all_members_whatever_they_chose_and_is_logged(world):
    from zinvol.apps.reactors.audit.models import Entry
    from zinvol.apps.social.people import api as people

    people.change_roles(administrator=world.admin, person=world.keeper, roles=["community_manager"])
    spaces.set_level(space=world.open, person=world.member, level=Level.NOTHING)
    world.keeper.refresh_from_db()
    posts.publish(
        author=world.keeper,
        space=world.open,
        kind="update",
        title="De telefoons doen het niet",
        is_urgent=True,
    )
    assert told(world.member) == [("URGENT", 1)]
    assert told(world.outsider) == []
    assert Entry.objects.filter(verb="posts.urgent_called", actor_id=world.keeper.pk).count() == 1


def test_only_named_roles_may_call_something_urgent(world):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        posts.publish(author=world.member, space=world.open, kind="update", title="Taart!", is_urgent=True)


def test_rebuilt_is_what_it_was_and_what_reached_somebody_stays(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    a_reply(world.outsider, post, f"Zie ook @{world.keeper.name} hierboven, die heeft gelijk.")
    read_the_log()
    reached = Notice.objects.filter(person=world.member).first()
    api.reached([reached], "mail")
    kept = list(
        Notice.objects.order_by("person", "subject").values_list(
            "person", "subject", "reason", "at", "channel"
        )
    )
    reactors.rebuild(wiring.REACTORS["attention"])
    read_the_log()
    again = list(
        Notice.objects.order_by("person", "subject").values_list(
            "person", "subject", "reason", "at", "channel"
        )
    )
    assert again == kept
    assert len(kept) == 8


def test_what_is_old_asks_for_no_attention(world):
    with clock.at(clock.now() - timedelta(days=31)):
        post = a_post(world.member, world.open)
        a_reply(world.keeper, post)
    assert told(world.member) == []
    a_reply(world.keeper, post)
    assert told(world.member) == [("YOURS", 1)]
    with clock.at(clock.now() + timedelta(days=31)):
        api.tidy()
    assert Notice.objects.count() == 0


def test_everything_read(world):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    spaces.invite(space=world.open, member=world.keeper, person=world.leader)
    assert (told(world.member), told(world.leader)) == ([("YOURS", 1)], [("INVITED", 1)])
    for person in (world.member, world.leader):
        api.read_all(person=person)
        assert told(person) == []


def test_everything_read_in_the_inbox_leaves_private_messages_unread(world):
    from zinvol.apps.content.chat import api as chat

    pair = chat.open_pair(person=world.member, other=world.keeper)
    chat.say(conversation=pair, author=world.keeper, body="Heb je even?")
    read_the_log()
    api.read_all(person=world.member)
    assert reads.message_count(viewer=world.member) == 1


def test_strengths_are_in_order():
    assert sorted(Reason)[:3] == [Reason.URGENT, Reason.MENTION, Reason.ASKED]
