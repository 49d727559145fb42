"""The first page, for somebody who has just been given an account."""

import pytest

from tests.world import a_post


@pytest.mark.django_db
def test_today_shows_a_question_that_waits(world, sign_in):
    a_post(world.keeper, world.open, title="Wie kent de regels voor rieten daken?")
    page = sign_in(world.member).get("/")
    assert page.status_code == 200
    assert "Wie kent de regels voor rieten daken?" in page.text
