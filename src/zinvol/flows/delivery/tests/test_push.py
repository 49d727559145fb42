"""Push notices to a real push service on this machine."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tests.log import read_the_log
from tests.mail import mailers, sink
from tests.push.service import push_service
from tests.world import a_post, a_reply
from zinvol.apps.reactors.attention import api, push, reads, sending
from zinvol.apps.reactors.attention.models import Device, Notice, Push
from zinvol.apps.reactors.attention.rules import Rhythm
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Reply
from zinvol.config import wiring
from zinvol.kernel import clock, outbox
from zinvol.kernel.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def service():
    with push_service() as found:
        yield found


@pytest.fixture
def post_office(settings):
    settings.PUSH_LOOPBACK = True
    with sink() as found:
        settings.MAILERS = mailers(found.port)
        yield found


@pytest.fixture
def phone(world, service, post_office):
    """A browser of the member that gets push notices."""
    made = service.subscribe(push.public_key())
    keys = made["keys"]
    api.add_device(
        person=world.member,
        endpoint=made["endpoint"],
        key=keys["p256dh"],
        secret=keys["auth"],
        name="Firefox",
    )
    return made


@pytest.fixture
def answered(world):
    with clock.at(TUESDAY - timedelta(hours=1)):
        api.choose(person=world.member, rhythm=Rhythm.IMMEDIATE)
        post = a_post(world.member, world.open)
    with clock.at(TUESDAY):
        a_reply(world.keeper, post)
    return post


def go_on(moment: datetime) -> None:
    with clock.at(moment):
        read_the_log()
        sending.send_due()
        while outbox.work(wiring.HANDLERS):
            pass


def test_a_reply_comes_by_push_and_then_not_by_mail(world, service, phone, post_office, answered):
    go_on(TUESDAY + timedelta(minutes=1))
    reply = Reply.objects.get(thread=answered.thread)
    assert service.received(phone) == [
        {
            "title": "Reactie van Koen Houder", "body": "Wie weet dit?", "url": reply.get_absolute_url(),
            "tag": f"thread-{answered.pk}", "unread": 1,
        }
    ]  # fmt: skip
    go_on(TUESDAY + timedelta(days=2))
    assert [m for m in post_office.mails if m["To"] == world.member.email] == []
    assert Notice.objects.get(person=world.member, thread=answered.thread).channel == "push"


def test_in_quiet_hours_nothing_is_pushed_until_they_end(world, service, phone, post_office):
    with clock.at(TUESDAY.replace(hour=20)):
        post = a_post(world.member, world.open)
    with clock.at(TUESDAY.replace(hour=21)):
        a_reply(world.keeper, post)
    go_on(TUESDAY.replace(hour=22))
    assert service.received(phone) == []
    go_on(datetime(2026, 11, 25, 6, 59, tzinfo=UTC))
    assert service.received(phone) == []
    go_on(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    assert [m["body"] for m in service.received(phone)] == ["Wie weet dit?"]


def test_what_was_read_on_the_page_is_not_pushed(world, service, phone, answered):
    with clock.at(TUESDAY + timedelta(seconds=20)):
        threads.mark_seen(thread=answered.thread, person=world.member)
    go_on(TUESDAY + timedelta(minutes=1))
    assert service.received(phone) == []


def test_a_browser_that_is_gone_gets_no_more_and_the_mail_brings_it(
    world, service, phone, post_office, answered
):
    service.expire(phone)
    go_on(TUESDAY + timedelta(minutes=1))
    assert Device.objects.get().ended_at is not None
    assert Push.objects.get().status == 410
    go_on(TUESDAY + timedelta(minutes=2))
    assert [m["Subject"] for m in post_office.mails if m["To"] == world.member.email] == [
        "Wie weet dit? (Reactie van Koen Houder)"
    ]
    health = reads.push_health()
    assert (health.tried, health.taken, health.share, health.failures[0][0]) == (1, 0, 0.0, 410)


def test_after_a_push_that_failed_the_next_comes_at_once(world, service, phone, post_office, answered):
    with clock.at(TUESDAY - timedelta(hours=1)):
        api.choose(person=world.member, rhythm=Rhythm.DAILY)
    real = Device.objects.get().endpoint
    Device.objects.update(endpoint="http://127.0.0.1:1/nobody")
    go_on(TUESDAY + timedelta(minutes=1))
    go_on(TUESDAY + timedelta(minutes=2))
    Device.objects.update(endpoint=real)
    with clock.at(TUESDAY + timedelta(minutes=3)):
        a_reply(world.leader, answered)
    go_on(TUESDAY + timedelta(minutes=4))
    assert [m["title"] for m in service.received(phone)] == ["Reactie van Lea Voor"]


def test_a_new_device_gets_what_waits_at_once(world, service, post_office, answered):
    with clock.at(TUESDAY - timedelta(hours=1)):
        api.choose(person=world.member, rhythm=Rhythm.BUNDLED)
    go_on(TUESDAY + timedelta(minutes=1))
    made = service.subscribe(push.public_key())
    keys = made["keys"]
    api.add_device(person=world.member, endpoint=made["endpoint"], key=keys["p256dh"], secret=keys["auth"])
    go_on(TUESDAY + timedelta(minutes=2))
    assert [m["title"] for m in service.received(made)] == ["Reactie van Koen Houder"]


def test_urgent_news_that_no_device_took_is_mailed_at_once_whatever_was_chosen(
    world, service, phone, post_office
):
    from zinvol.apps.content.posts import api as posts
    from zinvol.apps.social.people import api as people

    with clock.at(TUESDAY - timedelta(hours=1)):
        api.choose(person=world.member, rhythm=Rhythm.OFF)
    people.change_roles(administrator=world.admin, person=world.keeper, roles=["community_manager"])
    world.keeper.refresh_from_db()
    with clock.at(TUESDAY.replace(hour=22)):
        posts.publish(
            author=world.keeper, space=world.open, kind="update", title="Pand dicht", is_urgent=True
        )
    service.expire(phone)
    go_on(TUESDAY.replace(hour=22, second=5))
    go_on(TUESDAY.replace(hour=22, second=10))
    assert [m["Subject"] for m in post_office.mails if m["To"] == world.member.email] == [
        "Pand dicht (Dringend bericht van Koen Houder)"
    ]


def test_a_service_that_cannot_be_reached_is_tried_five_times(world, phone, post_office):
    device = Device.objects.get()
    device.endpoint = "http://127.0.0.1:1/nobody"
    device.save()
    for _ in range(5):
        device.refresh_from_db()
        assert device.ended_at is None
        push.send(device, push.Message("a", "b", "/", "c"))
    device.refresh_from_db()
    assert device.ended_at is not None
    assert Push.objects.filter(status=0, error__startswith="ConnectionRefusedError").count() == 5


@pytest.fixture
def dripping():
    """The address of a service that never ends its answer: a letter of a header every tenth of a second."""

    def drip():
        line, _from = door.accept()
        with line, suppress(OSError):
            line.sendall(b"HTTP/1.1 201 Created\r\nX-Slow: ")
            while not ended.wait(0.1):
                line.sendall(b"a")

    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=drip, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/x"
        ended.set()


def test_a_service_that_answers_drip_by_drip_is_cut_off(world, phone, dripping, monkeypatch):
    monkeypatch.setattr(push, "SECONDS", 1.0)
    Device.objects.update(endpoint=dripping)
    began = time.monotonic()
    assert not push.send(Device.objects.get(), push.Message("a", "b", "/", "c"))
    assert time.monotonic() - began < 6
    assert (Push.objects.get().status, Device.objects.get().failures) == (0, 1)


def test_a_device_that_was_removed_meanwhile_stays_removed(world, phone, post_office):
    device = Device.objects.get()
    device.endpoint = "http://127.0.0.1:1/nobody"
    api.remove_device(person=world.member, device_id=device.pk)
    assert not push.send(device, push.Message("a", "b", "/", "c"))
    assert Device.objects.get().ended_at is not None


def test_a_device_that_is_gone_is_asked_once_however_much_there_is_to_tell(world, service, phone, answered):
    with clock.at(TUESDAY - timedelta(hours=1)):
        other = a_post(world.member, world.open, title="En wie weet dat?")
    with clock.at(TUESDAY):
        a_reply(world.keeper, other)
    service.expire(phone)
    go_on(TUESDAY + timedelta(minutes=1))
    assert Push.objects.count() == 1
    assert Notice.objects.filter(person=world.member, failure__startswith="geen apparaat").count() == 2


def test_test_notices_and_new_devices_are_not_without_end(world, service, phone, sign_in):
    client = sign_in(world.member)
    for _ in range(6):
        client.post("/push/test")
    assert Job.objects.filter(kind="attention.push_test").count() == 5
    given = {"endpoint": "https://push.example/x", "p256dh": "BA", "auth": "aa"}
    assert [client.post("/push/devices", given).status_code for _ in range(21)] == [201] * 20 + [422]


def test_a_test_notice_reaches_all_devices_at_once(world, service, phone, sign_in):
    sign_in(world.member).post("/push/test")
    outbox.work(wiring.HANDLERS)
    assert [m["title"] for m in service.received(phone)] == ["Het werkt"]
    assert reads.latest_tests(viewer=world.member)[0].status in (200, 201)
    assert "de pushdienst nam hem aan in" in sign_in(world.member).get("/people/me/notices").text


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/x", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://localhost:8443/x"],
)
def test_no_push_goes_into_our_own_network(world, settings, endpoint):
    settings.PUSH_LOOPBACK = False
    device = Device(person=world.member, endpoint=endpoint, key="BA", secret="aa", added_at=clock.now())
    device.save()
    assert not push.send(device, push.Message("a", "b", "/", "c"))
    assert Push.objects.get().status == 0
