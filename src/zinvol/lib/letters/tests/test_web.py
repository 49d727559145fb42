import pytest

from zinvol.lib.letters import own_words, read
from zinvol.lib.letters.tests.mails import mail, multipart, part
from zinvol.lib.letters.webtext import markdown_of

OLD = "<p>Wie heeft de sleutel?</p>"
FROM_GMAIL = (
    '<div dir="ltr">Bij mij.<div><br></div><div>Tot <b>zo</b>!</div></div><br><div class="gmail_quote">'
    '<div dir="ltr" class="gmail_attr">Op ma 3 nov 2025 om 10:12 schreef Noor &lt;'
    '<a href="mailto:noor@veldhaven.example">noor@veldhaven.example</a>&gt;:<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0 0 0 0.8ex;border-left:1px solid">{OLD}</blockquote></div>'
)
BETWEEN = (
    '<div class="gmail_quote"><div class="gmail_attr">Le lun. 3 nov. 2025 &agrave; 10:12, Noor a &eacute;crit&nbsp;:<br></div>'
    '<blockquote class="gmail_quote">Wie heeft de sleutel?</blockquote><div>Ik.</div>'
    '<blockquote class="gmail_quote">En wanneer?</blockquote><div>Morgen.</div></div>'
)
FROM_OUTLOOK = (
    '<html><head><style>p.MsoNormal{margin:0}</style></head><body><div class="WordSection1">'
    '<p class="MsoNormal">Bij mij.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    '<p class="MsoNormal">Met vriendelijke groet,</p><p class="MsoNormal">Sam</p><div>'
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>Von:</b> Noor</p></div>'
    f"</div>{OLD}</div></body></html>"
)
FROM_OUTLOOK_ON_THE_WEB = (
    '<div>Bij mij.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%">'
    f'<div id="divRplyFwdMsg" dir="ltr"><font><b>Fra:</b> Noor</font></div>{OLD}'
)
FROM_THUNDERBIRD = (
    '<div class="moz-cite-prefix">Op 3-11-2025 om 10:12 schreef Noor de Wit:<br></div>'
    f'<blockquote type="cite" cite="mid:x@veldhaven.example">{OLD}</blockquote><p>Bij mij.</p>'
)
FROM_APPLE = (
    'Bij mij.<br><div><br><blockquote type="cite"><div>Op 3 nov. 2025, om 10:12 heeft Noor &lt;'
    "noor@veldhaven.example&gt; het volgende geschreven:</div><br><div>Wie?</div></blockquote></div>"
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (FROM_GMAIL, "Bij mij.\n\nTot **zo**!"),
        (BETWEEN, "> Wie heeft de sleutel?\n\nIk.\n\n> En wanneer?\n\nMorgen."),
        (FROM_OUTLOOK, "Bij mij."),
        (FROM_OUTLOOK_ON_THE_WEB, "Bij mij."),
        (FROM_THUNDERBIRD, "Bij mij."),
        (FROM_APPLE, "Bij mij."),
        ('<div>Ja</div><div class="gmail_signature">Sam<br>Tel. 0123</div>', "Ja"),
        (f'<div>Ja</div><div class="yahoo_quoted">x{OLD}</div>', "Ja"),
    ],
    ids=[
        "Gmail",
        "between",
        "Outlook",
        "Outlook on the web",
        "Thunderbird",
        "Apple Mail",
        "signature",
        "Yahoo",
    ],
)
def test_what_somebody_wrote_in_html(html, words):
    assert read(mail(html, "Content-Type: text/html; charset=utf-8")).text == words


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>een\n  twee</p><p>drie<br>vier</p>", "een twee\n\ndrie\nvier"),
        ("<div>een</div><div><br></div><div>twee</div>", "een\n\ntwee"),
        ("<ul><li>een<ul><li>diep</li></ul></li><li>twee</li></ul>slot", "- een\n  - diep\n- twee\n\nslot"),
        ('<ol start="3"><li><p>een</p></li><li><p>twee</p></li></ol>', "3. een\n4. twee"),
        ("<p>·&nbsp;&nbsp; een</p>", "- een"),
        ("<b>vet </b>en <i>schuin</i>, <b>een<br>twee</b>", "**vet** en *schuin*, **een**\n**twee**"),
        ("<h2>Kop</h2>tekst", "**Kop**\n\ntekst"),
        ('<a href="https://a.nl/(b)">hier [nu]</a>', "[hier (nu)](https://a.nl/%28b%29)"),
        ('<a href="https://a.nl/">a.nl</a>', "https://a.nl/"),
        ('<a href="https://a.nl/b">https://a.nl/b</a>', "https://a.nl/b"),
        ('<a href="mailto:noor@a.nl">noor@a.nl</a>', "noor@a.nl"),
        ('<a href="javascript:alert(1)">hier</a>', "hier"),
        ('<img src="https://volg.nl/p.gif" alt="x">tekst', "tekst"),
        ("<blockquote>een<blockquote>twee</blockquote></blockquote>drie", "> een\n>\n> > twee\n\ndrie"),
        ('<blockquote style="margin:0 0 0 40px;border:none">ingesprongen</blockquote>', "ingesprongen"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>een\n  twee</pre>", "een\ntwee"),
        ("<style>p{}</style><script>x</script><!-- y --><title>z</title>tekst &lt;b&gt;", "tekst <b>"),
        ("<p>een<p>twee</b></i></div>", "een\n\ntwee"),
        ("", ""),
        ("<li>een", "een"),
    ],
)
def test_html_becomes_light_markdown(html, markdown):
    assert markdown_of(html) == markdown


def test_html_that_is_nested_too_deeply_keeps_its_words():
    assert (
        markdown_of("een<br>twee" + "<div>" * 4_000 + "drie &amp; vier")
        == "een\ntwee" + "\n" * 4_000 + "drie & vier"
    )


def test_the_plain_wording_is_preferred():
    raw = multipart("alternative", part("text/plain", "Gewoon"), part("text/html", "<b>Vet</b>"))
    assert read(raw).text == "Gewoon"


def test_html_stands_in_for_an_empty_plain_wording():
    raw = multipart("alternative", part("text/plain", "\n \n"), part("text/html", "<b>Vet</b>"))
    assert read(raw).text == "**Vet**"


def test_the_full_text_still_has_the_quotation():
    letter = read(mail(FROM_THUNDERBIRD, "Content-Type: text/html"))
    assert (
        letter.full_text
        == "> Op 3-11-2025 om 10:12 schreef Noor de Wit:\n>\n> Wie heeft de sleutel?\n\nBij mij."
    )
    assert own_words(letter.full_text) == letter.text
