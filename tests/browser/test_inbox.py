"""The inbox: read, answered, thanked and muted in place; less mail by a link; writing without a connection."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ConversationPage

pytestmark = pytest.mark.browser


def an_inbox(visitors, backstage, name: str, title: str):
    who = backstage("colleague", name=name, spaces=["open"])["id"]
    post = backstage("post", author=who, space="open", title=title)
    backstage(
        "reply", author="keeper", post=post, body="Dat weet ik wel: op bladzijde twee van het handboek."
    )
    backstage("settled")
    page = visitors.come_in(who)
    page.goto("/inbox/")
    return page, page.locator(".inbox__item").filter(has_text=title), post


def test_a_notice_says_what_happened_and_why_and_is_answered_in_place(visitors, backstage):
    page, item, post = an_inbox(visitors, backstage, "Ina Inbak", "Waar staat de regeling?")
    expect(item).to_contain_text("Koen Houder replied")
    expect(item).to_contain_text("Because you started this conversation")
    item.get_by_text("Reply", exact=True).click()
    item.get_by_role("textbox").fill("Gevonden, dank je wel voor de hulp.")
    item.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page.get_by_text("Your reply has been posted.")).to_be_visible()
    ConversationPage(page).visit(post)
    expect(page.locator("#replies .reply")).to_have_count(2)


@pytest.mark.expects(422)
def test_an_empty_reply_is_refused_with_what_to_do(visitors, backstage):
    _page, item, _post = an_inbox(visitors, backstage, "Leo Leeg", "Een vraag zonder antwoord")
    item.get_by_text("Reply", exact=True).click()
    item.get_by_role("button", name="Send").click()
    expect(item.get_by_text("Write something first.")).to_be_visible()
    expect(item.get_by_role("textbox")).to_be_visible()


def test_reading_marking_as_unread_thanking_and_muting_in_place(visitors, backstage):
    page, item, post = an_inbox(visitors, backstage, "Mark Merk", "Nog een vraag over iets")
    item.get_by_role("button", name="Thanks").click()
    expect(page.get_by_text("You said thanks.")).to_be_visible()
    item.get_by_role("button", name="Read").click()
    expect(item).to_have_count(0)
    page.get_by_role("button", name="Undo").last.click()
    expect(item).to_be_visible()
    item.get_by_role("button", name="Mute").click()
    expect(item).to_have_count(0)
    backstage("reply", author="keeper", post=post, body="En nog iets dat niemand meer hoort.")
    backstage("settled")
    page.goto("/inbox/")
    expect(item).to_have_count(0)


@pytest.mark.expects(422)
def test_quiet_hours_are_chosen_and_a_wrong_hour_is_explained(visitors, backstage):
    page = visitors.come_in(backstage("colleague", name="Stil Stiltje")["id"])
    page.goto("/people/me/notices")
    page.get_by_role("radio", name=re.compile("Once a week")).check()
    page.get_by_label("Saturday", exact=True).check()
    page.get_by_label("Saturday from").fill("14:00")
    page.get_by_label("Saturday until").fill("12:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The end must come after the beginning.")).to_be_visible()
    expect(page.get_by_label("Saturday from")).to_have_value("14:00")
    page.get_by_label("Saturday until").fill("16:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Saturday until")).to_have_value("16:00")
    expect(page.get_by_role("radio", name=re.compile("Once a week"))).to_be_checked()


def test_a_mail_link_asks_first_and_mutes_without_signing_in(visitors, backstage):
    who = backstage("colleague", name="Mia Minder", spaces=["open"])["id"]
    post = backstage("post", author=who, space="open", title="Te veel mail hierover")
    page = visitors.come_in()
    page.goto(backstage("mail_link", act="mute", person=who, number=post))
    page.get_by_role("button", name="Mute this conversation").click()
    expect(page.get_by_text("You hear nothing more from this conversation.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("You hear from this conversation again.")).to_be_visible()
    page.goto(backstage("mail_link", act="stop", person=who))
    page.get_by_role("button", name="Stop all e-mail").click()
    expect(page.get_by_text("You get no more e-mail from this network.")).to_be_visible()


@pytest.mark.expects("ERR_", "Failed to load")
def test_what_is_written_without_a_connection_is_sent_when_there_is_one_and_once(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="In de trein zonder bereik")
    page = visitors.come_in("member")
    reader = ConversationPage(page).visit(post)
    page.context.set_offline(True)
    reader.reply("Geschreven in de tunnel, en toch aangekomen.")
    expect(page.locator("#waiting-to-send")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#waiting-to-send")).to_have_count(0)
    other = ConversationPage(visitors.come_in("keeper")).visit(post)
    expect(other.replies).to_have_count(1)
    reader.visit(post)
    expect(reader.replies).to_have_count(1)


def without_connection(page, reader: ConversationPage, text: str) -> None:
    page.context.set_offline(True)
    reader.reply(text)
    expect(page.locator("#waiting-to-send")).to_be_visible()


@pytest.mark.expects("ERR_", "Failed to load")
def test_what_somebody_wrote_without_a_connection_is_not_sent_by_the_next_on_the_same_computer(
    visitors, backstage, install
):
    post = backstage("post", author="keeper", space="open", title="Aan de gedeelde computer")
    page = visitors.come_in("member")
    reader = ConversationPage(page).visit(post)
    without_connection(page, reader, "Van Mina, en van niemand anders.")
    page.clock.install()
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.clock.run_for(20_000)
    for name in ("keeper", "member"):
        key = backstage("session", person=name)
        page.context.add_cookies([{"name": "zinvol_session", "value": key, "url": install.url}])
        if name == "keeper":
            reader.visit(post)
            expect(page.locator("#waiting-to-send")).to_have_count(0)
            expect(reader.replies).to_have_count(0)
    page.goto("/people/")
    expect(page.get_by_text("What you wrote without a connection has been sent.")).to_be_visible()
    reader.visit(post)
    expect(reader.reply_with("Van Mina")).to_contain_text("Mina de Lid")


@pytest.mark.expects("ERR_", "Failed to load", 403)
def test_a_page_from_before_signing_in_again_leaves_what_waits_to_a_newer_one(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Twee tabbladen")
    page = visitors.come_in("member")
    reader = ConversationPage(page).visit(post)
    without_connection(page, reader, "Dit wacht op een nieuwe pagina.")
    page.context.clear_cookies(name="zinvol_csrf")
    with page.expect_response(lambda answer: answer.status == 403):
        page.context.set_offline(False)
    expect(page.locator("#waiting-to-send")).to_contain_text("waits for a connection")
    page.goto("/people/")
    expect(page.get_by_text("What you wrote without a connection has been sent.")).to_be_visible()
    expect(reader.visit(post).replies).to_have_count(1)


@pytest.mark.expects("ERR_", "Failed to load", 403)
def test_what_the_server_refuses_is_set_aside_with_its_words_and_the_rest_goes_on(visitors, backstage):
    closed, open_one = (
        backstage("post", author="keeper", space="open", title=f"In de trein, {name}")
        for name in ("een", "twee")
    )
    page = visitors.come_in("member")
    late, reader = (
        ConversationPage(each).visit(post)
        for each, post in ((page, closed), (page.context.new_page(), open_one))
    )
    without_connection(page, late, "Dit komt te laat aan.")
    without_connection(reader.page, reader, "Dit komt nog wel aan.")
    backstage("close", post=closed)
    page.context.set_offline(False)
    left = reader.page.locator("#waiting-to-send")
    expect(left).to_contain_text("This could not be sent.")
    expect(left.get_by_role("textbox", name="could not be sent")).to_have_value("Dit komt te laat aan.")
    expect(left.get_by_role("textbox")).to_have_count(1)
    expect(reader.visit(open_one).replies).to_have_count(1)
    left.get_by_role("button", name="Remove").click()
    expect(left).to_have_count(0)


@pytest.mark.expects("ERR_")
def test_the_network_can_be_installed_and_says_so_when_there_is_no_connection(visitors, backstage, install):
    page = visitors.come_in("member")
    page.goto("/")
    manifest = page.request.get("/manifest.webmanifest").json()
    assert manifest["display"] == "standalone"
    assert manifest["share_target"]["action"] == "/posts/new"
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.context.set_offline(False)


PRESS = """async (url) => {
  const opened = [];
  self.clients.openWindow = async (path) => opened.push(path);
  WindowClient.prototype.focus = async function () { return this; };
  const event = Object.assign(new Event("notificationclick"), { notification: { close() {}, data: { url } } });
  let done;
  event.waitUntil = (work) => (done = work);
  self.dispatchEvent(event);
  await done;
  return opened;
}"""
"""Press a push notice that leads somewhere, as far as a browser lets a script do so; gives what opens in a new window."""


def test_a_push_notice_takes_no_window_away_in_which_something_is_typed(visitors, backstage):
    post = backstage("post", author="keeper", space="open", title="Waar ben ik mee bezig?")
    page = visitors.come_in("member")
    reader = ConversationPage(page).visit(post)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    [worker] = page.context.service_workers
    page.wait_for_function("() => navigator.serviceWorker.controller")
    reader.field.fill("Een half antwoord")
    assert worker.evaluate(PRESS, "/inbox/") == ["/inbox/"]
    assert worker.evaluate(PRESS, f"/posts/{post}/") == [], "it is on the screen"
    expect(reader.field).to_have_value("Een half antwoord")
    reader.field.fill("")
    assert worker.evaluate(PRESS, "/inbox/") == []
    page.wait_for_url("**/inbox/")


def test_what_another_app_shares_stands_in_the_composer(visitors, backstage):
    page = visitors.come_in("member")
    page.goto("/posts/new?title=Nieuwe+regeling&text=Lees+dit+eens&link=https://voorbeeld.example/regeling")
    expect(page.locator("[data-title-field]")).to_have_value("Nieuwe regeling")
    expect(page.locator("#post-body")).to_have_value("Lees dit eens\n\nhttps://voorbeeld.example/regeling")
