"""A letter, once it has been read."""

from dataclasses import dataclass
from enum import StrEnum


class BadLetter(ValueError):
    """Nothing can be made of this mail; the one line it carries says why, in words for a log."""


class LetterKind(StrEnum):
    """Who wrote it: a person, a machine on behalf of one, or the post that could not deliver."""

    PERSONAL = "personal"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came along. The name has no folders in it; the type is what the sender says."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """What the post says about a letter that did not arrive.

    ``recipient`` is "" and ``status`` is "" where the post does not say. ``is_permanent`` is about the
    address: false when trying again later may help. ``original_recipient_addresses`` are those to whom the
    returned letter was addressed, as far as it came back.
    """

    recipient: str
    status: str
    is_permanent: bool
    diagnostic: str
    original_message_id: str
    original_recipient_addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the words of this package.

    Addresses are bare and in lower case, message ids without their angle brackets. ``text`` is what the
    person wrote now; ``full_text`` still has the quotation and the signature.
    """

    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    full_text: str
    attachments: tuple[Enclosure, ...]
    kind: LetterKind
    bounce: Bounce | None
