"""The seven kinds, their states and their steps: every combination."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.rules import Kind, State

K, S = Kind, State
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

STEPS = {
    # who may: a = the author, k = a keeper, l = a leader
    (K.DILEMMA, S.OPEN): {S.CHOSEN: "ak"},
    (K.DILEMMA, S.CHOSEN): {S.OPEN: "ak"},
    (K.CHALLENGE, S.OPEN): {S.CHOSEN: "ak"},
    (K.CHALLENGE, S.CHOSEN): {S.OPEN: "ak"},
    (K.UNFINISHED, S.OPEN): {S.DONE: "a"},
    (K.UNFINISHED, S.DONE): {S.OPEN: "a"},
    (K.IDEA, S.OPEN): {S.ADOPTED: "kl", S.DECLINED: "kl"},
    (K.IDEA, S.ADOPTED): {S.DONE: "ak", S.DECLINED: "kl"},
    (K.IDEA, S.DECLINED): {S.OPEN: "kl"},
    (K.IDEA, S.DONE): {S.ADOPTED: "kl"},
    (K.POLL, S.OPEN): {S.CLOSED: "ak"},
    (K.POLL, S.CLOSED): {S.OPEN: "ak"},
}
WITH_REASON = {
    (K.DILEMMA, S.OPEN, S.CHOSEN), (K.CHALLENGE, S.OPEN, S.CHOSEN), (K.IDEA, S.OPEN, S.ADOPTED), (K.IDEA, S.OPEN, S.DECLINED),
    (K.IDEA, S.ADOPTED, S.DONE), (K.IDEA, S.ADOPTED, S.DECLINED),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "state"), list(itertools.product(Kind, State)))
def test_a_step_is_for_exactly_these_people(kind, state):
    expected = STEPS.get((kind, state), {})
    for author, keeps, leads in itertools.product((True, False), repeat=3):
        held = {letter for letter, has in zip("akl", (author, keeps, leads), strict=True) if has}
        may = {s.state for s in rules.steps(kind, state, is_author=author, keeps=keeps, leads=leads)}
        assert may == {to for to, who in expected.items() if held & set(who)}, (author, keeps, leads)


def test_what_others_should_be_able_to_read_needs_a_reason():
    reasoned = {
        (kind, state, step.state)
        for kind, state in itertools.product(Kind, State)
        for step in rules.steps(kind, state, is_author=True, keeps=True, leads=True)
        if step.needs_reason
    }
    assert reasoned == WITH_REASON


def test_every_kind_begins_open_but_an_update_waits_for_nothing():
    assert {k: rules.first_state(k) for k in Kind} == {k: S.SHARED if k == K.UPDATE else S.OPEN for k in Kind}


@pytest.mark.parametrize(
    ("words", "is_own", "answers"),
    [(5, False, True), (4, False, False), (0, False, False), (500, True, False)],
)
def test_five_words_of_somebody_else_are_an_answer(words, is_own, answers):
    assert rules.is_substantive(words=words, is_own=is_own) is answers


def test_an_answer_is_accepted_by_the_asker_or_a_keeper():
    for kind, author, keeps in itertools.product(Kind, (True, False), (True, False)):
        assert rules.may_accept(kind=kind, is_author=author, keeps=keeps) is (
            kind == K.QUESTION and (author or keeps)
        )


def test_one_votes_in_an_open_poll_and_changes_only_a_named_vote():
    for kind, state, voted, anonymous in itertools.product(Kind, State, (True, False), (True, False)):
        may = rules.may_vote(kind=kind, state=state, has_voted=voted, is_anonymous=anonymous)
        assert may is (kind == K.POLL and state == S.OPEN and not (voted and anonymous))


@pytest.mark.parametrize(
    ("kind", "minutes", "state"),
    [
        (K.POLL, None, S.OPEN),
        (K.POLL, 1, S.OPEN),
        (K.POLL, 0, S.CLOSED),
        (K.POLL, -1, S.CLOSED),
        (K.QUESTION, -1, S.OPEN),
    ],
)
def test_a_poll_is_closed_from_its_moment_on(kind, minutes, state):
    closes_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert rules.state_now(kind, S.OPEN, closes_at=closes_at, now=NOW) == state


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (["een", "twee"], ["een", "twee"]),
        ([" een  keer ", "", "een keer", "\t"], ["een keer"]),
        (["x" * 300], ["x" * 200]),
        ([], []),
    ],
)
def test_options_are_kept_without_empty_ones_and_doubles(lines, options):
    assert rules.clean_options(lines) == options
