"""The header fields of a mail: words, addresses and message ids, however badly they are written."""

import binascii
import re
from collections.abc import Iterable, Iterator
from email.message import Message
from email.utils import getaddresses

from zinvol.lib.letters.charsets import clean, decoded

# Much longer than anybody writes; what lies beyond would only cost time.
_LONGEST_FIELD = 20_000
_LONGEST_SUBJECT = 500

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_ID = re.compile(r"<([^<>\s]{1,990})>?")
_BARE_ID = re.compile(r"[^<>\s,;]{1,500}@[^<>\s,;]{1,490}")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]{1,255}")
_ANGLED = re.compile(rf"<({_ADDRESS.pattern})>")


def fields(message: Message, *names: str) -> list[str]:
    """The values of these fields in the order of the names, unfolded and readable, not yet decoded."""
    wanted = [name.lower() for name in names]
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for name, value in message.raw_items():
        if name.lower() in found:
            found[name.lower()].append(_readable(str(value)))
    return [value for name in wanted for value in found[name]]


def mend_fields(message: Message) -> None:
    """Make the bytes in every field of the mail and its parts characters, and cut it to a length that can be
    read quickly, time and again. Those who come after may take a field for a string."""
    for part in message.walk():
        items = list(part.raw_items())
        if any(len(value) > _LONGEST_FIELD or not value.isascii() for _, value in items):
            for name, _ in items:
                del part[name]
            for name, value in items:
                part.set_raw(name, _readable(value))


def field(message: Message, name: str) -> str:
    """The first value of a field with encoded words read, on one line; "" when it is not there."""
    values = fields(message, name)
    return " ".join(unencoded(values[0]).split()) if values else ""


def subject_of(message: Message) -> str:
    return field(message, "Subject")[:_LONGEST_SUBJECT]


def sender_of(message: Message) -> str:
    """The bare address in From, or "" when there is none that one could write to."""
    return next(iter(addresses(fields(message, "From"))), "")


def addresses(values: Iterable[str]) -> tuple[str, ...]:
    """Every bare address in these values, in lower case, without doubles, in order."""
    return tuple(dict.fromkeys(address.lower() for value in values for address in _addresses_in(value)))


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """The message ids in these values, without angle brackets and doubles. A forgotten bracket and words
    around the id do no harm."""
    return tuple(dict.fromkeys(found for value in values for found in _ids_in(value)))


def unencoded(value: str) -> str:
    """The value with its encoded words read. Neighbours are read as one: they may share a character."""
    pieces: list[str] = []
    held, held_charset, done = b"", "", 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[done : match.start()]
        charset = match[1].split("*")[0].lower()
        if held_charset and (between.strip() or charset != held_charset):
            pieces.append(decoded(held, held_charset))
            held = b""
        if between.strip() or not held_charset:
            pieces.append(between)
        held, held_charset, done = held + _bytes_of(match[2], match[3]), charset, match.end()
    if held_charset:
        pieces.append(decoded(held, held_charset))
    return clean("".join(pieces) + value[done:])


def _readable(value: str) -> str:
    """Eight-bit characters have no business in a header; those that are there are mostly UTF-8."""
    value = value[:_LONGEST_FIELD]
    if not value.isascii():
        value = decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
    return value.replace("\r", " ").replace("\n", " ").replace("\0", "")


def _bytes_of(encoding: str, word: str) -> bytes:
    data = word.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    try:
        return binascii.a2b_base64(data + b"==")
    except ValueError:
        return data


def _addresses_in(value: str) -> Iterator[str]:
    try:
        found = [address for _, address in getaddresses([value])]
    except (RecursionError, ValueError, IndexError):
        found = []
    good = [address for address in found if _ADDRESS.fullmatch(address)]
    yield from good or _ANGLED.findall(value)


def _ids_in(value: str) -> list[str]:
    found: list[str] = _ID.findall(value)
    if len(found) > 1:  # "Jan's message of Monday <one@x>": what has no @ is an aside
        found = [name for name in found if "@" in name] or found
    return found or _BARE_ID.findall(value)
