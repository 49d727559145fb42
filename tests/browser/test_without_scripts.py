"""A day's work in a browser that runs no scripts at all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import ConversationPage, SignInPage, TodayPage
from tests.world import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(backstage):
    return backstage("colleague", name="Nel Zonder Script", spaces=["open"], password=PASSWORD)


@pytest.fixture
def plain(visitors, person) -> Page:
    return visitors.come_in(person["id"], java_script_enabled=False)


def test_signing_in_and_reading(visitors, person, backstage):
    backstage(
        "post",
        author="keeper",
        space="open",
        title="Leesbaar zonder script",
        body="De hele tekst staat er gewoon.",
    )
    page = visitors.come_in(java_script_enabled=False)
    SignInPage(page).visit().sign_in(person["email"])
    expect(TodayPage(page).title).to_have_text("Today")
    page.get_by_role("main").get_by_role("link", name="Leesbaar zonder script").first.click()
    expect(page.get_by_role("main")).to_contain_text("De hele tekst staat er gewoon.")
    page.locator("header summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/login"))


def test_asking_replying_reacting_and_deleting(plain):
    plain.goto("/")
    plain.get_by_role("banner").get_by_role("link", name="Write").click()
    plain.get_by_role("radio", name="Dilemma").check(force=True)
    expect(plain.get_by_label("The options, one on each line")).to_be_visible()
    plain.get_by_role("radio", name="Question").check(force=True)
    plain.locator("[data-title-field]").fill("Kan dit ook zonder script?")
    plain.locator("#post-body").fill("Ik vraag het @Koen Houder.")
    plain.get_by_role("main").locator("button.btn--primary").click()
    post = ConversationPage(plain)
    expect(post.title).to_have_text("Kan dit ook zonder script?")
    post.reply("Ja, dat kan heel goed zonder script.")
    expect(post.reply_with("heel goed zonder script")).to_be_visible()
    post.reaction("Useful", on=post.reply_with("heel goed")).click()
    expect(post.reaction("Useful", on=post.reply_with("heel goed"))).to_have_attribute("aria-pressed", "true")
    post.act("Delete", on=post.reply_with("heel goed"))
    post.toasts.get_by_role("button", name="Undo").click()
    expect(post.reply_with("heel goed")).to_be_visible()


@pytest.mark.expects(422)
def test_what_was_typed_stays_when_something_is_missing(plain):
    plain.goto("/posts/new?kind=poll")
    plain.locator("[data-title-field]").fill("Een peiling zonder keuzes")
    plain.get_by_role("main").locator("button.btn--primary").click()
    expect(plain.locator(".field--error")).to_be_visible()
    expect(plain.locator("[data-title-field]")).to_have_value("Een peiling zonder keuzes")


def test_keeping_a_draft_and_finding_it_again(plain):
    plain.goto("/posts/new")
    plain.locator("[data-title-field]").fill("Later verder")
    plain.get_by_role("button", name="Keep as draft").click()
    plain.get_by_role("main").get_by_role("link", name="Later verder").click()
    expect(plain.locator("[data-title-field]")).to_have_value("Later verder")
    plain.get_by_role("button", name="Throw this draft away").click()
    expect(plain.locator("[data-title-field]")).to_have_value("")


def test_voting_searching_and_settings(plain, backstage):
    post = backstage(
        "post",
        author="keeper",
        space="open",
        kind="poll",
        title="Stemmen zonder script",
        options=["Zus", "Zo"],
    )
    backstage("settled")
    poll = ConversationPage(plain).visit(post)
    poll.vote("Zo")
    expect(poll.option("Zo")).to_contain_text("1 of 1")
    plain.locator("#search").fill("stemmen")
    plain.locator("#search").press("Enter")
    expect(plain.locator(".results mark").first).to_be_visible()
    plain.goto("/people/me/settings")
    plain.get_by_role("main").get_by_role("button", name="Dark").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.get_by_role("main").get_by_role("button", name="Nederlands").click()
    expect(plain.locator("html")).to_have_attribute("lang", "nl")
    plain.get_by_role("main").get_by_role("button", name="English").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")


def test_the_menu_of_places_opens_on_a_phone(plain):
    plain.set_viewport_size({"width": 360, "height": 740})
    plain.goto("/")
    plain.get_by_role("link", name="Places").click()
    plain.get_by_role("navigation", name="Places").get_by_role("link", name="open ruimte").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("open ruimte")
