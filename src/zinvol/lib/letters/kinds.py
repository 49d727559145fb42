"""Whether a machine wrote a letter on somebody's behalf: nobody should answer it, and nothing is a reply."""

import re
from email.message import Message

from zinvol.lib.letters.headers import field, fields, subject_of

_PRECEDENCES = {"bulk", "list", "junk", "auto_reply"}
_PRESENCE = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "Feedback-ID")

_SUBJECT = re.compile(
    r"(?:automatisch(?:e)? (?:antwoord|beantwoording|reactie|bericht)|automatic (?:reply|response)"
    r"|auto[- ]?(?:reply|response|antwoord|matisch antwoord)|autosvar|automatische antwort"
    r"|(?:out of (?:the )?office|ooo|afwezig|niet aanwezig|niet op kantoor|buiten kantoor)"
    r"(?=\s?[:(\[-]|$|\s(?:re:|auto|reply|antwoord|assistent))"
    r"|out-of-office|afwezigheids?(?:bericht|melding|assistent)|vakantie(?:bericht|melding)\b"
    r"|i(?:'| a)m (?:currently )?(?:out of (?:the )?office|on (?:leave|holiday|vacation))"
    r"|ik ben (?:momenteel |tijdelijk )?(?:afwezig|niet aanwezig|niet op kantoor|op vakantie|met verlof))",
    re.IGNORECASE,
)


def is_automatic(message: Message) -> bool:
    """Whether its headers say, or its subject gives away, that no person wrote it just now."""
    submitted = field(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or any(fields(message, name) for name in _PRESENCE)
        or field(message, "Precedence").lower() in _PRECEDENCES
        or has_empty_return_path(message)
        or message.get_content_type() == "multipart/report"
        or bool(_SUBJECT.match(subject_of(message)))
    )


def has_empty_return_path(message: Message) -> bool:
    """Whether it was sent so that no answer can come of it, as reports and automatic answers should be."""
    return any(value.strip() == "<>" for value in fields(message, "Return-Path"))
