"""Plain text of HTML that this package made."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<(?:br|/p|/li|/h\d|/tr|/blockquote|/pre|/td|/th)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def text_of(made: str) -> str:
    """The words of rendered Markdown, with line breaks where blocks end. Only for our own HTML:
    it knows nothing of scripts and comments, which cannot be in it."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", made))).strip()
