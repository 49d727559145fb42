"""Mentions as exchange files have them: `@Full Name`, and `@Full Name#2` for the second of those who
share a name, counted in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from zinvol.lib.markup.code import CodeRanges
from zinvol.lib.markup.mentions import (
    _NUMBER,
    _TOKEN,
    _continues_word,
    _mention_starts,
    _name_ends,
    _odd_names,
    name_key,
)
from zinvol.lib.markup.source import LONGEST_SOURCE

NOBODY = "\u2013"
"""Stands where somebody was named who is not known any more."""

_CLOSE_BEFORE = re.compile(r"[\w.+\-/@#]")
_LITERAL = re.compile(r"@(?=\{[1-9][0-9]{0,14}\})")
_MOST_ROUNDS = 4


class Roll:
    """The people of one file, in its order. People are known by a number."""

    def __init__(self) -> None:
        self._named: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}

    def add(self, person: int, name: str) -> None:
        name = " ".join(name.split())
        self._names[person] = name
        self._named.setdefault(name_key(name), []).append(person)

    def to_tokens(
        self, source: str, *, number_of: Callable[[int], int | None] = lambda person: person
    ) -> str:
        """A text of a file with every mention as a token. What looks like a token in it, and is none,
        is escaped. ``number_of`` says as whom a person is known here."""
        if "@" not in source or len(source) > LONGEST_SOURCE:
            return source
        source = self._escaped(source)
        pieces, done = [], 0
        for at in _mention_starts(source, self._odd):
            found = self._mention_at(source, at) if at >= done else None
            number = number_of(found[0]) if found else None
            if found and number:
                pieces += [source[done:at], f"@{{{number}}}"]
                done = found[1]
        return "".join(pieces) + source[done:]

    def to_names(self, source: str) -> str:
        """A kept text as a file has it. The same comes out again after ``to_tokens``."""
        if "@" not in source or len(source) > LONGEST_SOURCE:
            return source
        written = self._written(source)
        for _ in range(_MOST_ROUNDS):
            again = self._written(self.to_tokens(written))
            if again == written:
                break
            written = again
        return written

    @cached_property
    def _odd(self) -> re.Pattern[str] | None:
        return _odd_names(dict.fromkeys(self._names.values(), 1))

    def _mention_at(self, source: str, at: int) -> tuple[int, int] | None:
        """Who is meant at this `@`, and where the mention ends."""
        ends = _name_ends(source, at)
        unusual = self._odd.match(source, at) if self._odd else None
        if unusual:
            ends = sorted({*ends, unusual.end()})
        for end in reversed(ends):
            people = self._named.get(name_key(source[at + 1 : end]), [])
            number = _NUMBER.match(source, end)
            if number and int(number[1]) <= len(people):
                return people[int(number[1]) - 1], number.end()
            if people and not _continues_word(source, end):
                return (people[0], end) if len(people) == 1 else None
        return None

    def _escaped(self, source: str) -> str:
        if not _LITERAL.search(source):
            return source
        code = CodeRanges(source)
        return _LITERAL.sub(lambda found: "@" if code.holds(found.start()) else "@\\", source)

    def _written(self, source: str) -> str:
        """With numbers only where they are needed, when it can be read back that way."""
        plain, meant = self._expanded(source, numbered=False)
        if self.to_tokens(plain) == meant:
            return plain
        numbered, meant = self._expanded(source, numbered=True)
        return numbered if self.to_tokens(numbered) == meant else plain

    def _expanded(self, source: str, *, numbered: bool) -> tuple[str, str]:
        """The text with names, and the text with tokens that should be read back from it."""
        code = CodeRanges(source)
        written, meant, done, after_name = [], [], 0, -1
        for match in _TOKEN.finditer(source):
            if code.holds(match.start()):
                continue
            between = source[done : match.start()]
            shown, token = self._shown(match, numbered=numbered, is_close=match.start() == after_name)
            written += [between, shown]
            meant += [between, token]
            done = match.end()
            after_name = done if token != NOBODY else -1
        return "".join(written) + source[done:], "".join(meant) + source[done:]

    def _shown(self, match: re.Match[str], *, numbered: bool, is_close: bool) -> tuple[str, str]:
        """What stands for a token, with a space where it could not be told from its surroundings."""
        person, source, end = int(match[1]), match.string, match.end()
        name = self._names.get(person)
        if not name:
            return NOBODY, NOBODY
        before = source[match.start() - 1] if match.start() else ""
        lead = " " if is_close or _CLOSE_BEFORE.match(before) else ""
        people = self._named[name_key(name)]
        number = numbered or len(people) > 1 or _continues_word(source, end) or _NUMBER.match(source, end)
        trail = " " if number and source[end : end + 1].isdigit() else ""
        shown = f"@{name}#{people.index(person) + 1}" if number else f"@{name}"
        return f"{lead}{shown}{trail}", f"{lead}{match[0]}{trail}"
