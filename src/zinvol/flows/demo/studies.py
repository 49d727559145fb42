"""The studies of Veldhaven: two waves of the scan, a pulse that is open now, why some stay away, and a benchmark.

The answers are drawn by lot, so they are marked as made up wherever they are shown; the texts are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from zinvol.apps.content.studies import api, loading
from zinvol.apps.content.studies.models import Enrolment, Wave
from zinvol.apps.social.organisation.reads import top_departments
from zinvol.apps.social.people.models import Person
from zinvol.flows.demo.scripts import load
from zinvol.flows.migration.checking import check
from zinvol.flows.migration.importing import carry_out
from zinvol.flows.migration.sources import RecordSource
from zinvol.lib.exchange import records as r
from zinvol.lib.science.synthesis import people as drawn
from zinvol.lib.science.synthesis import population

ANSWERED = 0.62
CODERS = ("Els de Lange", "Noor Oosting")
YOUNG = 9
"""So many colleagues are under 25, as the personnel department told."""


def hold_all(now: datetime) -> None:
    """Hold them, in the order of the file; the reports are made by the worker."""
    plan = check(RecordSource(list(_records(now))))
    for problem in [*plan.problems, *carry_out(plan).problems]:
        raise ValueError(f"the studies of the demo organisation do not fit together: {problem}")
    pulse = Enrolment.objects.get(wave__study__title=_script()["pulse"]["title"])
    api.invite_people(pulse, Person.objects.present().exclude(kind=Person.Kind.GUEST).preloaded())
    loading.count_answered(pulse)
    for wave in Wave.objects.filter(closed_at__isnull=False).order_by("study__is_synthetic", "-opens_on"):
        api.ask_report(wave)


def _script() -> dict[str, Any]:
    return load("studies.toml")


def _records(now: datetime) -> Iterator[r.AnyRecord]:
    lines = _Lines(now)
    lines.scan()
    lines.pulse()
    lines.barriers()
    national = [each for each in population.records() if not isinstance(each, r.Header)]
    kept = {each.id for each in national if isinstance(each, r.Study) and each.instrument == "maturity"}
    yield r.Header(version=r.VERSION, made_at=now, source="Veldhaven")
    yield from sorted(
        [*lines.all, *_belonging(national, kept)], key=lambda record: r.ORDER.index(type(record))
    )


def _belonging(all_of_them: Iterable[r.AnyRecord], studies: set[str]) -> Iterator[r.AnyRecord]:
    """Only what belongs to these studies."""
    known = set(studies)
    for each in all_of_them:
        above = next(
            (getattr(each, name) for name in ("study", "wave", "enrolment") if hasattr(each, name)), None
        )
        if above is None and getattr(each, "id", None) in studies:
            yield each
        elif above in known:
            known.add(getattr(each, "id", ""))
            yield each


class _Lines:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.script = _script()
        self.all: list[r.AnyRecord] = []
        colleagues = (
            Person.objects.present()
            .exclude(kind=Person.Kind.GUEST)
            .select_related("department")
            .order_by("pk")
        )
        units = top_departments()
        self.colleagues = [
            (units.get(person.department_id or 0, ""), person.is_leader) for person in colleagues
        ]
        self.units = dict(Counter(unit for unit, _leads in self.colleagues if unit))

    def scan(self) -> None:
        """A year ago and this autumn: better known and easier, the leaders no more visible than before."""
        self._study("scan", "maturity")
        for name, days, mood, seed in (("Vorig jaar", 385, -0.35, 1), ("Dit jaar", 45, 0.1, 2)):
            enrolment = self._wave("scan", name, from_days=days, until_days=days - 21)
            chance = np.random.default_rng([2026, seed])
            self._sheet(enrolment, self.script["scan"]["organisation"][seed - 1], role="organisation")
            remarks = iter(self.script["scan"]["remarks"] if seed == 2 else [])
            for unit, leads, row in self._who_answers(chance, mood):
                remark = next(remarks, None)
                more = {"REMARK": remark["text"], "QUOTE_OK": remark.get("quote", "no")} if remark else {}
                sheet = self._sheet(enrolment, row | more, role="leader" if leads else "employee", unit=unit)
                for coder, codes in zip(CODERS, remark["codes"] if remark else [], strict=False):
                    self.all.append(r.Coding(sheet=sheet, item="REMARK", coder=coder, codes=sorted(codes)))

    def pulse(self) -> None:
        """Open now: one minute."""
        self._study("pulse", "pulse")
        enrolment = self._wave("pulse", "Deze maand", from_days=5, until_days=-9)
        chance, dice = np.random.default_rng([2026, 3]), Random("pulse")
        likes = [
            "work",
            "work",
            "knowledge",
            "knowledge",
            "networking",
            "news",
            "entertainment",
            "surveillance",
        ]
        for unit, leads in self.colleagues:
            if chance.random() < 0.38:
                known = int(np.clip(round(chance.normal(4.6, 1.5)), 1, 7))
                row = {"GOAL_SURE": known, "HELPED": int(np.clip(round(known + chance.normal(0, 1)), 1, 7)),
                       "TOO_MUCH_TIME": int(np.clip(round(chance.normal(2.8, 1.4)), 1, 7)), "ASSOCIATION": dice.choice(likes)}  # fmt: skip
                self._sheet(enrolment, row, role="leader" if leads else "employee", unit=unit)

    def barriers(self) -> None:
        """Asked of those who do not take part."""
        self._study("barriers", "barriers")
        enrolment = self._wave("barriers", "Voorjaar", from_days=160, until_days=140)
        dice = Random("barriers")
        weights = self.script["barriers"]["weights"]
        causes = iter(self.script["barriers"]["causes"])
        for _person in range(38):
            codes: list[str] = []
            while len(codes) < dice.randint(2, 5):
                code = dice.choices(list(weights), list(weights.values()))[0]
                codes += [] if code in codes else [code]
            row: dict[str, Any] = {
                "USES": dice.choice(["never", "tried", "reads"]),
                "BARRIERS": {code: place for place, code in enumerate(codes, 1)},
                **{f"NEED{i}": dice.choice([3, 4, 5, 5, 6, 7]) for i in (1, 2, 3)},
            }
            if cause := next(causes, None):
                row |= {"CAUSE": cause, "QUOTE_OK": "no"}
            unit = dice.choice(self.colleagues)[0]
            self._sheet(enrolment, row, role="non_user", unit=unit)

    def _who_answers(
        self, chance: np.random.Generator, mood: float
    ) -> Iterator[tuple[str, bool, dict[str, Any]]]:
        """Of each colleague who answers the unit, whether they lead, and the answers. Those who lead think better of
        their own part (PM) than the others do, and one department that keeps to itself thinks less of it all."""
        for unit, leads in self.colleagues:
            if chance.random() > ANSWERED and not leads:
                continue
            low = self.script["scan"]["lower"].get(unit, 0.0)
            [(_unit, row)] = drawn.employees(chance, {unit or "–": 1}, mood + low)
            for item in ("PM1", "PM2", "PM3"):
                row[item] = int(np.clip(row[item] + (2 if leads else -1), 1, 7))
            yield unit, leads, row

    def _study(self, key: str, instrument: str) -> None:
        it = self.script[key]
        interests = [
            r.Interest(name=each["name"], statement=each["statement"], on=self._day(400))
            for each in it.get("interests", [])
        ]
        self.all.append(
            r.Study(
                id=f"veldhaven-{key}",
                title=it["title"],
                instrument=instrument,
                purpose=it["purpose"],
                platform="Plein",
                is_synthetic=True,
                interests=interests,
                codebook=[
                    r.Meaning(item="REMARK", name=name, meaning=said)
                    for name, said in it.get("codebook", {}).items()
                ],
                created_at=self.now - timedelta(days=400),
            )
        )

    def _wave(self, study: str, name: str, *, from_days: int, until_days: int) -> str:
        id = f"veldhaven-{study}-{from_days}"
        is_over = until_days > 0
        self.all.append(
            r.Wave(
                id=id,
                study=f"veldhaven-{study}",
                name=name,
                version="1.0",
                opens_on=self._day(from_days),
                closes_on=self._day(until_days),
                launched_at=self.now - timedelta(days=from_days),
                closed_at=self.now - timedelta(days=until_days) if is_over else None,
                published_at=self.now - timedelta(days=until_days - 3)
                if is_over and study == "scan"
                else None,
            )
        )
        everybody = study != "barriers"
        self.all.append(
            r.Enrolment(
                id=f"{id}-e",
                wave=id,
                name="Gemeente Veldhaven",
                sector="overheid",
                population=len(self.colleagues) if everybody else 74,
                units=self.units if everybody else {},
                ages={"under25": YOUNG, "from25": len(self.colleagues) - YOUNG} if study == "scan" else {},
            )
        )
        return f"{id}-e"

    def _sheet(self, enrolment: str, answers: dict[str, Any], *, role: Any, unit: str = "") -> str:
        id = f"veldhaven-sheet-{len(self.all)}"
        on = next(
            wave.closes_on for wave in self.all if isinstance(wave, r.Wave) and f"{wave.id}-e" == enrolment
        )
        self.all.append(
            r.Sheet(
                id=id, enrolment=enrolment, role=role, unit=unit, answers=answers, on=min(on, self.now.date())
            )
        )  # type: ignore[arg-type]
        return id

    def _day(self, days: int):  # type: ignore[no-untyped-def]  # a date
        return (self.now - timedelta(days=days)).date()
