"""From a form to answers and back: how each kind of item is asked on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zinvol.apps.content.studies.api import answering
from zinvol.lib.science.answers import BadAnswer
from zinvol.lib.science.instruments.model import Instrument, Item, Scale, Section


@dataclass(frozen=True)
class Field:
    """An item as the template meets it: its texts in one language, what was answered, and what is wrong with that."""

    item: Item
    instrument: Instrument
    language: str
    platform: str
    value: Any = None
    error: str = ""

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def text(self) -> str:
        return self.item.text.read(self.language, self.platform)

    @property
    def help(self) -> str:
        return self.item.help.read(self.language, self.platform) if self.item.help else ""

    @property
    def scale(self) -> Scale:
        return self.instrument.scale_of(self.item)

    @property
    def steps(self) -> list[tuple[int, str]]:
        """Each value of the scale with its name, empty where it has none."""
        scale = self.scale
        return [
            (value, text.read(self.language) if (text := scale.anchor(value)) else "")
            for value in scale.values
        ]

    @property
    def is_named(self) -> bool:
        """Whether every step has a name, so that they stand under each other."""
        return all(name for _value, name in self.steps)

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(option.id, option.text.read(self.language, self.platform)) for option in self.item.options]

    @property
    def places(self) -> range:
        return range(1, (self.item.most or len(self.item.options)) + 1)

    def chosen(self, code: str) -> bool:
        if isinstance(self.value, list):
            return code in self.value
        return self.value is not None and str(self.value) == code

    def of(self, code: str) -> Any:
        """What a ranking or amounts hold for a code."""
        return self.value.get(code, "") if isinstance(self.value, dict) else ""


@dataclass(frozen=True)
class Page:
    """One screen of items."""

    section: Section
    fields: list[Field]
    language: str
    platform: str

    @property
    def title(self) -> str:
        return self.section.title.read(self.language, self.platform)

    @property
    def intro(self) -> str:
        return self.section.intro.read(self.language, self.platform) if self.section.intro else ""


def pages(
    instrument: Instrument, *, role: str, answers: Mapping[str, Any], language: str, platform: str, moment: str = "",
    errors: Mapping[str, str] | None = None,
) -> list[Page]:  # fmt: skip
    """What somebody in this role meets, given these answers."""
    wrong = errors or {}
    return [
        Page(
            section,
            [
                Field(item, instrument, language, platform, answers.get(item.id), wrong.get(item.id, ""))
                for item in items
            ],
            language,
            platform,
        )
        for section, items in instrument.asked(role=role, answers=answers, moment=moment)
    ]


def given_in(form: QueryDict, items: Sequence[Item]) -> dict[str, Any]:
    """What a form says of these items; empty where it says nothing."""
    return {item.id: _given(form, item) for item in items if _is_there(form, item)}


def _is_there(form: QueryDict, item: Item) -> bool:
    return f"has.{item.id}" in form or item.id in form


def _given(form: QueryDict, item: Item) -> Any:
    if item.kind == "choices":
        return form.getlist(item.id)
    if item.kind in ("rank", "amounts"):
        return {
            option.id: value
            for option in item.options
            if (value := form.get(f"{item.id}.{option.id}", "").strip())
        }
    return form.get(item.id, "").strip()


def sorted_out(instrument: Instrument, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What can be kept, and by item what is wrong with the rest."""
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for code, value in given.items():
        try:
            good |= answering.clean(instrument, {code: value})
        except BadAnswer as bad:
            wrong[code] = str(bad)
    return good, wrong
