"""What the post says about a letter that could not be delivered, as the standard has it (RFC 3464)."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_string
from email.message import Message

from zinvol.lib.letters.headers import addresses, field, fields, message_ids
from zinvol.lib.letters.letter import Bounce
from zinvol.lib.letters.oldbounces import bounce_in_words
from zinvol.lib.letters.parts import inner_parts, text_of
from zinvol.lib.letters.statuses import Verdict, is_vague, one_line, status_in

_MOST_PARTS = 50
_MOST_RECIPIENTS = 500
_RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
_STATUS_KINDS = {"message/delivery-status", "message/global-delivery-status"}
_ID_IN_TEXT = re.compile(r"^[> \t]{0,5}Message-ID:[ \t]{0,5}(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_TO_IN_TEXT = re.compile(r"^[> \t]{0,5}To:[ \t]{0,5}([^\n]{1,500})", re.IGNORECASE | re.MULTILINE)


def bounce_of(message: Message, text: str) -> Bounce | None:
    """The bounce that this mail is, or None. ``text`` is what it says to people. When the post says that
    a letter did arrive, or only travelled on, that is no bounce."""
    parts = list(_parts(message))
    recipients = [block for part in parts for block in _recipient_blocks(part)]
    failed = [block for block in recipients if _action(block).startswith(("fail", "delay", "error"))]
    if recipients and not failed:
        return None
    told = _told(failed[0]) if failed else bounce_in_words(message, text)
    if told is None:
        return None
    returned = _returned(parts)
    return Bounce(
        recipient=told.recipient,
        status=told.status,
        is_permanent=told.is_permanent,
        diagnostic=told.diagnostic,
        original_message_id=_original_id(message, returned, text),
        original_recipient_addresses=_original_recipients(returned, failed, text),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts in order, those inside the returned letter left out."""
    waiting, count = [message], 0
    while waiting and count < _MOST_PARTS:
        part, count = waiting.pop(), count + 1
        yield part
        if part.is_multipart() and (part is message or part.get_content_maintype() == "multipart"):
            waiting += reversed(inner_parts(part))


def _recipient_blocks(part: Message) -> list[Message]:
    """The groups of fields that are about one recipient each."""
    blocks = inner_parts(part) if part.get_content_type() in _STATUS_KINDS else []
    return [block for block in blocks[:_MOST_RECIPIENTS] if _recipient(block)]


def _told(block: Message) -> Verdict:
    diagnostic = one_line(
        field(block, "Diagnostic-Code").partition(";")[2] or field(block, "Diagnostic-Code")
    )
    status = status_in(field(block, "Status"))
    if is_vague(status):
        status = status_in(diagnostic) or status
    is_failure = not _action(block).startswith("delay")
    is_permanent = is_failure and not status.startswith("4")
    return Verdict(_recipient(block), status, is_permanent, diagnostic)


def _recipient(block: Message) -> str:
    """The one we wrote to; when it was forwarded and failed there, the final one is somebody else."""
    for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"):
        value = field(block, name)
        found = addresses([value.partition(";")[2] or value])
        if found:
            return found[0]
    return ""


def _action(block: Message) -> str:
    return field(block, "Action").lower()


def _returned(parts: Sequence[Message]) -> Message | None:
    """The headers of the returned letter, whole or as a list of lines."""
    for part in parts:
        if part.get_content_type() in _RETURNED:
            inner = inner_parts(part)
            return inner[0] if inner else message_from_string(text_of(part)[:100_000].lstrip())
    return None


def _original_id(message: Message, returned: Message | None, text: str) -> str:
    in_headers = fields(returned, "Message-ID") if returned else []
    candidates = in_headers + _ID_IN_TEXT.findall(text) + fields(message, "In-Reply-To", "References")
    return next(iter(message_ids(candidates)), "")


def _original_recipients(returned: Message | None, failed: Sequence[Message], text: str) -> tuple[str, ...]:
    in_headers = fields(returned, "To", "Cc") if returned else _TO_IN_TEXT.findall(text)
    reported = [field(block, "Original-Recipient").partition(";")[2] for block in failed]
    return addresses([*in_headers, *reported])
