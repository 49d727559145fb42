"""The parts of a mail: which of them are its words, and which are files that came along."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from zinvol.lib.letters.charsets import decoded
from zinvol.lib.letters.flowed import unflowed
from zinvol.lib.letters.headers import field as header_field
from zinvol.lib.letters.headers import unencoded
from zinvol.lib.letters.letter import BadLetter, Enclosure

_LONGEST_TEXT = 2_000_000
_LONGEST_NAME = 150
_MOST_FILES = 200

# They say something to a mail program, and nothing to a person.
_FOR_PROGRAMS = {
    *(
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "text/calendar",
        "application/ics",
        "text/x-amp-html",
    ),
    *("application/pgp-signature", "application/pgp-keys", "application/pgp-encrypted"),
    *("application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("message/delivery-status", "message/disposition-notification", "message/feedback-report"),
    *("text/rfc822-headers", "message/global-delivery-status", "message/external-body"),
}
_NAMES_FOR_PROGRAMS = {"winmail.dat", "smime.p7s", "signature.asc", "invite.ics"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_KIND = re.compile(r"[a-z0-9.+_-]{1,100}/[a-z0-9.+_-]{1,100}")
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Picture:
    """A file that the HTML may show, under the id that the HTML knows it by."""

    content_id: str
    enclosure: Enclosure


@dataclass(slots=True)
class Parts:
    """What is in a mail. ``plain`` and ``html`` may both be there, as two wordings of the same."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    enclosures: list[Enclosure | Picture] = field(default_factory=list)


def parts_of(message: Message) -> Parts:
    """The words and files of a mail. Raises BadLetter when it is encrypted."""
    found = Parts()
    for part in _leaves(message):
        if len(found.enclosures) < _MOST_FILES:
            _take(part, found)
    return found


def inner_parts(part: Message) -> list[Message]:
    """The parts directly inside this one; none when it holds words or a file."""
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def content_of(part: Message) -> bytes:
    """The bytes of a part that holds no other parts; as far as the encoding can be undone."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        content = None
    return content if isinstance(content, bytes) else payload.encode("utf-8", "surrogateescape")


def text_of(part: Message) -> str:
    """The text of a part, in whatever characters it was written."""
    return decoded(content_of(part)[:_LONGEST_TEXT], parameter(part, "charset"))


def parameter(part: Message, name: str, field_name: str = "content-type") -> str:
    """A parameter of a field, "" when it is not there or cannot be read."""
    try:
        value = part.get_param(name, "", field_name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        charset, _, words = value
        return decoded(words.encode("latin-1", "replace"), charset or "utf-8")
    return str(value)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold words or files, in order. Of alternatives all are given: they are told apart
    by their type. A mail inside the mail counts as a file."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if kind == "multipart/encrypted":
            raise BadLetter("The mail is encrypted; it cannot be read here.")
        if kind == "multipart/report" and part.is_multipart():
            waiting += [inner for inner in reversed(inner_parts(part)) if _is_word(inner)]
        elif part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting += reversed(inner_parts(part))
        else:
            yield part


def _is_word(part: Message) -> bool:
    """Of a report only what it says to people; the returned mail is no file that somebody added."""
    return part.get_content_maintype() in ("text", "multipart")


def _take(part: Message, found: Parts) -> None:
    kind = part.get_content_type()
    name = _name_of(part)
    if kind in _SEALED and "sign" not in parameter(part, "smime-type"):
        raise BadLetter("The mail is encrypted; it cannot be read here.")
    if kind in _FOR_PROGRAMS | _SEALED or name.lower() in _NAMES_FOR_PROGRAMS:
        return
    is_file = bool(name) or _disposition(part) == "attachment"
    if kind in ("text/plain", "text/html") and not is_file:
        _take_words(part, kind, found)
    elif is_file or kind.partition("/")[0] not in ("text", "multipart"):
        _take_file(part, name, found)
    elif not _is_binary(content_of(part)):
        _take_words(part, "text/plain", found)


def _take_words(part: Message, kind: str, found: Parts) -> None:
    text = text_of(part)
    if not text.strip():
        return
    if kind == "text/html":
        found.html.append(text)
        return
    if parameter(part, "format").lower() == "flowed":
        text = unflowed(text, joins_words=parameter(part, "delsp").lower() == "yes")
    found.plain.append(text)


def _take_file(part: Message, name: str, found: Parts) -> None:
    content = _message_inside(part) if part.is_multipart() else content_of(part)
    if not content:
        return
    kind = part.get_content_type()
    kind = kind if _KIND.fullmatch(kind) else "application/octet-stream"
    name = name or _name_for(part, kind, len(found.enclosures) + 1)
    enclosure = Enclosure(name, content, kind)
    content_id = header_field(part, "Content-ID").strip("<> ")
    is_shown = content_id and kind.startswith("image/") and _disposition(part) != "attachment"
    found.enclosures.append(Picture(content_id, enclosure) if is_shown else enclosure)


def _message_inside(part: Message) -> bytes:
    """A forwarded mail as the file it was; b"" when it cannot be written down again."""
    try:
        return b"".join(inner.as_bytes() for inner in inner_parts(part)[:1])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def _name_of(part: Message) -> str:
    """The name without folders and without what a file system or a page would stumble over."""
    name = parameter(part, "filename", "content-disposition") or parameter(part, "name")
    name = _UNSAFE_IN_NAME.sub("", unencoded(_one_line(name)).replace("\\", "/").rpartition("/")[2]).strip(
        ". "
    )
    stem, dot, extension = name.rpartition(".")
    if len(name) > _LONGEST_NAME and dot and len(extension) <= 10:
        return f"{stem[: _LONGEST_NAME - len(extension) - 1]}.{extension}"
    return name[:_LONGEST_NAME]


def _one_line(name: str) -> str:
    if not name.isascii():
        name = decoded(name.encode("utf-8", "surrogateescape"), "utf-8")
    return " ".join(name.split())


def _name_for(part: Message, kind: str, number: int) -> str:
    if kind == "message/rfc822":
        subject = "".join(header_field(inner, "Subject") for inner in inner_parts(part)[:1])
        return (_UNSAFE_IN_NAME.sub("", subject).replace("/", "-")[:80].strip(". ") or str(number)) + ".eml"
    return f"{number}{mimetypes.guess_extension(kind) or '.bin'}"


def _disposition(part: Message) -> str:
    return header_field(part, "Content-Disposition").partition(";")[0].strip().lower()


def _is_binary(content: bytes) -> bool:
    return b"\0" in content[:1000]
