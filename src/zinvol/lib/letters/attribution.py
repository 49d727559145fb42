"""How mail programs announce a quotation, in Dutch, in English and, more carefully, in any language."""

import re
from collections.abc import Sequence

# Gmail folds the announcement at 76 characters; a long name and a long address make it three lines.
_MOST_LINES = 3
_LONGEST = 400
_LONGEST_BLOCK = 16

_OPENING = re.compile(
    r"(?:On|Op)\b.*\b(?:wrote|schreef|geschreven)\b.*$"  # Gmail, Apple Mail, Thunderbird, Android
    r"|.+\b(?:wrote|schreef) (?:on|op)\b.*\d.*$",  # older Thunderbird: "Jan schreef op 3-11-2025 om 10:12:"
    re.IGNORECASE,
)
_VERB_LAST = re.compile(r"\b(?:wrote|writes|schreef|schrijft|geschreven) ?[:：]$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}\.[^\s<>@]{1,30}")
_TIME = re.compile(r"\b\d{1,2}[:.u]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b")

_SEPARATOR = re.compile(
    r"-{2,} ?(?:original (?:message|appointment|email)|oorspronkelijk[e]? (?:bericht|afspraak|e-mail)"
    r"|origineel bericht|forwarded message|doorgestuurd bericht|reply message|antwoordbericht) ?-{2,}"
    r"|begin forwarded message:|begin doorgestuurd bericht:",
    re.IGNORECASE,
)
_HEADER = re.compile(r"[*_ ]{0,4}([A-Za-z][A-Za-z -]{1,20}?)[*_ ]{0,3}:[*_ ]{0,3}(.*)$")
_HEADERS = {
    **dict.fromkeys(("from", "van"), "from"),
    **dict.fromkeys(("sent", "verzonden", "date", "datum", "verstuurd", "received", "ontvangen"), "date"),
    **dict.fromkeys(("subject", "onderwerp", "betreft"), "subject"),
    **dict.fromkeys(("to", "aan", "cc", "bcc", "reply-to", "antwoorden aan"), "other"),
    **dict.fromkeys(("attachments", "bijlagen", "importance", "urgentie", "prioriteit", "priority"), "other"),
}


def announcement(lines: Sequence[str], end: int, *, before_quote: bool, at_end: bool) -> int:
    """How many lines, of which the one at ``end`` is the last, announce a quotation; 0 for none.

    Directly before quoted lines less is asked of it than before ordinary ones: then it must have the date
    and the time, or an address, as a person does not write those when telling what somebody wrote.
    """
    if not lines[end].rstrip().endswith((":", "：")):
        return 0
    joined = ""
    for length in range(1, _MOST_LINES + 1):
        start = end - length + 1
        if start < 0 or not lines[start].strip() or lines[start].lstrip().startswith(">"):
            break
        joined = f"{lines[start].strip(' *_')} {joined}".strip()
        if len(joined) > _LONGEST:
            break
        is_plain = length == 1 and (before_quote or (at_end and any(map(str.isdigit, joined))))
        if _OPENING.match(joined) and (is_plain or _is_signed(joined)):
            return length
    return _less_certain(lines, end) if before_quote else 0


def has_announcement(line: str) -> bool:
    """Whether one quoted line, without its quote marks, announces what is quoted below it."""
    line = line.strip()[-_LONGEST:]
    return line.endswith((":", "：")) and bool(
        _OPENING.match(line) or _VERB_LAST.search(line) or _is_signed(line)
    )


def starts_original(lines: Sequence[str], at: int) -> bool:
    """Whether the mail that is answered begins at this line, unquoted: below a separator, or with the
    header block that Outlook makes."""
    line = lines[at].strip(" *_\t")
    if _SEPARATOR.fullmatch(line):
        return True
    found = _HEADER.match(lines[at])
    return bool(found and _name(found) == "from" and _is_header_block(lines, at))


def is_rule(line: str) -> bool:
    """Whether a line is one of the rules that Outlook draws above what it quotes."""
    line = line.strip()
    return len(line) >= 5 and set(line) <= {"_", "-"}


def _less_certain(lines: Sequence[str], end: int) -> int:
    """In another language: a short paragraph that ends in a colon, with an address or a date and a time.
    By hand: "Noor schreef:"."""
    start = end
    while start > 0 and lines[start - 1].strip() and not lines[start - 1].lstrip().startswith(">"):
        start -= 1
        if end - start >= _MOST_LINES:
            start = end
            break
    joined = " ".join(line.strip() for line in lines[start : end + 1])
    if len(joined) <= _LONGEST and _is_signed(joined):
        return end - start + 1
    return int(bool(_VERB_LAST.search(lines[end].rstrip(" *_")[-_LONGEST:])))


def _is_signed(joined: str) -> bool:
    return bool(_ADDRESS.search(joined) or (_TIME.search(joined) and _YEAR.search(joined)))


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """From, a date, and a subject or an address: somebody's own "Van: Utrecht / Aan: Zwolle" is none."""
    names: set[str] = set()
    blanks = 0
    for line in lines[at : at + _LONGEST_BLOCK]:
        blanks = 0 if line.strip() else blanks + 1
        if blanks > 1:
            break
        found = _HEADER.match(line[:_LONGEST])
        names.add(_name(found) if found else "")
    return {"from", "date"} <= names and ("subject" in names or bool(_ADDRESS.search(lines[at][:_LONGEST])))


def _name(found: re.Match[str]) -> str:
    return _HEADERS.get(found[1].strip().lower(), "")
