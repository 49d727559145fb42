"""HTML mail as light Markdown: paragraphs, lists, links, bold, and ">" before what was quoted."""

import html
import re
from collections import Counter
from html.parser import HTMLParser

import nh3

from zinvol.lib.letters.webquotes import Role, role_of
from zinvol.lib.letters.webwriter import Writer

# Of what is longer, or nested so deeply that parsing it takes seconds, only the words are kept.
_LONGEST = 500_000
_DEEPEST = 3_000

_TAGS = {"a", "b", "blockquote", "body", "br", "div", "em", "hr", "i", "img", "li", "ol", "p", "pre", "span"}
_TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "strong", "table", "td", "th", "tr", "ul"}
_ATTRIBUTES = {
    "*": {"class", "id", "style", "type"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
_WORDLESS = {"script", "style", "title", "template", "noscript"}

_DATA_ADDRESS = re.compile(r"\bdata:[^\s\"'<>]{200,}", re.IGNORECASE)
# Tags that need no end, or are ended by the next one of their kind, do not add up.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|base|br|col|hr|img|input|link|meta|wbr|p|li|tr|td|th|option)\b)([a-z][\w:-]{0,30})",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?blockquote)\b[^<>]*>", re.IGNORECASE)


def markdown_of(source: str) -> str:
    """The words of an HTML mail as Markdown.

    Where the mail that is answered begins without being marked as a quotation there comes a line
    ``-----Original Message-----``, and above the signature that a mail program added a line ``--``.
    Pictures that came along are written as ``![](cid:…)``; those elsewhere are left out.
    """
    source = _DATA_ADDRESS.sub("", source)[:_LONGEST]
    if _depth_of(source) > _DEEPEST:
        return html.unescape(_ANY_TAG.sub("", _BREAK.sub("\n", source))).strip()
    # Besides dropping what is not allowed, this makes it well-formed: below, every tag has its end.
    tidy = nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_WORDLESS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "cid"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(tidy)
    reader.close()
    return reader.writer.text()


def _depth_of(source: str) -> int:
    """How many tags may be open at once: an end tag of another name closes none of them."""
    opened: Counter[str] = Counter()
    deepest = depth = 0
    for is_end, name in _NESTING.findall(source):
        change = -min(1, opened[name]) if is_end else 1
        opened[name] += change
        depth += change
        deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    """Turns tags into calls of the writer, and remembers for each open tag what its end undoes."""

    def __init__(self) -> None:
        super().__init__()
        self.writer = Writer()
        self._open: list[tuple[str, Role]] = []
        self._is_past_original = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.writer.line_break()
        elif tag == "img":
            self.writer.picture(values.get("src", ""))
        elif tag == "hr":
            self.writer.block(2)
        else:
            role = role_of(tag, values)
            self._open.append((tag, role))
            self._start(tag, role, values)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, role = self._open.pop()
        self._end(tag)
        if role is Role.QUOTED:
            self.writer.quote(-1)

    def handle_data(self, data: str) -> None:
        if any(tag == "pre" for tag, _ in self._open[-3:]):
            self.writer.preformatted(data)
        else:
            self.writer.words(data)

    def _start(self, tag: str, role: Role, values: dict[str, str]) -> None:
        writer = self.writer
        writer.block(_GAPS.get(tag, 0))
        if role is Role.QUOTED:
            writer.quote(1)
        elif role is Role.ORIGINAL:
            self._start_original()
        elif role is Role.SIGNATURE:
            writer.own_line("--")
        if tag in ("ul", "ol"):
            writer.open_list(_number(values.get("start", "")), is_numbered=tag == "ol")
        elif tag == "li":
            writer.item()
        elif tag in _STYLES:
            writer.style(_STYLES[tag], 1)
        elif tag == "a":
            writer.open_link(values.get("href", ""))
        elif tag in ("td", "th"):
            writer.words(" ")

    def _start_original(self) -> None:
        """Once: Outlook marks the place where the earlier mail begins in up to three ways."""
        if not self._is_past_original:
            self._is_past_original = self.writer.own_line("-----Original Message-----")

    def _end(self, tag: str) -> None:
        writer = self.writer
        if tag in ("ul", "ol"):
            writer.close_list()
        elif tag in _STYLES:
            writer.style(_STYLES[tag], -1)
        elif tag == "a":
            writer.close_link()
        writer.block(_GAPS.get(tag, 0))


def _number(start: str) -> int:
    return int(start) if start.isdecimal() and len(start) < 5 else 1


_GAPS = {
    **dict.fromkeys(("p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"), 2),
    **dict.fromkeys(("ul", "ol"), 2),
    **dict.fromkeys(("div", "li", "tr", "body"), 1),
}
_STYLES = {"b": "**", "strong": "**", "em": "*", "i": "*", **dict.fromkeys(("h1", "h2", "h3", "h4"), "**")}
