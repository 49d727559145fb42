import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zinvol.lib.markup import Rendered, render
from zinvol.lib.markup.rendering import _SYNTAX, _render_fully
from zinvol.lib.markup.source import clean_source

NAMES = {12: "Ruud Hamers", 7: "Åsa <b>"}
REL = 'rel="noopener nofollow"'


def html(source):
    return render(source, names=NAMES).html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hoi\nallen\n\nDag", "<p>Hoi<br>\nallen</p>\n<p>Dag</p>"),
        ("", ""),
        ("**ja** ~~nee~~ `x<y`", "<p><strong>ja</strong> <s>nee</s> <code>x&lt;y</code></p>"),
        ("# Een", "<h3>Een</h3>"),
        ("###### Zes", "<h6>Zes</h6>"),
        ("3. drie", '<ol start="3">\n<li>drie</li>\n</ol>'),
        ("```python\nx\n```", "<pre><code>x\n</code></pre>"),
        ("> citaat", "<blockquote>\n<p>citaat</p>\n</blockquote>"),
        ("[a](</\\evil.nl>)", f'<p><a href="/%5Cevil.nl" {REL}>a</a></p>'),
        ("[a](/x)", f'<p><a href="/x" {REL}>a</a></p>'),
        ("zie a.nl", f'<p>zie <a href="http://a.nl" {REL}>a.nl</a></p>'),
        ("*https://a.nl/_x_y*", f'<p><em><a href="https://a.nl/_x_y" {REL}>https://a.nl/_x_y</a></em></p>'),
        ("x@y.nl", f'<p><a href="mailto:x@y.nl" {REL}>x@y.nl</a></p>'),
        ("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>"),
        ("|a|\n|-:|\n|1|", None),
    ],
)
def test_markdown(source, expected):
    if expected is None:
        assert '<td class="align-right">1</td>' in html(source)
    else:
        assert html(source) == expected


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.nl", "x", "#top", "ftp://x", ""],
)
def test_other_links_stay_text(target):
    assert "<a" not in html(f"[a](<{target}>)")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![kat](/files/1/kat.png)", '<p><img src="/files/1/kat.png" alt="kat" loading="lazy"></p>'),
        ("![kat](https://x.nl/k.png)", f'<p><a href="https://x.nl/k.png" {REL}>kat</a></p>'),
        ("![](https://x.nl/k.png)", f'<p><a href="https://x.nl/k.png" {REL}>https://x.nl/k.png</a></p>'),
        ("![x](/files/../logout)", f'<p><a href="/files/../logout" {REL}>x</a></p>'),
        ("![x](/files/%2e%2e/logout)", f'<p><a href="/files/%2e%2e/logout" {REL}>x</a></p>'),
        ("[![x](https://x.nl/k.png)](/a)", f'<p><a href="/a" {REL}>x</a></p>'),
    ],
)
def test_only_our_own_files_are_images(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@{12}", '<p><a class="mention" href="/people/12/">@Ruud Hamers</a></p>'),
        ("@{7}", '<p><a class="mention" href="/people/7/">@Åsa &lt;b&gt;</a></p>'),
        ("@{99}", '<p><span class="mention">@?</span></p>'),
        ("`@{12}`", "<p><code>@{12}</code></p>"),
        ("[@{12}](/x)", f'<p><a href="/x" {REL}><span class="mention">@Ruud Hamers</span></a></p>'),
        ("@{012} @{} @{x}", "<p>@{012} @{} @{x}</p>"),
    ],
)
def test_mentions(source, expected):
    assert html(source) == expected


def test_references_and_plain_text():
    source = "# Kop\n\nHoi @{12}, @{99}, `@{7}`: [zie](https://a.nl) en\n![k](/files/1)\n\n- a\n- @{12}"
    rendered = render(source, names=NAMES)
    assert rendered.text == "Kop\nHoi @Ruud Hamers, @?, @{7}: zie en\nk\na\n@Ruud Hamers"
    assert rendered.mentions == (12,)
    assert rendered.links == ("https://a.nl",)


def test_control_characters_and_lone_surrogates_never_crash():
    assert render("a\x00b\ud800\r\nc\x0b *d*", names={}) == Rendered(
        "<p>ab\ufffd<br>\nc <em>d</em></p>", "ab\ufffd\nc d"
    )


AWKWARD = st.text(st.sampled_from("abn12 .,:;!?&<>\n\n()'\"-+=|#\xa0\u2028\u3000/é👋{}%$^]"), max_size=40)
ORDINARY = st.text(st.characters(codec="utf-8"), max_size=60)
LINES = st.lists(st.sampled_from(["1) a", "a.nl", "& b", "-> c", "a -", "<3", "a & b", "", "10:30"])).map(
    "\n".join
)


@settings(max_examples=600, deadline=None)
@given(AWKWARD | ORDINARY | LINES)
@example("&amp")
@example("a\n\n\nb\n")
def test_the_fast_path_equals_the_full_path(source):
    cleaned = clean_source(source)
    if not _SYNTAX.search(cleaned):
        assert render(source, names={}) == _render_fully(cleaned, {})


def test_ordinary_posts_take_the_fast_path():
    assert not _SYNTAX.search(
        'Om 10:30 is er taart :) "Tot zo!" <3 & dank... #samen\n\nGroet (Anja), 3.5 km/u'
    )
