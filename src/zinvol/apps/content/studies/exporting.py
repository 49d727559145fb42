"""Studies as exchange records. Invitations and the addresses to answer at stay: they belong to this install."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast

from django.db.models import QuerySet

from zinvol.apps.content.studies.models import Coding, Enrolment, Prediction, Sheet, Study, Wave
from zinvol.lib.exchange import records


class Naming(Protocol):
    """What records are called in the file that is written."""

    def get(self, kind: str, number: int) -> str: ...
    def or_none(self, kind: str, number: int | None) -> str | None: ...
    def load(self, kind: str, ids: Iterable[int | None]) -> None: ...


class Numbers:
    """Records called by their number here, for who reads them on the spot."""

    def get(self, kind: str, number: int) -> str:
        return str(number)

    def or_none(self, kind: str, number: int | None) -> str | None:
        return None if number is None else str(number)

    def load(self, kind: str, ids: Iterable[int | None]) -> None:
        pass


def studies(names: Naming, rows: QuerySet[Study] | None = None) -> Iterator[records.Study]:
    rows = Study.objects.all() if rows is None else rows
    for it in rows.prefetch_related("interests", "codebook").order_by("pk"):
        seen_by = sorted(it.interests.all(), key=lambda each: each.pk)
        yield records.Study(
            id=names.get("study", it.pk), title=it.title, instrument=it.instrument_name, scope=cast(Any, it.scope),
            privacy=cast(Any, it.privacy), floor=it.floor, platform=it.platform, purpose=it.purpose,
            is_synthetic=it.is_synthetic,
            codebook=[
                records.Meaning(item=c.item, name=c.name, meaning=c.meaning) for c in it.codebook.all()
            ],
            interests=[records.Interest(name=i.name, statement=i.statement, on=i.on) for i in seen_by],
            created_at=it.created_at, created_by=names.or_none("person", it.created_by_id),
        )  # fmt: skip


def waves(names: Naming, rows: QuerySet[Wave] | None = None) -> Iterator[records.Wave]:
    for it in (Wave.objects.all() if rows is None else rows).order_by("pk"):
        yield records.Wave(
            id=names.get("wave", it.pk), study=names.get("study", it.study_id), name=it.name, version=it.version,
            moment=it.moment, opens_on=it.opens_on, closes_on=it.closes_on, launched_at=it.launched_at,
            closed_at=it.closed_at, published_at=it.published_at,
        )  # fmt: skip


def enrolments(names: Naming, rows: QuerySet[Enrolment] | None = None) -> Iterator[records.Enrolment]:
    for it in (Enrolment.objects.all() if rows is None else rows).order_by("pk"):
        yield records.Enrolment(
            id=names.get("enrolment", it.pk), wave=names.get("wave", it.wave_id), name=it.name, sector=it.sector,
            population=it.population, units=it.units, ages=it.ages, may_be_named=it.may_be_named,
        )  # fmt: skip


def sheets(names: Naming, rows: QuerySet[Enrolment] | None = None) -> Iterator[records.Sheet]:
    """Those of these organisations; by name within each: their own order is drawn by lot in every install."""
    ids = (Enrolment.objects.all() if rows is None else rows).order_by("pk").values_list("pk", flat=True)
    for enrolment_id in ids:
        found = list(Sheet.objects.filter(enrolment_id=enrolment_id))
        names.load("sheet", [it.pk for it in found])
        for it in sorted(found, key=lambda it: names.get("sheet", it.pk)):
            yield records.Sheet(
                id=names.get("sheet", it.pk), enrolment=names.get("enrolment", enrolment_id), role=cast(Any, it.role),
                unit=it.unit, answers=it.answers, key=it.key,
                active_days=it.active_days, on=it.on,
            )  # fmt: skip


def predictions(names: Naming, rows: QuerySet[Prediction] | None = None) -> Iterator[records.Prediction]:
    for it in (Prediction.objects.all() if rows is None else rows).order_by("pk"):
        yield records.Prediction(
            wave=names.get("wave", it.wave_id), figure=it.figure, direction=cast(Any, it.direction), text=it.text,
            by=it.by, on=it.on,
        )  # fmt: skip


def codings(names: Naming) -> Iterator[records.Coding]:
    found = [
        records.Coding(sheet=names.get("sheet", it.sheet_id), item=it.item, coder=it.coder, codes=it.codes)
        for it in Coding.objects.all()
    ]
    yield from sorted(found, key=lambda it: (it.sheet, it.item, it.coder))
