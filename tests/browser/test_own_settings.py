"""How somebody wants to see it: light or dark, Dutch or English."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_theme_changes_at_once_and_is_kept(visitors, backstage):
    who = backstage("colleague", name="Donna Donker")["id"]
    page = visitors.come_in(who)
    page.goto("/")
    light = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    page.locator("header summary").click()
    with page.expect_response("**/people/me/theme"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    assert dark != light
    other = visitors.come_in(who)
    other.goto("/people/")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    other.locator("header summary").click()
    with other.expect_response("**/people/me/theme"):
        other.get_by_role("button", name="Same as my device").click()
    expect(other.locator("html")).to_have_css("background-color", light)


def test_the_language_changes_for_the_whole_page(visitors, backstage):
    page = visitors.come_in(backstage("colleague", name="Tara Taal")["id"])
    page.goto("/people/me/settings")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Instellingen en taal")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.goto("/")
    expect(page.locator(".skip-link")).to_have_text("Naar de inhoud")
    expect(page.locator("#nav").get_by_role("link", name="Vandaag")).to_be_visible()
    page.goto("/people/me/settings")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings and language")


def test_a_stranger_is_spoken_to_in_the_language_of_the_browser(visitors):
    for locale, word in (("nl-NL", "Inloggen"), ("en-GB", "Sign in")):
        page = visitors.come_in(locale=locale)
        page.goto("/login")
        expect(page.get_by_role("heading", level=1)).to_have_text(word)
