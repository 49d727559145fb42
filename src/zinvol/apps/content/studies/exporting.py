"""Studies as exchange records. Invitations and the addresses to answer at stay: they belong to this install."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from zinvol.apps.content.studies.models import Coding, Enrolment, Prediction, Sheet, Study, Wave
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records


def studies(names: Names) -> Iterator[records.Study]:
    for it in Study.objects.prefetch_related("interests").order_by("pk"):
        yield records.Study(
            id=names.get("study", it.pk), title=it.title, instrument=it.instrument_name, scope=cast(Any, it.scope),
            privacy=cast(Any, it.privacy), floor=it.floor, platform=it.platform, purpose=it.purpose,
            is_synthetic=it.is_synthetic,
            interests=[records.Interest(name=i.name, statement=i.statement, on=i.on) for i in it.interests.order_by("pk")],
            created_at=it.created_at, created_by=names.or_none("person", it.created_by_id),
        )  # fmt: skip


def waves(names: Names) -> Iterator[records.Wave]:
    for it in Wave.objects.order_by("pk"):
        yield records.Wave(
            id=names.get("wave", it.pk), study=names.get("study", it.study_id), name=it.name, version=it.version,
            moment=it.moment, opens_on=it.opens_on, closes_on=it.closes_on, launched_at=it.launched_at,
            closed_at=it.closed_at, published_at=it.published_at,
        )  # fmt: skip


def enrolments(names: Names) -> Iterator[records.Enrolment]:
    for it in Enrolment.objects.order_by("pk"):
        yield records.Enrolment(
            id=names.get("enrolment", it.pk), wave=names.get("wave", it.wave_id), name=it.name, sector=it.sector,
            population=it.population, units=it.units, may_be_named=it.may_be_named,
        )  # fmt: skip


def sheets(names: Names) -> Iterator[records.Sheet]:
    """By name within an organisation: their own order is drawn by lot in every install."""
    for enrolment_id in Enrolment.objects.order_by("pk").values_list("pk", flat=True):
        rows = list(Sheet.objects.filter(enrolment_id=enrolment_id))
        names.load("sheet", [it.pk for it in rows])
        for it in sorted(rows, key=lambda it: names.get("sheet", it.pk)):
            yield records.Sheet(
                id=names.get("sheet", it.pk), enrolment=names.get("enrolment", enrolment_id), role=cast(Any, it.role),
                unit=it.unit, answers=it.answers, key=it.key, on=it.on,
            )  # fmt: skip


def predictions(names: Names) -> Iterator[records.Prediction]:
    for it in Prediction.objects.order_by("pk"):
        yield records.Prediction(
            wave=names.get("wave", it.wave_id), figure=it.figure, direction=cast(Any, it.direction), text=it.text,
            by=it.by, on=it.on,
        )  # fmt: skip


def codings(names: Names) -> Iterator[records.Coding]:
    found = [
        records.Coding(sheet=names.get("sheet", it.sheet_id), item=it.item, coder=it.coder, codes=it.codes)
        for it in Coding.objects.all()
    ]
    yield from sorted(found, key=lambda it: (it.sheet, it.item, it.coder))
