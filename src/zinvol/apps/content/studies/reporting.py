"""Making the reports of a closed wave, in the worker: it may take seconds, and they stay as they are."""

from __future__ import annotations

import msgspec

from zinvol.apps.content.studies import reads
from zinvol.apps.content.studies.api import keep_report
from zinvol.apps.content.studies.models import Wave
from zinvol.kernel import outbox
from zinvol.lib.science.reports.benchmark import benchmark_report
from zinvol.lib.science.reports.organisation import organisation_report
from zinvol.lib.science.studies import study as science

JOB = "studies.report"


def ask(wave: Wave) -> None:
    """Have the reports made; asked twice is once."""
    outbox.ask(JOB, key=f"studies.report:{wave.pk}:{wave.closed_at:%s}", wave_id=wave.pk)


def make(*, wave_id: int) -> None:
    """All reports of a wave in both languages; those that are there stay."""
    wave = Wave.objects.select_related("study").get(pk=wave_id)
    study = reads.science_study(wave.study)
    found = next(each for each in study.waves if each.id == str(wave_id))
    before = study.before(found)
    earlier = {one.name: one for one in before.enrolments} if before else {}
    codings = reads.codings(wave)
    for language in reads.LANGUAGES:
        if wave.study.is_benchmark:
            keep_report(wave, None, language, _json(benchmark_report(study, found, language=language)))
        held = {str(enrolment.pk): enrolment for enrolment in wave.enrolments.all()}
        for one in found.enrolments:
            if not wave.study.is_benchmark or _deserves_one(one):
                made = organisation_report(
                    study,
                    found,
                    one,
                    language=language,
                    before=earlier.get(one.name),
                    codings=codings.get(int(one.id)),
                )
                keep_report(wave, held[one.id], language, _json(made))


def _deserves_one(one: science.Enrolment) -> bool:
    """In a study over many: who has a network or asked its people. The others only say what holds them back."""
    return one.organisation.get("STATUS") == "running" or bool(one.of("employee", "leader", "non_user"))


def _json(report: object) -> str:
    return msgspec.json.encode(report).decode()
