import pytest

from zinvol.lib.letters import Bounce, LetterKind, read
from zinvol.lib.letters.tests.mails import file, mail, multipart, part

POST = b"From: Mail Delivery System <MAILER-DAEMON@mx.veldhaven.example>\nTo: zinvol@veldhaven.example\n"
RETURNED = "Message-ID: <7@zinvol.example>\nTo: Noor <noor@veldhaven.example>\nSubject: Nieuw\n\nhallo"
NOBODY = "550 5.1.1 <noor@veldhaven.example>: Recipient address rejected"


def report(*blocks: str, returned: bytes | None = None, headers: tuple[str, ...] = ()) -> bytes:
    status = "Reporting-MTA: dns; mx.veldhaven.example\n\n" + "\n\n".join(blocks) + "\n"
    return multipart(
        "report; report-type=delivery-status",
        part("text/plain", "Het is niet gelukt."),
        part("message/delivery-status", status),
        returned if returned is not None else part("message/rfc822", RETURNED),
        headers=headers,
        start=POST,
    )


def block(
    status: str = "5.1.1", action: str = "failed", code: str = f"smtp; {NOBODY}", more: str = ""
) -> str:
    return (
        f"{more}Final-Recipient: rfc822; Noor@Veldhaven.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: {code}"
    )


def test_a_report_by_the_standard():
    letter = read(report(block()))
    assert letter.kind is LetterKind.BOUNCE
    assert letter.text == "Het is niet gelukt."
    assert letter.attachments == ()
    assert letter.bounce == Bounce(
        recipient="noor@veldhaven.example",
        status="5.1.1",
        is_permanent=True,
        diagnostic=NOBODY,
        original_message_id="7@zinvol.example",
        original_recipient_addresses=("noor@veldhaven.example",),
    )


@pytest.mark.parametrize(
    ("status", "action", "code", "expected", "is_permanent"),
    [
        ("4.2.2", "delayed", "smtp; 452 4.2.2 Mailbox full", "4.2.2", False),
        ("4.4.7", "failed", "smtp; 4.4.7 Message expired", "4.4.7", False),
        ("5.0.0", "failed", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10", True),
        ("5.0.0 (undefined status)", "Failed (permanent)", "x-unix; user unknown", "5.0.0", True),
        ("", "failed", "smtp; 550 no", "", True),
    ],
)
def test_the_status_tells_whether_trying_again_helps(status, action, code, expected, is_permanent):
    bounce = read(report(block(status, action, code))).bounce
    assert (bounce.status, bounce.is_permanent) == (expected, is_permanent)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_that_it_arrived_is_no_bounce(action):
    letter = read(report(block("2.0.0", action), headers=("Subject: Delivery Status Notification",)))
    assert (letter.kind, letter.bounce) == (LetterKind.AUTOMATIC, None)


def test_of_two_recipients_the_one_that_failed_is_told():
    sam = "Final-Recipient: rfc822; sam@veldhaven.example\nAction: delivered\nStatus: 2.0.0"
    assert read(report(sam, block())).bounce.recipient == "noor@veldhaven.example"


def test_a_forwarded_letter_failed_for_whom_we_wrote_to():
    bounce = read(report(block(more="Original-Recipient: rfc822;n.dewit@veldhaven.example\n"))).bounce
    assert bounce.recipient == "n.dewit@veldhaven.example"
    assert bounce.original_recipient_addresses == ("noor@veldhaven.example", "n.dewit@veldhaven.example")


@pytest.mark.parametrize(
    "returned",
    [
        part("text/rfc822-headers", RETURNED),
        file("text/rfc822-headers", RETURNED.encode()),
        part("text/plain", RETURNED),
    ],
)
def test_only_the_headers_came_back(returned):
    bounce = read(report(block(), returned=returned)).bounce
    assert bounce.original_message_id == "7@zinvol.example"
    assert bounce.original_recipient_addresses == ("noor@veldhaven.example",)


QMAIL = f"""Hi. This is the qmail-send program at mx.veldhaven.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<noor@veldhaven.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{RETURNED}"""
GMAIL = f"""Delivery to the following recipient failed permanently:

     noor@veldhaven.example

Technical details of permanent failure:
The error that the other server returned was:
550 5.2.1 The email account that you tried to reach is disabled.

----- Original message -----

{RETURNED}"""
EXCHANGE = f"""Your message did not reach some or all of the intended recipients.

      Subject: Nieuw

The following recipient(s) could not be reached:

      noor@veldhaven.example on 3-11-2025 10:12
            The e-mail account does not exist at the organization. <mx.veldhaven.example #5.1.1>

{RETURNED}"""
DUTCH = f"""Uw bericht kon niet worden bezorgd.

noor@veldhaven.example
Het e-mailadres bestaat niet. Foutcode 550 5.1.10 RecipientNotFound

Oorspronkelijke berichtkoppen:

{RETURNED}"""
EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients:

  noor@veldhaven.example
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

{RETURNED}"""
WAITING = f"""This is a warning message only. Your message has not yet been delivered.

noor@veldhaven.example: connection timed out; we will retry for four days.

------ This is a copy of the message ------

{RETURNED}"""


@pytest.mark.parametrize(
    ("body", "subject", "status", "is_permanent", "diagnostic"),
    [
        (QMAIL, "failure notice", "5.1.1", True, "Sorry, no mailbox here by that name. (#5.1.1)"),
        (
            GMAIL,
            "Delivery Status Notification (Failure)",
            "5.2.1",
            True,
            "Technical details of permanent failure: The error that the other server returned was: "
            "550 5.2.1 The email account that you tried to reach is disabled.",
        ),
        (
            EXCHANGE,
            "Undeliverable: Nieuw",
            "5.1.1",
            True,
            "noor@veldhaven.example on 3-11-2025 10:12 The e-mail account does not exist at the organization. "
            "<mx.veldhaven.example #5.1.1>",
        ),
        (
            DUTCH,
            "Onbestelbaar: Nieuw",
            "5.1.10",
            True,
            "noor@veldhaven.example Het e-mailadres bestaat niet. Foutcode 550 5.1.10 RecipientNotFound",
        ),
        (
            EXIM,
            "Mail delivery failed: returning message to sender",
            "5.0.0",
            True,
            "noor@veldhaven.example Unrouteable address",
        ),
        (
            WAITING,
            "Warning: message delayed 24 hours",
            "4.0.0",
            False,
            "noor@veldhaven.example: connection timed out; we will retry for four days.",
        ),
    ],
    ids=["qmail", "Gmail", "Exchange", "Exchange, Dutch", "Exim", "waiting"],
)
def test_bounces_that_follow_no_standard(body, subject, status, is_permanent, diagnostic):
    letter = read(mail(body, f"Subject: {subject}", start=POST))
    assert letter.kind is LetterKind.BOUNCE
    assert letter.bounce == Bounce(
        recipient="noor@veldhaven.example",
        status=status,
        is_permanent=is_permanent,
        diagnostic=diagnostic,
        original_message_id="7@zinvol.example",
        original_recipient_addresses=("noor@veldhaven.example",),
    )


def test_a_known_form_tells_the_recipient_from_other_addresses():
    body = QMAIL.replace("Hi.", "Questions? hulp@mx.veldhaven.example\n\nHi.")
    bounce = read(mail(body, "Subject: Nieuw", start=POST)).bounce
    assert (bounce.recipient, bounce.status) == ("noor@veldhaven.example", "5.1.1")


def test_a_header_names_who_failed():
    raw = mail("Niet gelukt.", "X-Failed-Recipients: noor@veldhaven.example", "Subject: x", start=POST)
    assert read(raw).bounce.recipient == "noor@veldhaven.example"


def test_a_bounce_that_names_nobody_is_one_all_the_same():
    bounce = read(mail("Helaas.", "Subject: Undelivered Mail Returned to Sender", start=POST)).bounce
    assert bounce == Bounce("", "5.0.0", True, "Helaas.", "", ())


def test_a_person_who_tells_of_a_bounce_is_a_person():
    letter = read(mail(QMAIL, "Message-ID: <1@x.nl>"))
    assert (letter.kind, letter.bounce) == (LetterKind.PERSONAL, None)


def test_a_postmaster_may_be_a_person():
    raw = mail(
        "Morgen ligt de mail stil.", "Subject: Onderhoud", start=b"From: postmaster@veldhaven.example\n"
    )
    assert read(raw).kind is LetterKind.PERSONAL
