"""The whole population as exchange records: ``zinvol studies synthesise``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from zinvol.lib.exchange import records as r
from zinvol.lib.exchange import write
from zinvol.lib.science.answers import Answers
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.synthesis import networks, organisations, people
from zinvol.lib.science.synthesis.drawing import Chance

SEED = 20160218
MADE_AT = datetime(2016, 2, 18, 9, 0, tzinfo=UTC)
WITH_EMPLOYEES = (10, 24, 38)
"""Which of the 117 organisations also asked their employees, and have a network to look at."""
EMPLOYEES_EACH = 400
SOURCE = "SYNTHETIC: an invented population that gives the published counts. No answer in it is real."


@dataclass
class _Lines:
    """Records by kind, so that they can be written in the order of the format."""

    studies: list[r.Study] = field(default_factory=list)
    waves: list[r.Wave] = field(default_factory=list)
    enrolments: list[r.Enrolment] = field(default_factory=list)
    sheets: list[r.Sheet] = field(default_factory=list)
    predictions: list[r.Prediction] = field(default_factory=list)

    def all(self) -> Iterator[r.AnyRecord]:
        yield r.Header(version=r.VERSION, made_at=MADE_AT, source=SOURCE)
        for part in (self.studies, self.waves, self.enrolments, self.sheets, self.predictions):
            yield from part

    def study(self, id: str, title: str, instrument: str, purpose: str, **more: Any) -> None:
        self.studies.append(
            r.Study(
                id=id,
                title=title,
                instrument=instrument,
                scope="benchmark",
                purpose=purpose,
                is_synthetic=True,
                created_at=MADE_AT,
                **more,
            )
        )

    def wave(self, study: str, name: str, opens_on: date, closes_on: date, moment: str = "") -> str:
        id = f"{study}-{name}".lower()
        version = shipped(self.studies[-1].instrument).version
        at = [datetime(day.year, day.month, day.day, 8, tzinfo=UTC) for day in (opens_on, closes_on)]
        self.waves.append(
            r.Wave(
                id=id,
                study=study,
                name=name,
                version=version,
                moment=moment,
                opens_on=opens_on,
                closes_on=closes_on,
                launched_at=at[0],
                closed_at=at[1],
            )
        )
        return id

    def enrol(self, wave: str, name: str, **more: Any) -> str:
        id = f"{wave}-{len(self.enrolments) + 1}"
        self.enrolments.append(r.Enrolment(id=id, wave=wave, name=name, **more))
        return id

    def sheet(self, enrolment: str, answers: dict[str, Any], on: date, **more: Any) -> None:
        self.sheets.append(
            r.Sheet(id=f"sheet-{len(self.sheets) + 1}", enrolment=enrolment, answers=answers, on=on, **more)
        )


def synthesise(folder: Path, *, seed: int = SEED, respondents: int | None = None) -> dict[str, int]:
    """Write the population into a folder; how many records of each kind.

    ``records.jsonl`` holds the studies. Without ``respondents``, three organisations have 400 employees each, and
    what they did on their networks is in ``networks/``; with it, so many are divided over all with a platform.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "records.jsonl").open("wb") as stream:
        counts = write(records(seed=seed, respondents=respondents), stream)
    if respondents is None:
        (folder / "networks").mkdir(exist_ok=True)
        for index in WITH_EMPLOYEES:
            chance = np.random.default_rng([seed, 7, index])
            with (folder / "networks" / f"organisatie-{index + 1:03}.jsonl").open("wb") as stream:
                for kind, number in write(
                    networks.network(chance, organisations.name_of(index)), stream
                ).items():
                    counts[kind] = counts.get(kind, 0) + number
    return counts


def records(*, seed: int = SEED, respondents: int | None = None) -> Iterator[r.AnyRecord]:
    """The studies, header first, in the order of the format."""
    lines = _Lines()
    _maturity(lines, seed, respondents)
    _attitudes(lines, np.random.default_rng([seed, 3]))
    _frames(lines, seed)
    _strategies(lines)
    return lines.all()


def _maturity(lines: _Lines, seed: int, respondents: int | None) -> None:
    lines.study(
        "national", "Landelijk onderzoek interne sociale media", "maturity",
        "Hoe ver zijn organisaties met interne sociale media, en wat houdt de andere tegen?",
        interests=[r.Interest(
            name="Buitenstaander (verzonnen)", statement="Onbezoldigd; keek mee naar model, vragenlijst en verwerking.", on=MADE_AT.date()
        )],
    )  # fmt: skip
    first = lines.wave("national", "2014", date(2013, 10, 1), date(2013, 12, 15))
    before = organisations.first_wave(np.random.default_rng([seed, 1]))
    for index, row in zip(organisations.indices_of_first_wave(), before, strict=True):
        _enrol(lines, first, index, row, date(2013, 11, 15))
    second = lines.wave("national", "2016", date(2015, 9, 1), date(2015, 11, 30))
    staff = _staff(seed, respondents)
    answers = {
        index: Answers.read(shipped("maturity"), [row for _unit, row in found])
        for index, (_units, found) in staff.items()
    }
    after = organisations.second_wave(np.random.default_rng([seed, 2]), answers)
    for index, row in enumerate(after):
        units, found = staff.get(index, ({}, []))
        enrolment = _enrol(lines, second, index, row, date(2015, 10, 15), units)
        for unit, answer in found:
            lines.sheet(enrolment, answer, date(2015, 10, 20), unit=unit)
    _predictions(lines, first)


def _enrol(
    lines: _Lines, wave: str, index: int, row: dict[str, Any], on: date, units: dict[str, int] | None = None
) -> str:
    enrolment = lines.enrol(
        wave, organisations.name_of(index), sector=organisations.sector_of(index), units=units or {},
        population=sum(units.values()) if units else None, may_be_named=index < len(organisations.NAMED),
    )  # fmt: skip
    lines.sheet(enrolment, row, on, role="organisation")
    return enrolment


def _staff(
    seed: int, respondents: int | None
) -> dict[int, tuple[dict[str, int], list[tuple[str, dict[str, Any]]]]]:
    """Units and sheets of the employees, by organisation."""
    if respondents is None:
        wanted = dict.fromkeys(WITH_EMPLOYEES, EMPLOYEES_EACH)
    else:
        wanted = dict(enumerate(people.sizes(respondents, organisations.WITH_PLATFORM)))
    found = {}
    for index, size in wanted.items():
        chance: Chance = np.random.default_rng([seed, 5, index])
        units = people.units_for(size)
        found[index] = (units, people.employees(chance, units, mood=float(chance.normal(0, 0.5))))
    return found


def _predictions(lines: _Lines, wave: str) -> None:
    made: Sequence[tuple[str, Any, str]] = (
        ("aim_all", "same", "Bijna iedereen blijft het voor alle medewerkers bedoelen."),
        ("total", "up", "De randvoorwaarden komen beter op orde."),
    )
    for figure, direction, text in made:
        lines.predictions.append(
            r.Prediction(
                wave=wave,
                figure=figure,
                direction=direction,
                text=text,
                by="Onderzoekers (verzonnen)",
                on=date(2014, 2, 1),
            )
        )


def _attitudes(lines: _Lines, chance: Chance) -> None:
    lines.study(
        "attitudes", "Houdingen tegenover sociale media", "attitudes", "Hoe staan organisaties ertegenover?"
    )
    wave = lines.wave("attitudes", "2012", date(2012, 1, 9), date(2012, 3, 30))
    for number, row in enumerate(people.attitude_rows(chance), 1):
        lines.sheet(lines.enrol(wave, f"Deelnemer {number:03}"), row, date(2012, 2, 15), role="organisation")


def _frames(lines: _Lines, seed: int) -> None:
    lines.study(
        "frames",
        "Verwachtingen van een nieuw platform",
        "frames",
        "Doen mensen wat zij aankondigen?",
        privacy="pseudonymous",
    )
    days = {"T0": date(2014, 1, 6), "T1": date(2014, 4, 7), "T2": date(2014, 8, 11)}
    for number, (moment, day) in enumerate(days.items()):
        wave = lines.wave("frames", moment, day, date(day.year, day.month, day.day + 14), moment)
        enrolment = lines.enrol(wave, "Financiële onderneming (verzonnen)", population=58)
        for key, row in people.frame_rows(np.random.default_rng([seed, 4, number]), moment):
            lines.sheet(enrolment, row, day, key=key)


def _strategies(lines: _Lines) -> None:
    lines.study("strategies", "Adoptiestrategieën", "strategies", "Werkt het om alleen de techniek te geven?")
    wave = lines.wave("strategies", "2010", date(2010, 3, 1), date(2010, 5, 31))
    for number, row in enumerate(people.strategy_rows(), 1):
        lines.sheet(lines.enrol(wave, f"Geval {number:03}"), row, date(2010, 4, 15), role="organisation")
