"""Messages built from word lists: Dutch and English as colleagues write it, common words most often."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"
LENGTHS = (1, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 9, 11, 15, 22)
"""How many sentences a message has; the sentence about the common word comes extra."""
MARKS = (0.03, 0.05, 0.06)
"""Up to these chances a message has a list, words in bold, or a link."""
SLOPE = 2.2

_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLES = {
    "nl": ("het ", ("een", "een nieuwe", "een goede")),
    "en": ("the ", ("a new", "a good", "another")),
}

Word = Callable[[Random], str]
Shape = list[str | Word]


class Writer:
    """Writes in one language. Everything it writes follows from the dice it is given."""

    def __init__(self, language: str) -> None:
        found = tomllib.loads((DATA / f"{language}.toml").read_text(encoding="utf-8"))
        lists = {name: _words(value) for name, value in found.items() if isinstance(value, str)}
        article, indefinite = _ARTICLES[language]
        nouns = lists["de"] + lists["het"]
        join = _compound if language == "nl" else _pair
        self._slots: dict[str, Word] = {name: _from(lists[name]) for name in ("de", "naam", "hoe", "doen", "gedaan", "wanneer")}  # fmt: skip
        self._slots |= {
            "het": _from([article + word for word in lists["het"]]),
            "een": _from(list(indefinite)),
            "meer": _from(lists["meervoud"]),
            "Meer": _from([word.capitalize() for word in lists["meervoud"]]),
            "samen": lambda dice: join(_pick(nouns, dice), _pick(nouns, dice)),
            "aantal": lambda dice: str(2 + int(300 * dice.random() ** 3)),
            "zaak": lambda dice: f"{dice.randint(2019, 2026)}-{dice.randint(1000, 99999)}",
        }
        self._shapes = {name: [self._shape(s) for s in value] for name, value in found.items() if isinstance(value, list)}  # fmt: skip
        self.rare, self.closed = found["rare"], found["closed"]

    def line(self, kind: str, dice: Random) -> str:
        """One line of a kind: a title, an option, a reason, a purpose, a function."""
        return self._filled(_pick(self._shapes[kind], dice, slope=1.2), dice)

    def word(self, slot: str, dice: Random) -> str:
        """One word of a sort: ``samen`` is two nouns in one."""
        return self._slots[slot](dice)

    def message(self, dice: Random, *, has_common: bool = False, mention: str = "") -> str:
        """A message in paragraphs; now and then with a list, words in bold, or a link."""
        shapes = self._shapes["sentences"]
        lines = [self._filled(_pick(shapes, dice, slope=1.2), dice) for _ in range(dice.choice(LENGTHS))]
        if has_common:
            lines.insert(dice.randrange(len(lines) + 1), self.line("common", dice))
        if mention:
            lines[0] = f"{mention} {lines[0]}"
        return _laid_out(lines, dice)

    def _shape(self, text: str) -> Shape:
        parts = _SLOT.split(text)
        return [self._slots[part] if i % 2 else part for i, part in enumerate(parts) if part]

    def _filled(self, shape: Shape, dice: Random) -> str:
        return "".join([part if isinstance(part, str) else part(dice) for part in shape])


@cache
def writer(language: str) -> Writer:
    return Writer(language)


def people_names() -> tuple[list[str], list[str]]:
    """First names and last names."""
    found: dict[str, Any] = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
    return _words(found["first"]), _words(found["last"])


def _laid_out(lines: list[str], dice: Random) -> str:
    chance = dice.random()
    if len(lines) > 3 and chance < MARKS[0]:
        return lines[0] + "\n\n" + "\n".join(f"- {line}" for line in lines[1:])
    if chance < MARKS[1]:
        lines[-1] = f"**{lines[-1].rstrip('.!?')}**"
    elif chance < MARKS[2]:
        lines.append(f"https://intranet.example/{dice.randint(100, 9999)}")
    size = 3 + len(lines) % 3
    return "\n\n".join(" ".join(lines[i : i + size]) for i in range(0, len(lines), size))


def _words(text: str) -> list[str]:
    return [word.replace("_", " ") for word in text.split()]


def _from(words: list[str]) -> Word:
    size = len(words)
    return lambda dice: words[int(size * dice.random() ** SLOPE)]


def _pick[T](items: list[T], dice: Random, *, slope: float = SLOPE) -> T:
    return items[int(len(items) * dice.random() ** slope)]


def _compound(one: str, other: str) -> str:
    """A Dutch compound: the number of words has no end, as in life."""
    return one + ("s" if one.endswith(("ing", "heid", "teit", "schap", "eer", "eel", "ie")) else "") + other


def _pair(one: str, other: str) -> str:
    return f"{one} {other}"
