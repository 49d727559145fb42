"""Nothing that was typed is ever lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ComposePage, ConversationPage

pytestmark = pytest.mark.browser


def test_a_draft_is_kept_while_typing_on_every_device_and_gone_after_sending(visitors, backstage):
    writer = backstage("colleague", name="Dirk Draad", spaces=["open"])["id"]
    desk = ComposePage(visitors.come_in(writer)).visit()
    desk.choose("Idea")
    desk.heading.fill("Een vaste dag om te bellen")
    desk.text.press_sequentially("Dan weet iedereen")
    expect(desk.state).to_have_text("Draft saved")
    phone = ComposePage(visitors.come_in(writer, viewport={"width": 360, "height": 740})).visit()
    for device in (desk, phone):
        device.page.reload()
        expect(device.heading).to_have_value("Een vaste dag om te bellen")
        expect(device.text).to_have_value("Dan weet iedereen")
        expect(device.page.get_by_role("radio", name="Idea")).to_be_checked()
    phone.page.goto("/drafts/")
    phone.page.get_by_role("link", name="Een vaste dag om te bellen").click()
    phone.text.press("End")
    phone.text.press_sequentially(" waar hij aan toe is.")
    post = phone.send()
    expect(post.post).to_contain_text("Dan weet iedereen waar hij aan toe is.")
    for device in (desk, phone):
        device.visit()
        expect(device.heading).to_have_value("")
        expect(device.text).to_have_value("")
    phone.page.goto("/drafts/")
    expect(phone.main).to_contain_text("No drafts")


def test_a_reply_in_the_making_is_there_again_after_a_reload(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Wat vinden jullie hiervan?")
    writing = ConversationPage(visitors.come_in("member")).visit(post)
    writing.field.press_sequentially("Ik denk hier nog over")
    expect(writing.page.locator("#write [data-autosave-state]")).to_have_text("Draft saved")
    writing.page.reload()
    expect(writing.field).to_have_value("Ik denk hier nog over")
    writing.reply("Ik vind het een goed plan.")
    expect(writing.reply_with("een goed plan")).to_be_visible()
    writing.page.reload()
    expect(writing.field).to_have_value("")


@pytest.mark.expects("net::ERR_INTERNET_DISCONNECTED", "Service Worker registration blocked")
def test_without_a_connection_the_text_stays_on_the_device_and_is_saved_when_it_is_back(visitors, backstage):
    writer = backstage("colleague", name="Olga Offline", spaces=["open"])["id"]
    writing = ComposePage(visitors.come_in(writer, service_workers="block")).visit()
    writing.page.context.set_offline(True)
    writing.heading.fill("Geschreven in de trein")
    writing.text.press_sequentially("Zonder verbinding")
    expect(writing.state).to_have_text("Not saved yet. Your text is safe on this device.")
    writing.page.context.set_offline(False)
    expect(writing.state).to_have_text("Draft saved")


@pytest.mark.expects("net::ERR_INTERNET_DISCONNECTED", "Service Worker registration blocked")
def test_what_only_this_device_knows_is_offered_back_the_next_time(visitors, backstage):
    writer = backstage("colleague", name="Onno Onderweg", spaces=["open"])["id"]
    # to a service worker the page may be offline while the worker is not
    writing = ComposePage(visitors.come_in(writer, service_workers="block")).visit()
    writing.page.context.set_offline(True)
    writing.heading.fill("Geschreven in de trein")
    writing.text.press_sequentially("Zonder verbinding")
    expect(writing.state).to_have_text("Not saved yet. Your text is safe on this device.")
    writing.page.close()
    writing.page.context.set_offline(False)
    writing = ComposePage(writing.page.context.new_page()).visit()
    expect(writing.text).to_have_value("")
    writing.page.get_by_role("button", name="Put it back").click()
    expect(writing.heading).to_have_value("Geschreven in de trein")
    expect(writing.text).to_have_value("Zonder verbinding")
    expect(writing.state).to_have_text("Draft saved")


@pytest.mark.expects(409)
def test_two_people_edit_the_same_post_and_nothing_is_lost(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Werkafspraken", body="De eerste tekst.")
    author, keeper = visitors.come_in("member"), visitors.come_in("keeper")
    for page in (author, keeper):
        page.goto(f"/posts/{post}/edit")
    mine, theirs = ComposePage(author), ComposePage(keeper)
    mine.text.fill("De tekst van Mina.")
    mine.send()
    theirs.text.fill("De tekst van Koen.")
    theirs.main.locator("button.btn--primary").click()
    expect(theirs.main.locator(".notice")).to_contain_text(
        "Somebody else changed this while you were writing."
    )
    expect(theirs.text).to_have_value("De tekst van Koen.")
    theirs.main.get_by_text("The text as it is now").click()
    expect(theirs.main.locator(".conflict")).to_have_text("De tekst van Mina.")
    theirs.text.fill("De tekst van Mina en van Koen.")
    both = theirs.send()
    expect(both.post).to_contain_text("De tekst van Mina en van Koen.")
    both.page.goto(f"/posts/{post}/history")
    for text in ("De eerste tekst.", "De tekst van Mina.", "De tekst van Mina en van Koen."):
        expect(both.main.locator(".diff").filter(has_text=text).first).to_be_visible()
