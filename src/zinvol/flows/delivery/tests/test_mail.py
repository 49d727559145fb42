"""Mail to a real server on this machine: what goes, when, and never twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from tests.log import read_the_log
from tests.mail import mailers, sink
from tests.world import a_post, a_reply
from zinvol.apps.reactors.attention import api, reads, sending
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.rules import Rhythm
from zinvol.apps.social.people import api as people
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.config import wiring
from zinvol.flows.delivery import tokens
from zinvol.kernel import clock, outbox
from zinvol.kernel.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # ten o'clock in Amsterdam


@pytest.fixture
def post_office(settings):
    with sink() as found:
        settings.MAILERS = mailers(found.port)
        settings.MAIL_DOMAIN = "antwoord.example"
        settings.BASE_URL = "https://net.example"
        settings.DEFAULT_FROM_EMAIL = "netwerk@example.nl"
        yield found


@pytest.fixture
def answered(world):
    """The member has asked something, and the keeper has answered on a Tuesday morning."""
    with clock.at(TUESDAY - timedelta(minutes=5)):
        post = a_post(world.member, world.open, title="Wie weet dit?")
    with clock.at(TUESDAY):
        reply = a_reply(world.keeper, post, "Dat staat in het handboek op bladzijde twee.")
    return post, reply


def go_on(moment: datetime) -> None:
    """Let the worker do all that is due at a moment."""
    with clock.at(moment):
        read_the_log()
        sending.send_due()
        while outbox.work(wiring.HANDLERS):
            pass
    assert not Job.objects.exclude(error="").exists()


def fail_on(moment: datetime) -> None:
    """The same, when the post office may refuse."""
    with clock.at(moment):
        read_the_log()
        sending.send_due()
        while outbox.work(wiring.HANDLERS, wiring.GIVEN_UP):
            pass


def chooses(person, rhythm: Rhythm, **more) -> None:
    with clock.at(TUESDAY - timedelta(hours=1)):
        api.choose(person=person, rhythm=rhythm, **more)


def to(office, person) -> list[str]:
    return [m["Subject"] for m in office.mails if m["To"] == person.email]


def test_who_wants_mail_at_once_gets_it_when_the_grace_is_over(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    go_on(TUESDAY + timedelta(seconds=30))
    assert to(post_office, world.member) == []
    go_on(TUESDAY + timedelta(seconds=50))
    assert to(post_office, world.member) == ["Wie weet dit? (Reactie van Koen Houder)"]
    go_on(TUESDAY + timedelta(days=3))
    assert len(to(post_office, world.member)) == 1


def test_a_bundle_comes_after_four_hours_with_all_of_it(world, post_office, answered):
    chooses(world.member, Rhythm.BUNDLED)
    with clock.at(TUESDAY + timedelta(hours=3)):
        a_reply(world.leader, answered[0], "En op de website staat het ook, onder Aanvragen.")
    go_on(TUESDAY + timedelta(hours=3, minutes=59))
    assert to(post_office, world.member) == []
    go_on(TUESDAY + timedelta(hours=4))
    assert to(post_office, world.member) == ["Wie weet dit? (Reactie van Koen Houder en nog 1)"]


def test_the_digest_comes_the_next_morning_with_what_is_unread_and_what_is_new(world, post_office, answered):
    chooses(world.member, Rhythm.DAILY)
    with clock.at(TUESDAY):
        a_post(world.keeper, world.open, "update", title="De kantine sluit vrijdag")
    go_on(TUESDAY + timedelta(hours=8))
    assert to(post_office, world.member) == []
    go_on(datetime(2026, 11, 25, 7, 29, tzinfo=UTC))
    assert to(post_office, world.member) == []
    go_on(datetime(2026, 11, 25, 7, 30, tzinfo=UTC))
    assert to(post_office, world.member) == ["1 ding wacht op je: Wie weet dit?"]
    number = [m["To"] for m in post_office.mails].index(world.member.email)
    assert "De kantine sluit vrijdag" in post_office.plain(number)
    go_on(datetime(2026, 11, 26, 7, 30, tzinfo=UTC))
    assert len(to(post_office, world.member)) == 1, "what was mailed is not mailed again"


def test_a_weekly_digest_comes_on_the_first_working_day(world, post_office, answered):
    chooses(world.member, Rhythm.WEEKLY)
    go_on(datetime(2026, 11, 29, 12, tzinfo=UTC))
    assert to(post_office, world.member) == []
    go_on(datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert len(to(post_office, world.member)) == 1


def test_who_wants_no_mail_gets_none(world, post_office, answered):
    chooses(world.member, Rhythm.OFF)
    go_on(TUESDAY + timedelta(days=20))
    assert to(post_office, world.member) == []


def test_what_was_read_on_the_page_is_not_mailed(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(TUESDAY + timedelta(seconds=20)):
        threads.mark_seen(thread=answered[0].thread, person=world.member)
    go_on(TUESDAY + timedelta(minutes=5))
    assert to(post_office, world.member) == []
    assert Notice.objects.get(person=world.member, reply_id=answered[1].pk).channel == "page"


def test_what_was_read_between_the_outbox_and_the_sending_is_not_mailed(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(TUESDAY + timedelta(minutes=2)):
        read_the_log()
        sending.send_due()
        threads.mark_seen(thread=answered[0].thread, person=world.member)
        outbox.work(wiring.HANDLERS)
    assert to(post_office, world.member) == []
    assert Notice.objects.get(person=world.member, reply_id=answered[1].pk).channel == "page"


@pytest.mark.parametrize(
    ("hours", "away", "comes"),
    [
        ({"2": ["11:00", "17:00"]}, (None, None), "2026-11-24 10:00"),
        ({"4": ["09:00", "17:00"]}, (None, None), "2026-11-26 08:00"),
        (None, ("2026-11-20", "2026-11-29"), "2026-11-30 07:00"),
    ],
)
def test_quiet_hours_and_holidays_hold_for_mail(world, post_office, answered, hours, away, comes):
    chooses(world.member, Rhythm.IMMEDIATE, hours=hours, away_from=_day(away[0]), away_until=_day(away[1]))
    moment = datetime.fromisoformat(comes).replace(tzinfo=UTC)
    go_on(moment - timedelta(minutes=1))
    assert to(post_office, world.member) == []
    go_on(moment + timedelta(minutes=1))
    assert len(to(post_office, world.member)) == 1


def test_working_days_of_the_profile_and_public_holidays_hold(world, post_office):
    people.change_profile(person=world.member, actor_id=world.member.pk, working_days=[4, 5])
    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(datetime(2026, 12, 24, 17, 30, tzinfo=UTC)):  # Thursday evening; Friday is Christmas
        post = a_post(world.member, world.open)
    with clock.at(datetime(2026, 12, 24, 17, 31, tzinfo=UTC)):
        a_reply(world.keeper, post)
    go_on(datetime(2026, 12, 30, 12, tzinfo=UTC))
    assert to(post_office, world.member) == []
    go_on(datetime(2026, 12, 31, 7, 1, tzinfo=UTC))
    assert len(to(post_office, world.member)) == 1


def test_urgent_breaks_through_quiet_hours_and_through_never(world, post_office):
    from zinvol.apps.content.posts import api as posts

    chooses(world.member, Rhythm.OFF)
    people.change_roles(administrator=world.admin, person=world.keeper, roles=["community_manager"])
    world.keeper.refresh_from_db()
    with clock.at(TUESDAY.replace(hour=22)):
        posts.publish(
            author=world.keeper, space=world.open, kind="update", title="Pand dicht", is_urgent=True
        )
    go_on(TUESDAY.replace(hour=22, second=5))
    assert to(post_office, world.member) == ["Pand dicht (Dringend bericht van Koen Houder)"]


def test_what_one_may_no_longer_read_is_not_mailed(world, post_office):
    from zinvol.apps.social.spaces import api as spaces

    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(TUESDAY - timedelta(minutes=5)):
        post = a_post(world.member, world.secret)
    with clock.at(TUESDAY):
        a_reply(world.keeper, post)
        read_the_log()
        spaces.leave(space=world.secret, person=world.member)
    go_on(TUESDAY + timedelta(hours=1))
    assert to(post_office, world.member) == []


def test_a_mail_has_what_mail_programs_ask_for(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    go_on(TUESDAY + timedelta(minutes=5))
    mail = post_office.mails[0]
    assert mail["From"] == "Gemeente Proefstad <netwerk@example.nl>"
    assert tokens.read_address(mail["Reply-To"]) == ("reply", world.member.pk, answered[0].pk)
    assert tokens.read_address(post_office.senders[0]) == ("bounce", world.member.pk, 0)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<https://net.example/mail/mute/")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith(f"<mail.{world.member.pk}.")
    assert "https://net.example/posts/" in post_office.plain()
    assert "Omdat jij dit gesprek begon" in post_office.plain()
    assert "<script" not in post_office.html()
    assert len(post_office.html()) < 102_000, "longer mails are cut by mail programs"


def test_a_mail_that_failed_is_sent_again_with_the_same_name(world, post_office, answered, monkeypatch):
    chooses(world.member, Rhythm.IMMEDIATE)
    post_office.refuse = "451 4.3.0 Later"
    with clock.at(TUESDAY + timedelta(minutes=1)):
        read_the_log()
        sending.send_due()
        outbox.work(wiring.HANDLERS)
    assert Job.objects.get(kind="attention.mail").attempts == 1
    post_office.refuse = ""
    with clock.at(TUESDAY + timedelta(minutes=10)):
        outbox.work(wiring.HANDLERS)
        outbox.work(wiring.HANDLERS)
    assert len(to(post_office, world.member)) == 1


def test_what_could_not_be_mailed_for_half_an_hour_is_mailed_later(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    post_office.refuse = "451 4.3.0 Later"
    for minutes in (1, 3, 8, 17, 34, 67):
        fail_on(TUESDAY + timedelta(minutes=minutes))
    notice = Notice.objects.get(person=world.member, reply_id=answered[1].pk)
    assert (Job.objects.get(kind="attention.mail").state, notice.reached_at) == ("parked", None)
    assert notice.failure != "", "the ledger says why"
    post_office.refuse = ""
    fail_on(TUESDAY + timedelta(minutes=100))
    assert to(post_office, world.member) == []
    fail_on(TUESDAY + timedelta(minutes=140))
    assert to(post_office, world.member) == ["Wie weet dit? (Reactie van Koen Houder)"]
    fail_on(TUESDAY + timedelta(minutes=300))
    assert len(to(post_office, world.member)) == 1


def test_a_digest_that_was_given_up_is_in_the_next_with_what_was_new_then(world, post_office, answered):
    chooses(world.member, Rhythm.DAILY)
    with clock.at(TUESDAY):
        a_post(world.keeper, world.open, "update", title="De kantine sluit vrijdag")
    post_office.refuse = "451 4.3.0 Later"
    for minutes in (30, 32, 37, 46, 63, 96):
        fail_on(datetime(2026, 11, 25, 7, tzinfo=UTC) + timedelta(minutes=minutes))
    post_office.refuse = ""
    fail_on(datetime(2026, 11, 26, 7, 30, tzinfo=UTC))
    assert to(post_office, world.member) == ["1 ding wacht op je: Wie weet dit?"]
    number = [m["To"] for m in post_office.mails].index(world.member.email)
    assert "De kantine sluit vrijdag" in post_office.plain(number)


@pytest.mark.parametrize(
    ("answer", "bounced", "jobs"),
    [("550 5.1.1 No such user", True, "done"), ("450 4.2.1 Busy", False, "waiting")],
)
def test_an_address_that_the_server_refuses_for_good_gets_no_more(
    world, post_office, answered, answer, bounced, jobs
):
    chooses(world.member, Rhythm.IMMEDIATE)
    post_office.refuse_address = answer
    fail_on(TUESDAY + timedelta(minutes=1))
    held = reads.preference(viewer=world.member)
    assert (held.bounced_at is not None, "5.1.1 No such user" in held.bounce) == (bounced, bounced)
    assert Job.objects.get(kind="attention.mail").state == jobs


@pytest.mark.parametrize("sign", ["\x01", "\x08", "\x0b", "\ufffe"])
def test_a_sign_that_no_page_can_hold_stops_no_mail(world, post_office, sign):
    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(TUESDAY - timedelta(minutes=5)):
        post = a_post(world.member, world.open, title=f"Dia{sign}twee")
    with clock.at(TUESDAY):
        a_reply(world.keeper, post, f"Uit de presentatie{sign}geplakt, dus zo is het.")
    go_on(TUESDAY + timedelta(minutes=1))
    assert to(post_office, world.member) == ["Dia twee (Reactie van Koen Houder)"]
    assert "Uit de presentatie" in post_office.html()


def test_a_mail_that_cannot_be_drawn_goes_as_plain_text(world, post_office, answered, monkeypatch):
    def refuses(_source):
        raise ValueError("no such tag")

    monkeypatch.setattr("zinvol.flows.delivery.compose.mjml2html", refuses)
    chooses(world.member, Rhythm.IMMEDIATE)
    go_on(TUESDAY + timedelta(minutes=1))
    assert (post_office.mails[0].get_content_type(), "handboek" in post_office.plain()) == (
        "text/plain",
        True,
    )


def test_who_read_something_on_the_page_still_gets_the_next_at_once(world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    with clock.at(TUESDAY + timedelta(seconds=20)):
        threads.mark_seen(thread=answered[0].thread, person=world.member)
    go_on(TUESDAY + timedelta(minutes=1))
    with clock.at(TUESDAY + timedelta(minutes=5)):
        a_reply(world.leader, answered[0], "En op de website staat het ook, onder Aanvragen.")
    go_on(TUESDAY + timedelta(minutes=6))
    assert to(post_office, world.member) == ["Wie weet dit? (Reactie van Lea Voor)"]


def test_trouble_with_one_person_keeps_nobody_else_waiting(world, post_office, answered, monkeypatch):
    with clock.at(TUESDAY - timedelta(minutes=5)):
        post = a_post(world.keeper, world.open, title="Ook een vraag")
    with clock.at(TUESDAY):
        a_reply(world.leader, post)
    real, broken = reads.week_of, [True]

    def week_of(person, held):
        if broken and person == world.member:
            raise ZoneInfoNotFoundError("Europe/Nergens")
        return real(person, held)

    for person in (world.member, world.keeper):
        chooses(person, Rhythm.IMMEDIATE)
    monkeypatch.setattr(reads, "week_of", week_of)
    go_on(TUESDAY + timedelta(minutes=1))
    assert (to(post_office, world.member), len(to(post_office, world.keeper))) == ([], 1)
    broken.clear()
    go_on(TUESDAY + timedelta(minutes=59))
    assert to(post_office, world.member) == []
    go_on(TUESDAY + timedelta(minutes=62))
    assert len(to(post_office, world.member)) == 1


def test_who_never_came_in_gets_no_digest(world, post_office):
    from zinvol.apps.social.spaces.models import Membership

    newcomer = people.invite(
        administrator_id=None, email="nieuw@proefstad.example", name="Nina Nieuw", send=False
    )
    Membership.objects.create(
        space=world.open, person=newcomer, level="everything", since=TUESDAY, caught_up_at=TUESDAY
    )
    with clock.at(TUESDAY):
        a_post(world.keeper, world.open, "update", title="De kantine sluit vrijdag")
    go_on(TUESDAY + timedelta(minutes=1))
    go_on(datetime(2026, 11, 25, 7, 30, tzinfo=UTC))
    assert to(post_office, newcomer) == []
    with clock.at(datetime(2026, 11, 25, 8, tzinfo=UTC)):
        people.join(person=newcomer)
    go_on(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    go_on(datetime(2026, 11, 26, 7, 30, tzinfo=UTC))
    assert len(to(post_office, newcomer)) == 1


def test_muting_and_stopping_by_a_link_need_no_password_and_no_script(client, world, post_office, answered):
    chooses(world.member, Rhythm.IMMEDIATE)
    go_on(TUESDAY + timedelta(minutes=5))
    link = post_office.mails[0]["List-Unsubscribe"].strip("<>").removeprefix("https://net.example")
    assert client.get(link).status_code == 200
    assert threads_level(world.member, answered[0]) == "", "looking does nothing"
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert threads_level(world.member, answered[0]) == "nothing"
    client.post(link, {"undo": ""})
    assert threads_level(world.member, answered[0]) == ""
    stop = tokens.link("stop", world.member.pk).removeprefix("https://net.example")
    client.post(stop)
    assert reads.preference(viewer=world.member).rhythm == Rhythm.OFF
    client.post(stop, {"undo": "made up"})
    assert reads.preference(viewer=world.member).rhythm == Rhythm.DAILY


def test_who_comes_back_on_a_link_gets_what_was_chosen_before(client, world, answered, settings):
    settings.BASE_URL = "https://net.example"
    post = answered[0]
    chooses(world.member, Rhythm.WEEKLY)
    threads.follow(thread=post.thread, person=world.member, level=Level.MENTIONS)
    links = [tokens.link("stop", world.member.pk), tokens.link("mute", world.member.pk, post.pk)]
    for link in links:
        path = link.removeprefix("https://net.example")
        undo = re.search(r'name="undo" value="([^"]+)"', client.post(path).text)[1]
        client.post(path, {"undo": undo})
    assert threads_level(world.member, post) == "mentions"
    assert reads.preference(viewer=world.member).rhythm == Rhythm.WEEKLY


@pytest.mark.parametrize("path", ["/mail/mute/x", "/mail/stop/1:2:3", "/mail/mute/"])
def test_a_link_that_was_made_up_opens_nothing(client, world, path):
    assert client.post(path).status_code == 404


def threads_level(person, post) -> str:
    from zinvol.apps.social.threads.models import Participation

    return Participation.objects.get(person=person, thread=post.thread).level


def _day(text):
    return datetime.fromisoformat(text).date() if text else None
