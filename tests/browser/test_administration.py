"""Letting people in, and seeing it in the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import TodayPage

pytestmark = pytest.mark.browser


@pytest.mark.expects(410)
def test_who_is_invited_comes_in_by_the_link_in_the_mail(visitors, install, backstage):
    admin = visitors.come_in("admin")
    admin.goto("/manage/invite")
    admin.get_by_label("Name").fill("Ines Inviteer")
    admin.get_by_label("E-mail address").fill("ines@proefstad.example")
    admin.get_by_role("button", name="Invite", exact=True).click()
    expect(admin.locator("#toasts")).not_to_be_empty()
    mail = install.mail_to("ines@proefstad.example")
    link = re.search(rf"{install.url}/enter/\S+", mail)[0]

    new = visitors.come_in()
    new.goto(link)
    new.get_by_label("Password").fill("een eigen wachtzin")
    new.get_by_role("button", name="Come in").click()
    expect(new.locator("#toasts")).to_contain_text("Tell colleagues what they may ask you about.")
    TodayPage(new).visit()
    expect(new.get_by_role("main")).to_contain_text("Je doet nog niet mee in een ruimte")
    again = visitors.come_in()
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_have_text("This link no longer works")

    admin.goto("/manage/audit")
    expect(admin.locator("table")).to_contain_text("Ines Inviteer")
    expect(admin.get_by_role("main")).to_contain_text("None of these lines was changed")


def test_a_list_of_people_is_shown_first_and_imported_then(visitors, backstage):
    backstage("colleague", name="Bram Bestaat")
    lines = (
        "name;email;department;lievelingskleur\n"
        "Nieuwe Nadia;nadia@proefstad.example;Burgerzaken;rood\n"
        "Bram Bestaat;bram.bestaat@proefstad.example;Burgerzaken;blauw\n"
        "Zonder Adres;geen-adres;Burgerzaken;groen\n"
    )
    admin = visitors.come_in("admin")
    admin.goto("/manage/import")
    admin.get_by_label("File").set_input_files(
        {"name": "mensen.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    admin.get_by_role("button", name="Show what would change").click()
    main = admin.get_by_role("main")
    expect(main).to_contain_text("1 new, 1 changed, 0 the same, 1 that cannot be used.")
    expect(main).to_contain_text("These columns are not used: lievelingskleur.")
    expect(main.get_by_role("row").filter(has_text="Nieuwe Nadia")).to_contain_text("New")
    expect(main.get_by_role("row").filter(has_text="Zonder Adres")).to_contain_text("Cannot be used")
    admin.get_by_label("E-mail the new people an invitation").uncheck()
    admin.get_by_role("button", name="Carry out").click()
    expect(admin.locator("#toasts")).not_to_be_empty()
    admin.goto("/manage/?q=nadia")
    expect(main.get_by_role("row").filter(has_text="Nieuwe Nadia")).to_contain_text("Burgerzaken")


@pytest.mark.expects(403, 422)
def test_administration_is_for_administrators_and_an_unreadable_accent_is_refused(visitors):
    member = visitors.come_in("member")
    assert member.goto("/manage/").status == 403
    admin = visitors.come_in("admin")
    admin.goto("/manage/settings")
    accent = admin.locator("input[name=accent]")
    before = accent.input_value()
    accent.fill("#ffff00")
    admin.get_by_role("button", name="Save").click()
    expect(admin.locator(".field__error")).to_contain_text("hard to read")
    admin.locator("input[name=accent]").fill("#7a1f5c")
    admin.get_by_role("button", name="Save").click()
    new_post = admin.locator("header .btn--primary")
    expect(new_post).to_have_css("background-color", "rgb(122, 31, 92)")
    admin.locator("input[name=accent]").fill(before)
    admin.get_by_role("button", name="Save").click()
    expect(new_post).not_to_have_css("background-color", "rgb(122, 31, 92)")
    expect(admin.locator("input[name=accent]")).to_have_value(before)


def test_somebody_who_leaves_can_no_longer_come_in_and_what_was_written_stays(visitors, backstage):
    leaver = backstage("colleague", name="Wim Weggaand", spaces=["open"])["id"]
    post = backstage("post", author="Wim Weggaand", space="open", title="Dit blijft staan")
    theirs = visitors.come_in(leaver)
    theirs.goto("/")
    admin = visitors.come_in("admin")
    admin.goto(f"/manage/people/{leaver}")
    admin.get_by_role("button", name="Deactivate").click()
    expect(admin.get_by_role("main")).to_contain_text("Deactivated: this person cannot sign in.")
    theirs.goto("/")
    expect(theirs).to_have_url(re.compile("/login"))
    admin.get_by_label("Type the full name").fill("Wim Weggaand")
    admin.get_by_role("button", name="Erase for good").click()
    expect(admin.locator("#toasts")).not_to_be_empty()
    backstage("settled")
    reader = visitors.come_in("keeper")
    reader.goto(f"/posts/{post}/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Dit blijft staan")
    expect(reader.get_by_role("main")).not_to_contain_text("Wim Weggaand")
