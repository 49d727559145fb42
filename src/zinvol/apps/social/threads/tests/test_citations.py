"""Which conversations link to which."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import a_post, a_reply
from zinvol.apps.social.threads import api, reads, rules
from zinvol.apps.social.threads.models import Citation
from zinvol.kernel import clock

BASE = "https://net.example"


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("/posts/12/", ("posts", 12)), ("/posts/12/?reply=3#reply-3", ("posts", 12)), ("/posts/12#x", ("posts", 12)),
        ("/replies/3/", ("replies", 3)), (f"{BASE}/posts/12/", ("posts", 12)), ("/posts/", None), ("/posts/12a", None),
        ("https://other.example/posts/12/", None), ("/posts/12345678901234567890/", None), ("", None),
    ],
)  # fmt: skip
def test_which_links_are_ours(link, leads_to):
    assert rules.leads_to(link, base=BASE) == leads_to


def test_without_an_address_of_its_own_a_network_knows_its_paths():
    assert rules.leads_to("/posts/12/", base="") == ("posts", 12)


@pytest.mark.django_db
def test_links_follow_the_text(world, settings):
    settings.BASE_URL = BASE
    cited, other = a_post(world.member, world.open), a_post(world.member, world.open)
    reply = a_reply(
        world.keeper, other, f"Dat staat al in {BASE}/posts/{cited.pk}/ en in /posts/{cited.pk}/ en 999."
    )

    def found(hours: int = -1) -> int:
        return reads.cited_since(
            viewer=world.outsider, thread=cited.thread, since=clock.now() + timedelta(hours=hours)
        )

    assert (found(), found(hours=1)) == (1, 0)
    a_reply(
        world.member, other, f"Zie [hier](/posts/{cited.pk}/) en [daar](/posts/{cited.pk}/) nog een keer."
    )
    a_reply(world.member, cited, f"Zie ook [mijzelf](/posts/{cited.pk}/) hierboven, drie keer.")
    a_post(world.member, world.secret, body=f"Geheim, maar het staat [daar](/posts/{cited.pk}/) uitgelegd.")
    assert found() == 1
    a_post(
        world.member,
        world.open,
        body=f"[Het antwoord](/replies/{a_reply(world.keeper, cited).pk}/) stond er al.",
    )
    assert found() == 2
    api.edit_reply(editor=world.keeper, reply=reply, body="Dat stond er al, dus laat maar zitten.", version=1)
    assert Citation.objects.filter(reply=reply).count() == 0
    assert found() == 2
