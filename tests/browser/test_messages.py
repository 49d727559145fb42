"""Messages: at once on the other screen, sent again after trouble, and a question made of them together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def said(page):
    return page.locator("article.said[id]")


def open_on(page, chat: int) -> None:
    page.goto(f"/messages/{chat}/")
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")


def test_two_people_talk_and_see_each_other_write(visitors, backstage):
    one, two = visitors.come_in("member"), visitors.come_in("keeper")
    one.goto("/messages/new")
    one.get_by_label("To whom?").fill("Koen")
    one.get_by_role("button", name="Find").click()
    one.get_by_role("button", name="Koen Houder").click()
    one.get_by_role("button", name="Begin").click()
    one.wait_for_url("**/messages/*/")
    number = int(one.url.rstrip("/").rsplit("/", 1)[1])
    open_on(one, number)
    open_on(two, number)
    two.locator("#say").press_sequentially("Heb je")
    expect(one.get_by_text("Koen Houder is writing")).to_be_visible()
    two.locator("#say").fill("Heb je even tijd?")
    two.keyboard.press("Enter")
    expect(said(one)).to_have_count(1)
    expect(said(one)).to_contain_text("Heb je even tijd?")
    expect(said(two)).to_have_count(1)
    one.locator("#say").fill("Ja hoor, zeg het maar.")
    one.keyboard.press("Enter")
    expect(said(two)).to_have_count(2)
    expect(said(one)).to_have_count(2)


def test_what_is_said_between_the_page_and_its_stream_is_shown(visitors, backstage):
    number = backstage("chat", people=["member", "admin"])[0]
    page, came = visitors.come_in("member"), []

    def a_message_comes_first(route):
        if not came:
            came.append(backstage("chat", people=["member", "admin"], said=[["admin", "Net ervoor gezegd."]]))
        route.continue_()

    page.route("**/events*", a_message_comes_first)
    page.goto(f"/messages/{number}/")
    expect(said(page)).to_contain_text("Net ervoor gezegd.")


def long_talk(visitors, backstage, name):
    """A conversation of somebody who read the first ten messages, and not the forty after them."""
    who = backstage("colleague", name=name)["id"]
    people = [who, "keeper"]
    number, *_first = backstage("chat", people=people, said=[["keeper", f"Bericht {n}."] for n in range(10)])
    page = visitors.come_in(who)
    open_on(page, number)
    page.goto("/people/")
    backstage("chat", people=people, said=[["keeper", f"Nieuw bericht {n}."] for n in range(40)])
    return page, number, people


def test_a_conversation_opens_at_the_first_new_message(visitors, backstage):
    page, number, _people = long_talk(visitors, backstage, "Lena Lang")
    open_on(page, number)
    expect(page.locator("#unread")).to_be_in_viewport()


def test_new_messages_do_not_land_under_old_ones_on_the_screen(visitors, backstage):
    page, number, people = long_talk(visitors, backstage, "Laura Lang")
    open_on(page, number)
    first = said(page).first.get_attribute("id").removeprefix("said-")
    backstage("chat", people=people, said=[["keeper", f"Nog een bericht {n}."] for n in range(10)])
    page.goto(f"/messages/{number}/?before={int(first) + 30}")
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")
    shown = said(page).count()
    backstage("chat", people=people, said=[["keeper", "Dit hoort helemaal onderaan."]])
    expect(page.get_by_text("Something has changed here.")).to_be_visible()
    expect(said(page)).to_have_count(shown)
    page.locator("#say").fill("En dit ook.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/messages/{number}/")
    expect(said(page).last).to_contain_text("En dit ook.")


@pytest.mark.expects("ERR_", "Failed to load")
def test_what_could_not_be_sent_says_so_and_goes_when_there_is_a_connection(visitors, backstage):
    number = backstage("chat", people=["member", "outsider"])[0]
    page = visitors.come_in("member")
    open_on(page, number)
    page.context.set_offline(True)
    page.locator("#say").fill("Uit de trein gestuurd.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not sent")).to_be_visible()
    expect(page.get_by_role("button", name="Send again")).to_be_visible()
    page.context.set_offline(False)
    expect(said(page)).to_have_count(1)
    expect(page.get_by_text("Not sent")).to_have_count(0)
    page.reload()
    expect(said(page)).to_have_count(1)


def test_everybody_is_asked_before_a_message_becomes_a_question(visitors, backstage):
    one, two = (
        backstage("colleague", name=name, spaces=["open"])["id"] for name in ("Vera Vraagt", "Sam Stemt")
    )
    number, message = backstage("chat", people=[one, two], said=[[one, "Hoe declareer je een dienstreis?"]])
    asker, other = visitors.come_in(one), visitors.come_in(two)
    asker.goto(f"/messages/said/{message}/propose")
    asker.get_by_label("Space", exact=True).select_option(label="open ruimte")
    asker.get_by_label("What do you want to know?").fill("Hoe declareer je een dienstreis?")
    asker.get_by_role("button", name="Ask the others").click()
    expect(asker.get_by_text("1 person still has to say.")).to_be_visible()
    other.goto(f"/messages/{number}/")
    other.get_by_role("button", name="That is fine").click()
    other.get_by_role("link", name="It has become a question in a space").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Hoe declareer je een dienstreis?")


def test_a_reported_message_is_shown_to_community_managers(visitors, backstage):
    one = backstage("colleague", name="Nare Man", spaces=["open"])["id"]
    boss = backstage("colleague", name="Carla Community")["id"]
    backstage("roles", person=boss, roles=["community_manager"])
    _number, message = backstage("chat", people=["member", one], said=[[one, "Wat ben jij dom."]])
    page = visitors.come_in("member")
    page.goto(f"/messages/said/{message}/report")
    page.get_by_label("What is wrong with it?").fill("Zo praten we hier niet.")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Reported.")).to_be_visible()
    manager = visitors.come_in(boss)
    manager.goto("/messages/reports")
    expect(manager.get_by_text("Wat ben jij dom.")).to_be_visible()
    manager.get_by_role("button", name="Dealt with").click()
    expect(manager.get_by_text("Nothing reported")).to_be_visible()


def test_without_scripts_a_message_is_sent_by_the_form(visitors, backstage):
    number = backstage("chat", people=["member", "leader"])[0]
    page = visitors.come_in("member", java_script_enabled=False)
    page.goto(f"/messages/{number}/")
    page.locator("#say").fill("Ook zo komt het aan.")
    page.get_by_role("button", name="Send").click()
    expect(said(page)).to_have_count(1)
