"""Judging and shortening the plain words of a post."""

import re

_ELLIPSIS = "\u2026"
_FEW_WORDS = 5

_QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_MENTION = re.compile(r"@\{[0-9]{1,15}\}")
_TYPED_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{0,300})\]\([^()\s]{1,2000}\)")
_URL = re.compile(
    r"(?:https?://|www\.|mailto:)\S+"
    # A host without a scheme, as the renderer would recognise it. Only at the start of a run, so that a
    # long run is read once.
    r"|(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,8}(?:nl|be|com|org|net|eu|de|io|dev|gov|edu|info)\b(?:/\S*)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def excerpt(text: str, length: int = 220) -> str:
    """The text on one line, cut on a word boundary to at most `length` characters with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    space = line.rfind(" ", 0, length)
    return line[: space if space > 0 else length - 1].rstrip(" ,;:-") + _ELLIPSIS


def own_words(source: str) -> int:
    """How many words the author wrote: addresses, mentions and quoted lines do not count."""
    return len(_WORD.findall(_URL.sub(" ", _without_borrowed(source))))


def is_bare_link(source: str) -> bool:
    """Whether a post is little more than a link: it has one, and fewer than five words of its own."""
    unquoted = _QUOTED_LINE.sub("", source)
    has_link = bool(_URL.search(unquoted) or _TYPED_LINK.search(unquoted))
    return has_link and own_words(source) < _FEW_WORDS


def _without_borrowed(source: str) -> str:
    return _TYPED_LINK.sub(r"\1", _MENTION.sub(" ", _QUOTED_LINE.sub("", source)))
