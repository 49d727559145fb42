"""A question goes on until somebody knows: asked in person, climbing, of use again, looked at when it grows old."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    ComposePage,
    ConversationPage,
    CoursePage,
    InboxPage,
    KnowledgePage,
    SpacePage,
)
from tests.browser.test_keyboard import tab_to

pytestmark = pytest.mark.browser

SLOW = 30_000
"""Milliseconds for the first who looks for people: the model of sentences is made ready then."""


def colleagues(backstage, *names: str) -> list[int]:
    return [backstage("colleague", name=name, spaces=["open"])["id"] for name in names]


def a_knower(backstage, name: str, subject: str, **values: str | list[str]) -> tuple[int, list[str]]:
    """Somebody whose answers about a subject helped three others; and the titles of the questions."""
    who = backstage("colleague", name=name, spaces=["open"], **values)["id"]
    (third,) = colleagues(backstage, f"Asker About {subject.title()}")
    return who, backstage("evidence", person=who, subject=subject, askers=["keeper", "member", third])


def number(question: ConversationPage) -> int:
    return int(re.findall(r"/posts/(\d+)/", question.page.url)[0])


def look_again(question: ConversationPage) -> None:
    """Load the page anew, and wait for what comes after it: who may know."""
    question.page.reload()
    expect(question.pursuit.get_by_role("heading", name="Who may know the answer?")).to_be_visible()


def tell(page: Page, words: str) -> None:
    """What was just done is said."""
    expect(page.locator("#toasts")).to_contain_text(words)


def test_a_question_put_before_a_colleague_is_passed_on_answered_and_of_use_again(visitors, backstage, world):
    bea, titles = a_knower(
        backstage, "Bea Beiaard", "carillon", knows=["Carillon"], function="City carillonneur"
    )
    anke, wim, derk = colleagues(backstage, "Anke Vraagt", "Wim Weet", "Derk Derde")
    title = "Who winds the clock of the carillon?"
    asking = ComposePage(visitors.come_in(anke)).visit(kind="question", space=world.spaces["open"]["slug"])
    question = asking.share("Question", title, "It stands still since Friday.", Tags="carillon")

    suggested = question.suggested("Bea Beiaard")
    expect(suggested).to_contain_text("City carillonneur", timeout=SLOW)
    expect(suggested).to_contain_text("Says: ask me about Carillon.")
    expect(suggested).to_contain_text("3 answers about this helped 3 colleagues, such as:")
    expect(suggested.locator("ul").get_by_role("link")).to_have_text(titles[::-1])
    suggested.get_by_role("button", name="Ask Bea Beiaard").click()
    tell(question.page, "Bea Beiaard finds your question in the inbox.")
    expect(suggested).to_contain_text(re.compile("asked .+, by Anke Vraagt"))
    expect(suggested.get_by_role("button")).to_have_count(0)

    backstage("settled")
    inbox = InboxPage(visitors.come_in(bea)).visit()
    expect(inbox.notice(title)).to_contain_text("Anke Vraagt has a question for which you were suggested")
    expect(inbox.notice(title)).to_contain_text("Because you may know the answer")
    asked = inbox.open(title)
    banner = asked.main.locator(".notice").filter(has_text="Anke Vraagt asks whether you know the answer.")
    banner.get_by_role("link", name="Why me?").click()
    mine = KnowledgePage(asked.page)
    expect(mine.title).to_have_text("Knowledge")
    expect(mine.main.locator(".waiting__title")).to_have_text(titles[::-1])
    asked.page.go_back()
    banner.get_by_role("button", name="I do not know it either").click()
    tell(asked.page, "Thank you for saying so. Others can be asked now.")
    expect(asked.main.get_by_text("You said that you do not know it either.")).to_be_visible()
    expect(banner).to_have_count(0)

    question.page.reload()
    expect(suggested).to_contain_text("does not know it either")
    expect(question.state).to_have_text("Waiting for an answer")

    post = number(question)
    answering = ConversationPage(visitors.come_in(wim)).visit(post)
    answering.reply("The caretaker winds it, every Monday before nine.")
    expect(question.reply_with("The caretaker winds it")).to_be_visible()
    question.page.reload()
    question.act("This is the answer that helped", on=question.reply_with("The caretaker winds it"))
    expect(question.best).to_contain_text("The caretaker winds it, every Monday before nine.")
    expect(question.state).to_have_text("Solved")
    expect(question.pursuit).to_have_count(0)

    reading = ConversationPage(visitors.come_in(derk)).visit(post)
    helped = reading.best.get_by_role("button", name="This helped me too")
    expect(helped).to_have_attribute("aria-pressed", "false")
    expect(reading.best.get_by_text("It helped")).to_have_count(0)
    helped.click()
    expect(helped).to_have_attribute("aria-pressed", "true")
    for page in (reading, question, answering):
        page.visit(post)
        expect(page.best).to_contain_text("It helped 1 other colleague.")
    for page in (question, answering):
        expect(page.best.get_by_role("button", name="This helped me too")).to_have_count(0)
    course = CoursePage(question.page).visit(post)
    expect(course.main).to_contain_text("The answer helped 1 other colleague.")


def test_a_question_that_waits_climbs_to_who_may_know_the_keeper_and_the_community_manager(
    visitors, backstage
):
    asker, keeper, manager = colleagues(backstage, "Sjoerd Schipper", "Hanna Haven", "Mo Manager")
    knower = backstage("colleague", name="Karin Kanaal", knows=["Lock gates"])["id"]
    backstage("roles", person=manager, roles=["community_manager"])
    space = backstage("space", name="Waterways", founder=keeper, members=[asker])
    title = "Who greases the lock gates in winter?"
    post = backstage("post", author=asker, space=space["id"], title=title)

    course = CoursePage(visitors.come_in(asker))
    ConversationPage(course.page).visit(post).main.get_by_role("link", name="How your question goes on").click()  # fmt: skip
    expect(course.title).to_have_text("How your question goes on")
    expect(course.main).to_contain_text("Waterways promises an answer within 16 working hours: before")
    expect(course.now).to_have_text("Everybody who follows the space sees it (now)")

    backstage("climb", post=post)
    course.visit(post)
    expect(course.now).to_have_text("People who may know are asked in their inbox (now)")
    expect(ConversationPage(course.page).suggested("Karin Kanaal")).to_contain_text("asked", timeout=SLOW)
    inbox = InboxPage(visitors.come_in(knower)).visit()
    expect(inbox.notice(title)).to_contain_text("Because you may know the answer")
    asked = inbox.open(title)
    expect(asked.main.get_by_text("You were suggested as somebody who may know the answer.")).to_be_visible()

    kept = visitors.come_in(keeper)
    overdue = SpacePage(kept)
    kept.goto("/unanswered/")
    expect(overdue.entry(title)).to_have_count(1)
    overdue.main.get_by_role("link", name="Waiting longer than promised").click()
    expect(kept).to_have_url(re.compile("overdue=1"))
    expect(overdue.entry(title)).to_have_count(0)
    expect(InboxPage(kept).visit().notice("still has no answer")).to_have_count(0)

    backstage("climb", post=post)
    course.visit(post)
    expect(course.now).to_have_text("The keepers of the space are told that nobody has answered yet (now)")
    told = InboxPage(kept).visit().notice(title)
    expect(told).to_contain_text("The question of Sjoerd Schipper still has no answer")
    expect(told).to_contain_text("Because you see to it that questions get an answer")
    kept.goto("/unanswered/")
    overdue.main.get_by_role("link", name="Waiting longer than promised").click()
    overdue.entry(title).get_by_role("link", name=title).click()
    waiting = ConversationPage(kept)
    expect(waiting.post).to_contain_text("It climbs on until there is one.")
    expect(waiting.suggested("Karin Kanaal")).to_contain_text("asked")

    manages = InboxPage(visitors.come_in(manager)).visit()
    expect(manages.notice(title)).to_have_count(0)
    backstage("climb", post=post)
    course.visit(post)
    expect(course.now).to_have_text("The community manager looks for somebody (now)")
    expect(course.main).not_to_contain_text("if there is no answer by")
    expect(manages.visit().notice(title)).to_contain_text("still has no answer")

    waiting.reply("The crew of the bridge does that, in the first frost.")
    expect(waiting.reply_with("The crew of the bridge")).to_be_visible()
    course.visit(post)
    expect(course.main).to_contain_text("This question has an answer, so it goes no further.")
    expect(course.now).to_have_count(0)
    kept.goto("/unanswered/?overdue=1")
    expect(overdue.title).to_have_text("Open questions")
    expect(overdue.entry(title)).to_have_count(0)


def test_who_knows_about_a_subject_of_nobody_says_so_and_is_found_by_it(visitors, backstage):
    ida, joop = colleagues(backstage, "Ida Imker", "Joop Zoekt")
    post = backstage(
        "post", author="member", space="open", title="How do we move a swarm?", tags=["Beehives"]
    )
    backstage("accept", post=post, reply=backstage("reply", author="keeper", post=post))
    # another subject of nobody, so that there are still some after this one
    backstage("post", author="member", space="open", title="Where do the moles go?", tags=["Molehills"])

    reader = KnowledgePage(visitors.come_in(joop)).visit()
    expect(reader.subject("Beehives").get_by_role("cell")).to_have_text(["1", "0", "nobody yet"])
    reader.main.get_by_role("link", name="Show only these").click()
    expect(reader.subject("Beehives")).to_have_count(1)

    expert = KnowledgePage(visitors.come_in(ida)).visit("/knowledge/?nobody=1")
    expert.subject("Beehives").get_by_role("link").click()
    expect(expert.title).to_have_text("Beehives")
    expect(expert.main).to_contain_text("Nobody is known to know about this.")
    expect(expert.listed("How do we move a swarm?")).to_contain_text("Solved")
    expert.main.get_by_role("button", name="Ask me about this").click()
    tell(expert.page, "“Beehives” stands on your profile now.")
    expect(expert.knower("Ida Imker")).to_contain_text("Says: ask me about Beehives.")
    expert.page.goto(f"/people/{ida}/")
    expect(expert.main.get_by_role("heading", name="Ask me about")).to_be_visible()
    expect(expert.main.locator(".tags").get_by_role("link")).to_have_text(["Beehives"])

    reader.page.reload()
    expect(reader.subject("Molehills")).to_have_count(1)
    expect(reader.subject("Beehives")).to_have_count(0)
    reader.main.get_by_role("link", name="Show all subjects").click()
    expect(reader.subject("Beehives").get_by_role("cell")).to_have_text(["1", "0", "1"])
    reader.subject("Beehives").get_by_role("link").click()
    expect(reader.knower("Ida Imker")).to_have_count(1)


def test_who_hides_an_answer_is_no_longer_suggested_by_it(visitors, backstage):
    vera, titles = a_knower(backstage, "Vera Verborgen", "weirs")
    (asker,) = colleagues(backstage, "Ab Aandrager")
    post = backstage("post", author=asker, space="open", title="May we fish near the dam?", tags=["weirs"])
    question = ConversationPage(visitors.come_in(asker)).visit(post)
    suggested = question.suggested("Vera Verborgen")
    expect(suggested.get_by_role("button", name="Ask Vera Verborgen")).to_be_visible(timeout=SLOW)

    mine = KnowledgePage(visitors.come_in(vera)).visit()
    mine.tab("How others find me")
    expect(mine.main.locator(".waiting__title")).to_have_text(titles[::-1])
    answer = mine.mine(titles[1])
    expect(answer).to_contain_text("marked as the answer")
    answer.get_by_role("button", name="Hide").click()
    tell(mine.page, "Hidden: nobody is pointed to you by this.")
    expect(answer).to_contain_text("hidden")

    look_again(question)
    expect(suggested).to_have_count(0)

    answer.get_by_role("button", name="Show again").click()
    tell(mine.page, "Others may find you by this again.")
    question.page.reload()
    expect(suggested).to_contain_text("3 answers about this helped 3 colleagues")
    mine.main.get_by_role("button", name="Hide all my answers").click()
    expect(mine.main).to_contain_text("You have hidden all your answers.")
    look_again(question)
    expect(suggested).to_have_count(0)


def test_an_old_answer_is_looked_at_again_and_the_reader_is_told(visitors, backstage):
    title = "Which form is there for a street party?"
    asker, reader = colleagues(backstage, "Floor Feest", "Lot Lezer")
    post = backstage("post", author=asker, space="open", title=title)
    reply = backstage("reply", author="member", post=post, body="The blue form, at the desk downstairs.")
    backstage("accept", post=post, reply=reply)
    keeping = KnowledgePage(visitors.come_in("keeper")).visit()
    keeping.tab("Is it still true?")
    expect(keeping.page).to_have_url(re.compile("/knowledge/check$"))
    expect(keeping.listed(title)).to_have_count(0)

    backstage("grow_old", post=post)
    keeping.page.reload()
    expect(keeping.listed(title)).to_contain_text("solved")
    keeping.listed(title).get_by_role("link", name=title).click()
    checking = ConversationPage(keeping.page)
    expect(checking.best).to_contain_text("Is this still true? The answer is of")
    checking.best.get_by_label("What should the reader know?").fill("The form is green now, & has 2 pages.")
    checking.best.get_by_role("button", name="Needs an update").click()
    tell(checking.page, "Noted. Everybody sees that part of it has changed.")

    reading = ConversationPage(visitors.come_in(reader)).visit(post)
    note = reading.best.locator(".notice")
    expect(note).to_contain_text("Part of this has changed, says Koen Houder")
    expect(note).to_contain_text("The form is green now, & has 2 pages.")
    expect(reading.best.get_by_role("button", name="Still true")).to_have_count(0)

    asking = KnowledgePage(visitors.come_in(asker)).visit("/knowledge/check")
    expect(asking.listed(title)).to_contain_text("Needs an update")
    asking.listed(title).get_by_role("link", name=title).click()
    ConversationPage(asking.page).best.get_by_role("button", name="Still true").click()
    tell(asking.page, "Thank you. Everybody sees that the answer still holds.")
    reading.visit(post)
    expect(reading.best).to_contain_text("Looked at again by Floor Feest")
    expect(note).to_have_count(0)
    expect(keeping.visit("/knowledge/check").title).to_have_text("Knowledge")
    expect(keeping.listed(title)).to_have_count(0)


@pytest.mark.expects(422)
def test_what_is_measured_begins_with_who_agreed_and_what_was_gathered_goes_at_the_end(visitors, backstage):
    ger, titles = a_knower(backstage, "Ger Gemeten", "gutters")
    backstage("measured", is_on=False)
    mine = KnowledgePage(visitors.come_in(ger)).visit("/people/me/knowledge")
    (asker,) = colleagues(backstage, "Riet Regenpijp")
    post = backstage("post", author=asker, space="open", title="May I paint mine?", tags=["gutters"])
    question = ConversationPage(visitors.come_in(asker)).visit(post)
    expect(question.pursuit.get_by_role("heading", name="Who may know the answer?")).to_be_visible(
        timeout=SLOW
    )
    expect(question.suggested("Ger Gemeten")).to_have_count(0)
    off = "Your organisation has not agreed to the second."
    expect(mine.main).to_contain_text(off)
    expect(mine.main.locator(".waiting__title")).to_have_count(0)

    page = visitors.come_in("admin")
    page.goto("/manage/")
    page.get_by_role("main").get_by_role("link", name="Measurements").click()
    section = page.locator("section[aria-labelledby=m-expertise]")
    state, agreed = section.locator(".state"), section.locator("dl").get_by_text("room 4.12")
    expect(section.get_by_role("heading")).to_contain_text("Who helped with what")
    expect(state).to_have_text("Off")
    section.get_by_label("Who agreed?").fill("the works council, room 4.12")
    section.get_by_label("On which day?").fill("2199-12-31")
    section.get_by_role("button", name="Record and begin").click()
    expect(section).to_contain_text("This day is still to come.")
    expect(section.get_by_label("Who agreed?")).to_have_value("the works council, room 4.12")
    expect(state).to_have_text("Off")
    section.get_by_label("On which day?").fill("2024-03-05")
    section.get_by_role("button", name="Record and begin").click()
    tell(page, "Recorded. What was done before counts as well.")
    expect(state).to_have_text("On")
    expect(agreed).to_have_count(1)
    expect(agreed).to_contain_text("5 March 2024")
    expect(agreed).to_contain_text("recorded by Ada Beheer")

    backstage("settled")
    mine.visit("/people/me/knowledge")
    expect(mine.main.locator(".waiting__title")).to_have_text(titles[::-1])
    question.page.reload()
    expect(question.suggested("Ger Gemeten")).to_have_count(1)
    page.reload()
    expect(state).to_have_text("On")
    section.get_by_role("button", name="End this measurement").click()
    tell(page, "Ended. What was gathered is being thrown away.")
    expect(state).to_have_text("Off")
    expect(agreed).to_have_count(1)
    expect(section.locator("dl > div").filter(has=page.get_by_text("room 4.12"))).to_contain_text("Ended")
    backstage("settled")
    mine.visit("/people/me/knowledge")
    expect(mine.main).to_contain_text(off)
    expect(mine.main.locator(".waiting__title")).to_have_count(0)
    look_again(question)
    expect(question.suggested("Ger Gemeten")).to_have_count(0)


def test_somebody_is_asked_and_knowledge_is_reached_without_a_mouse(visitors, backstage):
    (asker,) = colleagues(backstage, "Toos Toetsenbord")
    backstage("colleague", name="Mees Molenaar", knows=["Windmill"])
    post = backstage("post", author=asker, space="open", title="When does the windmill turn?")
    page = visitors.come_in(asker)
    question = ConversationPage(page).visit(post)
    expect(question.suggested("Mees Molenaar")).to_contain_text("Says: ask me about Windmill.", timeout=SLOW)
    tab_to(page, "Ask Mees Molenaar")
    expect(question.focused()).to_have_text("Ask")
    page.keyboard.press("Enter")
    tell(page, "Mees Molenaar finds your question in the inbox.")
    expect(question.suggested("Mees Molenaar")).to_contain_text("by Toos Toetsenbord")
    expect(question.suggested("Mees Molenaar").get_by_role("button")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("/knowledge/$"))
    expect(question.title).to_have_text("Knowledge")


def test_somebody_is_asked_in_a_browser_without_scripts(visitors, backstage):
    (asker,) = colleagues(backstage, "Piet Puur")
    knower = backstage("colleague", name="Wiek Haan", knows=["Weathercock"])["id"]
    title = "Why does the weathercock squeak?"
    post = backstage("post", author=asker, space="open", title=title)
    page = visitors.come_in(asker, java_script_enabled=False)
    question = ConversationPage(page).visit(post)
    question.pursuit.get_by_role("link", name="Who may know the answer?").click()
    expect(page).to_have_url(re.compile(f"/questions/{post}/people$"), timeout=SLOW)
    expect(question.title).to_have_text("How your question goes on")
    expect(question.suggested("Wiek Haan")).to_contain_text("Says: ask me about Weathercock.")
    question.suggested("Wiek Haan").get_by_role("button", name="Ask Wiek Haan").click()
    expect(question.title).to_have_text(title)
    tell(page, "Wiek Haan finds your question in the inbox.")
    question.pursuit.get_by_role("link", name="Who may know the answer?").click()
    expect(question.suggested("Wiek Haan")).to_contain_text("by Piet Puur")

    backstage("settled")
    plain = visitors.come_in(knower, java_script_enabled=False)
    asked = InboxPage(plain).visit().open(title)
    asked.main.get_by_role("button", name="I do not know it either").click()
    expect(asked.main).to_contain_text("You said that you do not know it either.")
    page.reload()
    expect(question.suggested("Wiek Haan")).to_contain_text("does not know it either")
