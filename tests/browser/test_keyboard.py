"""Without a mouse: shortcuts, the palette, and a day's work from signing in to a reaction."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import ComposePage, ConversationPage, Palette, SpacePage, TodayPage
from tests.world import PASSWORD

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        words = page.evaluate(
            """() => {
                const at = document.activeElement
                if (!at.matches("a, button, input, select, textarea, summary")) return ""
                return at.ariaLabel || at.labels?.[0]?.innerText || at.innerText || ""
            }"""
        )
        if name in words:
            return
    raise AssertionError(f"{most} times Tab and no {name}")


def test_a_day_without_a_mouse(visitors, backstage):
    who = backstage("colleague", name="Tess Toets", spaces=["open"], password=PASSWORD)
    backstage("post", author="keeper", space="open", title="Wie heeft de sleutel van het depot?")
    page = visitors.come_in()
    page.goto("/")
    tab_to(page, "E-mail address")
    page.keyboard.type(who["email"])
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(TodayPage(page).title).to_have_text("Today")

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, "Wie heeft de sleutel van het depot?")
    page.keyboard.press("Enter")

    reading = ConversationPage(page)
    expect(reading.title).to_have_text("Wie heeft de sleutel van het depot?")
    tab_to(page, "Me too")
    page.keyboard.press("Space")
    expect(reading.reaction("Me too")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "Your answer")
    page.keyboard.type("Die hangt bij de portier aan de linkerkant.")
    page.keyboard.press("Control+Enter")
    expect(reading.reply_with("bij de portier")).to_be_visible()
    expect(reading.field).to_have_value("")


def test_a_menu_is_opened_walked_and_left_with_the_keyboard(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Met een menu")
    page = ConversationPage(visitors.come_in("member")).visit(post)
    summary = page.post.locator(".thread__head summary")
    summary.focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("ArrowDown")
    expect(page.focused()).to_have_text("Copy link")
    page.page.keyboard.press("ArrowDown")
    expect(page.focused()).to_have_text("Mark as unread")
    page.page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(page.post.locator(".menu__list").first).to_be_hidden()


def test_the_palette_goes_to_a_person_a_space_and_a_page(visitors):
    page = visitors.come_in("member")
    page.goto("/")
    palette = Palette(page).open()
    page.keyboard.type("houd")
    expect(palette.chosen).to_have_text(re.compile("Koen Houder"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Koen Houder")
    palette.open()
    page.keyboard.type("closed")
    expect(palette.chosen).to_have_text("closed ruimte")
    page.keyboard.press("ArrowDown")
    expect(palette.chosen).to_have_text("Search for “closed”")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(SpacePage(page).title).to_have_text("closed ruimte")
    palette.open()
    page.keyboard.press("Escape")
    expect(palette.dialog).to_be_hidden()


def test_one_key_is_enough(visitors, backstage):
    for number in (1, 2, 3):
        backstage("post", author="keeper", space="open", title=f"Toetsbericht {number}")
    page = visitors.come_in("member")
    space = SpacePage(page).visit("open-ruimte")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_contain_text("Toetsbericht 3")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_contain_text("Toetsbericht 2")
    page.keyboard.press("k")
    expect(page.locator(":focus")).to_contain_text("Toetsbericht 3")
    page.keyboard.press("Enter")
    expect(space.title).to_have_text("Toetsbericht 3")
    page.keyboard.press("u")
    expect(space.title).to_have_text("open ruimte")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("#search").blur()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(space.title).to_have_text("Today")
    page.keyboard.press("c")
    expect(space.title).to_have_text("What do you want to share?")


def test_no_shortcut_fires_while_typing(visitors, backstage):
    writer = backstage("colleague", name="Truus Typt", spaces=["open"])["id"]
    composing = ComposePage(visitors.come_in(writer)).visit()
    composing.stay()
    letters = "/ c j k u g t g s g p ?"
    for field in (composing.heading, composing.text, composing.page.locator("#search")):
        field.focus()
        composing.page.keyboard.type(letters)
        expect(field).to_have_value(letters)
        expect(field).to_be_focused()
    expect(composing.page.get_by_role("dialog")).to_have_count(0)
    assert composing.stayed
