import json
import time
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.markup import (
    LONGEST_SOURCE,
    TooComplex,
    collapse_mentions,
    expand_mentions,
    is_bare_link,
    mention_candidates,
    own_words,
    render,
)

pytestmark = pytest.mark.slow

PAYLOADS = Path(__file__).parents[5].parent / "shared" / "data" / "payloads"
TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
}
TAGS |= {"span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"href", "rel", "title", "class", "src", "alt", "loading", "start"}


class Inspector(HTMLParser):
    """Refuses every element, attribute and address that a post may not have."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:", "/"))
                assert not value.startswith("//")
            if name == "src":
                assert value.startswith("/files/")

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(source):
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(render(source, names={1: "<script>alert(1)</script>"}).html)
    inspector.close()


def payloads():
    yield from (PAYLOADS / "xss_payloads.txt").read_text().splitlines()
    yield from (row["payload"] for row in json.loads((PAYLOADS / "dompurify_expect.json").read_text()))
    yield from json.loads((PAYLOADS / "blns.json").read_text())


@pytest.mark.skipif(not PAYLOADS.exists(), reason="third-party test data is not on this machine")
@pytest.mark.parametrize("frame", ["{}", "[a]({})", "![a](<{}>)", "@{{1}} <{}>"])
def test_no_payload_survives(frame):
    count = 0
    for payload in payloads():
        inspect(frame.format(payload))
        count += 1
    assert count == 5_054


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["[", "]", "(", ")", "<", ">", "!", "@{1}", "javascript:x", "a", "/files/", '"', "`", "*"]
        )
    )
)
def test_no_combination_of_marks_is_unsafe(marks):
    inspect("".join(marks))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_at_all_is_safe(text):
    inspect(text)
    inspect(f"*{text}*")


MARKS = ["[", "![", "[a](", "[a]", "****", "**a", "*_", "_a_", "`", "~~a", "&amp;", "\\", "#", "a"]
MARKS += ["\n", "\x00", "\ud800"]
LINKS = ["<", "<http://", "http:// ", "http://a ", "://", "a.nl ", "a@b.nl ", "//a.nl/( "]
LINKS += ["xn--a.", "xn\x00--a."]
LINKS += ["x&#110;--a.", "xn\\--a.", "http://xn--a.", "a.nl?a=(", "a.nl?a=( ", "http://a.nl/?(", "a.nl/'"]
BLOCKS = ["> ", "- ", "1. ", "|a|\n|-|\n", "-|-\n", "    a\n", "[a]: b\n", "```\n", "a\n=\n"]
MENTIONS = ["@{1}", "@{1} ", "@a b c d e f ", "@a.b.c.", "@e\u0301", "`@a"]


@pytest.mark.parametrize("unit", MARKS + LINKS + BLOCKS + MENTIONS)
def test_hostile_input_is_rendered_or_refused_in_time(unit):
    source = (unit * LONGEST_SOURCE)[:LONGEST_SOURCE]
    began = time.process_time()
    with suppress(TooComplex):
        render(source, names={1: "Ruud"})
    mention_candidates(source)
    collapse_mentions(source, {"a b": 3, "odd (name)": 4})
    expand_mentions(source, {1: "Ruud"}, set())
    own_words(source)
    is_bare_link(source)
    # Generous, for busy machines: it is the quadratic cases, of tens of seconds, that must not come back.
    assert time.process_time() - began < 8


def test_nesting_bombs():
    inspect("".join(">" * depth + "a\n" for depth in range(300)))
    inspect("".join(" " * 2 * depth + "- a\n" for depth in range(200)))
    inspect("[" * 20_000 + "]" * 20_000)


@pytest.mark.parametrize("function", [mention_candidates, lambda source: render(source, names={})])
def test_too_long_is_refused(function):
    with pytest.raises(TooComplex, match="50001 characters"):
        function("@a " * 16_667)
