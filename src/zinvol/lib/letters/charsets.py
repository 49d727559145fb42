"""Bytes to text, whatever the sender says about them."""

import codecs
import re

# They read as text only in name, and two of them take a time that grows with the square of the length.
_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
# Senders who name these mean the wider set of Windows, as every browser assumes.
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}

_NEWLINE = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decoded(data: bytes, charset: str) -> str:
    """The text of these bytes, without control characters and with line feeds only. Never fails: an
    unknown or wrong charset is read as UTF-8 when it is, and else as Windows reads Western text."""
    named = _known(charset)
    for name in filter(None, (named, "utf-8")):
        try:
            return clean(data.decode(name))
        except (UnicodeError, LookupError):
            continue
    text = _mended(data, named or "utf-8")
    return clean(data.decode("cp1252", "replace") if text is None else text)


def _mended(data: bytes, name: str) -> str | None:
    """The text with a sign for every byte that is wrong; None when more is wrong than right."""
    try:
        text = data.decode(name, "replace")
    except (UnicodeError, LookupError):
        return None
    wrong = text.count("\ufffd")
    return text if 2 * wrong < sum(not character.isascii() for character in text) else None


def clean(text: str) -> str:
    """Text without NUL and other control characters, lines ending in a line feed."""
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", _NEWLINE.sub("\n", text)))


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip("\"' ")).name.replace("_", "-")
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if name in _NO_CHARSETS else _WIDER.get(name, name)
