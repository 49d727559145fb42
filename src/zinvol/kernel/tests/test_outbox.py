import os
import time
from datetime import timedelta

import pytest
from django.db import transaction

from zinvol.kernel import clock, outbox
from zinvol.kernel.models import Job

pytestmark = pytest.mark.django_db


class Post:
    """A handler that notes what it was asked to do, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.tries = 0
        self.fails = 0

    def __call__(self, *, text: str) -> None:
        self.tries += 1
        if self.tries <= self.fails:
            raise OSError("the post office is closed")
        self.sent.append(text)


@pytest.fixture
def post():
    return Post()


def test_a_job_is_done_once_and_its_payload_forgotten(post):
    outbox.ask("mail", key="one", text="dag")
    assert outbox.work({"mail": post}) == 1
    assert outbox.work({"mail": post}) == 0
    job = Job.objects.get()
    assert (post.sent, job.state, job.payload) == (["dag"], "done", {})


def test_the_same_key_asked_twice_is_one_effect_also_after_it_was_done(post):
    outbox.ask("mail", key="one", text="dag")
    outbox.ask("mail", key="one", text="dag")
    outbox.work({"mail": post})
    outbox.ask("mail", key="one", text="dag")
    outbox.work({"mail": post})
    assert post.sent == ["dag"]


def test_what_was_asked_in_a_transaction_that_failed_is_never_done(post):
    with transaction.atomic():
        outbox.ask("mail", key="one", text="dag")
        transaction.set_rollback(True)
    assert outbox.work({"mail": post}) == 0


def test_a_job_waits_for_its_moment_and_the_earliest_goes_first(post):
    now = clock.now()
    outbox.ask("mail", key="later", at=now + timedelta(hours=1), text="straks")
    outbox.ask("mail", key="now", at=now - timedelta(hours=1), text="nu")
    outbox.ask("mail", key="before", at=now - timedelta(hours=2), text="eerst")
    outbox.work({"mail": post})
    assert post.sent == ["eerst", "nu"]


def test_a_failing_job_is_tried_six_times_ever_later_and_then_parked(post):
    post.fails = 99
    outbox.ask("mail", key="one", text="dag")
    moments = []
    for minute in range(240):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            if outbox.work({"mail": post}):
                moments.append(minute)
    assert moments == [0, 1, 3, 7, 15, 31]
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("parked", 6)
    assert "OSError: the post office is closed" in job.error


def test_a_job_that_succeeds_at_last_is_done(post):
    post.fails = 2
    outbox.ask("mail", key="one", text="dag")
    for minutes in (0, 2, 6):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            outbox.work({"mail": post})
    assert (post.sent, Job.objects.get().state, Job.objects.get().error) == (["dag"], "done", "")


def test_a_worker_that_is_killed_leaves_the_job_to_be_tried_again(post):
    """At least once: whoever died may have sent it already, and the key tells the receiver."""

    def killed(*, text):
        post.sent.append(text)
        raise SystemExit

    outbox.ask("mail", key="one", text="dag")
    with pytest.raises(SystemExit):
        outbox.work({"mail": killed})
    assert outbox.work({"mail": post}) == 0, "another worker may still be at it"
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert outbox.work({"mail": post}) == 1
    assert post.sent == ["dag", "dag"]


def test_what_fails_for_the_last_time_is_told_once_with_all_that_was_asked(post):
    told = []
    post.fails = 99
    outbox.ask("mail", key="one", text="dag")
    for minute in range(240):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            outbox.work({"mail": post}, {"mail": lambda *, text: told.append((post.tries, text))})
    assert told == [(6, "dag")]


@pytest.mark.skipif(
    os.environ.get("ZINVOL_TEST_DATABASE") != "postgresql", reason="the SQLite of the tests is one thread's"
)
@pytest.mark.django_db(transaction=True)
def test_a_job_that_takes_longer_than_its_lease_stays_with_its_worker(post, monkeypatch):
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.6))
    taken = []

    def slow(*, text):
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            taken.append(outbox.work({"mail": post}))
            time.sleep(0.05)

    outbox.ask("mail", key="one", text="dag")
    outbox.work({"mail": slow})
    assert (sum(taken), post.sent, Job.objects.get().state) == (0, [], "done")


def test_a_job_of_a_kind_that_nobody_knows_is_parked_and_stops_nobody(post):
    outbox.ask("pigeon", key="one", at=clock.now() - timedelta(hours=1), text="koer")
    outbox.ask("mail", key="two", text="dag")
    assert outbox.work({"mail": post}) == 2
    assert post.sent == ["dag"]
    assert "KeyError" in Job.objects.get(key="one").error


def test_what_was_done_is_forgotten_after_a_week_and_what_was_parked_is_not(post):
    outbox.ask("mail", key="one", text="dag")
    outbox.work({"mail": post})
    Job.objects.create(kind="mail", key="two", state="parked", run_at=clock.now())
    with clock.at(clock.now() + timedelta(days=6)):
        outbox.tidy()
        assert Job.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=8)):
        outbox.tidy()
    assert [job.key for job in Job.objects.all()] == ["two"]
