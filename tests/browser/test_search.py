"""Finding: half a word, a slip of the finger, one kind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ConversationPage, SearchPage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filled(backstage):
    post = backstage("post", author="keeper", space="open", kind="question", title="Hoe werkt de rolstoeltaxiregeling?",
                     body="Een bewoner vroeg naar de vergoeding.")  # fmt: skip
    reply = backstage(
        "reply",
        author="member",
        post=post,
        body="De rolstoeltaxiregeling staat in de verordening van de provincie.",
    )
    backstage(
        "post",
        author="keeper",
        space="open",
        kind="idea",
        title="Rolstoeltaxiregeling in één brief uitleggen",
    )
    backstage(
        "post", author="member", space="closed", kind="idea", title="Rolstoeltaxiregeling, alleen voor leden"
    )
    backstage("settled")
    return {"post": post, "reply": reply}


def test_a_part_of_a_word_finds_it_marked_and_opens_at_the_reply(visitors, filled):
    search = SearchPage(visitors.come_in("outsider"))
    search.page.goto("/")
    search.search("taxiregeling")
    expect(search.results).to_have_count(3)
    expect(search.result("Rolstoeltaxiregeling in één brief uitleggen").locator("mark").first).to_be_visible()
    expect(search.main).not_to_contain_text("alleen voor leden")
    found = search.results.filter(has_text="verordening van de provincie")
    expect(found.locator("mark").first).to_be_visible()
    found.locator(".results__title a").click()
    reading = ConversationPage(search.page)
    expect(reading.page.locator(f"#reply-{filled['reply']}")).to_be_focused()
    expect(reading.title).to_have_text("Hoe werkt de rolstoeltaxiregeling?")


def test_a_slip_of_the_finger_is_understood_and_said(visitors, filled):
    search = SearchPage(visitors.come_in("member"))
    search.page.goto("/search")
    search.search("rolstoeltaxiregelign")
    expect(search.main.locator(".notice")).to_contain_text("Nothing has exactly these words.")
    expect(search.result("Hoe werkt de rolstoeltaxiregeling?").first.locator("mark").first).to_be_visible()


def test_a_search_is_narrowed_to_one_kind_and_one_space(visitors, filled):
    search = SearchPage(visitors.come_in("member"))
    search.page.goto("/search")
    search.search("rolstoeltaxiregeling")
    expect(search.results).to_have_count(4)
    search.page.get_by_label("Kind").select_option("Idea")
    search.main.get_by_role("button", name="Show").click()
    expect(search.results).to_have_count(2)
    search.page.get_by_label("Space", exact=True).select_option("closed ruimte")
    search.main.get_by_role("button", name="Show").click()
    expect(search.results).to_have_count(1)
    expect(search.results).to_contain_text("alleen voor leden")


def test_where_nothing_is_found_one_is_helped_on_to_asking(visitors):
    search = SearchPage(visitors.come_in("member"))
    search.page.goto("/")
    search.search("xyzzyplugh")
    expect(search.main).to_contain_text("Nothing found")
    search.main.get_by_role("link", name="Ask a question").click()
    expect(search.page.get_by_role("radio", name="Question")).to_be_checked()
