"""From Markdown to what a page may show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nh3

from zinvol.lib.markup.grammar import grammar
from zinvol.lib.markup.house import Findings, apply_house_rules
from zinvol.lib.markup.source import clean_source


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text in the forms we keep: HTML to show, plain text to search and to preview, and its references."""

    html: str
    text: str
    mentions: tuple[int, ...] = ()
    links: tuple[str, ...] = ()


_TEXT_TAGS = {"a", "br", "code", "em", "hr", "img", "p", "s", "span", "strong"}
_BLOCK_TAGS = {"blockquote", "h3", "h4", "h5", "h6", "li", "ol", "pre", "ul"}
_TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}

# The last word on safety, whatever the parser may let through one day.
_CLEANER = nh3.Cleaner(
    tags=_TEXT_TAGS | _BLOCK_TAGS | _TABLE_TAGS,
    attributes={
        "a": {"href", "rel", "title"},
        "img": {"src", "alt", "title", "loading"},
        "ol": {"start"},
    },
    allowed_classes={
        "a": {"mention"},
        "span": {"mention"},
        "td": {"align-right", "align-center"},
        "th": {"align-right", "align-center"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

# Anything that could mean more than itself: a mark, a link, a mention, an entity, or a line that
# begins or ends in a way Markdown notices. Too careful is merely slower.
_SYNTAX = re.compile(
    r"""[\\`*_~\[@\t]|//|&\S|\.[^\s\d.,!?)"']|^[^\S\n]|[^\S\n]$|^(?:[#>+\-=:|]|\d{1,9}[.)])""",
    re.MULTILINE,
)
_PARAGRAPH_BREAK = re.compile(r"\n{2,}")


def render(source: str, *, names: Mapping[int, str]) -> Rendered:
    """Safe HTML and plain text of a post; `names` has the full names of the people who may be mentioned.

    `mention_ids` tells whose names to fetch. Raises TooComplex for what would take too long.
    """
    source = clean_source(source)
    return _render_fully(source, names) if _SYNTAX.search(source) else _render_plain(source)


def _render_plain(source: str) -> Rendered:
    """What `_render_fully` would say of a source without any syntax, a hundred times sooner."""
    body = source.strip("\n")
    if not body:
        return Rendered("", "")
    paragraphs = _PARAGRAPH_BREAK.split(_escape(body))
    html = "\n".join(f"<p>{paragraph.replace('\n', '<br>\n')}</p>" for paragraph in paragraphs)
    return Rendered(html, _PARAGRAPH_BREAK.sub("\n", body))


def _escape(text: str) -> str:
    """Exactly what the cleaner writes for text."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def _render_fully(source: str, names: Mapping[int, str]) -> Rendered:
    parser = grammar()
    env: dict[str, Any] = {}
    tokens = parser.parse(source, env)
    findings = Findings(names)
    apply_house_rules(tokens, findings)
    html = _CLEANER.clean(parser.renderer.render(tokens, parser.options, env))
    text = "\n".join(line for line in findings.lines if line)
    return Rendered(html.rstrip("\n"), text, tuple(findings.mentions), tuple(findings.links))
