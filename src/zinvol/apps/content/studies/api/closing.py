"""After a wave: closing it, what is made of it, and who may see that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.studies.api.answering import key_of
from zinvol.apps.content.studies.events import ResultsPublished, WaveClosed
from zinvol.apps.content.studies.models import (
    Code,
    Coding,
    Enrolment,
    Invitation,
    Prediction,
    Sheet,
    StoredReport,
    Study,
    Twin,
    Wave,
)
from zinvol.apps.content.studies.rules import Privacy, State
from zinvol.apps.social.people.models import Person
from zinvol.kernel import activity, clock, outbox
from zinvol.kernel.models import Job
from zinvol.lib.science.instruments.model import Instrument

REPORT = "studies.report"


@transaction.atomic
def close(wave: Wave, *, manager: Person | None = None) -> Wave:
    """End a wave. What was begun and not handed in is thrown away: nobody said that it may be used. So is who answered:
    in a small unit that would tell whose sheet is whose.

    Raises ``ValidationError`` when it was not open.
    """
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.state != State.OPEN:
        raise ValidationError(_("This wave is not open."))
    held.closed_at = clock.now()
    held.save(update_fields=["closed_at"])
    Invitation.objects.filter(enrolment__wave=held).update(draft={}, has_answered=False)
    activity.record(WaveClosed(actor_id=manager.pk if manager else None, subject_id=held.pk))
    # Rewritten, since a database may number the transaction in which a row was written, as PostgreSQL does.
    Sheet.objects.filter(enrolment__wave=held).update(on=held.opens_on)
    ask_report(held)
    for enrolment in held.enrolments.exclude(contact_email=""):
        ask_report(held, enrolment)
    return held


def close_due() -> int:
    """Close every wave whose last day is over; how many. What was begun must not lie about."""
    due = Wave.objects.filter(launched_at__isnull=False, closed_at=None, closes_on__lt=clock.today())
    return len([close(wave) for wave in due])


@transaction.atomic
def make_anew(wave: Wave) -> None:
    """Have the reports made again, as after reading open answers. Raises ``ValidationError`` once colleagues can read them."""
    if wave.published_at is not None:
        raise ValidationError(_("Colleagues can read this report, so it stays as it is."))
    StoredReport.objects.filter(wave=wave).delete()
    Job.objects.filter(key__startswith=f"{REPORT}:{wave.pk}:").delete()
    ask_report(wave)


@transaction.atomic
def publish(wave: Wave, *, manager: Person) -> Wave:
    """Let every colleague read the results. Raises ``ValidationError`` before the wave is closed."""
    if wave.state != State.CLOSED:
        raise ValidationError(_("Close the wave first."))
    if wave.published_at is None:
        wave.published_at = clock.now()
        wave.save(update_fields=["published_at"])
        activity.record(ResultsPublished(actor_id=manager.pk, subject_id=wave.pk, is_on=True))
    return wave


@transaction.atomic
def withdraw_results(wave: Wave, *, manager: Person) -> None:
    if wave.published_at is not None:
        wave.published_at = None
        wave.save(update_fields=["published_at"])
        activity.record(ResultsPublished(actor_id=manager.pk, subject_id=wave.pk, is_on=False))


@transaction.atomic
def predict(wave: Wave, *, figure: str, direction: str, text: str, by: str) -> Prediction:
    """Put on record what somebody expects of the next wave."""
    return Prediction.objects.create(
        wave=wave, figure=figure, direction=direction, text=text.strip(), by=by, on=clock.today()
    )


@transaction.atomic
def code(sheet: Sheet, *, item: str, coder: str, codes: Sequence[str]) -> None:
    """Say what one reads in an open answer; again to change it, without codes to take it back.

    Raises ``ValidationError`` for what is no open question.
    """
    instrument = sheet.enrolment.wave.study.instrument
    _open_question(instrument, item)
    named = instrument.codes_called(codes)
    if not named:
        Coding.objects.filter(sheet=sheet, item=item, coder=coder).delete()
        return
    Coding.objects.update_or_create(sheet=sheet, item=item, coder=coder, defaults={"codes": named})


@transaction.atomic
def explain_code(study: Study, *, item: str, name: str, meaning: str) -> None:
    """Put in the codebook what a code means; again to change it, without a meaning to take it out.

    Raises ``ValidationError`` for what is no open question, or a code that comes with the questionnaire.
    """
    _open_question(study.instrument, item)
    if not name or "," in name:
        raise ValidationError(_("Give the code a short name, without a comma."))
    if study.instrument.code_called(name):
        raise ValidationError(_("This code comes with the questionnaire; its meaning is fixed."))
    if not meaning:
        Code.objects.filter(study=study, item=item, name=name).delete()
        return
    Code.objects.update_or_create(study=study, item=item, name=name, defaults={"meaning": meaning})


def _open_question(instrument: Instrument, item: str) -> None:
    if item not in {each.id for each in instrument.items if each.kind == "text"}:
        raise ValidationError(_("This is no open question."))


@transaction.atomic
def record_twins(enrolment: Enrolment, measured: Mapping[str, tuple[float, int]]) -> None:
    """Keep what the network measured of each factor (0 to 100, of how many); what was kept before is replaced."""
    Twin.objects.filter(enrolment=enrolment).delete()
    Twin.objects.bulk_create(
        Twin(enrolment=enrolment, factor=factor, value=value, n=n) for factor, (value, n) in measured.items()
    )


@transaction.atomic
def forget_person(*, person: Person, name: str) -> None:
    """Take somebody out who is erased: what they were asked and had begun, the key of what they handed in, with what was
    measured by it, and their name as a coder. What they handed in without a key cannot be found."""
    Invitation.objects.filter(person=person).delete()
    keyed = Study.objects.filter(privacy=Privacy.PSEUDONYMOUS).values_list("pk", flat=True)
    keys = [key_of(study_id, person.pk) for study_id in keyed]
    Sheet.objects.filter(key__in=keys).update(key="", active_days=None)
    Coding.objects.filter(coder__in=[name, f"{name} ({person.pk})"]).update(coder=f"–{person.pk}")


@transaction.atomic
def record_use(enrolment: Enrolment, classes: Mapping[int, int]) -> None:
    """Keep with the sheets of who agreed to be known again on how many days they took part: a class 0 to 4 by person.

    It is laid beside a sheet by its key alone, and who is in this study by a key is forgotten at once.
    """
    study_id = enrolment.wave.study_id
    by_key = {key_of(study_id, person_id): days for person_id, days in classes.items()}
    for sheet in enrolment.sheets.filter(key__in=by_key):
        sheet.active_days = by_key[sheet.key]
        sheet.save(update_fields=["active_days"])


def forget_twins() -> None:
    """Throw away what was measured of factors; reports that were made with it stay as they were read."""
    Twin.objects.all().delete()


def forget_use() -> None:
    """Throw away on how many days people took part; reports that were made with it stay as they were read."""
    Sheet.objects.exclude(active_days=None).update(active_days=None)


@transaction.atomic
def ask_report(wave: Wave, enrolment: Enrolment | None = None) -> None:
    """Have a report made by the worker: of the whole study, or of one organisation in it. Asked twice is once."""
    which = enrolment.pk if enrolment else None
    outbox.ask(REPORT, key=f"{REPORT}:{wave.pk}:{which}", wave_id=wave.pk, enrolment_id=which)


@transaction.atomic
def keep_report(wave: Wave, enrolment: Enrolment | None, language: str, data: str) -> StoredReport:
    """Keep a report, so that it reads the same ever after."""
    held, _new = StoredReport.objects.get_or_create(
        wave=wave, enrolment=enrolment, language=language, defaults={"data": data}
    )
    return held
