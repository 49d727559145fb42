"""What an instrument is made of: sections with items, the scales they are answered on, the factors they measure.

An instrument is a file in ``data/``. What it says never changes after a study used it: another wording is another
``wording`` of the item, and the instrument gets another version. So two waves are compared only where they asked
the same (``comparing.comparable_items``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Code = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
Role = Literal["organisation", "employee", "leader", "non_user"]
Kind = Literal["scale", "choice", "choices", "rank", "text", "number", "amounts"]
Language = Literal["nl", "en"]
Answers = Mapping[str, Any]
"""The answers of one respondent: by item; what is missing was not answered or does not apply."""


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages. ``{P}`` stands for the name of the platform."""

    nl: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]

    def read(self, language: str, platform: str = "") -> str:
        text = self.nl if language == "nl" else self.en
        return text.replace("{P}", platform) if platform else text


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where something comes from, as it is shown beside what rests on it."""

    id: Code
    text: Annotated[str, Meta(min_length=10)]
    year: int | None = None
    kind: Literal["published", "own", "unverified"] = "published"
    """Published; our own design; or known from memory, to be verified against the publication."""


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """Something one can choose, rank or give an amount to; on a scale ``value`` is its number."""

    id: Code
    text: Text


class Anchor(Struct, frozen=True, forbid_unknown_fields=True):
    value: int
    text: Text


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """Whole numbers from ``low`` to ``high``; anchors name some or all of them."""

    id: Code
    low: int
    high: int
    anchors: list[Anchor]
    has_na: bool = False
    """Whether "does not apply" is among the answers; it counts as missing."""

    def to_100(self, value: float, *, reverse: bool = False) -> float:
        """An answer on a line from 0 to 100; a reversed item is turned round first."""
        turned = self.low + self.high - value if reverse else value
        return 100 * (turned - self.low) / (self.high - self.low)

    @property
    def values(self) -> range:
        return range(self.low, self.high + 1)

    def anchor(self, value: int) -> Text | None:
        return next((each.text for each in self.anchors if each.value == value), None)


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """Asked only of who gave one of these answers to an earlier item."""

    item: Code
    among: Annotated[list[str], Meta(min_length=1)]

    def holds(self, answers: Answers) -> bool:
        given = answers.get(self.item)
        if isinstance(given, (list, tuple)):
            return any(str(each) in self.among for each in given)
        return given is not None and str(given) in self.among


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One question or statement.

    ``scale`` names the scale of a scale item; ``options`` are what one chooses from, ranks, or gives an amount to;
    ``most`` is how many at most. ``weight`` counts in the mean of its factor. ``twin`` names what the network
    itself can measure of the same (asked beside measured). ``lint_ok`` says why a remark of the linter is let pass.
    """

    id: Code
    kind: Kind
    text: Text
    scale: Code | None = None
    options: list[Option] = []
    most: int | None = None
    low: float | None = None
    high: float | None = None
    factor: Code | None = None
    reverse: bool = False
    weight: float = 1
    required: bool = False
    sensitive: bool = False
    wording: int = 1
    source: Code | None = None
    twin: Code | None = None
    help: Text | None = None
    when: When | None = None
    lint_ok: dict[str, str] = {}

    def option(self, code: str) -> Option | None:
        return next((each for each in self.options if each.id == code), None)


class ReadingCode(Struct, frozen=True, forbid_unknown_fields=True):
    """What may be read in an open answer: a code of the codebook that comes with the instrument."""

    id: Code
    text: Text
    meaning: Text


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """Items that stand together on a page. ``moments``: only in these waves of a study that has named moments."""

    id: Code
    title: Text
    roles: Annotated[list[Role], Meta(min_length=1)]
    items: Annotated[list[Item], Meta(min_length=1)]
    intro: Text | None = None
    moments: list[Code] = []
    when: When | None = None

    def is_for(self, role: str, moment: str = "") -> bool:
        return role in self.roles and (not self.moments or not moment or moment in self.moments)


class Factor(Struct, frozen=True, forbid_unknown_fields=True):
    """What several items measure together. ``part_of`` puts it under something larger."""

    id: Code
    title: Text
    part_of: Code | None = None
    meaning: Text | None = None
    source: Code | None = None
    twin: Code | None = None


class Instrument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A questionnaire with what is known of it: whom it asks, what it measures, and on whose authority."""

    id: Code
    version: Annotated[str, Meta(pattern="^[0-9]+[.][0-9]+$")]
    title: Text
    purpose: Text
    minutes: Annotated[int, Meta(ge=1, le=60)]
    sources: Annotated[list[Source], Meta(min_length=1)]
    scales: list[Scale] = []
    factors: list[Factor] = []
    moments: list[Option] = []
    codes: list[ReadingCode] = []
    sections: Annotated[list[Section], Meta(min_length=1)]
    notes: Text | None = None

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)

    @property
    def roles(self) -> list[str]:
        """Whom it can ask, in the order in which the sections name them."""
        return list(dict.fromkeys(role for section in self.sections for role in section.roles))

    def item(self, code: str) -> Item:
        """Raises ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == code:
                return item
        raise KeyError(code)

    @property
    def ages(self) -> list[Option]:
        """The age classes that it asks for; none when it does not."""
        return next((item.options for item in self.items if item.id == "AGE"), [])

    def scale_of(self, item: Item) -> Scale:
        return next(each for each in self.scales if each.id == item.scale)

    def factor(self, code: str) -> Factor:
        return next(each for each in self.factors if each.id == code)

    def items_of(self, factor: str) -> list[Item]:
        return [item for item in self.items if item.factor == factor]

    def factors_of(self, whole: str) -> list[Factor]:
        """The factors under a larger one."""
        return [each for each in self.factors if each.part_of == whole]

    def code_called(self, name: str) -> ReadingCode | None:
        """The code of the codebook with this name, in either language, or this id."""
        wanted = name.casefold()
        return next(
            (
                each
                for each in self.codes
                if wanted in (each.id, each.text.nl.casefold(), each.text.en.casefold())
            ),
            None,
        )

    def codes_called(self, names: Iterable[str]) -> list[str]:
        """The ids of the codes with these names, and as they are those that are none of the codebook; each once."""
        return sorted({found.id if (found := self.code_called(name)) else name for name in names})

    def source_of(self, code: str | None) -> Source | None:
        return next((each for each in self.sources if each.id == code), None)

    def asked(self, *, role: str, answers: Answers, moment: str = "") -> Iterator[tuple[Section, list[Item]]]:
        """The pages that somebody in this role meets, with the items that these answers call for."""
        for section in self.sections:
            if section.is_for(role, moment) and (section.when is None or section.when.holds(answers)):
                items = [item for item in section.items if item.when is None or item.when.holds(answers)]
                if items:
                    yield section, items
