"""What the types alone cannot say of an instrument: that its names point somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zinvol.lib.science.instruments.model import Instrument, Item, When

NEEDS_OPTIONS = {"choice", "choices", "rank", "amounts"}


def problems_of(instrument: Instrument) -> list[str]:
    """What is wrong, a sentence each; nothing when it can be used."""
    return [*_doubles(instrument), *_factors(instrument), *_items(instrument), *_branches(instrument)]


def _doubles(instrument: Instrument) -> Iterator[str]:
    for what, codes in (
        ("item", [item.id for item in instrument.items]),
        ("section", [section.id for section in instrument.sections]),
        ("scale", [scale.id for scale in instrument.scales]),
        ("factor", [factor.id for factor in instrument.factors]),
        ("source", [source.id for source in instrument.sources]),
        ("code", [code.id for code in instrument.codes]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"The {what} {code} is there {times} times."


def _factors(instrument: Instrument) -> Iterator[str]:
    known = {factor.id for factor in instrument.factors}
    sources = {source.id for source in instrument.sources}
    for factor in instrument.factors:
        if factor.part_of and factor.part_of not in known:
            yield f"The factor {factor.id} is part of {factor.part_of}, which is not there."
        if factor.source and factor.source not in sources:
            yield f"The factor {factor.id} has a source that is not there: {factor.source}."


def _items(instrument: Instrument) -> Iterator[str]:
    scales = {scale.id for scale in instrument.scales}
    factors = {factor.id for factor in instrument.factors}
    sources = {source.id for source in instrument.sources}
    for scale in instrument.scales:
        if scale.low >= scale.high or any(anchor.value not in scale.values for anchor in scale.anchors):
            yield f"The scale {scale.id} has an anchor outside it, or no room between its ends."
    for item in instrument.items:
        yield from _of_kind(item, scales)
        if item.factor and item.factor not in factors:
            yield f"The item {item.id} has a factor that is not there: {item.factor}."
        if item.factor and item.kind != "scale":
            yield f"The item {item.id} counts in a factor but is not answered on a scale."
        if item.source and item.source not in sources:
            yield f"The item {item.id} has a source that is not there: {item.source}."


def _of_kind(item: Item, scales: set[str]) -> Iterator[str]:
    if (item.kind == "scale") != (item.scale is not None):
        yield f"The item {item.id} needs a scale if it is of the kind scale, and only then."
    elif item.scale and item.scale not in scales:
        yield f"The item {item.id} has a scale that is not there: {item.scale}."
    if (item.kind in NEEDS_OPTIONS) != bool(item.options):
        yield f"The item {item.id} needs options if one chooses, ranks or divides, and only then."
    if len({option.id for option in item.options}) != len(item.options):
        yield f"The item {item.id} has an option twice."
    if item.reverse and item.kind != "scale":
        yield f"The item {item.id} cannot be reversed: it has no scale."


def _branches(instrument: Instrument) -> Iterator[str]:
    """A branch looks back, never ahead, and only to answers that can be given."""
    seen: dict[str, Item] = {}
    for section in instrument.sections:
        yield from _branch(section.when, section.id, seen, instrument)
        for item in section.items:
            yield from _branch(item.when, item.id, seen, instrument)
            seen[item.id] = item


def _branch(when: When | None, where: str, seen: dict[str, Item], instrument: Instrument) -> Iterator[str]:
    if when is None:
        return
    if when.item not in seen:
        yield f"{where} depends on {when.item}, which was not asked before."
        return
    item = seen[when.item]
    can_be = {option.id for option in item.options}
    if item.kind == "scale":
        if item.scale not in {scale.id for scale in instrument.scales}:
            return
        can_be = {str(value) for value in instrument.scale_of(item).values}
    for answer in when.among:
        if answer not in can_be:
            yield f"{where} depends on the answer {answer} to {when.item}, which cannot be given."
