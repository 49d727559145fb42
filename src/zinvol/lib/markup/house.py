"""The house rules, applied to the parsed text: headings, images, links, mentions and table cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from markdown_it.token import Token

# The page has its own h1, and h2 belongs to its sections.
_HEADING_SHIFT = 2
_LINK_REL = "noopener nofollow"
# No dots in a row and nothing percent-encoded that could become one: the path cannot climb out.
_OWN_FILE = re.compile(r"/files/(?!.*(?:\.\.|%2e|\\|%5c))", re.IGNORECASE)
_ALIGNMENTS = {"text-align:right": "align-right", "text-align:center": "align-center"}


@dataclass(slots=True)
class Findings:
    """What the rules met on their way through a text."""

    names: Mapping[int, str]
    mentions: dict[int, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def apply_house_rules(tokens: list[Token], findings: Findings) -> None:
    """Change the tokens in place and note the mentions, links and plain text they hold."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADING_SHIFT)}"
        elif token.type in ("td_open", "th_open"):
            _align_by_class(token)
        elif token.type in ("fence", "code_block"):
            token.info = ""
            findings.lines.append(token.content.rstrip("\n"))
        elif token.type == "inline":
            token.children = list(_inline(token.children or [], findings))
            findings.lines.append(_plain_text(token.children))


def _align_by_class(token: Token) -> None:
    alignment = _ALIGNMENTS.get(str(token.attrs.pop("style", "")))
    if alignment:
        token.attrs["class"] = alignment


def _inline(children: list[Token], findings: Findings) -> Iterator[Token]:
    open_links: list[bool] = []
    for token in children:
        if token.type == "link_open":
            open_links.append(bool(token.attrs.get("href")))
            if not open_links[-1]:
                continue  # `[words]()` leads nowhere: only the words stay.
            _mark_link(token, findings)
        elif token.type == "link_close" and not open_links.pop():
            continue
        elif token.type == "mention":
            _resolve_mention(token, findings)
        elif token.type == "image":
            yield from _image(token, findings, is_inside_link=bool(open_links))
            continue
        yield token


def _mark_link(token: Token, findings: Findings) -> None:
    token.attrs["rel"] = _LINK_REL
    findings.links[str(token.attrs["href"])] = None


def _resolve_mention(token: Token, findings: Findings) -> None:
    """Give the mention its words and its HTML; a person unknown to the caller has neither name nor link."""
    person = token.meta["person"]
    name = findings.names.get(person)
    token.type, token.content = "html_inline", '<span class="mention">@?</span>'
    token.meta["text"] = "@?"
    if name is None:
        return
    findings.mentions[person] = None
    shown = "@" + escape(name, quote=False)
    token.meta["text"] = "@" + name
    token.content = (
        f'<span class="mention">{shown}</span>'
        if token.meta["is_inside_link"]
        else f'<a class="mention" href="/people/{person}/">{shown}</a>'
    )


def _image(token: Token, findings: Findings, *, is_inside_link: bool) -> Iterator[Token]:
    """Our own file stays an image; any other becomes a link, as reading must not call other hosts."""
    source = str(token.attrs.get("src", ""))
    alternative = _plain_text(list(_inline(token.children or [], Findings(findings.names))))
    if _OWN_FILE.match(source):
        token.children = [_text(alternative)]
        token.attrs["loading"] = "lazy"
        yield token
        return
    words = _text(alternative or source)
    if is_inside_link or not source:
        yield words
        return
    opening = Token("link_open", "a", 1, attrs={"href": source})
    _mark_link(opening, findings)
    yield from (opening, words, Token("link_close", "a", -1))


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _plain_text(children: list[Token]) -> str:
    return "".join(map(_token_text, children))


def _token_text(token: Token) -> str:
    if token.type == "html_inline":
        return str(token.meta["text"])
    if token.type == "image":
        return _plain_text(token.children or [])
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
