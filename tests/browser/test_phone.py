"""On a phone of 360 pixels, with a thumb."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import overflow
from tests.browser.pages import ComposePage, ConversationPage, TodayPage

pytestmark = pytest.mark.browser

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
THUMB = 44
"""Pixels that a button of some weight has in each direction."""


@pytest.fixture
def phone(visitors) -> Page:
    page = visitors.come_in("member", **PHONE)
    page.goto("/")
    return page


def test_the_five_places_are_under_the_thumb(phone):
    bar = phone.get_by_role("navigation", name="Most used")
    expect(bar.get_by_role("link")).to_have_text(
        [re.compile(name) for name in ("Today", "Inbox", "Write", "Spaces", "Search")]
    )
    for link in bar.get_by_role("link").all():
        box = link.bounding_box()
        assert box["height"] >= THUMB
        assert box["width"] >= THUMB
        assert box["y"] + box["height"] <= 740
    bar.get_by_role("link", name="Inbox").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Inbox")
    expect(bar.get_by_role("link", name="Inbox")).to_have_attribute("aria-current", "page")


def test_the_menu_with_all_places_opens_and_closes(phone):
    places = phone.get_by_role("navigation", name="Places")
    expect(places).to_be_hidden()
    phone.get_by_role("link", name="Places").tap()
    expect(places).to_be_visible()
    places.get_by_role("link", name="closed ruimte").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("closed ruimte")
    expect(places).to_be_hidden()
    phone.get_by_role("link", name="Places").tap()
    places.get_by_role("link", name="Close", exact=True).tap()
    expect(places).to_be_hidden()


def test_a_question_is_asked_and_answered_with_a_thumb(phone, visitors, backstage):
    writer = backstage("colleague", name="Tom Telefoon", spaces=["open"])["id"]
    page = visitors.come_in(writer, **PHONE)
    page.goto("/")
    page.get_by_role("navigation", name="Most used").get_by_role("link", name="Write").tap()
    composing = ComposePage(page)
    page.wait_for_url("**/posts/new")
    page.locator(".kind-choice", has_text="Question").tap()
    expect(composing.heading).to_be_focused()
    composing.heading.fill("Waar staat de nieuwe printer?")
    composing.text.tap()
    composing.text.press_sequentially("Ik zoek @houd")
    expect(composing.suggestions.first).to_be_in_viewport()
    composing.suggestions.first.tap()
    expect(composing.text).to_have_value("Ik zoek @Koen Houder ")
    assert overflow(page) == []
    send = composing.main.locator("button.btn--primary")
    assert send.bounding_box()["height"] >= THUMB
    post = composing.send()
    post.field.tap()
    post.field.fill("Gevonden: naast de koffie, tweede etage.")
    post.page.locator("#write button.btn--primary").tap()
    expect(post.reply_with("naast de koffie")).to_be_visible()
    assert overflow(page) == []


def test_look_alikes_that_come_late_move_nothing_under_the_finger(phone):
    waiting: list[Route] = []

    def keep_waiting(route: Route) -> None:
        waiting.append(route)

    phone.route(re.compile(r"/questions/alike"), keep_waiting)
    composing = ComposePage(phone).visit(kind="question")
    with phone.expect_request(re.compile(r"/questions/alike")):
        composing.heading.fill("Waar staat de nieuwe printer?")
    composing.text.tap()
    before = composing.text.bounding_box()
    waiting[0].fulfill(body="<p>Waar staat de oude printer?</p>", content_type="text/html")
    found = composing.main.get_by_text("Waar staat de oude printer?")
    expect(found).to_be_visible()
    assert composing.text.bounding_box() == before
    assert found.bounding_box()["y"] > composing.main.locator("button.btn--primary").bounding_box()["y"]


def test_what_one_taps_often_is_large_enough(phone, backstage):
    post = backstage("post", author="member", space="open", title="Met knoppen")
    backstage("reply", author="keeper", post=post)
    ConversationPage(phone).visit(post)
    small = phone.evaluate(
        """(least) => [...document.querySelectorAll("button, summary, .btn, .shell__top a, .nav__item, .tabs__item, .kind-choice")]
          .filter((each) => each.checkVisibility() && !each.closest("[hidden], .on-target:not(:target)"))
          .map((each) => [each.ariaLabel || each.innerText.trim(), each.getBoundingClientRect()])
          .filter(([, box]) => box.height && (box.height < least || box.width < least))
          .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)""",
        24,
    )
    assert small == []
    reply = phone.locator("#write button.btn--primary").bounding_box()
    assert reply["height"] >= THUMB


def test_today_fits_and_the_message_above_the_bar_can_be_read(phone, backstage):
    post = backstage("post", author="member", space="open", title="Even weg")
    mine = ConversationPage(phone).visit(post)
    mine.act("Delete")
    toast, bar = mine.toasts.locator(".toast"), phone.get_by_role("navigation", name="Most used")
    expect(toast).to_be_visible()
    assert toast.bounding_box()["y"] + toast.bounding_box()["height"] <= bar.bounding_box()["y"] + 1
    TodayPage(phone).visit()
    assert overflow(phone) == []
    expect(phone).to_have_title(re.compile("Today"))
