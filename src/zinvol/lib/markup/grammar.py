"""Which Markdown we speak: CommonMark without HTML, with tables, strikethrough, links and mentions."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from zinvol.lib.markup.links import CautiousLinkify
from zinvol.lib.markup.source import TooComplex

# The longest honest text takes some 40,000 steps; brackets built to be retried take millions.
_MOST_STEPS = 200_000
_MENTION = re.compile(r"@\{([1-9][0-9]{0,14})\}")
_SCHEME_BEFORE = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_LONGEST_LINK = 2_000
_SAFE_LINK = re.compile(r"https?://|mailto:|/(?![/\\])", re.IGNORECASE)


@cache
def grammar(*, is_bare: bool = False) -> MarkdownIt:
    """The parser. Bare is without what we add to CommonMark; it exists to be held against the standard."""
    parser = MarkdownIt("commonmark" if is_bare else "gfm-like", {"html": False, "breaks": not is_bare})
    if is_bare:
        return parser
    parser.inline.ruler.before("text", "budget", _spend_step)
    parser.inline.ruler.before("link", "mention", _parse_mention)
    parser.inline.ruler.at("linkify", _parse_web_address)
    assert parser.linkify is not None, "linkify-it is not installed"
    parser.linkify = CautiousLinkify(parser.linkify)
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    return parser


def is_safe_link(url: str) -> bool:
    """Whether a link may be followed: the web, mail, or a path on this very site."""
    return _SAFE_LINK.match(url.strip()) is not None


def _spend_step(state: StateInline, silent: bool) -> bool:
    """Count what the parser tries, and stop it where its work no longer grows with the text."""
    steps = state.env["steps"] = state.env.get("steps", 0) + 1
    if steps > _MOST_STEPS:
        raise TooComplex("The text has too many nested or unfinished brackets.")
    return False


def _parse_web_address(state: StateInline, silent: bool) -> bool:
    """Read `https://...` before emphasis and brackets can break it up.

    In place of the parser's own rule, which reads all that went before and all that follows at every
    `://`: quadratic for a text full of them.
    """
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME_BEFORE.search(state.pending[-7:])
    link = _web_address_at(state, state.pos - len(scheme[1])) if scheme else None
    if not scheme or not link:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(link)}
        state.push("text", "", 0).content = state.md.normalizeLinkText(link)
        state.push("link_close", "a", -1)
    state.pos += len(link) - len(scheme[1])
    return True


def _web_address_at(state: StateInline, start: int) -> str | None:
    end = min(start + _LONGEST_LINK, state.posMax)
    link = state.md.linkify.match_at_start(state.src[start:end]) if state.md.linkify else None
    # A star at the end closes emphasis; it is hardly ever part of the address.
    return link.url.rstrip("*") if link else None


def _parse_mention(state: StateInline, silent: bool) -> bool:
    """Read `@{12}` as a mention of person 12; inside a link it stays words, as links cannot nest."""
    if state.src[state.pos] != "@":
        return False
    match = _MENTION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.meta = {"person": int(match[1]), "is_inside_link": state.linkLevel > 0}
    state.pos = match.end()
    return True
