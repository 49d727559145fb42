"""Taking in studies with all their sheets, from exchange records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from zinvol.apps.content.studies.models import (
    Code,
    Coding,
    Enrolment,
    Interest,
    Invitation,
    Prediction,
    Sheet,
    Study,
    Wave,
    new_sheet_id,
)
from zinvol.apps.content.studies.rules import MAX_TEXT, Source
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records
from zinvol.lib.science.answers import BadAnswer, checked
from zinvol.lib.science.instruments.loading import NAMES, shipped
from zinvol.lib.science.instruments.model import Instrument

Line = tuple[int, Any]


def load_studies(lines: Sequence[Line], loading: Loading) -> int:
    """Studies with an instrument that is not here are told and left out, and so is all that belongs to them."""
    made = 0
    for line, record in lines:
        if record.instrument not in NAMES:
            loading.tell(line, f"there is no instrument {record.instrument!r}")
            continue
        study = Study.objects.create(
            title=record.title, instrument_name=record.instrument, purpose=record.purpose, scope=record.scope,
            privacy=record.privacy, floor=record.floor, platform=record.platform[:80],
            is_synthetic=record.is_synthetic, created_at=record.created_at,
            created_by_id=loading.origins.get("person", record.created_by),
        )  # fmt: skip
        Interest.objects.bulk_create(
            Interest(study=study, name=each.name, statement=each.statement, on=each.on)
            for each in record.interests
        )
        Code.objects.bulk_create(
            Code(study=study, item=each.item[:40], name=each.name, meaning=each.meaning[:300])
            for each in {(one.item[:40], one.name): one for one in record.codebook}.values()
        )
        loading.origins.add("study", record.id, study.pk)
        made += 1
    return made


def load_waves(lines: Sequence[Line], loading: Loading) -> int:
    made = 0
    for line, record in lines:
        study_id = _known("study", record.study, line, loading)
        if study_id is None:
            continue
        wave = Wave.objects.create(
            study_id=study_id, name=record.name, version=record.version[:20], moment=record.moment[:40],
            opens_on=record.opens_on, closes_on=record.closes_on, launched_at=record.launched_at,
            closed_at=record.closed_at, published_at=record.published_at,
        )  # fmt: skip
        loading.origins.add("wave", record.id, wave.pk)
        made += 1
    return made


def load_enrolments(lines: Sequence[Line], loading: Loading) -> int:
    made = 0
    for line, record in lines:
        wave_id = _known("wave", record.wave, line, loading)
        if wave_id is None:
            continue
        if Enrolment.objects.filter(wave_id=wave_id, name=record.name).exists():
            loading.tell(line, f"{record.name!r} is in that wave already")
        else:
            held = Enrolment.objects.create(
                wave_id=wave_id, name=record.name, sector=record.sector[:100], population=record.population,
                units=record.units, ages=record.ages, may_be_named=record.may_be_named,
            )  # fmt: skip
            loading.origins.add("enrolment", record.id, held.pk)
            made += 1
    return made


def load_sheets(lines: Sequence[Line], loading: Loading) -> int:
    """An answer that cannot be given to its item is told and left out; the rest of the sheet is kept."""
    instruments = _instruments({record.enrolment for _line, record in lines}, loading)
    fresh = []
    for line, record in lines:
        enrolment_id = _known("enrolment", record.enrolment, line, loading)
        if enrolment_id is None:
            continue
        answers = _answers(line, record, instruments[enrolment_id], loading)
        sheet = Sheet(
            pk=new_sheet_id(), enrolment_id=enrolment_id, role=record.role, unit=record.unit[:200], answers=answers,
            key=record.key[:64], active_days=record.active_days if record.key else None, source=Source.IMPORT, on=record.on,
        )  # fmt: skip
        loading.origins.add("sheet", record.id, sheet.pk)
        fresh.append(sheet)
    Sheet.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def load_predictions(lines: Sequence[Line], loading: Loading) -> int:
    made = 0
    for line, record in lines:
        wave_id = _known("wave", record.wave, line, loading)
        values = {
            "figure": record.figure[:60],
            "direction": record.direction,
            "by": record.by[:200],
            "on": record.on,
        }
        if wave_id is not None:
            made += Prediction.objects.get_or_create(wave_id=wave_id, text=record.text[:MAX_TEXT], **values)[
                1
            ]
    return made


def load_codings(lines: Sequence[Line], loading: Loading) -> int:
    made = 0
    for line, record in lines:
        sheet_id = _known("sheet", record.sheet, line, loading)
        if sheet_id is not None:
            made += Coding.objects.get_or_create(
                sheet_id=sheet_id,
                item=record.item[:40],
                coder=record.coder[:120],
                defaults={"codes": record.codes},
            )[1]
    return made


def _known(kind: str, name: str, line: int, loading: Loading) -> int | None:
    """The record that a line belongs to; one that is not here is told."""
    found = loading.origins.get(kind, name)
    if found is None:
        loading.tell(line, f"the {kind} {name!r} is not here")
    return found


def _instruments(names: set[str], loading: Loading) -> dict[int, Instrument]:
    ids = [pk for name in names if (pk := loading.origins.get("enrolment", name))]
    rows = Enrolment.objects.filter(pk__in=ids).values_list("pk", "wave__study__instrument_name")
    return {pk: shipped(name) for pk, name in rows}


def _answers(line: int, record: records.Sheet, instrument: Instrument, loading: Loading) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for code, value in record.answers.items():
        try:
            known = checked(instrument.item(code), value, instrument)
        except KeyError:
            loading.tell(line, f"{instrument.id} has no item {code!r}")
        except BadAnswer as bad:
            loading.tell(line, str(bad))
        else:
            if known is not None:
                kept[code] = known
    return kept


def count_answered(enrolment: Enrolment) -> None:
    """After an import into a wave that is open: of each unit as many of who is asked as sheets came in have answered.
    Who they are cannot be known, so the last ones are taken."""
    came = Counter(enrolment.sheets.values_list("unit", flat=True))  # type: ignore[attr-defined]
    for unit, number in came.items():
        asked = enrolment.invitations.filter(unit=unit).order_by("-pk").values_list("pk", flat=True)  # type: ignore[attr-defined]
        Invitation.objects.filter(pk__in=list(asked[:number])).update(has_answered=True)
