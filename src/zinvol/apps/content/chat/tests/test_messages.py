"""What people may do with messages, and what nobody else may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.log import read_the_log
from tests.world import a_person
from zinvol.apps.content.chat import api, live, reads, rules
from zinvol.apps.content.chat.models import Conversation, Message, MessageMention, Proposal, Report
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel import access, clock
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    return api.open_pair(person=world.member, other=world.keeper)


@pytest.fixture
def group(world):
    return api.open_group(person=world.member, others=[world.keeper, world.outsider], name="Bureau West")


def words(viewer, conversation) -> list[str]:
    return [
        s.message.body
        for s in reads.page(viewer=viewer, me=reads.taking_part(viewer=viewer, pk=conversation.pk)).said
        if not s.message.note
    ]


def test_two_people_have_one_conversation_whoever_begins(world, pair):
    assert api.open_pair(person=world.keeper, other=world.member) == pair
    assert Conversation.objects.count() == 1
    with pytest.raises(ValidationError):
        api.open_pair(person=world.member, other=world.member)


def test_a_guest_writes_to_those_they_may_see_only(world):
    with pytest.raises(PermissionDenied):
        api.open_pair(person=world.guest, other=world.outsider)
    assert api.open_pair(person=world.guest, other=world.keeper).pk


def test_nobody_but_those_in_it_reads_it_not_even_an_administrator(world, pair):
    message = api.say(conversation=pair, author=world.member, body="Onder ons gezegd.")
    assert words(world.keeper, pair) == ["Onder ons gezegd."]
    for other in (world.admin, world.outsider, world.leader, world.guest, world.gone):
        with pytest.raises(Conversation.DoesNotExist):
            reads.find(viewer=other, pk=pair.pk)
        with pytest.raises(Message.DoesNotExist):
            reads.find_message(viewer=other, pk=message.pk)
        assert reads.search(viewer=other, query="onder") == []
        with pytest.raises(PermissionDenied):
            api.say(conversation=pair, author=other, body="Ik luister mee.")


def test_a_form_sent_twice_is_one_message(world, pair):
    first = api.say(conversation=pair, author=world.member, body="Hallo", submission="x")
    assert api.say(conversation=pair, author=world.member, body="Hallo", submission="x") == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize("body", ["", "  ", "x" * (rules.MAX_BODY + 1)])
def test_an_empty_or_endless_message_is_refused(world, pair, body):
    with pytest.raises(ValidationError):
        api.say(conversation=pair, author=world.member, body=body)


def test_who_is_added_without_history_reads_from_then_on_also_by_guessing_files(world, group):
    before = api.say(conversation=group, author=world.member, body="Voor Lea er was.")
    group.refresh_from_db()
    api.add_people(conversation=group, person=world.keeper, others=[world.leader], with_history=False)
    group.refresh_from_db()
    after = api.say(conversation=group, author=world.member, body="Nu Lea er is.")
    assert words(world.leader, group) == ["Nu Lea er is."]
    assert words(world.keeper, group) == ["Voor Lea er was.", "Nu Lea er is."]
    assert not access.is_in(world.leader, before.audience_id)
    assert access.is_in(world.leader, after.audience_id)
    with pytest.raises(PermissionDenied):
        api.react(message=before, person=world.leader, kind=Reacting.THANKS)


def test_who_is_added_with_history_reads_what_the_one_who_added_them_reads(world, group):
    api.say(conversation=group, author=world.member, body="Eerste.")
    group.refresh_from_db()
    api.add_people(conversation=group, person=world.member, others=[world.leader], with_history=False)
    group.refresh_from_db()
    api.say(conversation=group, author=world.member, body="Tweede.")
    group.refresh_from_db()
    api.add_people(conversation=group, person=world.leader, others=[world.admin], with_history=True)
    group.refresh_from_db()
    assert words(world.admin, group) == ["Tweede."]


def test_who_leaves_reads_nothing_any_more(world, group):
    message = api.say(conversation=group, author=world.member, body="Vertrouwelijk.")
    api.leave(conversation=group, person=world.outsider)
    with pytest.raises(Conversation.DoesNotExist):
        reads.find(viewer=world.outsider, pk=group.pk)
    assert not access.is_in(world.outsider, message.audience_id)
    with pytest.raises(PermissionDenied):
        api.leave(conversation=api.open_pair(person=world.member, other=world.keeper), person=world.member)


def test_a_group_has_at_most_fifty(world):
    crowd = [a_person(f"Persoon {n}") for n in range(rules.MOST_PEOPLE)]
    with pytest.raises(ValidationError, match="50"):
        api.open_group(person=world.member, others=crowd)
    made = api.open_group(person=world.member, others=crowd[:-1])
    with pytest.raises(ValidationError, match="50"):
        api.add_people(conversation=made, person=world.member, others=[crowd[-1]], with_history=False)


@pytest.mark.parametrize(("minutes", "may"), [(14, True), (16, False)])
def test_a_message_can_be_changed_and_taken_back_for_a_quarter_of_an_hour(world, pair, minutes, may):
    message = api.say(conversation=pair, author=world.member, body="Om tien uur.")
    with pytest.raises(PermissionDenied):
        api.change(message=message, person=world.keeper, body="Om elf uur.")
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        if not may:
            with pytest.raises(PermissionDenied):
                api.change(message=message, person=world.member, body="Om elf uur.")
            with pytest.raises(PermissionDenied):
                api.take_back(message=message, person=world.member)
            return
        api.change(message=message, person=world.member, body="Om elf uur.")
        assert words(world.keeper, pair) == ["Om elf uur."]
        api.take_back(message=message, person=world.member)
    message.refresh_from_db()
    assert (message.body, message.html, message.deleted_at is not None) == ("", "", True)


def test_only_who_is_in_the_conversation_is_mentioned(world, pair):
    api.say(conversation=pair, author=world.member, body="Vraag het @Koen Houder of @Otto Buiten.")
    assert [m.person for m in MessageMention.objects.all()] == [world.keeper]


def test_a_message_counts_beside_messages_until_it_is_read_and_never_stands_in_the_inbox(world, pair):
    api.say(conversation=pair, author=world.member, body="Heb je even?")
    api.say(conversation=pair, author=world.member, body="Het is zo klaar.")
    read_the_log()
    around = attention.around(viewer=world.keeper)
    assert (around.inbox, around.messages) == (0, 1)
    assert attention.inbox(viewer=world.keeper, unread_only=True)[0] == []
    assert attention.message_count(viewer=world.member) == 0
    from zinvol.apps.reactors.attention import api as attention_api

    attention_api.read_conversation(person=world.keeper, conversation_id=pair.pk)
    assert attention.around(viewer=world.keeper).messages == 0


def test_a_muted_conversation_tells_of_mentions_only(world, pair):
    api.mute(conversation=pair, person=world.keeper, is_on=True)
    api.say(conversation=pair, author=world.member, body="Zomaar iets.")
    read_the_log()
    assert attention.message_count(viewer=world.keeper) == 0
    api.say(conversation=pair, author=world.member, body="Nu echt, @Koen Houder.")
    read_the_log()
    assert attention.message_count(viewer=world.keeper) == 1


def test_who_left_hears_nothing_of_what_named_them_just_before(world, group):
    api.say(conversation=group, author=world.member, body="Weet jij dit, @Otto Buiten?")
    api.leave(conversation=group, person=world.outsider)
    read_the_log()
    assert attention.message_count(viewer=world.outsider) == 0


def test_what_was_seen_before_the_log_was_read_asks_for_no_attention(world, pair):
    api.say(conversation=pair, author=world.member, body="Heb je even, @Koen Houder?")
    api.mark_seen(conversation=pair, person=world.keeper)
    read_the_log()
    assert attention.message_count(viewer=world.keeper) == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_was_taken_back_is_neither_counted_nor_sent(world, pair, when):
    message = api.say(conversation=pair, author=world.member, body="Verkeerde persoon.")
    if when == "after":
        read_the_log()
        assert attention.message_count(viewer=world.keeper) == 1
    api.take_back(message=message, person=world.member)
    read_the_log()
    assert attention.message_count(viewer=world.keeper) == 0
    assert attention.waiting(viewer=world.keeper) == []


def test_who_was_blocked_cannot_write_nor_gather(world, pair):
    api.block(person=world.keeper, other=world.member)
    with pytest.raises(ValidationError):
        api.say(conversation=pair, author=world.member, body="Hoor je mij?")
    with pytest.raises(ValidationError):
        api.open_group(person=world.member, others=[world.keeper, world.leader])
    api.unblock(person=world.keeper, other=world.member)
    assert api.say(conversation=pair, author=world.member, body="Hoor je mij?").pk


def test_a_report_shows_one_message_to_community_managers_and_the_copy_goes_when_dealt_with(world, pair):
    from zinvol.apps.social.people import api as people

    api.say(conversation=pair, author=world.member, body="Eerder gezegd.")
    message = api.say(conversation=pair, author=world.member, body="Dit kan niet.")
    with pytest.raises(PermissionDenied):
        api.report(message=message, person=world.outsider, reason="Ik las mee.")
    report = api.report(message=message, person=world.keeper, reason="Onbeleefd.")
    assert reads.reports(viewer=world.admin) == []
    people.change_roles(administrator=world.admin, person=world.leader, roles=["community_manager"])
    world.leader.refresh_from_db()
    assert [r.copy for r in reads.reports(viewer=world.leader)] == ["Dit kan niet."]
    api.handle_report(report=report, person=world.leader)
    assert Report.objects.get().copy == ""


def test_a_question_is_made_only_when_everybody_agrees(world, group):
    message = api.say(conversation=group, author=world.member, body="Hoe declareer je dit?")
    made = api.propose(
        message=message, person=world.member, space=world.open, title="Hoe declareer je dit?", body=""
    )
    assert api.agree(proposal=made, person=world.keeper, agrees=True) is None
    with pytest.raises(PermissionDenied):
        api.agree(proposal=made, person=world.leader, agrees=True)
    assert api.agree(proposal=made, person=world.outsider, agrees=True) is True


def page_of(viewer, conversation):
    return reads.page(viewer=viewer, me=reads.taking_part(viewer=viewer, pk=conversation.pk))


@pytest.fixture
def joined_later(world, group):
    """A message that the group knows, and a leader who came in without it."""
    before = api.say(conversation=group, author=world.keeper, body="Dit weten alleen wij.")
    group.refresh_from_db()
    api.add_people(conversation=group, person=world.keeper, others=[world.leader], with_history=False)
    group.refresh_from_db()
    return before


def test_a_quotation_of_what_one_may_not_read_is_not_shown(world, group, joined_later):
    made = api.say(conversation=group, author=world.member, body="Zoals Koen al zei.", quotes=joined_later)
    quoted = {
        viewer.name: [s.quotes for s in page_of(viewer, group).said if s.message == made]
        for viewer in (world.keeper, world.leader)
    }
    assert quoted == {"Koen Houder": [joined_later], "Lea Voor": [None]}
    parts = live.new_message(made.pk, [world.keeper.pk, world.outsider.pk, world.leader.pk])
    told = {pk: "Dit weten alleen wij" in html for pks, html in parts for pk in pks}
    assert told == {world.keeper.pk: True, world.outsider.pk: True, world.leader.pk: False}


def test_a_proposal_about_what_one_may_not_read_is_not_shown_nor_asked(world, group, joined_later):
    made = api.propose(
        message=joined_later,
        person=world.member,
        space=world.open,
        title="Wat wij weten",
        body="Dit weten wij.",
    )
    assert [p for p, *_rest in page_of(world.keeper, group).proposals] == [made]
    assert page_of(world.leader, group).proposals == []
    assert "Wat wij weten" not in str([s.message.body for s in page_of(world.leader, group).said])
    with pytest.raises(Proposal.DoesNotExist):
        reads.proposal(viewer=world.leader, pk=made.pk)
    api.agree(proposal=made, person=world.keeper, agrees=True)
    assert api.agree(proposal=made, person=world.outsider, agrees=True) is True


def test_nobody_waits_for_the_consent_of_who_left_or_was_deactivated(world, group):
    from zinvol.apps.social.people import api as people

    message = api.say(conversation=group, author=world.member, body="Hoe declareer je dit?")
    first, second = (
        api.propose(message=message, person=world.member, space=world.open, title=title, body="")
        for title in ("Hoe?", "En waar?")
    )
    api.leave(conversation=group, person=world.outsider)
    assert api.settle(conversation=group) == []
    assert [waiting for _proposal, _own, waiting in page_of(world.member, group).proposals] == [1, 1]
    assert api.agree(proposal=first, person=world.keeper, agrees=True) is True
    people.deactivate(administrator=world.admin, person=world.keeper)
    assert api.settle(conversation=group) == [second]


def test_who_proposed_something_and_leaves_takes_it_along(world, group):
    message = api.say(conversation=group, author=world.member, body="Hoe declareer je dit?")
    api.propose(message=message, person=world.member, space=world.open, title="Hoe?", body="")
    api.leave(conversation=group, person=world.member)
    assert page_of(world.keeper, group).proposals == []


def test_one_no_ends_it(world, group):
    message = api.say(conversation=group, author=world.member, body="Hoe declareer je dit?")
    made = api.propose(message=message, person=world.member, space=world.open, title="Hoe?", body="")
    assert api.agree(proposal=made, person=world.keeper, agrees=False) is False
    assert api.agree(proposal=made, person=world.outsider, agrees=True) is None
    assert (
        reads.page(viewer=world.member, me=reads.taking_part(viewer=world.member, pk=group.pk)).proposals
        == []
    )


def test_messages_are_kept_as_long_as_the_organisation_says(world, pair):
    with clock.at(clock.now() - timedelta(days=40)):
        api.say(conversation=pair, author=world.member, body="Oud.")
    api.say(conversation=pair, author=world.member, body="Nieuw.")
    assert api.tidy() == 0
    organisation.change_settings(administrator_id=world.admin.pk, message_days=30)
    assert api.tidy() == 1
    assert words(world.member, pair) == ["Nieuw."]


def test_the_log_never_says_who_wrote_to_whom(world, pair):
    message = api.say(conversation=pair, author=world.member, body="Alleen voor jou.")
    api.react(message=message, person=world.keeper, kind=Reacting.THANKS)
    api.take_back(message=message, person=world.member)
    lines = Activity.objects.filter(name__startswith="chat.")
    assert lines.count() == 3
    assert {line.actor_id for line in lines} == {None}


def test_search_finds_in_ones_own_conversations(world, pair, group):
    api.say(conversation=pair, author=world.member, body="De sleutel ligt bij de balie.")
    api.say(conversation=group, author=world.member, body="Wie heeft de sleutel van de zaal?")
    assert len(reads.search(viewer=world.member, query="SLEUTEL")) == 2
    assert len(reads.search(viewer=world.outsider, query="sleutel")) == 1
    assert reads.search(viewer=world.outsider, query="balie") == []


def test_notices_tell_who_and_never_what(world, pair, settings):
    from zinvol.flows.inbox import reads as inbox

    api.say(conversation=pair, author=world.member, body="Geheim woord: zandzegge.")
    read_the_log()
    bundle = attention.Bundle(attention.waiting(viewer=world.keeper), True)
    line = inbox.lines(viewer=world.keeper, bundles=[bundle])[0]
    told = f"{line.title} {line.happened} {line.why} {line.excerpt} {line.url}"
    assert "zandzegge" not in told
    assert (line.title, line.url) == ("Mina de Lid", f"/messages/{pair.pk}/")
    assert Notice.objects.filter(conversation_id=pair.pk).count() == 1
