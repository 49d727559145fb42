"""Mails that broke other programs, mails built to break this one, and any bytes at all."""

import base64
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zinvol.lib.letters import MARKER, BadLetter, own_words, read
from zinvol.lib.letters.tests.mails import NOOR, mail
from zinvol.lib.letters.tests.test_own_words import ANNOUNCEMENTS, ORIGINALS, SIGNATURES

pytestmark = pytest.mark.slow

ALLOWED_SECONDS = 3
"""Each takes half a second at most on a quiet machine; one that takes minutes is what this is about."""

LINES = [*ANNOUNCEMENTS.values(), *ORIGINALS.values(), *SIGNATURES.values(), MARKER, f"> {MARKER}"]
LINES += [
    "> een",
    ">twee",
    ">> drie",
    ">",
    "> 5 jaar",
    "vier",
    "vijf:",
    "",
    "",
    "PS zes",
    "zeven\u200b ",
    "Van: x",
]


def nested(count: int) -> bytes:
    line = 'Content-Type: multipart/mixed; boundary="b{0}"\n\n--b{0}\n'
    return NOOR + "".join(line.format(number) for number in range(count)).encode() + b"\nhallo\n"


HOSTILE = {
    "50 parts in parts": nested(50),
    "1000 parts in parts": nested(1_000),
    "5000 parts in parts": nested(5_000),
    "many lines in 300 parts in parts": nested(300) + b"x\n" * 500_000,
    "1000 mails in mails": NOOR + b"Content-Type: message/rfc822\n\n" * 1_000,
    "1000 parts": mail(b"--b\n\nhallo\n" * 1_000, "Content-Type: multipart/mixed; boundary=b"),
    "a line of 10 MB": mail(b"x" * 10_000_000),
    "10 MB of lines": mail(b"een gewone regel van een gewone lengte, zoals mensen die schrijven\n" * 150_000),
    "10 MB in base64": mail(
        base64.encodebytes("één woord ".encode() * 900_000), "Content-Transfer-Encoding: base64"
    ),
    "10 MB of HTML": mail(
        b'<p>een <b>twee</b> <a href="https://x.nl">x</a></p>\n' * 200_000, "Content-Type: text/html"
    ),
    "10 MB in a picture": mail(
        b'<img src="data:x;base64,' + b"A" * 10_000_000 + b'">', "Content-Type: text/html"
    ),
    "deep HTML": mail(b"<div>" * 100_000, "Content-Type: text/html"),
    "deep HTML with other ends": mail(b"<div></x>" * 50_000, "Content-Type: text/html"),
    "quotations in HTML": mail(b"<blockquote>" * 2_900 + b"x", "Content-Type: text/html"),
    "lists in HTML": mail(b"<ul><li>x" * 1_400, "Content-Type: text/html"),
    "open tags": mail(b"<" * 1_000_000, "Content-Type: text/html"),
    "a long field": b"From: noor@x.nl\nTo: " + b"a@b.nl, " * 500_000 + b"\n\nx",
    "a long type": b"From: noor@x.nl\nContent-Type: " + b"a;" * 200_000 + b"\n\nx",
    "a long encoded word": b"From: noor@x.nl\nSubject: " + b"=?utf-8?q?" * 100_000 + b"\n\nx",
    "a long bounce": b"From: mailer-daemon@x.nl\nSubject: failure notice\n\n" + b"a@" * 3_000_000,
}

HOSTILE_TEXTS = {
    "turns": "> a\nb\n" * 20_000,
    "announcements": "On x\n" * 60_000,
    "colons": "a:\n" * 100_000,
    "a long announcement": "Op " * 100_000 + ":",
    "header blocks": "Van: x\nDatum: y\n" * 15_000,
    "programs": "Sent from my iPhone\n\n" * 15_000,
    "half a program": "sent from my " * 20_000,
    "dashes": "-- \n" * 75_000,
    "short dashes": "\n--\n" * 75_000,
    "closings and quotations": "Mvg\n> x\n" * 30_000,
    "disclaimers": "dit bericht de inhoud this e-mail " * 9_000,
    "markers": f"> {MARKER}\n" * 20_000,
    "spaces": " " * 300_000,
    "quote marks": ">" * 300_000,
    "blank lines": "\n" * 300_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_no_mail_keeps_the_server_busy(raw):
    start = time.perf_counter()
    with suppress(BadLetter):
        read(raw)
    assert time.perf_counter() - start < ALLOWED_SECONDS


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_no_text_keeps_the_server_busy(text):
    start = time.perf_counter()
    own_words(text)
    assert time.perf_counter() - start < ALLOWED_SECONDS


def test_a_thousand_parts_in_parts_are_refused_with_a_reason():
    with pytest.raises(BadLetter, match="nested too deeply"):
        read(nested(1_000))


@given(st.binary())
def test_any_bytes_become_a_letter_or_are_refused(raw):
    with suppress(BadLetter):
        read(raw)
    with suppress(BadLetter):
        read(NOOR + raw)


@given(st.lists(st.sampled_from(LINES), max_size=30).map("\n".join) | st.text())
def test_own_words_are_own_words_and_never_more_than_there_was(text):
    words = own_words(text)
    assert own_words(words) == words
    assert len(words) <= len(text) + 2 * text.count(">")


@given(
    st.text(alphabet=st.characters(exclude_characters=">:-_?✂", exclude_categories=("C", "Z")), min_size=1)
)
def test_a_word_is_never_lost(word):
    assert own_words(word) == word


WORDS = {
    "another-wrong-encoding.txt": "Dear Mailman,",
    "attachment-1.txt": "This is a test message.",
    "attachment-2.txt": "I'm happy to announce a new list for Mailman 3 users and others",
    "attachment-3.txt": "Hi folks",
    "attachment-4.txt": "Hi folks",
    "bad-subject-header.txt": "Bonjour,",
    "bad_content_type.txt": "Some text",
    "bad_date_tz.txt": "msg1",
    "bad_folding.txt": "msg1",
    "cant_write_error_message.txt": "",
    "non-ascii-date-header.txt": "Original had much non-ascii in headers and purported ascii body.",
    "non-ascii-headers.txt": "Hi,",
    "payload-utf8-wrong.txt": "diff --cc public_html/nl-NL/Fedora_Draft_Documentation/0.1/html/"
    "Virtualization_Getting_Started_Guide/Common_Content/images/watermark-draft.png",
    "resent-date.txt": "This should be archived with date 8 Nov 1999",
    "strange-in-reply-to-header.txt": "> Other person's message",
    "unconvertable_message.txt": "Hi!",
    "unconvertable_msg-2.txt": "",
    "unicode_issue.txt": "",
    "unixfrom-date.txt": "This should be archived with date 9 Nov 1999",
    "unknown-charset.txt": "Hi Mailman-cabal,",
    "wrong-in-reply-to-header.txt": "> Other person's message",
}
FILES = {
    "attachment-1.txt": ["puntogil.vcf"],
    "attachment-3.txt": ["webpage.txt"],
    "attachment-4.txt": ["bogus.txt"],
    "bad_content_type.txt": ["1.bin"],
    "unconvertable_msg-2.txt": ["1.bin"],
}


def test_mails_that_broke_an_archive(shared_data):
    folder = shared_data / "mail-torture/hyperkitty-gpl3"
    letters = {path.name: read(path.read_bytes()) for path in folder.glob("[a-z]*.txt")}
    assert {name: letter.text.split("\n")[0] for name, letter in letters.items()} == WORDS
    assert {
        name: [one.name for one in letter.attachments]
        for name, letter in letters.items()
        if letter.attachments
    } == FILES
    assert (
        letters["strange-in-reply-to-header.txt"].in_reply_to == "200704070053.46646.other.person@example.com"
    )
    assert letters["wrong-in-reply-to-header.txt"].in_reply_to == "200704070053.46646.other.person@example"
