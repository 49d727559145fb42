from datetime import timedelta

import pytest

from zinvol.kernel import clock, reactors
from zinvol.kernel.models import Activity, Cursor, Parked
from zinvol.kernel.tests.hearing import Hearing, heard, position, say, say_unheard

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_line_past"),
]


@pytest.fixture
def reactor():
    return Hearing()


def test_lines_are_taken_in_once_and_in_order(reactor):
    say(3, 1, 2)
    assert reactors.run(reactor) == 3
    say(1)
    assert reactors.run_all(reactor) == 1
    assert reactors.run_all(reactor) == 0
    assert heard() == [3, 1, 2, 1]


def test_a_batch_has_an_end_and_the_next_goes_on_behind_it(reactor, monkeypatch):
    monkeypatch.setattr(reactors, "BATCH", 2)
    say(1, 2, 3, 4, 5)
    assert [reactors.run(reactor) for _ in range(4)] == [2, 2, 1, 0]
    assert heard() == [1, 2, 3, 4, 5]


def test_lines_that_a_reactor_does_not_hear_are_passed_over_for_good(reactor):
    say_unheard(7)
    assert reactors.run(reactor) == 1
    assert (heard(), position(), reactor.tries) == ([], 7, 0)


def test_when_a_line_fails_those_before_it_stand_and_of_itself_nothing(reactor):
    say(1, 2, 3)
    reactor.fails = {2}
    assert reactors.run(reactor) == 1
    assert (heard(), position()) == ([1], 1)


def test_rows_and_cursor_are_committed_together(reactor, monkeypatch):
    say(1)
    reactors.run(reactor)
    say(2, 3)

    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Cursor, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        reactors.run(reactor)
    monkeypatch.undo()
    assert (heard(), position()) == ([1], 1)


def test_a_failing_line_is_tried_five_times_ever_later_and_then_parked(reactor):
    say(1, 2, 3)
    reactor.fails = {2}
    now = clock.now()
    for seconds in (0, 2, 6, 14):  # 2, 4, 8 and 16 seconds between them
        with clock.at(now + timedelta(seconds=seconds)):
            reactors.run(reactor)
            tries = reactor.tries
            assert reactors.run(reactor) == 0
            assert reactor.tries == tries, "not before its moment"
    assert (heard(), Parked.objects.count()) == ([1], 0)
    assert Cursor.objects.get().attempts == 4
    with clock.at(now + timedelta(seconds=30)):
        assert reactors.run(reactor) == 2
    parked = Parked.objects.get()
    assert (parked.reactor, parked.activity.subject_id) == ("hearing", 2)
    assert "ValueError: cannot take in 2" in parked.error
    assert heard() == [1, 3]
    assert (Cursor.objects.get().attempts, Cursor.objects.get().retry_at) == (0, None)


def test_a_line_that_succeeds_on_the_second_try_is_not_parked(reactor):
    say(1)
    reactor.fails = {1}
    reactors.run(reactor)
    reactor.fails = set()
    with clock.at(clock.now() + timedelta(seconds=3)):
        assert reactors.run(reactor) == 1
    assert (heard(), Parked.objects.count()) == ([1], 0)


def test_each_line_has_its_own_five_tries(reactor):
    say(1, 2)
    reactor.fails = {1, 2}
    now = _run_for_a_minute(reactor)
    parked = {p.activity.subject_id: (p.parked_at - now).seconds for p in Parked.objects.all()}
    assert parked == {1: 30, 2: 60}


def test_a_parked_line_is_taken_in_when_it_is_tried_again(reactor):
    say(1, 2)
    reactor.fails = {1}
    _run_for_a_minute(reactor)
    with pytest.raises(ValueError, match="cannot take in 1"):
        reactors.retry(Parked.objects.get(), reactor)
    assert (heard(), Parked.objects.count()) == ([2], 1)
    reactor.fails = set()
    reactors.retry(Parked.objects.get(), reactor)
    assert (heard(), Parked.objects.count()) == ([2, 1], 0)


def test_a_rebuild_reads_the_whole_log_again_and_forgets_what_was_parked(reactor):
    say(1, 2)
    reactor.fails = {2}
    _run_for_a_minute(reactor)
    reactor.fails = set()
    assert reactors.rebuild(reactor) == 2
    assert (heard(), Parked.objects.count()) == ([1, 2], 0)


def test_one_that_holds_what_is_outdated_is_emptied_and_reads_the_log_anew(reactor, monkeypatch):
    monkeypatch.setattr(reactors, "BATCH", 2)
    say(1, 2, 3)
    reactors.run_all(reactor)
    reactor.outdated = True
    assert reactors.run(reactor) == 0
    assert reactor.outdated, "nothing waits: nothing happens"
    say(4)
    assert [reactors.run(reactor) for _ in range(3)] == [2, 2, 0]
    assert heard() == [1, 2, 3, 4]


def test_each_reactor_has_its_own_cursor(reactor):
    other = Hearing()
    other.name = "other"
    say(1)
    reactors.run(reactor)
    assert reactors.run(other) == 1
    assert heard() == [1, 1]


def test_an_event_outside_a_transaction_is_refused(transactional_db):
    from django.db import transaction

    from zinvol.apps.social.threads.events import ReplyPosted
    from zinvol.kernel import activity

    with pytest.raises(transaction.TransactionManagementError):
        activity.record(ReplyPosted(actor_id=None, subject_id=1))
    assert Activity.objects.count() == 0


def _run_for_a_minute(reactor):
    now = clock.now()
    for seconds in range(80):
        with clock.at(now + timedelta(seconds=seconds)):
            reactors.run_all(reactor)
    return now
