"""Whether the records of studies fit together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zinvol.lib.exchange.records import Coding, Enrolment, Prediction, Sheet, Study, Wave

PLAIN = (str, int, float, bool)


class StudyReferences:
    """The rules of these records: each returns its faults, and remembers the record if there are none."""

    def __init__(self, person_known: Callable[[str | None, str], list[str]]) -> None:
        self._person_known = person_known
        self.rules: dict[type, Callable[[Any], list[str]]] = {
            Study: self._study, Wave: self._wave, Enrolment: self._enrolment, Sheet: self._sheet,
            Prediction: self._prediction, Coding: self._coding,
        }  # fmt: skip
        self._known: dict[type, set[str]] = {kind: set() for kind in (Study, Wave, Enrolment, Sheet)}
        self._codings: set[tuple[str, str, str]] = set()

    def _study(self, it: Study) -> list[str]:
        return self._person_known(it.created_by, "created_by") or self._new(it)

    def _wave(self, it: Wave) -> list[str]:
        faults = self._refers(it.study, Study, "study")
        if it.closes_on < it.opens_on:
            faults.append("it closes before it opens.")
        return faults or self._new(it)

    def _enrolment(self, it: Enrolment) -> list[str]:
        faults = self._refers(it.wave, Wave, "wave")
        faults += [f"the unit {unit!r} has {size} people." for unit, size in it.units.items() if size < 0]
        return faults or self._new(it)

    def _sheet(self, it: Sheet) -> list[str]:
        faults = self._refers(it.enrolment, Enrolment, "enrolment")
        faults += [
            f"the answer to {item!r} is nested too deep."
            for item, value in it.answers.items()
            if not _is_flat(value)
        ]
        return faults or self._new(it)

    def _prediction(self, it: Prediction) -> list[str]:
        return self._refers(it.wave, Wave, "wave")

    def _coding(self, it: Coding) -> list[str]:
        faults = self._refers(it.sheet, Sheet, "sheet")
        key = (it.sheet, it.item, it.coder)
        if not faults and key in self._codings:
            return ["the same is said in an earlier line."]
        self._codings.add(key)
        return faults

    def _new(self, it: Study | Wave | Enrolment | Sheet) -> list[str]:
        known = self._known[type(it)]
        if it.id in known:
            return ["the same id stands in an earlier line."]
        known.add(it.id)
        return []

    def _refers(self, id: str, kind: type, name: str) -> list[str]:
        if id in self._known[kind]:
            return []
        return [f"`{name}` refers to {name} {id!r}, which is in no earlier line."]


def _is_flat(value: Any) -> bool:
    """A plain answer, a list of plain ones, or plain ones by code."""
    if isinstance(value, dict):
        return all(isinstance(each, PLAIN) for each in value.values())
    if isinstance(value, list):
        return all(isinstance(each, PLAIN) for each in value)
    return value is None or isinstance(value, PLAIN)
