"""The demo organisation, as somebody meets it who never saw Zinvol."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import contrasts, flaws, overflow
from tests.browser.pages import SearchPage, TodayPage

pytestmark = pytest.mark.browser


def look_around(page: Page) -> list[str]:
    """Both themes, on a desk and on a phone."""
    found = flaws(page)
    page.emulate_media(color_scheme="dark")
    found += contrasts(page)
    page.set_viewport_size({"width": 360, "height": 740})
    found += flaws(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 740})
    found += overflow(page)
    page.set_viewport_size({"width": 1320, "height": 900})
    return [f"{page.url}: {flaw}" for flaw in found]


def test_one_click_on_the_login_page_is_enough_to_be_one_of_four_people(demo_visitors):
    page = demo_visitors.come_in()
    page.goto("/")
    assert look_around(page) == []
    for role in ("Employee", "Community manager", "Leader", "Administrator"):
        page.goto("/login")
        page.get_by_role("button", name=role).click()
        expect(page.get_by_role("heading", name="Vandaag")).to_be_attached()
        expect(page.locator("#nav").get_by_role("link", name="Beheer")).to_have_count(
            int(role == "Administrator")
        )
        page.locator("header summary").click()
        page.get_by_role("button", name="Uitloggen").click()


def test_what_people_judge_by_is_for_everybody_with_a_year_of_life_in_it(demo_visitors):
    page = demo_visitors.come_in()
    page.goto("/login")
    page.get_by_role("button", name="Employee").click()
    today = TodayPage(page)
    expect(today.title).to_be_attached()
    assert today.main.locator(".entry, .waiting__item").count() > 3
    assert look_around(page) == []
    space = page.locator("#nav a[href^='/spaces/']:not([href='/spaces/'])").first.get_attribute("href")
    page.goto(space)
    assert look_around(page) == []
    page.locator("main .entry__title a").first.click()
    expect(page.locator("article.thread")).to_be_visible()
    assert look_around(page) == []
    page.locator(".byline a.person-link").first.click()
    expect(page.locator(".person-card")).to_be_visible()
    assert look_around(page) == []
    page.locator("#search").fill("vergunning")
    page.locator("#search").press("Enter")
    expect(SearchPage(page).results.locator("mark").first).to_be_visible()
    assert look_around(page) == []


@pytest.mark.expects('"morgen" does not conform to the required format')  # a sample of a wrong date
def test_the_styleguide_shows_every_part_for_everybody(demo_visitors):
    page = demo_visitors.come_in()
    page.goto("/login")
    page.get_by_role("button", name="Employee").click()
    page.goto("/styleguide/")
    found = look_around(page)
    assert found == [], "\n".join(found)
