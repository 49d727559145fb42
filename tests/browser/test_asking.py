"""A question, from the first word to the answer that helped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.pages import ComposePage, ConversationPage, TodayPage

pytestmark = pytest.mark.browser


def test_a_colleague_who_is_named_by_a_part_of_the_name_answers_and_the_asker_accepts(visitors, world):
    asking = ComposePage(visitors.come_in("member")).visit(
        kind="question", space=world.spaces["open"]["slug"]
    )
    asking.heading.fill("Hoe lang bewaren we een bezwaarschrift?")
    asking.text.focus()
    asking.page.keyboard.type("Weet jij dat, @houd")
    expect(asking.suggestions.first).to_contain_text("Koen Houder")
    asking.page.keyboard.press("Enter")
    expect(asking.text).to_have_value("Weet jij dat, @Koen Houder ")
    asking.page.keyboard.type("of een collega?")
    asking.page.keyboard.press("Control+Enter")
    question = ConversationPage(asking.page)
    expect(question.title).to_have_text("Hoe lang bewaren we een bezwaarschrift?")
    expect(question.post.locator(".thread__body").get_by_role("link", name="Koen Houder")).to_be_visible()
    expect(question.state).to_have_text("Waiting for an answer")

    today = TodayPage(visitors.come_in("keeper")).visit()
    today.waiting("Mina de Lid named you in open ruimte").filter(has_text="bezwaarschrift").get_by_role("link", name="Respond").click()  # fmt: skip
    answering = ConversationPage(today.page)
    expect(answering.title).to_have_text("Hoe lang bewaren we een bezwaarschrift?")
    answering.stay()
    answering.reply("Vijf jaar, zo staat het in de selectielijst.")
    expect(answering.reply_with("Vijf jaar, zo staat het")).to_be_visible()
    expect(answering.page.locator("#reply-count")).to_have_text("1 reply")
    expect(answering.field).to_have_value("")
    assert answering.stayed

    question.page.reload()
    expect(question.state).to_have_text("Answered")
    question.act("This is the answer that helped", on=question.reply_with("Vijf jaar"))
    expect(question.best).to_contain_text("Vijf jaar, zo staat het in de selectielijst.")
    expect(question.state).to_have_text("Solved")
    assert question.best.bounding_box()["y"] < question.replies.first.bounding_box()["y"]
    expect(question.toasts).to_contain_text("Marked as the answer that helped")


def test_while_a_question_is_typed_its_look_alike_appears_in_the_other_language_too(visitors, backstage):
    backstage("post", author="keeper", space="open", title="Waar kan ik mijn nieuwe laptop ophalen?")
    backstage(
        "post", author="keeper", space="closed", title="Waar kan ik mijn laptop ophalen, in het geheim?"
    )
    who = backstage("colleague", name="Nina Nieuw", spaces=["open"])["id"]
    backstage("settled")
    asking = ComposePage(visitors.come_in(who)).visit(kind="question")
    found = asking.page.locator("[data-alike]")
    asking.heading.fill("Where do I pick up my new laptop?")
    expect(found.get_by_role("link")).to_have_text(["Waar kan ik mijn nieuwe laptop ophalen?"])
    expect(found).to_contain_text("Has this been asked before?")
    asking.heading.fill("Mogen honden mee naar het zomerfeest?")
    expect(found.get_by_role("link")).to_have_count(0)
    asking.heading.fill("Where do I pick up my new laptop?")
    asking.page.get_by_text("Update", exact=True).first.click()
    expect(found.get_by_role("link")).to_have_count(0)


@pytest.mark.expects(422)
def test_an_empty_answer_is_refused_with_a_word_and_what_was_typed_stays(visitors, backstage):
    post = backstage("post", author="member", space="open", title="Waar is de sleutel?")
    answering = ConversationPage(visitors.come_in("keeper")).visit(post)
    answering.stay()
    answering.send()
    expect(answering.page.locator("#refused")).to_contain_text("Write something first.")
    answering.reply("Bij de receptie, in de blauwe kast.")
    expect(answering.reply_with("blauwe kast")).to_be_visible()
    expect(answering.page.locator("#refused")).to_be_empty()
    assert answering.stayed


@pytest.mark.expects(422)
def test_naming_somebody_who_cannot_see_it_is_said_before_it_is_shared(visitors, world):
    asking = ComposePage(visitors.come_in("member")).visit(
        kind="question", space=world.spaces["closed"]["slug"]
    )
    asking.heading.fill("Wie kent deze regeling?")
    asking.text.focus()
    asking.page.keyboard.type("@buit")
    expect(asking.suggestions.first).to_contain_text("Otto Buiten")
    expect(asking.suggestions.first).to_contain_text("cannot see this")
    asking.page.keyboard.press("Enter")
    asking.main.locator("button.btn--primary").click()
    expect(asking.main.locator(".notice")).to_contain_text("Named, but will not see this: Otto Buiten.")
    expect(asking.heading).to_have_value("Wie kent deze regeling?")
    expect(asking.send().post).to_contain_text("Otto Buiten")


def test_enter_takes_a_name_that_fits_before_the_answer_to_the_last_letter_is_there(visitors, world):
    composing = ComposePage(visitors.come_in("member")).visit(
        kind="question", space=world.spaces["open"]["slug"]
    )
    composing.page.route(re.compile(r"/posts/mentions\?.*q=(buit|houx)$"), lambda route: None)
    composing.text.focus()
    composing.page.keyboard.type("@bui")
    expect(composing.suggestions.first).to_contain_text("Otto Buiten")
    composing.page.keyboard.type("t")
    composing.page.keyboard.press("Enter")
    expect(composing.text).to_have_value("@Otto Buiten ")
    composing.page.keyboard.type("en @hou")
    expect(composing.suggestions.first).to_contain_text("Koen Houder")
    composing.page.keyboard.type("x")
    expect(composing.suggestions.first).to_be_hidden()
    composing.page.keyboard.press("Enter")
    expect(composing.text).to_have_value("@Otto Buiten en @houx\n")
    composing.text.fill("")


def test_a_slow_answer_about_earlier_letters_never_replaces_who_is_meant_now(visitors, world):
    composing = ComposePage(visitors.come_in("member")).visit(
        kind="question", space=world.spaces["open"]["slug"]
    )
    waiting: list[Route] = []

    def keep_waiting(route: Route) -> None:
        waiting.append(route)

    composing.page.route(re.compile(r"/posts/mentions\?.*q=b$"), keep_waiting)
    composing.text.focus()
    composing.page.keyboard.type("@b")
    composing.page.keyboard.type("uit")
    expect(composing.suggestions.first).to_contain_text("Otto Buiten")
    for route in waiting:
        route.fulfill(
            body='<ul class="suggestions"><li role="option" id="late" data-value="Ada Beheer">Ada Beheer</li></ul>'
        )
    composing.page.keyboard.press("Enter")
    expect(composing.text).to_have_value("@Otto Buiten ")
    composing.text.fill("")
