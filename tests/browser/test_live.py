"""Two people at once: what one does is on the other's screen, also after trouble on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ConversationPage

pytestmark = pytest.mark.browser


def listening(page) -> None:
    """Until the page is told what happens."""
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")


def test_a_reply_and_a_reaction_are_at_once_on_the_other_screen(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Wie belt het waterschap?")
    one = ConversationPage(visitors.come_in("member")).visit(post)
    other = ConversationPage(visitors.come_in("keeper")).visit(post)
    listening(one.page)
    listening(other.page)
    other.reply("Ik bel ze morgen om negen uur even op.")
    expect(one.reply_with("morgen om negen uur")).to_be_visible()
    expect(one.page.locator(".toast__text")).to_have_text("New reply from Koen Houder")
    expect(other.replies).to_have_count(1)
    one.reaction("Thanks", on=one.replies.last).click()
    expect(other.replies.last.get_by_role("button", name="Thanks 1")).to_be_visible()
    other.replies.last.locator(".menu summary").click()


def test_what_comes_while_one_looks_counts_as_read_and_what_comes_elsewhere_lights_up(visitors, backstage):
    who = backstage("colleague", name="Live Lezer", spaces=["open"])["id"]
    post = backstage("post", author=who, space="open", title="Een vraag van Live")
    page = visitors.come_in(who)
    page.goto("/people/")
    listening(page)
    count = page.locator("#nav [data-inbox-count]")
    expect(count).to_be_hidden()
    backstage("reply", author="keeper", post=post, body="Hier is een antwoord op je vraag.")
    expect(count).to_contain_text("1")
    ConversationPage(page).visit(post)
    expect(count).to_be_hidden()


def test_what_comes_between_the_page_and_its_stream_is_shown(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Wie antwoordt er heel snel?")
    page = visitors.come_in("member")

    came = []

    def a_reply_comes_first(route):
        if not came:
            came.append(backstage("reply", author="keeper", post=post, body="Net voordat de stream begon."))
        route.continue_()

    page.route("**/events*", a_reply_comes_first)
    reader = ConversationPage(page).visit(post)
    expect(reader.reply_with("voordat de stream begon")).to_be_visible()


@pytest.mark.expects("ERR_")
def test_after_a_restart_of_the_server_nothing_is_lost_and_nothing_comes_twice(visitors, backstage, install):
    post = backstage("post", author="keeper", space="open", title="Wat gebeurt er als de server even weg is?")
    page = visitors.come_in("member")
    reader = ConversationPage(page).visit(post)
    listening(page)
    backstage("reply", author="keeper", post=post, body="Eerste reactie, voor de herstart.")
    expect(reader.replies).to_have_count(1)
    install.restart()
    backstage("reply", author="keeper", post=post, body="Tweede reactie, terwijl niemand luisterde.")
    expect(reader.replies).to_have_count(2)
    listening(page)
    backstage("reply", author="keeper", post=post, body="Derde reactie, na de herstart.")
    expect(reader.replies).to_have_count(3)
    assert reader.replies.evaluate_all("all => new Set(all.map(each => each.id)).size") == 3


@pytest.mark.expects("ERR_", "EventSource")
def test_without_a_stream_the_page_asks_now_and_then(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Een netwerk dat streams tegenhoudt")
    page = visitors.come_in("member")
    page.clock.install()
    page.route("**/events*", lambda route: route.abort())
    reader = ConversationPage(page).visit(post)
    expect(page.locator("html")).to_have_attribute("data-live-state", "lost")
    backstage("reply", author="keeper", post=post, body="Komt ook zonder stream aan.")
    page.clock.run_for(25_000)
    expect(reader.reply_with("zonder stream")).to_be_visible()


@pytest.mark.expects(404)
def test_somebody_who_was_taken_out_is_told_nothing_more(visitors, backstage):
    who = backstage("colleague", name="Ewout Eruit", spaces=["closed"])["id"]
    post = backstage("post", author="keeper", space="closed", title="Binnenskamers")
    page = visitors.come_in(who)
    reader = ConversationPage(page).visit(post)
    listening(page)
    backstage("take_out", person=who, space="closed")
    backstage("reply", author="keeper", post=post, body="Dit is niet meer voor Ewout.")
    page.wait_for_timeout(1000)
    expect(reader.replies).to_have_count(0)
