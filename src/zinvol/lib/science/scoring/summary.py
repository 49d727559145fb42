"""Everything an instrument says about a table of answers, as plain data: ``zinvol studies score``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from zinvol.lib.science.answers import Answers, Mask
from zinvol.lib.science.instruments.model import Factor, Item
from zinvol.lib.science.privacy import shown
from zinvol.lib.science.scoring import attitudes, frames
from zinvol.lib.science.scoring.maturity import LEVELS, Maturity, maturity
from zinvol.lib.science.statistics.ranking import rank
from zinvol.lib.science.statistics.reliability import Coefficient, reliability
from zinvol.lib.science.statistics.sampling import mean_interval, share_interval
from zinvol.lib.science.tables import Table

Json = dict[str, Any]


def summary(table: Table, *, floor: int, population: int | None = None, language: str = "en") -> Json:
    """All scores of the whole, and of its units and organisations.

    ``floor``: units with fewer respondents, and what would give them away, are withheld.
    """
    answers = table.answers
    instrument = answers.instrument
    found: Json = {
        "instrument": instrument.id,
        "version": instrument.version,
        "respondents": answers.size,
        "roles": dict(Counter(table.roles)),
        "ignored_columns": table.ignored,
        "factors": [
            _factor(answers, factor, language)
            for factor in instrument.factors
            if instrument.items_of(factor.id)
        ],
        "items": [_item(answers, item, population, language) for item in instrument.items],
    }
    found |= _whole(table)
    found["units"] = _units(table, floor)
    found["organisations"] = _organisations(table)
    return found


def _factor(answers: Answers, factor: Factor, language: str) -> Json:
    """Score 0 to 100 with its interval, and how reliable the scale is."""
    scores = answers.scale(factor.id)
    interval = mean_interval(scores) if answers.weights is None else None
    matrix = answers.matrix(answers.instrument.items_of(factor.id))
    found = reliability(matrix) if matrix.shape[1] > 1 else None
    return {
        "id": factor.id,
        "title": factor.title.read(language),
        "score": answers.mean(scores),
        "n": int((~np.isnan(scores)).sum()),
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "alpha": _coefficient(found.alpha) if found else None,
        "omega": _coefficient(found.omega) if found else None,
        "verdict": found.verdict if found else "single",
    }


def _coefficient(found: Coefficient | None) -> Json | None:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high}


def _item(answers: Answers, item: Item, population: int | None, language: str) -> Json:
    given = [value for value in answers.given(item.id) if value is not None]
    told: Json = {"id": item.id, "text": item.text.read(language), "kind": item.kind, "n": len(given)}
    if item.kind in ("scale", "number") and given:
        told |= {
            "mean": answers.mean(answers.column(item.id)),
            "sd": float(np.std(given, ddof=1)) if len(given) > 1 else None,
        }
    elif item.kind in ("choice", "choices") and given:
        if answers.weights is not None:
            return told | {"notice": "Shares are not given for weighted answers."}
        times = Counter(code for value in given for code in (value if isinstance(value, list) else [value]))
        told["shares"] = {}
        for option in item.options:
            interval = share_interval(times[option.id], len(given), population)
            told["shares"][option.id] = {
                "count": times[option.id], "share": times[option.id] / len(given), "low": interval.low, "high": interval.high,
            }  # fmt: skip
    return told


def _whole(table: Table) -> Json:
    """What this instrument says beyond its factors."""
    answers, instrument = table.answers, table.answers.instrument
    found: Json = {}
    if instrument.id == "maturity":
        found["maturity"] = maturity_json(_maturity(table, np.ones(answers.size, dtype=bool)))
    if instrument.id == "attitudes":
        found["attitude"] = _attitude(attitudes.attitude(answers))
        found["dominant"] = dict(
            Counter(each.dominant for each in attitudes.attitudes(answers) if each.dominant)
        )
    if instrument.id == "frames":
        found["frames"] = _frames(answers)
    for item in instrument.items:
        if item.kind == "rank":
            codes = [option.id for option in item.options if option.id != "other"]
            order = rank([value for value in answers.given(item.id) if value], codes)
            found.setdefault("rankings", {})[item.id] = {
                "n": order.n,
                "concordance": order.concordance,
                "places": [
                    {"code": each.code, "place": each.place, "tied": each.is_tied, "shown": str(each), "borda": each.borda,
                     "copeland": each.copeland, "firsts": each.firsts, "ranked_by": each.ranked_by, "low": each.low, "high": each.high}
                    for each in order.places
                ],
            }  # fmt: skip
    return found


def _maturity(table: Table, mask: Mask) -> Maturity:
    organisation = mask & table.role_mask("organisation")
    staff = mask & table.role_mask("employee", "leader")
    return maturity(
        table.answers.where(organisation) if organisation.any() else None,
        table.answers.where(staff) if staff.any() else None,
    )


def maturity_json(found: Maturity) -> Json:
    return {
        "preconditions": {
            each.code: {
                "score": each.score,
                "level": None if each.level is None else LEVELS[each.level],
                "valid": each.valid,
                "partial": each.is_partial,
                "parts": dict(each.parts),
            }
            for each in found.preconditions
        },
        "weights": dict(found.weights),
        "total": found.total,
        "level": None if found.level is None else LEVELS[found.level],
        "held_back_by": list(found.held_back_by),
        "breadth": found.breadth,
        "partial": found.is_partial,
    }


def _attitude(found: attitudes.Attitude) -> Json:
    return {
        "scores": found.scores,
        "dominant": found.dominant,
        "challenged": found.is_challenged,
        "progress": found.progress,
        "potential": found.potential,
        "ambivalent": found.is_ambivalent,
    }


def _frames(answers: Answers) -> Json:
    """Congruence of every two groups in the file, and r_wg of each."""
    groups: dict[str, Mask] = {}
    for item in ("GROUP", "AGE"):
        given = answers.given(item)
        for value in sorted({value for value in given if value is not None}):
            groups[value] = np.array([each == value for each in given], dtype=bool)
    pairs = [("manager", "it"), ("manager", "user"), ("it", "user"), ("under25", "from25")]
    return {
        "shared": {code: frames.shared(answers, mask) for code, mask in groups.items()},
        "congruence": [
            _congruence(one, other, frames.between(answers, groups[one], groups[other]))
            for one, other in pairs
            if one in groups and other in groups
        ],
    }


def _congruence(one: str, other: str, found: frames.Congruence) -> Json:
    return {
        "groups": [one, other],
        "sizes": list(found.sizes),
        "domains": dict(found.domains),
        "overall": found.overall,
        "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None,
        "p": found.p,
        "alert": found.is_alert,
    }


def _units(table: Table, floor: int) -> Json:
    """Factor scores by unit, for those that may be shown; the names of the others."""
    sizes: Mapping[str, int] = Counter(unit for unit in table.units if unit)
    visible = shown(sizes, floor)
    factors = [
        factor.id
        for factor in table.answers.instrument.factors
        if table.answers.instrument.items_of(factor.id)
    ]
    scores = {factor: table.answers.scale(factor) for factor in factors}
    found: Json = {"shown": {}, "withheld": sorted(sizes.keys() - visible)}
    for unit in sorted(visible):
        mask = np.array([each == unit for each in table.units], dtype=bool)
        part = table.answers.where(mask)
        found["shown"][unit] = {"n": sizes[unit]} | {
            factor: part.mean(scores[factor][mask]) for factor in factors
        }
    return found


def _organisations(table: Table) -> list[Json]:
    names = sorted({name for name in table.organisations if name})
    if table.answers.instrument.id != "maturity" or len(names) < 2:
        return []
    masks = {name: np.array([each == name for each in table.organisations], dtype=bool) for name in names}
    return [
        {"name": name, "respondents": int(mask.sum()), **maturity_json(_maturity(table, mask))}
        for name, mask in masks.items()
    ]
