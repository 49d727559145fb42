"""What comes in: any string at all. What goes on: text with one kind of line end, of bounded size."""

import re

# Some 8,000 words. Twice as much still renders, but hostile input of that length takes over a second.
LONGEST_SOURCE = 50_000

_NEWLINE = re.compile(r"\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class TooComplex(ValueError):
    """The text is too long, or built to keep the server busy; show the author a plain refusal."""


def refuse_overlong(source: str) -> None:
    """Raise TooComplex above `LONGEST_SOURCE` characters."""
    if len(source) > LONGEST_SOURCE:
        raise TooComplex(f"The text has {len(source)} characters; {LONGEST_SOURCE} is the most.")


def clean_source(source: str) -> str:
    """The source without control characters and lone surrogates, lines ending in a line feed.

    Raises TooComplex above `LONGEST_SOURCE` characters.
    """
    refuse_overlong(source)
    if "\r" in source:
        source = _NEWLINE.sub("\n", source)
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", source))
