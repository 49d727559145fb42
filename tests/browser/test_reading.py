"""Reading: where one was, what is new, and the small acts on what others wrote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ConversationPage, SignInPage, SpacePage, TodayPage

pytestmark = pytest.mark.browser


def test_reading_goes_on_at_the_line_above_what_is_new(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Een gesprek dat doorgaat")
    backstage("reply", author="keeper", post=post, body="Oude reactie nummer # in dit gesprek.", times=12)
    reader = ConversationPage(visitors.come_in("member")).visit(post)
    expect(reader.replies).to_have_count(12)
    reader.page.goto("about:blank")  # on an open page they would come at once, and count as read
    backstage("reply", author="keeper", post=post, body="Nieuwe reactie nummer # in dit gesprek.", times=12)
    reader.visit(post)
    expect(reader.unread_line).to_be_in_viewport()
    expect(reader.unread_line).to_be_focused()
    expect(reader.page.locator("#unread + .reply")).to_contain_text("Nieuwe reactie nummer 1 ")
    reader.page.keyboard.press("Home")
    reader.page.get_by_role("link", name="To the first unread").click()
    expect(reader.unread_line).to_be_in_viewport()
    reader.visit(post)
    expect(reader.unread_line).to_have_count(0)


def test_marked_as_unread_on_one_device_is_unread_on_another(visitors, backstage):
    reader = backstage("colleague", name="Lena Lezer", spaces=["open"])["id"]
    post = backstage("post", author="keeper", space="open", title="Later nog eens lezen")
    backstage("reply", author="keeper", post=post, body="Reactie # die ik later lees.", times=3)
    desk = ConversationPage(visitors.come_in(reader)).visit(post)
    phone = TodayPage(visitors.come_in(reader)).visit()
    expect(phone.main.locator("#new")).to_be_visible()
    expect(phone.entry("Later nog eens lezen")).to_have_count(0)
    desk.act("Unread from here", on=desk.reply_with("Reactie 2"))
    expect(desk.toasts).to_contain_text("Marked as unread.")
    expect(desk.entry("Later nog eens lezen")).to_contain_text("2 new")
    phone.visit()
    expect(phone.entry("Later nog eens lezen")).to_have_class(re.compile("entry--new"))
    expect(phone.entry("Later nog eens lezen")).to_contain_text("2 new")
    phone.entry("Later nog eens lezen").get_by_role("link", name="Later nog eens lezen").click()
    expect(phone.page.locator("#unread + .reply")).to_contain_text("Reactie 2")


def test_a_link_to_reply_300_of_600_survives_signing_in_and_opens_around_it(visitors, backstage):
    who = backstage("colleague", name="Peter Permalink", spaces=["open"], password="vier losse woorden")
    post = backstage("post", author="keeper", space="open", title="Zeshonderd reacties")
    last = backstage("reply", author="keeper", post=post, body="Reactie nummer # van zeshonderd.", times=600)
    page = visitors.come_in()
    page.goto(f"/replies/{last - 300}/")
    expect(page).to_have_url(re.compile("/login"))
    SignInPage(page).sign_in(who["email"])
    reading, reply = ConversationPage(page), page.locator(f"#reply-{last - 300}")
    expect(reply).to_contain_text("Reactie nummer 300 van zeshonderd.")
    expect(reply).to_be_in_viewport()
    expect(reply).to_be_focused()
    expect(reply).to_have_class(re.compile("reply--target"))
    expect(reading.replies).to_have_count(50)
    expect(page.locator("#reply-count")).to_have_text("600 replies")
    first = reading.replies.first.get_attribute("id")
    page.get_by_role("link", name="Earlier replies").click()
    expect(reading.replies).to_have_count(50)
    expect(reading.replies.first).not_to_have_id(first)


def test_a_reaction_is_given_and_taken_back_in_place(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Wie herkent dit?")
    reply = backstage("reply", author="keeper", post=post)
    reading = ConversationPage(visitors.come_in("member")).visit(post)
    reading.stay()
    for part, name in ((reading.post, "Me too"), (reading.page.locator(f"#reply-{reply}"), "Thanks")):
        button = reading.reaction(name, on=part)
        button.focus()
        reading.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_contain_text("1")
        expect(button).to_be_focused()
        reading.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(button).not_to_contain_text("1")
        expect(button).to_be_focused()
    assert reading.stayed


def test_what_was_deleted_by_mistake_comes_back_from_the_message(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Per ongeluk weg")
    backstage("reply", author="member", post=post, body="Deze reactie mag weg, of toch niet.")
    mine = ConversationPage(visitors.come_in("member")).visit(post)
    mine.act("Delete", on=mine.reply_with("Deze reactie mag weg"))
    expect(mine.replies).to_have_count(0)
    mine.toasts.get_by_role("button", name="Undo").click()
    expect(mine.reply_with("Deze reactie mag weg")).to_be_visible()
    mine.act("Delete")
    space = SpacePage(mine.page)
    expect(space.title).to_have_text("open ruimte")
    expect(space.entry("Per ongeluk weg")).to_have_count(0)
    space.toasts.get_by_role("button", name="Undo").click()
    expect(mine.title).to_have_text("Per ongeluk weg")
    expect(mine.reply_with("Deze reactie mag weg")).to_be_visible()


def test_an_answer_may_quote_the_one_it_answers(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Wat is de beste dag?")
    backstage("reply", author="keeper", post=post, body="Maandag is de beste dag daarvoor.")
    mine = ConversationPage(visitors.come_in("member")).visit(post)
    mine.reply_with("Maandag").get_by_role("link", name="Reply to this").click()
    expect(mine.page.locator("#write blockquote")).to_contain_text("Koen Houder: Maandag is de beste dag")
    mine.reply("Voor ons is het juist de drukste dag.")
    made = mine.reply_with("juist de drukste dag")
    expect(made.locator("blockquote")).to_contain_text("Maandag is de beste dag")
    expect(mine.page.locator("#write blockquote")).to_have_count(0)


def test_a_conversation_is_closed_with_a_reason_and_opened_again(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Dit is rond")
    mine = ConversationPage(visitors.come_in("member")).visit(post)
    mine.act("Close the conversation")
    mine.page.get_by_label("Why does it end here?").fill("We hebben een besluit.")
    mine.page.locator("#close").get_by_role("button", name="Close the conversation").click()
    expect(mine.main).to_contain_text("Closed by Mina de Lid: We hebben een besluit.")
    expect(mine.field).to_have_count(0)
    mine.act("Open again for replies")
    expect(mine.field).to_be_visible()


def test_following_is_chosen_in_plain_words(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Daar hoor ik graag van")
    mine = ConversationPage(visitors.come_in("member")).visit(post)
    menu = mine.post.locator(".thread__actions details.menu")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Nothing").click()
    expect(mine.toasts).to_contain_text("What you hear from this conversation: “Nothing”.")
    expect(menu.locator("summary")).to_have_text("Nothing")


def test_a_link_preview_is_removed_by_who_posted_the_link(visitors, backstage):
    post = backstage("post", author="member", space="open", kind="update", title="Goed stuk",
                     body="Lees dit, het gaat over ons werk: https://voorbeeld.example/stuk")  # fmt: skip
    backstage(
        "preview",
        post=post,
        url="https://voorbeeld.example/stuk",
        title="Een stuk over werk",
        site="voorbeeld.example",
    )
    mine = ConversationPage(visitors.come_in("member")).visit(post)
    expect(mine.post.locator(".preview")).to_contain_text("Een stuk over werk")
    mine.post.get_by_role("button", name="Remove this preview").click()
    expect(mine.post.locator(".preview")).to_have_count(0)
    expect(mine.post.get_by_role("link", name="voorbeeld.example/stuk")).to_be_visible()
