"""The Markdown of posts: to safe HTML, to plain text, and mentions as people type and see them."""

from zinvol.lib.markup.difference import difference
from zinvol.lib.markup.mentions import (
    collapse_mentions,
    expand_mentions,
    mention_candidates,
    mention_ids,
    name_key,
)
from zinvol.lib.markup.plain import excerpt, is_bare_link, own_words
from zinvol.lib.markup.rendering import Rendered, render
from zinvol.lib.markup.source import LONGEST_SOURCE, TooComplex
from zinvol.lib.markup.text import text_of

__all__ = [
    "LONGEST_SOURCE",
    "Rendered",
    "TooComplex",
    "collapse_mentions",
    "difference",
    "excerpt",
    "expand_mentions",
    "is_bare_link",
    "mention_candidates",
    "mention_ids",
    "name_key",
    "own_words",
    "render",
    "text_of",
]
