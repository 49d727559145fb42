"""Those of one organisation who answered for themselves, and the one place that decides which number of whom may be shown."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from zinvol.lib.science.answers import Answers, Floats, Mask
from zinvol.lib.science.instruments.model import Factor, Instrument
from zinvol.lib.science.privacy import Views, floor_for, shown
from zinvol.lib.science.reports.report import Row
from zinvol.lib.science.reports.wording import Words, words
from zinvol.lib.science.scoring.maturity import SCALES
from zinvol.lib.science.statistics.reliability import Reliability, reliability
from zinvol.lib.science.statistics.sampling import mean_interval
from zinvol.lib.science.studies.study import Enrolment, Respondent

STAFF = ("employee", "leader", "non_user")
ROUNDS = 500
FEW = 4


@dataclass
class People:
    """Those of one organisation who answered for themselves. ``views`` remembers which groups were shown."""

    enrolment: Enrolment
    floor: int
    language: str
    platform: str = ""
    respondents: Sequence[Respondent] = field(init=False)
    answers: Answers = field(init=False)
    _held: dict[str, Reliability] = field(init=False, default_factory=dict)
    _views: dict[str, Views] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.respondents = [self._unnamed(each) for each in self.enrolment.of(*STAFF)]
        self.answers = Answers(self.enrolment.instrument, [each.row for each in self.respondents])

    def _unnamed(self, each: Respondent) -> Respondent:
        """Without a unit of which fewer people were asked than the floor: sheets could be added to it from outside."""
        asked = self.enrolment.units
        return each if not asked or asked.get(each.unit, 0) >= self.floor else replace(each, unit="")

    @property
    def size(self) -> int:
        return len(self.respondents)

    @property
    def is_enough(self) -> bool:
        return self.size >= self.floor

    @property
    def instrument(self) -> Instrument:
        return self.enrolment.instrument

    @property
    def w(self) -> Words:
        return words(self.language)

    @property
    def population(self) -> int | None:
        known = self.enrolment.population
        return None if known is None else max(known, self.size)

    def factors(self) -> list[Factor]:
        """Those that people were asked about; of the scan only the seven of Use."""
        found = [each for each in self.instrument.factors if self.instrument.items_of(each.id)]
        return [each for each in found if each.id in SCALES] if self.instrument.id == "maturity" else found

    def mask(self, *, unit: str = "", role: str = "", item: str = "", answer: str = "") -> Mask:
        return np.array(
            [
                (not unit or each.unit == unit) and (not role or each.role == role)
                and (not item or each.row.get(item) == answer)
                for each in self.respondents
            ],
            dtype=bool,
        )  # fmt: skip

    def may_show(self, name: str, mask: Mask, *, sensitive: bool = False) -> bool:
        """Whether a number of this name may be shown of these people: enough of them, and nothing of a few follows from
        all that was shown of it. Only who has that number counts as one of them."""
        if mask.sum() < floor_for(sensitive=sensitive, floor=self.floor):
            return False
        return self._views_of(name).may_show(map(int, np.flatnonzero(mask)))

    def may_weigh(self, name: str, mask: Mask, weights: Floats, *, sensitive: bool = False) -> bool:
        """The same of a number in which each of these people counts by a weight, given in their order; ask it last."""
        floor = floor_for(sensitive=sensitive, floor=self.floor)
        counted: dict[Hashable, float] = dict(
            zip(map(int, np.flatnonzero(mask)), np.round(weights, 9).tolist(), strict=True)
        )
        return len(counted) >= floor and self._views_of(name).may_weigh(counted, floor=floor)

    def _views_of(self, name: str) -> Views:
        return self._views.setdefault(name, Views(self.floor))

    def division(
        self, name: str, parts: Mapping[str, Mask], values: Floats, *, sensitive: bool = False
    ) -> list[Row]:
        """A row for each part of the people, with those that may be shown first, highest on top. Who is in no part is
        one more: the whole less the parts would show them."""
        valid = ~np.isnan(values)
        least = floor_for(sensitive=sensitive, floor=self.floor)
        if not self.may_show(name, valid):
            return []
        held = {label: mask & valid for label, mask in parts.items()}
        rest = valid & ~np.logical_or.reduce(list(held.values()))
        sizes = {label: int(mask.sum()) for label, mask in held.items()} | {"": int(rest.sum())}
        visible = sorted(shown(sizes, least) - {""}, key=lambda label: -sizes[label])
        rows = [
            self._row(label, values[held[label]])
            for label in visible
            if self.may_show(name, held[label], sensitive=sensitive)
        ]
        told = {row.label for row in rows}
        rows.sort(key=lambda row: -(row.value or 0))
        left = sorted(label for label, size in sizes.items() if label and size and label not in told)
        note = self.w("te klein om te tonen", "too small to show")
        return rows + [Row(label=label, is_withheld=True, note=note) for label in left]

    def _row(self, label: str, values: Floats) -> Row:
        interval = mean_interval(values, rounds=ROUNDS)
        return Row(
            label=label, value=float(values.mean()), low=interval.low if interval else None,
            high=interval.high if interval else None, n=len(values),
        )  # fmt: skip

    def _reliability(self, code: str) -> Reliability:
        if code not in self._held:
            matrix = self.answers.matrix(self.instrument.items_of(code))
            self._held[code] = reliability(matrix, rounds=ROUNDS)
        return self._held[code]

    def factor(self, factor: Factor, mask: Mask | None = None) -> Row:
        """A factor of all or of a group: withheld when too few answered it, its items do not hang together, or it would
        give a few away. The one place that decides this."""
        w, label = self.w, factor.title.read(self.language)
        items = self.instrument.items_of(factor.id)
        sensitive = any(item.sensitive for item in items)
        scores = self.answers.scale(factor.id)
        valid = ~np.isnan(scores)
        if not self.may_show(factor.id, valid, sensitive=sensitive):
            return Row(label=label, is_withheld=True, note=w("te weinig antwoorden", "too few answers"))
        found = self._reliability(factor.id) if len(items) > 1 else None
        if found and found.verdict == "hide":
            return Row(
                label=label,
                is_withheld=True,
                note=w("de vragen meten niet één ding", "the items do not measure one thing"),
            )
        if mask is not None:
            if not self.may_show(factor.id, valid & mask, sensitive=sensitive):
                return Row(label=label, is_withheld=True, note=w("te klein om te tonen", "too small to show"))
            return self._row(label, scores[valid & mask])
        row = self._row(label, scores[valid])
        told = (
            "" if found is None or found.alpha is None else _reliability(found.alpha.value, found.verdict, w)
        )
        return msgspec.structs.replace(row, note=told)

    def overall(self) -> Floats:
        """The mean over the factors by respondent: one number for comparing groups."""
        table = np.column_stack([self.answers.scale(factor.id) for factor in self.factors()])
        with np.errstate(invalid="ignore"):
            there = ~np.isnan(table)
            return np.where(there, table, 0).sum(axis=1) / np.where(
                there.any(axis=1), there.sum(axis=1), np.nan
            )

    def asked(self, item_id: str) -> str:
        """The words of an item, with the name of the network in them."""
        text = self.instrument.item(item_id).text
        return text.read(self.language, self.platform or self.w("het netwerk", "the network"))

    def n(self) -> str:
        w = self.w
        if self.population:
            share = whole_percent(self.size, self.population)
            return w(
                f"{self.size} van {self.population} ({share} %)",
                f"{self.size} of {self.population} ({share}%)",
            )
        return str(self.size)


def withheld(names: Sequence[str], w: Words) -> list[Row]:
    """Groups of which nothing is shown: each by name while they are few, else together."""
    note = w("te klein om te tonen", "too small to show")
    if len(names) <= FEW:
        return [Row(label=name, is_withheld=True, note=note) for name in names]
    return [
        Row(
            label=w(f"{len(names)} andere onderdelen", f"{len(names)} other units"),
            is_withheld=True,
            note=note,
        )
    ]


def whole_percent(count: int, n: int) -> int:
    return (200 * count + n) // (2 * n) if n else 0


def _reliability(alpha: float, verdict: str, w: Words) -> str:
    shown_alpha = f"alfa {alpha:.2f}".replace(".", ",") if w("nl", "en") == "nl" else f"alpha {alpha:.2f}"
    more = {
        "caution": w("; met voorzichtigheid te lezen", "; read with caution"),
        "redundant": w("; de vragen zeggen bijna hetzelfde", "; the items say nearly the same"),
    }
    return shown_alpha + more.get(verdict, "")
