"""What somebody wrote now, out of a mail that also holds what others wrote before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zinvol.lib.letters.attribution import announcement, has_announcement, is_rule, starts_original
from zinvol.lib.letters.charsets import clean
from zinvol.lib.letters.marker import has_marker
from zinvol.lib.letters.signatures import without_program, without_signature

LONGEST_TEXT = 300_000
"""Characters that are looked at: six times what a post can hold. What lies beyond is left out."""

# Taking one thing away can uncover another: a quotation of which the answer was only a signature.
_MOST_ROUNDS = 20
_COMPARISON = re.compile(r"\s{0,3}>\s{0,2}[=\d€$~]")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\u00ad]")


def own_words(text: str) -> str:
    """The words that the writer of this mail added, without quotation and signature.

    Answers between quoted lines keep the lines that they answer, as a Markdown quotation. Gives back
    something whenever somebody wrote something: a mail that is only "Groet, Jan" is left as it is.
    Applied to its own result it changes nothing.
    """
    text = _tidy(_INVISIBLE.sub("", clean(text[:LONGEST_TEXT])))
    for _ in range(_MOST_ROUNDS):
        shorter = _tidy(_stripped(text)[:LONGEST_TEXT])
        if shorter == text:
            break
        text = shorter
    return text


@dataclass(slots=True)
class _Run:
    """Lines that are all quoted, or all not. ``is_announced``: a mail program quoted them, not a person."""

    is_quote: bool
    lines: list[str]
    is_announced: bool = False


def _stripped(text: str) -> str:
    lines = text.split("\n")
    marked = next((at for at, line in enumerate(lines) if has_marker(line)), None)
    if marked is None:
        return _own_part(lines)
    above = _own_part(lines[:marked])
    # Behind ">" what is new can still be told from what is ours: an answer below the marker is not lost.
    return above or (_own_part(lines) if _is_quoted(lines[marked]) else "")


def _own_part(lines: Sequence[str]) -> str:
    runs = _runs(lines)
    return _tidy("\n".join(_kept(runs))) or _at_least(runs)


def _kept(runs: Sequence[_Run]) -> list[str]:
    """Somebody's words, and between them the quoted lines that they answer.

    One announced quotation is all of the earlier mail, above or below the answer: it goes.
    """
    is_interleaved = sum(run.is_quote for run in runs) > 1
    kept: list[str] = []
    said = _without_end(runs)
    for at, run in enumerate(said):
        if not run.is_quote:
            is_above_mail = at + 1 < len(said) and said[at + 1].is_announced
            kept += without_signature(run.lines) if is_above_mail else run.lines
        elif is_interleaved or not run.is_announced:
            kept += ["", *_presentable(run.lines), ""]
    return kept


def _without_end(runs: Sequence[_Run]) -> list[_Run]:
    """The runs up to the last words that answer something: below them stand only a quotation and signatures."""
    said = list(runs)
    while said:
        last = said.pop()
        words = [] if last.is_quote else without_signature(last.lines)
        if any(line.strip() for line in words):
            return [*said, _Run(False, words)]
    return []


def _at_least(runs: Sequence[_Run]) -> str:
    """When only a signature is left: the words before any quotation, or else below it."""
    own = [run.lines for run in runs if not run.is_quote]
    if runs and own and not runs[0].is_quote and (first := _words_of(own[0])):
        return first
    return _words_of([line for lines in own for line in lines])


def _words_of(lines: list[str]) -> str:
    return _tidy("\n".join(without_program(lines)))


def _runs(lines: Sequence[str]) -> list[_Run]:
    """The mail in turns, up to where the earlier mail stands unquoted."""
    runs: list[_Run] = []
    is_announced, at = False, 0
    while at < len(lines):
        if _is_quoted(lines[at]):
            group = _quoted_from(lines, at)
            _add(runs, _quote_or_list(group, runs, is_announced=is_announced))
            is_announced = False
            at += len(group)
            continue
        below, length = _announcement(lines, at)
        if length:
            _take_back(runs, length - 1)
            is_announced = True
        elif starts_original(lines, at):
            _take_back_rules(runs)
            break
        else:
            _add(runs, _Run(False, [lines[at]]))
        if is_announced and not _is_quoted(below):
            break
        at += 1
    return runs


def _announcement(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The next words below this line, and how many lines up to here announce them as a quotation."""
    if not lines[at].endswith((":", "：")):
        return ">", 0
    below = _next_words(lines, at + 1)
    return below, announcement(lines, at, before_quote=_is_quoted(below), at_end=not below)


def _quote_or_list(group: list[str], runs: Sequence[_Run], *, is_announced: bool) -> _Run:
    is_announced = is_announced or _announced_lines(group) > 0 or any(map(has_marker, group))
    is_own = not is_announced and not any(run.is_quote for run in runs[-2:]) and _is_list(group, runs)
    return _Run(not is_own, group, is_announced)


def _add(runs: list[_Run], run: _Run) -> None:
    """Blank lines belong to the run that they follow, so that runs take turns."""
    if runs and (runs[-1].is_quote == run.is_quote or not any(line.strip() for line in run.lines)):
        runs[-1].lines += run.lines
        runs[-1].is_announced |= run.is_announced
    elif runs or any(line.strip() for line in run.lines):
        runs.append(run)


def _take_back(runs: list[_Run], count: int) -> None:
    """Lines that turn out to be the first ones of a folded announcement."""
    if count:
        del runs[-1].lines[-count:]
        if not runs[-1].lines:
            runs.pop()


def _take_back_rules(runs: list[_Run]) -> None:
    while runs and not runs[-1].is_quote and runs[-1].lines:
        if runs[-1].lines[-1].strip() and not is_rule(runs[-1].lines[-1]):
            break
        _take_back(runs, 1)


def _is_quoted(line: str) -> bool:
    return line.lstrip()[:1] == ">"


def _quoted_from(lines: Sequence[str], at: int) -> list[str]:
    end = at
    while end < len(lines) and _is_quoted(lines[end]):
        end += 1
    return list(lines[at:end])


def _next_words(lines: Sequence[str], at: int) -> str:
    return next((lines[number] for number in range(at, len(lines)) if lines[number].strip()), "")


def _is_list(group: Sequence[str], runs: Sequence[_Run]) -> bool:
    """Whether ">" is a sign of somebody's own: "> 5 jaar", or points directly below "Wie komt er:"."""
    if all(map(_COMPARISON.match, group)):
        return True
    return bool(runs) and not runs[-1].is_quote and runs[-1].lines[-1].endswith(":")


def _announced_lines(group: Sequence[str]) -> int:
    """How many lines at the top of a quotation announce it: iPhones quote their announcement as well."""
    joined = ""
    for at, line in enumerate(group[:4]):
        joined = f"{joined} {line.strip(' >')}".strip()
        if has_announcement(joined):
            return at + 1
    return 0


def _presentable(lines: list[str]) -> list[str]:
    """Quoted lines as a Markdown quotation, without what mail programs put around them."""
    lines = [line.lstrip() for line in lines if not has_marker(line)]
    while length := _announced_lines(lines):
        lines = lines[length:]
    words = [at for at, line in enumerate(lines) if line.strip(" >")]
    return lines[words[0] : words[-1] + 1] if words else []


def _tidy(text: str) -> str:
    """No blank lines around the text, one at most within it, and nothing at the ends of lines but the space
    that makes "-- " the start of a signature."""
    tidied: list[str] = []
    for line in text.split("\n"):
        line = "-- " if line == "-- " else line.rstrip()
        if line or (tidied and tidied[-1]):
            tidied.append(line)
    while tidied and not tidied[-1].strip():
        tidied.pop()
    return "\n".join(tidied)
