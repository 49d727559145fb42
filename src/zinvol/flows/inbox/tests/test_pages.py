"""The pages of the inbox: what one does there is never lost, and a wrong choice is explained."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.log import read_the_log
from tests.world import a_post, a_reply
from zinvol.apps.reactors.attention import api, reads
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Participation
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db

WEEK = {
    f"{side}_{day}": hour for day in range(1, 8) for side, hour in (("from", "08:00"), ("until", "18:00"))
}
USUAL = {"rhythm": "daily", "digest_at": "08:30", "on_1": "on", **WEEK}


def test_a_holiday_without_a_last_day_is_explained(world, sign_in):
    page = sign_in(world.member).post("/people/me/notices", {**USUAL, "away_from": "2026-12-01"})
    assert (page.status_code, "Vul de eerste en de laatste dag in dat je weg bent." in page.text) == (
        422,
        True,
    )


def test_a_week_without_a_single_day_is_refused(world, sign_in):
    given = {name: value for name, value in USUAL.items() if name != "on_1"}
    page = sign_in(world.member).post("/people/me/notices", given)
    assert (page.status_code, reads.preference(viewer=world.member).hours) == (422, {})
    assert sign_in(world.member).post("/people/me/notices", USUAL).status_code == 302
    assert reads.preference(viewer=world.member).hours == {"1": ["08:00", "18:00"]}


def test_a_reply_that_is_refused_stays_on_the_screen_also_from_an_older_page(world, sign_in):
    posts = [a_post(world.member, world.open, title=f"Vraag {number}") for number in range(22)]
    for hours, post in enumerate(posts):
        with clock.at(clock.now() + timedelta(hours=hours)):
            a_reply(world.keeper, post)
    read_the_log()
    oldest = Notice.objects.get(thread=posts[0].thread, person=world.member)
    page = sign_in(world.member).post(f"/inbox/{oldest.pk}/reply", {"body": "x" * 50_001})
    assert (page.status_code, page.text.count("x" * 50_001), page.text.count("inbox__item--unread")) == (
        422,
        1,
        21,
    )


def test_a_read_conversation_is_answered_in_place_too(world, sign_in):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    read_the_log()
    notice = Notice.objects.get(thread=post.thread, person=world.member)
    api.mark_read(person=world.member, notice=notice)
    page = sign_in(world.member).post(f"/inbox/{notice.pk}/reply", {"body": " "})
    assert (page.status_code, "Schrijf eerst iets." in page.text) == (422, True)


def test_undo_of_muting_brings_back_what_was_chosen(world, sign_in):
    post = a_post(world.member, world.open)
    a_reply(world.keeper, post)
    read_the_log()
    threads.follow(thread=post.thread, person=world.member, level=Level.MENTIONS)
    held = Participation.objects.filter(thread=post.thread, person=world.member).values_list(
        "level", flat=True
    )
    number = Notice.objects.get(thread=post.thread, person=world.member).pk
    client = sign_in(world.member)
    page = client.post(f"/inbox/{number}/mute", follow=True).text
    assert held.get() == "nothing"
    [undo] = re.findall(rf'action="(/inbox/{number}/unmute[^"]*)"', page)
    client.post(undo)
    assert held.get() == "mentions"
