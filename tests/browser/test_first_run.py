"""An empty folder, and a network a page later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import contrasts, flaws, overflow
from tests.browser.pages import TodayPage
from tests.browser.serving import Install

pytestmark = pytest.mark.browser


@pytest.fixture
def empty(tmp_path):
    made = Install(tmp_path / "data")
    try:
        made.serve()
        yield made
    finally:
        made.stop()


@pytest.mark.expects(422)
def test_an_organisation_begins_on_an_empty_folder_and_is_on_today_one_page_later(empty, watched):
    page = watched(empty).come_in()
    page.goto("/posts/new")
    expect(page).to_have_url(f"{empty.url}/setup")
    expect(page.get_by_role("heading", name="Set up your network")).to_be_visible()
    assert flaws(page) + contrasts(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == []
    page.set_viewport_size({"width": 1320, "height": 900})

    page.get_by_label("Name of the organisation").fill("Gemeente Nieuwstad")
    page.get_by_label("English").check()
    page.get_by_label("Your name").fill("Noor Begin")
    page.get_by_label("E-mail address").fill("noor@nieuwstad.example")
    page.get_by_label("Password").fill("kort")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".field__error")).to_contain_text("10")
    assert flaws(page) == []
    page.get_by_label("Password").fill("drie woorden erbij")
    page.get_by_role("button", name="Start").click()

    today = TodayPage(page)
    expect(page).to_have_url(f"{empty.url}/")
    expect(today.title).to_have_text("Today")
    expect(today.toasts).to_contain_text("Your network begins here.")
    for name in ("Questions to everybody", "Ideas", "What everybody must know"):
        expect(page.locator("#nav").get_by_role("link", name=name)).to_be_attached()
    page.goto("/setup")
    expect(page).to_have_url(f"{empty.url}/")
