import pytest

from zinvol.lib.letters import LetterKind, read
from zinvol.lib.letters.tests.mails import mail, multipart, part


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; by=x",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
        "Precedence: Bulk",
        "Precedence: list",
        "Precedence: junk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "List-Id: <x.veldhaven.example>",
    ],
)
def test_a_header_says_that_a_machine_wrote(header):
    assert read(mail("x", header)).kind is LetterKind.AUTOMATIC


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: no", "Precedence: normal", "Return-Path: <noor@veldhaven.example>"]
)
def test_a_header_that_says_nothing_of_machines(header):
    assert read(mail("x", header)).kind is LetterKind.PERSONAL


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Automatisch antwoord: De sleutel", LetterKind.AUTOMATIC),
        ("Automatic reply: The key", LetterKind.AUTOMATIC),
        ("Out of office: The key", LetterKind.AUTOMATIC),
        ("Out of Office", LetterKind.AUTOMATIC),
        ("Afwezig: De sleutel", LetterKind.AUTOMATIC),
        ("Afwezigheidsbericht Noor", LetterKind.AUTOMATIC),
        ("Ik ben momenteel afwezig", LetterKind.AUTOMATIC),
        ("=?utf-8?q?Autoreply=3A_x?=", LetterKind.AUTOMATIC),
        ("Re: Afwezig volgende week", LetterKind.PERSONAL),
        ("Afwezig volgende week, wie neemt over?", LetterKind.PERSONAL),
        ("Re: Out of office: The key", LetterKind.PERSONAL),
        ("Automatische deuren", LetterKind.PERSONAL),
        ("Vakantieplanning", LetterKind.PERSONAL),
    ],
)
def test_the_subject_gives_it_away(subject, kind):
    assert read(f"From: noor@x.nl\nSubject: {subject}\n\nx".encode()).kind is kind


def test_a_receipt_is_automatic_and_no_bounce():
    raw = multipart("report", part("text/plain", "Gelezen"), part("message/disposition-notification", "x: y"))
    assert (read(raw).kind, read(raw).bounce) == (LetterKind.AUTOMATIC, None)
