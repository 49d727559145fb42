"""The numbers in which the post says what went wrong (RFC 3463)."""

import re
from dataclasses import dataclass

_LONGEST_DIAGNOSTIC = 500
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])[0-5]\d(?=[ \-#]|$)(?!\.\d)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whom a letter did not reach, and why."""

    recipient: str
    status: str
    is_permanent: bool
    diagnostic: str


def status_in(text: str) -> str:
    """The first status in a text, such as "5.1.1"; "" when there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def status_of_reply(text: str) -> str:
    """A status that only says whether it is permanent, from the old code of three digits."""
    found = _REPLY_CODE.search(text)
    return f"{found[1]}.0.0" if found else ""


def is_vague(status: str) -> bool:
    return not status or status.endswith(".0.0")


def one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_DIAGNOSTIC]
