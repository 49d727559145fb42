"""Bounces that follow no standard: qmail, Exchange, Gmail, Exim and their kind, in their own words."""

import re
from contextlib import suppress
from email.message import Message

from flufl.bounce import all_failures

from zinvol.lib.letters.headers import addresses, fields, sender_of, subject_of
from zinvol.lib.letters.kinds import has_empty_return_path
from zinvol.lib.letters.statuses import Verdict, one_line, status_in, status_of_reply

_READ = 20_000
_LONGEST_LINE = 1_000

_SENDERS = {"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon", "bounce", "bounces"}
_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|onbestelbaar|niet (?:bezorgd|afgeleverd|besteld)|delivery status notification"
    r"|failure notice|mail delivery (?:failed|failure|subsystem|system|problem)|returned mail|delivery (?:has )?failed"
    r"|delivery failure|could not be delivered|kan niet worden (?:bezorgd|afgeleverd)|mislukte bezorging"
    r"|bezorging (?:is )?mislukt|delivery delayed|vertraagde bezorging|message delayed|non remis",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\"'=]{1,64}@[^\s@<>()\[\],;:\"'=]{1,255}\.[a-z0-9-]{2,30}", re.IGNORECASE
)
_RETURNED_BELOW = re.compile(
    r"^-{2,}.{0,40}(?:copy of the message|original message|oorspronkelijk bericht|returned message|headers)"
    r"|^(?:Received|Return-Path): |^Original message headers:|^Oorspronkelijke berichtkoppen:",
    re.IGNORECASE | re.MULTILINE,
)
_WAITS = re.compile(
    r"(?:delay|will (?:be )?retr|not yet been delivered|nog niet bezorgd|vertraag|warning: message|still trying"
    r"|temporar(?:y|ily)|tijdelijk)",
    re.IGNORECASE,
)


def bounce_in_words(message: Message, text: str) -> Verdict | None:
    """What the words of the post say; None when this mail is no bounce."""
    if not _is_from_the_post(message):
        return None
    words = _RETURNED_BELOW.split(text[:_READ], maxsplit=1)[0]
    waiting, failing = (_named_in(words, found) for found in _known_forms(message))
    named = addresses(fields(message, "X-Failed-Recipients")) or failing or waiting
    if not named and not _SUBJECT.search(subject_of(message)):
        return None
    recipient = next(iter(named or _others(words, message)), "")
    diagnostic = _diagnostic(words, recipient)
    status = status_in(diagnostic) or status_in(words) or status_of_reply(diagnostic)
    is_waiting = bool(waiting and not failing) or (not status and bool(_WAITS.search(words)))
    if not status:
        status = "4.0.0" if is_waiting else "5.0.0"
    return Verdict(recipient, status, status.startswith("5") and not is_waiting, diagnostic)


def _is_from_the_post(message: Message) -> bool:
    name = sender_of(message).partition("@")[0]
    return (
        name in _SENDERS
        or name.startswith(("microsoftexchange", "mailer-daemon"))
        or bool(fields(message, "X-Failed-Recipients"))
        or has_empty_return_path(message)
        or message.get_content_type() == "multipart/report"
    )


def _known_forms(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Whom flufl.bounce finds: those that are still waited for, and those that failed.

    It reads line by line with some fifty expressions, so it gets a short mail with short lines only.
    """
    lines = [line for part in message.walk() if isinstance(line := part.get_payload(), str)]
    if sum(map(len, lines)) > 4 * _READ or any(
        len(line) > _LONGEST_LINE for text in lines for line in text.split("\n")
    ):
        return frozenset(), frozenset()
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        return all_failures(message)
    return frozenset(), frozenset()


def _named_in(words: str, found: frozenset[bytes]) -> list[str]:
    """Those that the post itself names: below its words stands the returned letter, with other addresses."""
    lower = words.lower()
    known = addresses(sorted(address.decode("ascii", "replace") for address in found))
    return [address for address in known if address in lower]


def _others(words: str, message: Message) -> list[str]:
    """Addresses in the words of the post that are neither its own nor that of the one it writes to."""
    known = {sender_of(message), *addresses(fields(message, "To"))}
    return [address for address in addresses(_ADDRESS.findall(words)) if address not in known]


def _diagnostic(words: str, recipient: str) -> str:
    """The paragraph with the code of the refusal; without one the paragraph that names the recipient."""
    paragraphs = [one_line(paragraph) for paragraph in re.split(r"\n[ \t]*\n", words)]
    for is_it in (status_in, status_of_reply):
        for paragraph in paragraphs:
            if is_it(paragraph):
                return _without_recipient(paragraph, recipient)
    for paragraph in paragraphs:
        if recipient and recipient in paragraph.lower() and paragraph.lower().strip("<>: ") != recipient:
            return _without_recipient(paragraph, recipient)
    return paragraphs[0]


def _without_recipient(paragraph: str, recipient: str) -> str:
    """qmail begins the paragraph with "<jan@veldhaven.example>:"."""
    start = f"<{recipient}>:"
    return paragraph[len(start) :].strip() if recipient and paragraph.lower().startswith(start) else paragraph
