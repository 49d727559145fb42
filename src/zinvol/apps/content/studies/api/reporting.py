"""Making the reports of a closed wave, in the worker: it may take seconds, and they stay as they are."""

from __future__ import annotations

import msgspec

from zinvol.apps.content.studies import reads
from zinvol.apps.content.studies.api.closing import keep_report
from zinvol.apps.content.studies.models import Enrolment, Wave
from zinvol.lib.science.reports.benchmark import benchmark_report
from zinvol.lib.science.reports.organisation import organisation_report
from zinvol.lib.science.studies import study as science


def make_report(*, wave_id: int, enrolment_id: int | None = None) -> None:
    """A report in both languages; one that is there stays. A study of one organisation has only the report of that."""
    wave = Wave.objects.select_related("study").get(pk=wave_id)
    if wave.study.is_benchmark and enrolment_id is None:
        _make_benchmark(wave)
        return
    enrolment = wave.enrolments.get(pk=enrolment_id) if enrolment_id else wave.enrolments.get()
    _make_own(wave, enrolment)


def _make_benchmark(wave: Wave) -> None:
    study, found = _read(wave)
    for language in reads.LANGUAGES:
        keep_report(wave, None, language, _json(benchmark_report(study, found, language=language)))


def _make_own(wave: Wave, enrolment: Enrolment) -> None:
    study, found = _read(wave)
    before = study.before(found)
    one = next(each for each in found.enrolments if each.id == str(enrolment.pk))
    earlier = next((each for each in before.enrolments if each.name == one.name), None) if before else None
    codings = reads.codings(wave).get(enrolment.pk, {})
    for language in reads.LANGUAGES:
        made = organisation_report(study, found, one, language=language, before=earlier, codings=codings)
        keep_report(wave, enrolment, language, _json(made))


def _read(wave: Wave) -> tuple[science.Study, science.Wave]:
    study = reads.science_study(wave.study)
    return study, next(each for each in study.waves if each.id == str(wave.pk))


def _json(report: object) -> str:
    return msgspec.json.encode(report).decode()
