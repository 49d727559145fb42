"""Who may do what in a space: every combination."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from zinvol.apps.social.spaces import rules
from zinvol.apps.social.spaces.rules import Access, Posting, Role

ROLES = (None, Role.MEMBER, Role.KEEPER)
YES_NO = (True, False)


def test_one_joins_an_open_space_or_by_invitation():
    may = {
        (access, guest, invited)
        for access, guest, invited in itertools.product(Access, YES_NO, YES_NO)
        if rules.may_join(access=access, is_guest=guest, is_invited=invited)
    }
    invited = set(itertools.product(Access, YES_NO, [True]))
    assert may == invited | {(Access.OPEN, False, False)}


def test_one_posts_by_the_rule_of_the_space_where_one_reads_and_it_lives():
    may = {
        (posting, role)
        for posting, role in itertools.product(Posting, ROLES)
        if rules.may_post(posting=posting, role=role, reads=True, is_archived=False)
    }
    assert may == {
        (Posting.EVERYONE, None), (Posting.EVERYONE, Role.MEMBER), (Posting.EVERYONE, Role.KEEPER),
        (Posting.MEMBERS, Role.MEMBER), (Posting.MEMBERS, Role.KEEPER), (Posting.KEEPERS, Role.KEEPER),
    }  # fmt: skip
    for posting, role, reads, archived in itertools.product(Posting, ROLES, YES_NO, YES_NO):
        if archived or not reads:
            assert not rules.may_post(posting=posting, role=role, reads=reads, is_archived=archived)


def test_whoever_reads_answers_while_the_space_lives():
    for role, reads, archived in itertools.product(ROLES, YES_NO, YES_NO):
        assert rules.may_reply(role=role, reads=reads, is_archived=archived) is (reads and not archived)


def test_keepers_and_administrators_keep():
    kept = {(r, a) for r, a in itertools.product(ROLES, YES_NO) if rules.may_keep(role=r, is_administrator=a)}
    assert kept == {(None, True), (Role.MEMBER, True), (Role.KEEPER, True), (Role.KEEPER, False)}


@pytest.mark.parametrize(
    ("role", "keepers", "may"),
    [(None, 2, False), (Role.MEMBER, 1, True), (Role.MEMBER, 0, True), (Role.KEEPER, 1, False), (Role.KEEPER, 0, False), (Role.KEEPER, 2, True)],
)  # fmt: skip
def test_the_last_keeper_stays(role, keepers, may):
    assert rules.may_leave(role=role, keepers=keepers) is may


@pytest.mark.parametrize(
    ("quiet", "age", "idle"),
    [(61, 400, True), (60, 400, False), (59, 400, False), (400, 59, False), (400, 61, True)],
)
def test_a_space_is_idle_when_nothing_was_written_for_a_while_and_it_is_not_new(quiet, age, idle):
    now = datetime(2026, 5, 1, tzinfo=UTC)
    moments = {"last_activity_at": now - timedelta(days=quiet), "created_at": now - timedelta(days=age)}
    assert rules.is_idle(**moments, now=now, days=60) is idle


def test_every_template_offers_kinds_that_exist():
    from zinvol.apps.social.organisation.rules import KINDS

    assert {kind for t in rules.TEMPLATES.values() for kind in t.kinds} <= set(KINDS)
    assert all(t.kinds and key == t.key for key, t in rules.TEMPLATES.items())
