"""Whether an audience holds somebody who is not in another one: one query, against the rule person by person."""

from __future__ import annotations

from itertools import product

import pytest
from django.db.models import Q

from tests.visibility.worlds import RandomWorld
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.kernel import access

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def holds_others(here: int, than: int) -> bool:
    return access.holds_others(
        here, than=than, people=Person.objects.present(), guests=Q(kind=Person.Kind.GUEST)
    )


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_rule_of_visibility_for_everybody_at_once(seed):
    RandomWorld(seed, verbs=40)
    audiences = {*Space.objects.values_list("audience_id", flat=True), access.everybody().pk}
    inside = {a: {p.pk for p in Person.objects.all() if access.is_in(p, a)} for a in audiences}
    assert {(a, b): holds_others(a, b) for a, b in product(audiences, repeat=2)} == {
        (a, b): not inside[a] <= inside[b] for a, b in product(audiences, repeat=2)
    }


def test_open_holds_more_than_closed_and_a_guest_more_than_open(world, django_assert_num_queries):
    open_, closed, secret = (s.audience_id for s in (world.open, world.closed, world.secret))
    with django_assert_num_queries(1):
        assert holds_others(open_, closed)
    assert holds_others(closed, open_)  # the guest, who is named there only
    assert not holds_others(secret, open_)
    assert not holds_others(secret, closed)
    assert not holds_others(closed, closed)


def test_who_left_is_in_neither(world):
    access.add(world.secret.audience_id, world.gone.pk)
    assert not holds_others(world.secret.audience_id, world.closed.audience_id)
