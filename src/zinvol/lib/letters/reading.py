"""Raw mail to a letter."""

import re
from email import message_from_bytes
from email.message import Message

from zinvol.lib.letters.bounces import bounce_of
from zinvol.lib.letters.headers import addresses, fields, mend_fields, message_ids, sender_of, subject_of
from zinvol.lib.letters.kinds import is_automatic
from zinvol.lib.letters.letter import BadLetter, Enclosure, Letter, LetterKind
from zinvol.lib.letters.parts import Parts, Picture, parts_of
from zinvol.lib.letters.quoting import LONGEST_TEXT, own_words
from zinvol.lib.letters.webtext import markdown_of

LARGEST = 50_000_000
"""Bytes of a mail; few servers take more than half of it."""

_MOST_LINES = 1_000_000
# The parser looks in every line for the end of every part that is open.
_MOST_WORK = 5_000_000

_MOST_HEADER_LINES = 20_000
_END_OF_HEADERS = re.compile(rb"\r\n\r\n|\n\n|\r\r")

_RECIPIENT_FIELDS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_NEEDED_FIELDS = ("From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Content-Type")

_SHOWN = re.compile(r"!\[\]\(cid:([^()\s]*)\)")
_PLACEHOLDER = re.compile(r"\[cid:[^\[\]\n]{1,300}\]|\[image: [^\[\]\n]{1,300}\]")


def read(raw: bytes) -> Letter:
    """The letter in the bytes of a mail.

    Raises BadLetter when nothing can be made of it: it is no mail, too large, built to keep the server busy,
    or encrypted. Everything else becomes a letter, however badly it is written.
    """
    message = _parsed(raw)
    parts = parts_of(message)
    marked_up = markdown_of("\n".join(parts.html)[: 5 * LONGEST_TEXT]) if parts.html else ""
    full = _full_text(parts, marked_up)
    bounce = bounce_of(message, full)
    return Letter(
        sender=sender_of(message),
        recipients=addresses(fields(message, *_RECIPIENT_FIELDS)),
        subject=subject_of(message),
        message_id=next(iter(message_ids(fields(message, "Message-ID"))), ""),
        in_reply_to=next(iter(message_ids(fields(message, "In-Reply-To"))), ""),
        references=message_ids(fields(message, "References")),
        text=own_words(full),
        full_text=full,
        attachments=_attachments(parts, marked_up),
        kind=_kind(message, is_bounce=bounce is not None),
        bounce=bounce,
    )


def _parsed(raw: bytes) -> Message:
    _refuse_costly(raw)
    try:
        message = message_from_bytes(raw)
        mend_fields(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadLetter("The parts of the mail are nested too deeply or damaged.") from error
    if not fields(message, *_NEEDED_FIELDS):
        raise BadLetter("This is no mail: it has no headers.")
    return message


def _refuse_costly(raw: bytes) -> None:
    if not raw.strip():
        raise BadLetter("The mail is empty.")
    if len(raw) > LARGEST:
        raise BadLetter(f"The mail has {len(raw)} bytes; {LARGEST} is the most.")
    lines = raw.count(b"\n") + raw.count(b"\r")
    if lines > _MOST_LINES:
        raise BadLetter(f"The mail has more than {_MOST_LINES} lines.")
    if len(_END_OF_HEADERS.split(raw, maxsplit=1)[0].splitlines()) > _MOST_HEADER_LINES:
        raise BadLetter(f"The headers of the mail have more than {_MOST_HEADER_LINES} lines.")
    if lines * raw.count(b"boundary") > _MOST_WORK:
        raise BadLetter("The mail has too many parts within parts.")


def _full_text(parts: Parts, marked_up: str) -> str:
    """The plain wording when there is one; it is what the HTML was made from or made into."""
    text = "\n\n".join(part.strip("\n") for part in parts.plain) or marked_up
    text = _PLACEHOLDER.sub("", _SHOWN.sub("", text))
    return "\n".join(line if line == "-- " else line.rstrip() for line in text.split("\n")).strip("\n")


def _attachments(parts: Parts, marked_up: str) -> tuple[Enclosure, ...]:
    """The files, without pictures that only stand in the quotation or the signature."""
    shown = set(_SHOWN.findall(marked_up))
    own = set(_SHOWN.findall(own_words(marked_up))) if shown else set()
    return tuple(
        item.enclosure if isinstance(item, Picture) else item
        for item in parts.enclosures
        if not (isinstance(item, Picture) and item.content_id in shown - own)
    )


def _kind(message: Message, *, is_bounce: bool) -> LetterKind:
    if is_bounce:
        return LetterKind.BOUNCE
    return LetterKind.AUTOMATIC if is_automatic(message) else LetterKind.PERSONAL
