"""The six kinds beside the question, each from beginning to end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ComposePage, ConversationPage

pytestmark = pytest.mark.browser


@pytest.fixture
def composing(visitors, world):
    return ComposePage(visitors.come_in("member")).visit(space=world.spaces["open"]["slug"])


@pytest.fixture
def keeper(visitors):
    """The keeper at a conversation that the member opened."""

    def at(post: ConversationPage) -> ConversationPage:
        page = visitors.come_in("keeper")
        page.goto(post.page.url)
        return ConversationPage(page)

    return at


def test_a_dilemma_gets_an_argument_and_a_choice_with_a_reason(composing, keeper):
    mine = composing.share("Dilemma", "Avond of zaterdag open?", options="De avond\nDe zaterdag")
    theirs = keeper(mine)
    theirs.option("De avond").get_by_role("link", name="Argue for it").click()
    expect(theirs.field).to_be_visible()
    theirs.reply("Want dan komen werkende ouders ook langs.")
    expect(theirs.reply_with("werkende ouders")).to_contain_text("For: De avond")
    mine.page.reload()
    mine.take_step("Choose an option", reason="De meeste argumenten waren voor.", option="De avond")
    expect(mine.state).to_have_text("Chosen")
    expect(mine.option("De avond")).to_have_class("options__item options__item--chosen")
    expect(mine.steps).to_contain_text("De meeste argumenten waren voor.")


def test_a_challenge_is_finished_with_a_contribution_that_was_chosen(composing, keeper):
    mine = composing.share("Challenge", "Hoe halen we de wachttijd omlaag?")
    theirs = keeper(mine)
    theirs.field.fill("Laat mensen vooraf een afspraak maken op de site.")
    theirs.page.get_by_label("This is a contribution that can be chosen").check()
    theirs.send()
    expect(theirs.reply_with("vooraf een afspraak")).to_contain_text("Contribution")
    mine.page.reload()
    mine.act("Choose this contribution", on=mine.reply_with("vooraf een afspraak"))
    expect(mine.reply_with("vooraf een afspraak")).to_contain_text("Chosen contribution")
    mine.take_step("Finish with the chosen contributions", reason="Dit kan volgende maand al.")
    expect(mine.state).to_have_text("Chosen")
    expect(mine.steps).to_contain_text("Dit kan volgende maand al.")


def test_unfinished_work_gets_a_new_version_and_is_done(composing, keeper):
    composing.choose("Unfinished work")
    composing.page.get_by_label("What feedback do you want?").fill("Is de toon goed?")
    mine = composing.share(
        "Unfinished work", "Brief over de nieuwe afvalbakken", "Eerste opzet van de brief."
    )
    expect(mine.post).to_contain_text("Feedback wanted: Is de toon goed?")
    theirs = keeper(mine)
    theirs.reply("De toon is goed, maar noem ook de ophaaldag.")
    expect(theirs.reply_with("noem ook de ophaaldag")).to_be_visible()
    mine.page.reload()
    expect(mine.reply_with("noem ook de ophaaldag")).to_be_visible()
    mine.act("New version")
    editing = ComposePage(mine.page)
    editing.text.fill("Tweede opzet, met de ophaaldag erbij.")
    editing.page.get_by_label("What is new in this version?").fill("De ophaaldag")
    mine = editing.send()
    expect(mine.post).to_contain_text("Tweede opzet")
    mine.post.get_by_role("link", name="version 2").click()
    expect(mine.main.locator(".diff__line--added, .diff__line--new, .diff__line").filter(has_text="Tweede opzet").first).to_be_visible()  # fmt: skip
    expect(mine.main).to_contain_text("De ophaaldag")
    mine.page.go_back()
    mine.take_step("Mark as finished")
    expect(mine.state).to_have_text("Finished")


def test_an_idea_becomes_a_priority_and_is_done_in_public(composing, keeper):
    mine = composing.share("Idea", "Eén pasje voor alle gebouwen", "Dan hoeft niemand meer te wachten.")
    expect(mine.state).to_have_text("Raised")
    theirs = keeper(mine)
    theirs.take_step("Make it a priority", reason="Het scheelt de portiers een uur per dag.")
    expect(theirs.state).to_have_text("Priority")
    theirs.take_step("Mark as done", reason="De pasjes zijn uitgedeeld.")
    expect(theirs.state).to_have_text("Done")
    mine.page.reload()
    expect(mine.steps).to_contain_text("Het scheelt de portiers een uur per dag.")
    expect(mine.steps).to_contain_text("De pasjes zijn uitgedeeld.")


def test_an_update_asks_something_of_its_reader(composing):
    composing.choose("Update")
    composing.page.get_by_label("What should the reader do with this?").select_option(label="act on it")
    mine = composing.share("Update", "Het archief verhuist volgende week")
    expect(mine.post).to_contain_text("What the writer asks of you: act on it")
    expect(mine.state).to_have_count(0)


def test_a_poll_with_names_shows_who_chose_what_and_a_vote_can_change(composing, keeper):
    mine = composing.share("Poll", "Wanneer is de lunch?", options="Maandag\nVrijdag")
    theirs = keeper(mine)
    theirs.vote("Maandag")
    expect(theirs.option("Maandag")).to_contain_text("Koen Houder")
    theirs.post.get_by_role("radio", name="Vrijdag").check()
    theirs.post.get_by_role("button", name="Change your vote").click()
    expect(theirs.option("Vrijdag")).to_contain_text("1 of 1")
    expect(theirs.option("Maandag")).to_contain_text("0 of 1")
    mine.page.reload()
    mine.take_step("Close the poll")
    expect(mine.state).to_have_text("Closed")
    expect(mine.option("Vrijdag")).to_contain_text("Koen Houder")
    expect(mine.post.get_by_role("button", name="Vote")).to_have_count(0)


def test_an_anonymous_poll_counts_and_tells_nobody_who_chose_what(composing, keeper):
    composing.choose("Poll")
    composing.page.get_by_label("Anonymous").check()
    mine = composing.share("Poll", "Hoe zwaar is het werk nu?", options="Te doen\nTe zwaar")
    theirs = keeper(mine)
    expect(theirs.post).to_contain_text("Anonymous: only the counts are kept.")
    theirs.vote("Te zwaar")
    expect(theirs.option("Te zwaar")).to_contain_text("1 of 1")
    expect(theirs.post.get_by_role("button", name="Change your vote")).to_have_count(0)
    mine.vote("Te doen")
    expect(mine.option("Te zwaar")).to_contain_text("1 of 2")
    expect(mine.post.locator(".options")).not_to_contain_text("Koen Houder")


def test_switching_the_kind_keeps_the_text_and_changes_the_form(composing):
    composing.heading.fill("Een titel")
    composing.text.fill("Een tekst die blijft.")
    options = composing.page.get_by_label("The options, one on each line")
    expect(options).to_be_hidden()
    composing.choose("Dilemma")
    expect(options).to_be_visible()
    expect(composing.main.locator("button.btn--primary")).to_have_text("Share your dilemma")
    composing.choose("Question")
    expect(options).to_be_hidden()
    expect(composing.main.locator("button.btn--primary")).to_have_text("Ask your question")
    expect(composing.heading).to_have_value("Een titel")
    expect(composing.text).to_have_value("Een tekst die blijft.")
