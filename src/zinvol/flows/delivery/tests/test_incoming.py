"""Replies by mail and mail that came back, through a real door on this machine."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from tests.mail import mailers, sink
from tests.ports import free_port
from tests.world import a_post
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Attachment, Participation, Reply
from zinvol.config import wiring
from zinvol.flows.delivery import incoming, tokens
from zinvol.flows.delivery.server import open_door
from zinvol.kernel import outbox
from zinvol.kernel.models import Job
from zinvol.lib.letters import MARKER

pytestmark = pytest.mark.django_db


@pytest.fixture
def post_office(settings):
    settings.MAIL_DOMAIN = "antwoord.example"
    with sink() as found:
        settings.MAILERS = mailers(found.port)
        yield found


@pytest.fixture
def post(world):
    return a_post(world.keeper, world.closed, title="Wie sluit vrijdag af?")


def a_mail(sender: str, to: str, body: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: Wie sluit vrijdag af?"
    mail["Message-ID"] = headers.pop("message_id", "<a@proefstad.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail


def comes_in(mail: EmailMessage | bytes, *to: str) -> None:
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    incoming.take_in(raw, list(to))
    while outbox.work(wiring.HANDLERS):
        pass
    assert not Job.objects.exclude(error="").exists()


def quoted(body: str) -> str:
    return f"{body}\n\nOp di 24 nov 2026 om 10:12 schreef Gemeente Proefstad <netwerk@example.nl>:\n> {MARKER} Antwoord boven deze lijn\n> Wie sluit vrijdag af?\n"


def test_a_reply_by_mail_is_posted_without_the_quotation(world, post, post_office):
    to = tokens.address("reply", world.member.pk, post.pk)
    comes_in(a_mail(world.member.email, to, quoted("Ik sluit af, en neem de sleutel mee.")), to)
    reply = Reply.objects.get(thread=post.thread)
    assert (reply.author, reply.body) == (world.member, "Ik sluit af, en neem de sleutel mee.")
    assert Participation.objects.get(person=world.member, thread=post.thread).seen_at is not None
    assert post_office.mails == []


def test_the_same_mail_twice_is_one_reply(world, post, post_office):
    to = tokens.address("reply", world.member.pk, post.pk)
    mail = a_mail(world.member.email, to, quoted("Ik sluit af, dat is goed."))
    comes_in(mail, to)
    comes_in(mail, to)
    mail["X-Way"] = "another"
    comes_in(mail, to)
    assert Reply.objects.count() == 1


def test_mails_without_a_name_of_their_own_are_told_apart(world, post, post_office):
    for person, body in (
        (world.member, "Ik sluit af, dat is goed."),
        (world.member, "En ik zet het alarm aan."),
        (world.keeper, "Dank je wel, dan ga ik eerder."),
    ):
        to = tokens.address("reply", person.pk, post.pk)
        mail = a_mail(person.email, to, body)
        del mail["Message-ID"]
        comes_in(mail, to)
        comes_in(mail, to)
    assert Reply.objects.count() == 3


def test_files_come_along_and_what_may_not_be_uploaded_stays_out(world, post, post_office):
    to = tokens.address("reply", world.member.pk, post.pk)
    mail = a_mail(world.member.email, to, "Zie het rooster dat ik hier bijvoeg.")
    mail.add_attachment(b"maandag: Mina\n", maintype="text", subtype="plain", filename="rooster.txt")
    mail.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="kijk.exe")
    comes_in(mail, to)
    assert [a.file.name for a in Attachment.objects.select_related("file")] == ["rooster.txt"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("other sender", "e-mailadres waarmee je op het netwerk bekend bent"),
        ("closed", "gesprek is afgesloten"),
        ("left", "er niet meer voor jou"),
        ("empty", "Schrijf eerst iets"),
    ],
)
def test_a_reply_that_cannot_be_posted_comes_back_with_its_text(world, post, post_office, change, told):
    from zinvol.apps.social.spaces import api as spaces

    to = tokens.address("reply", world.member.pk, post.pk)
    sender = "iemand@elders.example" if change == "other sender" else world.member.email
    if change == "closed":
        threads.close(person=world.keeper, thread=post.thread, reason="Klaar.")
    if change == "left":
        spaces.leave(space=world.closed, person=world.member)
    body = "" if change == "empty" else "Ik sluit af, en neem de sleutel mee."
    comes_in(a_mail(sender, to, quoted(body)), to)
    assert Reply.objects.count() == 0
    assert told in post_office.plain()
    assert post_office.mails[0]["To"] == sender
    assert body in post_office.plain()
    assert post_office.mails[0]["Auto-Submitted"] == "auto-replied"
    assert "Wie sluit vrijdag af" not in post_office.plain().replace(post_office.mails[0]["Subject"], "")


def test_an_answering_machine_is_not_heard_and_not_answered(world, post, post_office):
    to = tokens.address("reply", world.member.pk, post.pk)
    comes_in(a_mail(world.member.email, to, "Ik ben met vakantie.", Auto_Submitted="auto-replied"), to)
    assert (Reply.objects.count(), post_office.mails) == (0, [])


REPORT = """\
From: MAILER-DAEMON@post.example
To: {to}
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user
--x--
"""


@pytest.mark.parametrize(("status", "stops"), [("5.1.1", True), ("4.2.2", False)])
def test_mail_that_came_back_for_good_stops_the_mail(world, post_office, status, stops):
    to = tokens.address("bounce", world.member.pk)
    comes_in(
        REPORT.format(to=to, address=world.member.email, status=status).replace("\n", "\r\n").encode(), to
    )
    held = attention.preference(viewer=world.member)
    assert (held.bounced_at is not None) == stops
    assert ("No such user" in held.bounce) == stops


@pytest.mark.parametrize(
    "address", ["reply+aaaa@antwoord.example", "reply+@antwoord.example", "x@antwoord.example", ""]
)
def test_an_address_that_was_made_up_is_nobodys(world, post_office, address):
    assert tokens.read_address(address) is None


def test_one_letter_changed_in_an_address_makes_it_nobodys(world, post, post_office):
    real = tokens.address("reply", world.member.pk, post.pk)
    assert tokens.read_address(real) == ("reply", world.member.pk, post.pk)
    assert (
        tokens.read_address(real.upper()) is None or tokens.read_address(real.upper())[1] == world.member.pk
    )
    local = real.partition("@")[0]
    for place in range(len("reply+"), len(local)):
        other = "a" if local[place] != "a" else "b"
        changed = f"{local[:place]}{other}{local[place + 1 :]}@antwoord.example"
        assert tokens.read_address(changed) is None, place


@pytest.mark.parametrize("protocol", ["", "lmtp://"])
def test_the_door_takes_what_is_ours_and_refuses_the_rest(world, post, post_office, protocol):
    to = tokens.address("reply", world.member.pk, post.pk)
    port = free_port()
    kept: list[tuple[bytes, list[str]]] = []
    door = open_door(f"{protocol}127.0.0.1:{port}", lambda *mail: kept.append(mail))
    try:
        with (smtplib.LMTP if protocol else smtplib.SMTP)("127.0.0.1", port) as line:
            line.send_message(a_mail(world.member.email, to, "Ik sluit af, dat is goed."))
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                line.send_message(a_mail(world.member.email, "iemand@antwoord.example", "Hallo"))
    finally:
        door.stop()
    [(raw, recipients)] = kept
    comes_in(raw, *recipients)
    assert Reply.objects.get().body == "Ik sluit af, dat is goed."


def test_all_that_a_bad_world_sends_is_survived(world, post, post_office, shared_data):
    to = tokens.address("reply", world.member.pk, post.pk)
    mails = [p for p in (shared_data / "mail-torture").rglob("*") if p.suffix in (".txt", ".mbox", ".eml")]
    assert len(mails) >= 20
    for path in mails:
        comes_in(path.read_bytes(), to)
    assert Reply.objects.count() == 0, "none of them is from the member"
