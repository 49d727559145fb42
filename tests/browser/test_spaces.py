"""Doors of spaces: closed, secret, and opened by a keeper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import SpacePage, TodayPage

pytestmark = pytest.mark.browser


@pytest.mark.expects(403)
def test_behind_a_closed_door_one_asks_and_a_keeper_lets_in_from_today(visitors, backstage):
    space = backstage("space", name="Besloten overleg", access="closed")
    asker = backstage("colleague", name="Vera Vraag")["id"]
    backstage("post", author="keeper", space=space["id"], title="Niet voor iedereen")
    mine = SpacePage(visitors.come_in(asker)).visit(space["slug"])
    expect(mine.main).to_contain_text("Only members read what is here")
    expect(mine.main.get_by_role("link", name="Koen Houder")).to_be_visible()
    expect(mine.main).not_to_contain_text("Niet voor iedereen")
    mine.page.get_by_label("Why do you want to take part?").fill("Ik neem het werk van Jan over.")
    mine.page.get_by_role("button", name="Ask to be let in").click()
    expect(mine.main).to_contain_text("You have asked to be let in.")

    today = TodayPage(visitors.come_in("keeper")).visit()
    request = today.waiting("Vera Vraag wants to take part in Besloten overleg")
    expect(request).to_contain_text("Ik neem het werk van Jan over.")
    request.get_by_role("button", name="Let in").click()
    expect(request).to_have_count(0)
    mine.visit(space["slug"])
    expect(mine.entry("Niet voor iedereen")).to_be_visible()


@pytest.mark.expects(404)
def test_a_secret_space_is_the_same_as_no_space_at_all(visitors, backstage):
    space = backstage("space", name="Geheim plan", access="secret")
    post = backstage("post", author="keeper", space=space["id"], title="Heel geheim")
    reply = backstage("reply", author="keeper", post=post)
    page = visitors.come_in("outsider")
    for there, nowhere in (
        (f"/spaces/{space['slug']}/", "/spaces/bestaat-niet/"), (f"/spaces/{space['slug']}/members", "/spaces/bestaat-niet/members"),
        (f"/posts/{post}/", "/posts/999999/"), (f"/replies/{reply}/", "/replies/999999/"),
    ):  # fmt: skip
        seen = []
        for address in (there, nowhere):
            assert page.goto(address).status == 404
            seen.append((page.title(), page.locator("main").inner_html()))
        assert seen[0] == seen[1], there
    page.goto("/spaces/")
    expect(page.get_by_role("main")).not_to_contain_text("Geheim plan")


def test_a_space_begins_with_a_purpose_and_is_joined_and_left(visitors, backstage):
    founder = visitors.come_in("member")
    founder.goto("/spaces/new")
    founder.get_by_role("link", name="Help desk").click()
    founder.get_by_label("Name", exact=True).fill("Vragen over vergunningen")
    founder.get_by_label("What is it for?").fill("Zodat iedereen binnen een dag antwoord heeft.")
    founder.get_by_role("button", name="Start this space").click()
    space = SpacePage(founder)
    expect(space.title).to_have_text("Vragen over vergunningen")
    expect(space.main).to_contain_text("Zodat iedereen binnen een dag antwoord heeft.")
    expect(space.main).to_contain_text("You keep this space alone.")

    guest = backstage("colleague", name="Joost Join")["id"]
    joining = SpacePage(visitors.come_in(guest))
    joining.visit("vragen-over-vergunningen")
    joining.main.get_by_role("button", name="Take part").click()
    expect(joining.page.locator("#nav").get_by_role("link", name="Vragen over vergunningen")).to_be_visible()
    founder.reload()
    row = space.main.locator(".person-row").filter(has_text="Joost Join")
    row.locator("summary").click()
    row.get_by_role("button", name="Make this person a keeper").click()
    expect(row).to_contain_text("Keeper")
    joining.page.reload()
    joining.main.locator(".space-head__actions summary").click()
    joining.main.get_by_role("button", name="Leave this space").click()
    expect(joining.page.locator("#nav").get_by_role("link", name="Vragen over vergunningen")).to_have_count(0)
