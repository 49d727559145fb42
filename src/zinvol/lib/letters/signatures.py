"""What stands under somebody's words without being said: names, telephone lines, programs, disclaimers."""

import re

_MOST_AFTER_CLOSING = 8
_MOST_AFTER_DASHES = 12
_MOST_AFTER_DISCLAIMER = 25
_MOST_AFTER_POSTSCRIPT = 12
_MOST_ROUNDS = 5
_LONGEST_LINE = 200

_CLOSING = re.compile(
    r"(?:(?:met )?(?:een )?(?:vriendelijke|hartelijke|collegiale|warme|zonnige|sportieve|beste) groet(?:en|jes)?"
    r"|(?:veel |de )?groet(?:en|jes)?|gr\.|gr|mvg|m\.?v\.?(?:rie?ndelijke )?g\.?|met vr\.? gr\.?|m\.? ?vr\.? ?gr\.?"
    r"|(?:met |alvast )?(?:dank|bedankt) en (?:vriendelijke )?groet(?:en|jes)?|greetings|hoogachtend|(?:(?:kind|kindest|best|warm|warmest) )?regards|(?:all the |with )?best wishes"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|cheers|with kind regards)"
    r"(?:[,.!]+|(?=\s)|$)((?:\s+[\w.'’()&/-]+){0,4})\s*[,.]?",
    re.IGNORECASE,
)
# "Groeten uit Zeeland", "Regards the plan": a word of the sentence and not a name.
_SENTENCE_WORD = re.compile(
    r"\s(?:uit|van|aan|voor|is|en|to|from|for|the|your|of|doen|overgebracht)\b", re.IGNORECASE
)
_POSTSCRIPT = re.compile(r"\s*(?:\*\*)?(?:P\.?S\.?|N\.?B\.?)(?:\*\*)?\s?[:.,\s]", re.IGNORECASE)

# What may follow the name of a device or program: a model, an address. Not the rest of a sentence.
_MODEL = (
    r"(?:[ ,-]{1,2}(?:pro|max|plus|mini|ultra|air|mobile|mobiel|app|smartphone|smart|phone|device|toestel|galaxy"
    r"|secure|beveiligde|e-?mail|for|voor|using|met|via|ios|android|mac|windows|desktop|gmail|mail|outlook"
    r"|[a-z]{0,6}\d{1,5}[a-z]{0,4}))*(?:\]?[(<\[][^\s()<>\[\]]{1,200}[)>\]])?[.\]]?"
)
_PROGRAM = re.compile(
    r"(?:sent|verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|via|met|from|with|using) "
    r"(?:(?:mijn|my|de|the|een|a) )?\[?"
    r"(?:[\w.+®™-]{1,20} ){0,3}"
    r"(?:iphone|ipad|ipod|mac|android|samsung|galaxy|huawei|xiaomi|oneplus|pixel|fairphone|nokia|blackberry"
    r"|smartphone|phone|telefoon|mobiel|tablet|outlook|mail|yahoo|proton|protonmail|gmail|windows|k-9|fairemail"
    rf"|thunderbird|bluemail|spark|nine){_MODEL}"
    rf"|(?:(?:get|download|haal|krijg|ophalen) )?\[?outlook (?:for|voor) (?:ios|android|mac)"
    rf"(?: (?:downloaden|ophalen))?{_MODEL}"
    r"|(?:virus-?vrij|virus-?free)\.? ?\[?(?:www\.)?avast.{0,120}",
    re.IGNORECASE,
)

_DISCLAIMER = re.compile(
    r"(?:dit|deze) (?:e-?mail|bericht|mail|e-?mailbericht)\b.{0,120}?"
    r"(?:(?:uitsluitend|alleen|slechts|enkel) (?:bestemd|bedoeld)|bestemd voor|vertrouwelijk)"
    r"|de (?:informatie|inhoud)\b.{0,80}?\b(?:e-?mail|bericht|e-?mailbericht)\b.{0,160}?"
    r"(?:bestemd|bedoeld|vertrouwelijk)"
    r"|aan (?:dit|deze) (?:e-?mail|bericht|e-?mailbericht)\b.{0,60}?geen rechten"
    r"|(?:disclaimer|vertrouwelijkheid|confidentiality)(?: notice)?\s?(?::|$)"
    r"|(?:denk aan het milieu|please consider the environment)\b"
    r"|this (?:e-?mail|message|communication|transmission)\b.{0,120}?"
    r"(?:confidential|privileged|intended (?:only|solely|exclusively)|(?:only|solely) (?:intended|for))"
    r"|the (?:information|contents?)\b.{0,80}?\b(?:e-?mail|message|communication)\b.{0,160}?"
    r"(?:confidential|intended|privileged)",
    re.IGNORECASE | re.DOTALL,
)


def without_signature(lines: list[str]) -> list[str]:
    """The lines without what is signature at their end; a postscript below it stays. It may take all."""
    for _ in range(_MOST_ROUNDS):
        before = lines
        for remove in (without_program, _without_disclaimer, _without_dashes, _without_closing):
            lines = remove(lines)
        if lines == before:
            break
    return lines


def without_program(lines: list[str]) -> list[str]:
    """The lines without those near the end in which a mail program speaks of itself."""
    first = _tail(lines, _MOST_AFTER_CLOSING)
    while first and (not lines[first - 1].strip() or _PROGRAM.fullmatch(_bare(lines[first - 1]))):
        first -= 1
    near = range(first, len(lines))
    spoken = {at for at in near if _PROGRAM.fullmatch(_bare(lines[at])) and _stands_alone(lines, at)}
    return [line for at, line in enumerate(lines) if at not in spoken] if spoken else lines


def _stands_alone(lines: list[str], at: int) -> bool:
    """Not in the middle of a paragraph: there it may be a sentence that somebody wrote."""
    return at in (0, len(lines) - 1) or not lines[at + 1].strip() or not lines[at - 1].strip()


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Only below other words: "Dit bericht is alleen bestemd voor…" can be how somebody begins."""
    for at in range(max(1, _tail(lines, _MOST_AFTER_DISCLAIMER)), len(lines)):
        is_start = lines[at].strip() and not lines[at - 1].strip()
        if is_start and _DISCLAIMER.match(" ".join(lines[at : at + 6])[:1000].strip(" *_#")):
            return lines[:at]
    return lines


def _without_dashes(lines: list[str]) -> list[str]:
    """Below "-- " there is only signature. Many programs lose the space; then a line "--" counts when it is
    the only one, stands apart and little follows: it could be a rule, or underline a heading."""
    if "-- " in lines:
        return lines[: lines.index("-- ")]
    at = lines.index("--") if lines.count("--") == 1 else -1
    stands_apart = at == 0 or (at > 0 and not lines[at - 1].strip())
    return lines[:at] if stands_apart and at >= _tail(lines, _MOST_AFTER_DASHES) else lines


def _without_closing(lines: list[str]) -> list[str]:
    """A postscript is said after all, so it stays; only what stands between goes."""
    tail = _tail(lines, _MOST_AFTER_POSTSCRIPT)
    end = next((at for at in range(tail, len(lines)) if _POSTSCRIPT.match(lines[at])), len(lines))
    for at in range(_tail(lines[:end], _MOST_AFTER_CLOSING), end):
        if _is_closing(lines[at]):
            return lines[:at] + lines[end:]
    return lines


def _is_closing(line: str) -> bool:
    found = _CLOSING.fullmatch(_bare(line)) if len(line) <= _LONGEST_LINE else None
    return bool(found and not _SENTENCE_WORD.search(found[1]))


def _tail(lines: list[str], count: int) -> int:
    """The first line that has at most this many lines with words below it."""
    at, left = len(lines), count + 1
    while at and left:
        at -= 1
        left -= bool(lines[at].strip())
    return at


def _bare(line: str) -> str:
    return line[:_LONGEST_LINE].strip(" *_\t\u00a0").replace("\u00a0", " ")
