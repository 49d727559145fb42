"""Answering on a phone, on a shop floor without a connection, and for an organisation; and reading what came of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_six_minutes_on_a_phone_with_one_thumb(visitors, backstage, install):
    made = backstage("study", people=["member"])
    page = visitors.come_in()
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"/answer/{made['token']}/?language=nl")
    expect(page.get_by_role("main")).to_contain_text("Groepen van minder dan 7 mensen tonen we nooit")
    page.get_by_role("link", name="Begin").click()
    first = page.get_by_role("group", name="Met Plein doe ik mijn werk beter of sneller")
    with page.expect_response(re.compile("/answer/")) as kept:
        first.get_by_text("6", exact=True).click()
    assert kept.value.status == 204, "kept at once"
    page.reload()
    expect(first.get_by_role("radio", name="6")).to_be_checked()
    first.get_by_role("radio", name="6").focus()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_role("radio", name="7")).to_be_checked()
    for number in range(2, 6):
        page.get_by_role("button", name="Verder", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text(f"Pagina {number} van 5")
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klaar om in te leveren?")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("button", name="Inleveren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel")


def test_a_colleague_finds_what_is_asked_and_answers_signed_in(visitors, backstage):
    who = backstage("colleague", name="Olga Onderzocht")["id"]
    backstage("study", people=[who], instrument="pulse")
    page = visitors.come_in(who)
    page.goto("/studies/")
    page.get_by_role("region", name="Asked of you").get_by_role("link").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.goto("/studies/")
    expect(page.get_by_role("main")).not_to_contain_text("Asked of you")


@pytest.mark.expects("ERR_", "Failed to load")
def test_a_kiosk_keeps_sheets_while_the_connection_is_gone(visitors, backstage):
    made = backstage("study", people=["member"], instrument="pulse")
    page = visitors.come_in()
    page.goto(f"/kiosk/{made['kiosk']}/?language=nl")
    main = page.get_by_role("main")
    page.context.set_offline(True)
    for answer in ("5", "3"):
        item = page.get_by_role("group", name="Plein hielp mij de afgelopen maand in mijn werk")
        item.get_by_text(answer, exact=True).click()
        page.get_by_role("button", name="Inleveren").click()
        expect(item.get_by_role("radio", name=answer)).not_to_be_checked()
    expect(main).to_contain_text("(2)")
    expect(main).not_to_contain_text("undefined")
    page.context.set_offline(False)
    expect(page.locator("#waiting-to-send")).to_have_count(0)
    admin = visitors.come_in("admin")
    admin.goto(f"/studies/waves/{made['wave']}/")
    expect(admin.locator("dl.facts--line")).to_contain_text("Sheets handed in2")


def test_what_is_asked_stands_above_the_inbox_until_it_is_handed_in(visitors, backstage):
    who = backstage("colleague", name="Stan Studie", spaces=["open"])["id"]
    backstage("study", people=[who], instrument="pulse")
    page = visitors.come_in(who)
    page.goto("/inbox/")
    page.get_by_role("region", name="Asked of you").get_by_role("link", name="Hoe werken wij samen?").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.goto("/inbox/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    expect(page.get_by_role("region", name="Asked of you")).to_have_count(0)


def test_an_organisation_answers_behind_one_link(visitors, backstage):
    admin = visitors.come_in("admin")
    admin.goto("/studies/new")
    admin.get_by_role("radio", name=re.compile("^Maturity scan")).check()
    admin.get_by_label("What is the study called?").fill("Landelijk")
    admin.get_by_label("What is it for?").fill("Vergelijken wat er nodig is.")
    admin.get_by_role("radio", name="Many organisations, which are compared").check()
    admin.get_by_role("button", name="Go on").click()
    admin.get_by_role("button", name="Make the wave").click()
    admin.get_by_role("textbox", name="Organisation").fill("De Werf")
    admin.get_by_label("E-mail address of who answers for it").fill("an@werf.example")
    admin.get_by_role("button", name="Add").click()
    admin.get_by_role("button", name="Launch").click()
    there = admin.get_by_role("link", name="De Werf").get_attribute("href")
    contact = visitors.come_in()
    contact.goto(f"{there}?language=en")
    contact.get_by_label("How many people work there?").fill("80")
    contact.get_by_role("checkbox", name="We may be named in the top ten").check()
    contact.get_by_role("button", name="Keep").click()
    expect(contact.get_by_role("checkbox", name="We may be named in the top ten")).to_be_checked()
    contact.get_by_role("button", name="Answer for the organisation").click()
    contact.get_by_role("link", name="Begin").click()
    contact.get_by_role("radio", name="No, and we have no plans").check()
    contact.get_by_role("button", name="Next").click()
    contact.get_by_role("combobox", name="It costs too much money").select_option("1")
    contact.get_by_role("button", name="Next").click()
    contact.get_by_role("button", name="Hand in").click()
    expect(contact.get_by_role("heading", level=1)).to_have_text("Thank you")
    contact.goto(there)
    expect(contact.get_by_role("main")).to_contain_text("Handed in. Thank you.")
    contact.locator("a[href$='/staff']").click()
    contact.get_by_label("In which department do you work?").fill("Werkplaats")
    contact.get_by_role("button", name="Begin").click()
    expect(contact.get_by_role("link", name="Begin")).to_be_visible()


def test_the_report_shows_each_figure_with_its_table_and_can_be_taken_along(visitors, backstage):
    made = backstage("study", people=["member"], answers=30)
    admin = visitors.come_in("admin")
    admin.goto(f"/studies/waves/{made['wave']}/report")
    figure = admin.get_by_role("figure").filter(has_text="By factor")
    expect(figure.get_by_role("img").locator("visible=true")).to_have_count(1)
    figure.get_by_text("As a table").click()
    expect(figure.get_by_role("row")).to_have_count(8)
    with admin.expect_download() as pdf:
        admin.get_by_role("link", name="As PDF").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    admin.goto(f"/studies/waves/{made['wave']}/coding/REMARK")
    admin.get_by_label("Code", exact=True).fill("zoeken")
    admin.get_by_label("What does it mean?").fill("Iets terugvinden")
    admin.get_by_role("button", name="Put in the codebook").click()
    expect(admin.get_by_role("region", name="Codebook").get_by_role("row", name="zoeken")).to_contain_text(
        "Iets terugvinden"
    )
    admin.get_by_label("Codes").first.fill("zoeken, tijd")
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_role("main")).to_contain_text("You read 1 of 30.")
    admin.goto(f"/studies/waves/{made['wave']}/")
    admin.get_by_role("button", name="Let every colleague read it").click()
    member = visitors.come_in("member")
    member.goto(f"/studies/waves/{made['wave']}/report")
    expect(member.get_by_role("heading", name="By factor")).to_be_visible()
