import pytest

from zinvol.lib.letters import BadLetter, Enclosure, Letter, LetterKind, read
from zinvol.lib.letters.tests.mails import NOOR, file, mail, multipart, part

LOGO = '<p>Ja</p><img src="cid:foto@x"><blockquote>oud<img src="cid:logo@x"></blockquote>'


def test_all_of_a_letter():
    raw = mail(
        "Bij mij.\n\nGroet, Noor\n",
        "Message-ID: <1@veldhaven.example>",
        "In-Reply-To: <0@zinvol.example>",
        "References: <a@zinvol.example>\n <0@zinvol.example> <a@zinvol.example>",
    )
    assert read(raw) == Letter(
        sender="noor@veldhaven.example",
        recipients=("zinvol@veldhaven.example",),
        subject="Re: De sleutel",
        message_id="1@veldhaven.example",
        in_reply_to="0@zinvol.example",
        references=("a@zinvol.example", "0@zinvol.example"),
        text="Bij mij.",
        full_text="Bij mij.\n\nGroet, Noor",
        attachments=(),
        kind=LetterKind.PERSONAL,
        bounce=None,
    )


def test_recipients_are_bare_in_order_and_once():
    raw = mail(
        "x",
        "Envelope-To: e@x.nl",
        "X-Original-To: o@x.nl",
        "Delivered-To: d@x.nl",
        'Cc: "Vos, Els" <Els@x.nl>, Groep: g@x.nl, ZINVOL@veldhaven.example;',
    )
    assert read(raw).recipients == (
        "zinvol@veldhaven.example",
        "els@x.nl",
        "g@x.nl",
        "d@x.nl",
        "o@x.nl",
        "e@x.nl",
    )


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("Noor <NOOR@x.nl>", "noor@x.nl"),
        ("noor@x.nl (Noor)", "noor@x.nl"),
        ('"baas@x.nl" <noor@y.nl>', "noor@y.nl"),
        ("noor at x.nl (Noor)", ""),
        ("Noor", ""),
        ("<noor@x.nl>, <sam@x.nl>", "noor@x.nl"),
        ("=?utf-8?q?No=C3=B6r?= <noor@x.nl>", "noor@x.nl"),
        ("Noor, de Wit <noor@x.nl>", "noor@x.nl"),
        (":" * 5_000, ""),
        ('"' * 999 + " <noor@x.nl>", "noor@x.nl"),
    ],
)
def test_the_sender_is_an_address_or_nothing(header, sender):
    assert read(f"From: {header}\n\nx".encode()).sender == sender


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?q?Caf=C3=A9_?= =?utf-8?q?open?=", "Café open"),
        ("=?utf-8?b?4oI=?=\n =?utf-8?b?rCA1?=", "€ 5"),
        ("Re: =?iso-8859-1?q?na=EFef?= idee", "Re: naïef idee"),
        ("=?klingon?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?&&&?=", ""),
        ("=?utf-8?q?een=0D=0ABcc:_x=40y.nl?=", "een Bcc: x@y.nl"),
        ("een\n twee", "een twee"),
        ("=?idna?q?" + "a" * 400 + "?=", "a" * 400),
        ("x" * 900, "x" * 500),
    ],
)
def test_the_subject_is_one_readable_line(header, subject):
    assert read(f"From: noor@x.nl\nSubject: {header}\n\nx".encode()).subject == subject


def test_a_subject_in_bare_bytes():
    assert read("Subject: Café\n\nx".encode()).subject == "Café"
    assert read("Subject: Café\n\nx".encode("cp1252")).subject == "Café"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Noor's message of Monday <1@x.nl>", "1@x.nl"),
        ("<aside> of <1@x.nl>", "1@x.nl"),
        ("<1@x.nl", "1@x.nl"),
        ("1@x.nl", "1@x.nl"),
        ("<msg1>", "msg1"),
        ("nothing", ""),
    ],
)
def test_the_message_that_is_answered_is_found_in_what_is_there(header, found):
    assert read(mail("x", f"In-Reply-To: {header}")).in_reply_to == found


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("één €".encode(), "utf-8", "één €"),
        ("één".encode("cp1252"), "utf-8", "één"),
        ("één €".encode("cp1252"), "iso-8859-1", "één €"),
        ("één".encode(), "us-ascii", "één"),
        ("één".encode(), "klingon", "één"),
        ("één".encode("utf-16"), "utf-16", "één"),
        ("één".encode(), "unicode_escape", "één"),
        ("één".encode(), "rot13", "één"),
        (b"ee\0n\x07", "utf-8", "een"),
        ("ééé".encode() + b"\xe9", "utf-8", "ééé\ufffd"),
        (b"een\xff\xfetwee", "", "eenÿþtwee"),
    ],
)
def test_every_charset_can_be_read(body, charset, text):
    assert read(mail(body, f'Content-Type: text/plain; charset="{charset}"')).text == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", "w6nDqW4=", "één"),
        ("base64", "w6nDqW4", "één"),
        ("base64", "w6n!!D\n qW4=", "één"),
        ("quoted-printable", "=C3=A9=C3=A9n =ZZ=", "één =ZZ"),
        ("x-unknown", "een", "een"),
        ("8bit", "één", "één"),
    ],
)
def test_broken_encodings_give_what_they_can(encoding, body, text):
    raw = mail(body, f"Content-Transfer-Encoding: {encoding}", "Content-Type: text/plain; charset=utf-8")
    assert read(raw).text == text


def test_folded_paragraphs_are_made_whole():
    body = "Een lange \nregel.\n Van ver.\n> oude \n> woorden\n-- \nNoor"
    raw = mail(body, "Content-Type: text/plain; format=flowed")
    assert read(raw).full_text == "Een lange regel.\nVan ver.\n> oude woorden\n-- \nNoor"
    split = mail("woor \nden", "Content-Type: text/plain; format=flowed; delsp=yes")
    assert read(split).full_text == "woorden"


def test_files_that_came_along():
    raw = multipart(
        "mixed",
        part("text/plain", "Zie bijlage."),
        file(
            "application/pdf", b"%PDF", "Content-Disposition: attachment; filename*=utf-8''plan%20%C3%A9.pdf"
        ),
        file("image/png", b"PNG", "Content-Disposition: attachment"),
        part("text/plain", "los", 'Content-Disposition: attachment; filename="../../etc/pass<wd>.txt"'),
        file('text/csv; name="C:\\lijst.csv"', b"a;b"),
        part("message/rfc822", "Subject: Oud/nieuw\n\nhallo"),
        part("text/plain", "En nog iets."),
    )
    letter = read(raw)
    assert letter.text == "Zie bijlage.\n\nEn nog iets."
    assert letter.attachments == (
        Enclosure("plan é.pdf", b"%PDF", "application/pdf"),
        Enclosure("2.png", b"PNG", "image/png"),
        Enclosure("passwd.txt", b"los", "text/plain"),
        Enclosure("lijst.csv", b"a;b", "text/csv"),
        Enclosure("Oud-nieuw.eml", b"Subject: Oud/nieuw\n\nhallo", "message/rfc822"),
    )


def test_what_only_programs_read_is_left_out():
    raw = multipart(
        "mixed",
        part("text/plain", "Ja"),
        file("application/ms-tnef", b"x", "Content-Disposition: attachment; filename=winmail.dat"),
        file("application/octet-stream", b"x", "Content-Disposition: attachment; filename=WINMAIL.DAT"),
        part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR"),
        part(
            "application/pgp-signature",
            "-----BEGIN",
            "Content-Disposition: attachment; filename=signature.asc",
        ),
        file("application/pkcs7-signature", b"x", "Content-Disposition: attachment; filename=smime.p7s"),
        part("application/pdf", ""),
    )
    assert (read(raw).text, read(raw).attachments) == ("Ja", ())


@pytest.mark.parametrize("wording", ["text", "html"])
def test_a_picture_stays_unless_only_the_quotation_shows_it(wording):
    plain = (part("text/plain", "Ja\n[cid:foto@x]\n[image: foto.png]"),) if wording == "text" else ()
    raw = multipart(
        "related",
        *plain,
        part("text/html", LOGO),
        file("image/png", b"FOTO", "Content-ID: <foto@x>", "Content-Disposition: inline; filename=foto.png"),
        file("image/png", b"LOGO", "Content-ID: <logo@x>", "Content-Disposition: inline; filename=logo.png"),
        file("image/png", b"LOS", "Content-ID: <los@x>", "Content-Disposition: inline; filename=los.png"),
    )
    letter = read(raw)
    assert letter.text == "Ja"
    assert [one.name for one in letter.attachments] == ["foto.png", "los.png"]


def test_a_multipart_without_boundary_is_read_as_text():
    assert read(mail("hallo", "Content-Type: multipart/mixed")).text == "hallo"
    assert read(mail(b"\x89PNG\0\0", "Content-Type: multipart/form-data")).text == ""


def test_a_multipart_that_breaks_off_keeps_what_came():
    raw = mail("--grens\n\nhallo", 'Content-Type: multipart/mixed; boundary="grens"')
    assert read(raw).text == "hallo"


def test_a_mail_of_an_mbox_begins_with_a_line_of_its_own():
    assert read(b"From noor@x.nl Mon Nov  3 10:12:00 2025\n" + NOOR + b"\nhallo").text == "hallo"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "The mail is empty."),
        (b" \n\n", "The mail is empty."),
        (b"hallo", "This is no mail: it has no headers."),
        (b"\0\xff\xfe" * 99, "This is no mail: it has no headers."),
        (b"\n" * 1_000_000 + b"x\n", "The mail has more than 1000000 lines."),
        (b"X: y\n" * 20_001, "The headers of the mail have more than 20000 lines."),
        (multipart("encrypted", part("text/plain", "x")), "The mail is encrypted; it cannot be read here."),
        (mail("x", "Content-Type: application/pkcs7-mime"), "The mail is encrypted; it cannot be read here."),
    ],
)
def test_what_is_no_letter_is_refused_with_a_reason(raw, reason):
    with pytest.raises(BadLetter) as refusal:
        read(raw)
    assert str(refusal.value) == reason
