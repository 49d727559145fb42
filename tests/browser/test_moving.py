"""A conversation that stands in the wrong place, is about two things, or was asked before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ConversationPage, SearchPage, TodayPage

pytestmark = pytest.mark.browser


@pytest.mark.expects(404)
def test_a_keeper_takes_a_conversation_elsewhere_and_back_and_the_old_link_leads_there(
    visitors, world, backstage
):
    title = "Who has the keys of the town hall?"
    post = backstage("post", author="member", space="open", title=title)
    reply = backstage("reply", author="member", post=post, body="The porter, I have heard.")
    keeper = ConversationPage(visitors.come_in("keeper")).visit(post)
    keeper.act("Move to another space")
    expect(keeper.title).to_have_text("Move to another space")
    secret = world.spaces["secret"]["name"]
    keeper.page.get_by_label("Where does it belong?").focus()
    keeper.page.keyboard.type(secret)
    keeper.page.keyboard.press("Tab")
    keeper.page.keyboard.press("Enter")
    expect(keeper.toasts).to_contain_text(f"Moved to {secret}.")
    expect(keeper.post).to_contain_text("Moved here from open ruimte by Koen Houder")
    backstage("settled")

    member, outsider = visitors.come_in("member"), visitors.come_in("outsider")
    member.goto(f"/replies/{reply}/")
    expect(ConversationPage(member).reply_with("The porter")).to_be_in_viewport()
    assert SearchPage(member).search("porter").results.count() == 1
    for address in (f"/posts/{post}/", f"/replies/{reply}/"):
        assert outsider.goto(address).status == 404
        expect(outsider.get_by_text(title)).to_have_count(0)
    assert TodayPage(outsider).visit().page.get_by_text(title).count() == 0

    keeper.toasts.get_by_role("button", name="Undo").click()
    expect(keeper.toasts).to_contain_text("Back in open ruimte.")
    assert outsider.goto(f"/posts/{post}/").status == 200


def test_replies_become_a_conversation_and_their_links_lead_into_it(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Which printer is free?")
    stays = backstage("reply", author="keeper", post=post, body="The one on the second floor.")
    first = backstage("reply", author="outsider", post=post, body="By the way, who orders the paper?")
    backstage("reply", author="member", post=post, body="The desk orders paper.", quotes=first)
    keeper = ConversationPage(visitors.come_in("keeper")).visit(post)
    keeper.act("Make this a conversation of its own", on=keeper.reply_with("By the way"))
    along = keeper.page.get_by_role("checkbox", name="The desk orders paper.")
    expect(along).to_be_checked()
    keeper.page.get_by_label("Title").fill("Who orders the paper?")
    keeper.page.get_by_role("button", name="Make it a conversation").click()
    expect(keeper.title).to_have_text("Who orders the paper?")
    expect(keeper.post).to_contain_text("By the way, who orders the paper?")
    expect(keeper.reply_with("The desk orders paper.")).to_be_visible()
    made = keeper.page.url

    member = ConversationPage(visitors.come_in("member"))
    for address in (f"/replies/{first}/", f"/posts/{post}/?reply={first}"):
        member.page.goto(address)
        assert member.page.url == made
    member.page.goto(f"/replies/{stays}/")
    expect(member.replies).to_have_count(1)
    member.post.get_by_role("link", name="Who orders the paper?").click()
    expect(member.title).to_have_text("Who orders the paper?")


def test_a_question_that_was_asked_before_goes_with_the_other_one(visitors, backstage):
    stays = backstage("post", author="member", space="open", title="Where do I report a broken lamp post?")
    helped = backstage(
        "reply", author="keeper", post=stays, body="With the form on the website, within a day."
    )
    backstage("accept", post=stays, reply=helped)
    goes = backstage(
        "post", author="member", space="open", title="Where can I report a lamp post that is broken?"
    )
    reply = backstage("reply", author="outsider", post=goes, body="That was asked before, I think.")
    backstage("settled")
    keeper = ConversationPage(visitors.come_in("keeper")).visit(goes)
    keeper.act("Asked before")
    keeper.page.get_by_role("radio", name="Where do I report a broken lamp post?").check()
    keeper.page.get_by_role("button", name="Add to the other question").click()
    expect(keeper.title).to_have_text("Where do I report a broken lamp post?")
    expect(keeper.best).to_contain_text("With the form on the website")
    expect(keeper.reply_with("Where can I report a lamp post that is broken?")).to_be_in_viewport()

    asker = ConversationPage(visitors.come_in("outsider"))
    for address in (f"/posts/{goes}/", f"/replies/{reply}/"):
        asker.page.goto(address)
        expect(asker.title).to_have_text("Where do I report a broken lamp post?")
    expect(asker.reply_with("That was asked before")).to_be_in_viewport()
