"""A study with all its answers, in memory: what is scored, and what a report is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from zinvol.lib.exchange import records as r
from zinvol.lib.science.answers import Answers, Floats
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.instruments.model import Instrument
from zinvol.lib.science.privacy import FLOOR
from zinvol.lib.science.scoring.maturity import Maturity, maturity


@dataclass(frozen=True)
class Respondent:
    """Who filled in one sheet: in which role and unit, with which key over waves ("" when not tied). ``active_days``:
    on how many of 28 days that person took part, as a class 0 to 4; None where that was not measured."""

    role: str
    unit: str
    key: str
    row: Mapping[str, Any]
    active_days: int | None = None


@dataclass
class Enrolment:
    """An organisation in a wave. ``units`` and ``ages``: how many people it has in each unit and, where that is known,
    age class. ``measured``: what the network itself measured, 0 to 100 by factor."""

    id: str
    name: str
    instrument: Instrument
    may_be_named: bool = False
    sector: str = ""
    population: int | None = None
    units: Mapping[str, int] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)
    respondents: Sequence[Respondent] = ()
    floor: int = FLOOR
    measured: Mapping[str, float] = field(default_factory=dict)

    def of(self, *roles: str) -> list[Respondent]:
        return [each for each in self.respondents if each.role in roles]

    def answers(self, *roles: str) -> Answers | None:
        """The answers in these roles; None when nobody answered in one."""
        rows = [each.row for each in self.of(*roles)]
        return Answers(self.instrument, rows) if rows else None

    @cached_property
    def staff(self) -> Answers | None:
        return self.answers("employee", "leader")

    @cached_property
    def organisation(self) -> Mapping[str, Any]:
        """What was answered for the organisation as a whole; the first sheet where there are several."""
        found = self.of("organisation")
        return found[0].row if found else {}

    @cached_property
    def maturity(self) -> Maturity:
        """Employees count from the floor on: with fewer the score would be theirs."""
        staff = self.staff if self.staff is not None and self.staff.size >= self.floor else None
        return maturity(self.answers("organisation"), staff, measured=self.measured)


@dataclass
class Wave:
    id: str
    name: str
    version: str
    opens_on: date
    closes_on: date
    moment: str = ""
    enrolments: list[Enrolment] = field(default_factory=list)
    predictions: list[r.Prediction] = field(default_factory=list)

    def with_platform(self) -> list[Enrolment]:
        """Those in which a network runs. Only they are scored; the others say what holds them back."""
        return [each for each in self.enrolments if each.organisation.get("STATUS") == "running"]

    def without_platform(self) -> list[Enrolment]:
        return [each for each in self.enrolments if each.organisation.get("STATUS") not in (None, "running")]

    def answers(self, *roles: str) -> Answers | None:
        """Of everybody in these roles, in all organisations."""
        rows = [each.row for enrolment in self.enrolments for each in enrolment.of(*roles)]
        return Answers(self.enrolments[0].instrument, rows) if rows else None


@dataclass
class Study:
    """``record`` is what was promised: who is asked what, from which size something is shown."""

    record: r.Study
    instrument: Instrument
    waves: list[Wave] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def floor(self) -> int:
        return self.record.floor

    def wave(self, name: str) -> Wave:
        """Raises ``KeyError``."""
        return next((wave for wave in self.waves if wave.name == name), None) or _missing(name)

    def before(self, wave: Wave) -> Wave | None:
        """The wave before this one."""
        place = self.waves.index(wave)
        return self.waves[place - 1] if place else None


def _missing(name: str) -> Wave:
    raise KeyError(name)


def assemble(records: Iterable[r.AnyRecord]) -> list[Study]:
    """Studies with their waves in the order in which they were held. Records of other kinds are passed over.

    Raises ``KeyError`` for an instrument that is not ours, ``BadAnswer`` for an answer that cannot be.
    """
    studies: dict[str, Study] = {}
    waves: dict[str, Wave] = {}
    enrolments: dict[str, Enrolment] = {}
    sheets: defaultdict[str, list[r.Sheet]] = defaultdict(list)
    for record in records:
        match record:
            case r.Study():
                studies[record.id] = Study(record, shipped(record.instrument))
            case r.Wave():
                wave = Wave(
                    record.id, record.name, record.version, record.opens_on, record.closes_on, record.moment
                )
                waves[record.id] = wave
                studies[record.study].waves.append(wave)
            case r.Enrolment():
                study = next(each for each in studies.values() if waves[record.wave] in each.waves)
                enrolments[record.id] = _enrolment(record, study.instrument, study.floor)
                waves[record.wave].enrolments.append(enrolments[record.id])
            case r.Sheet():
                sheets[record.enrolment].append(record)
            case r.Prediction():
                waves[record.wave].predictions.append(record)
    for id, found in sheets.items():
        enrolments[id].respondents = respondents(found, enrolments[id].instrument)
    for study in studies.values():
        study.waves.sort(key=lambda wave: (wave.opens_on, wave.name))
    return list(studies.values())


def _enrolment(record: r.Enrolment, instrument: Instrument, floor: int) -> Enrolment:
    return Enrolment(
        id=record.id,
        name=record.name,
        instrument=instrument,
        may_be_named=record.may_be_named,
        sector=record.sector,
        population=record.population,
        units=record.units,
        ages=record.ages,
        floor=floor,
    )


def respondents(sheets: Sequence[r.Sheet], instrument: Instrument) -> list[Respondent]:
    rows = Answers.read(instrument, [sheet.answers for sheet in sheets]).rows
    return [
        Respondent(each.role, each.unit, each.key, row, each.active_days)
        for each, row in zip(sheets, rows, strict=True)
    ]


def numbers(enrolments: Sequence[Enrolment], item: str) -> Floats:
    """What each organisation answered to a number or scale item; NaN where nothing."""
    return np.array([each.organisation.get(item, np.nan) for each in enrolments], dtype=float)
