"""What the screens show of studies. Answers of people leave this module only counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

import msgspec
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from zinvol.apps.content.studies import exporting
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
    runs_studies,
)
from zinvol.apps.content.studies.rules import State
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock
from zinvol.lib.science.instruments.model import Item
from zinvol.lib.science.privacy import TEXT_FLOOR, shown
from zinvol.lib.science.reports.report import Report
from zinvol.lib.science.studies import study as science

MOST_SHOWN = 200
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Overview:
    """The first screen: what waits for an answer of the viewer, and the studies they may see."""

    waiting: list[Invitation]
    studies: list[Study]
    may_run: bool


def overview(*, viewer: Person) -> Overview:
    seen = Prefetch("waves", Wave.objects.visible_to(viewer))
    rows = Study.objects.visible_to(viewer).prefetch_related(seen).order_by("-created_at")[:MOST_SHOWN]
    return Overview(waiting(viewer=viewer), list(rows), runs_studies(viewer))


def waiting(*, viewer: Person) -> list[Invitation]:
    """Where this person is asked and has not answered yet."""
    today = clock.today()
    open_now = Q(
        enrolment__wave__launched_at__isnull=False, enrolment__wave__closed_at=None,
        enrolment__wave__opens_on__lte=today, enrolment__wave__closes_on__gte=today,
    )  # fmt: skip
    rows = Invitation.objects.filter(open_now, person=viewer, has_answered=False, has_declined=False)
    return list(rows.select_related("enrolment__wave__study").order_by("enrolment__wave__closes_on", "pk"))


def find(*, viewer: Person, pk: int) -> Study | None:
    return Study.objects.visible_to(viewer).filter(pk=pk).first()


def waves(study: Study, *, viewer: Person) -> list[Wave]:
    return list(Wave.objects.visible_to(viewer).filter(study=study))


def find_wave(*, viewer: Person, pk: int) -> Wave | None:
    return Wave.objects.visible_to(viewer).select_related("study").filter(pk=pk).first()


def find_invitation(token: str) -> Invitation | None:
    """Whoever holds the token may answer; it says for whom it is."""
    rows = Invitation.objects.select_related("enrolment__wave__study", "person")
    return rows.filter(token=token).first()


def find_enrolment(token: str) -> Enrolment | None:
    """Whoever holds the token answers for this organisation."""
    return Enrolment.objects.select_related("wave__study").filter(token=token).first()


def find_kiosk(token: str) -> Wave | None:
    return Wave.objects.select_related("study").filter(kiosk=token).first() if token else None


@dataclass(frozen=True)
class Group:
    """A unit in the response: ``answered`` is None where the unit is too small to be told apart."""

    name: str
    asked: int
    answered: int | None


@dataclass(frozen=True)
class Response:
    """How many were asked and have answered, whole and by unit above the floor."""

    asked: int
    answered: int
    begun: int
    groups: list[Group]

    @property
    def percent(self) -> int:
        return (200 * self.answered + self.asked) // (2 * self.asked) if self.asked else 0


def response(wave: Wave, *, viewer: Person) -> Response:
    """Of sheets nobody is told apart: counted is who was asked, and which sheets came in from a unit."""
    assert runs_studies(viewer)
    begun = Count("pk", filter=Q(has_answered=False) & ~Q(draft={}))
    asked = list(
        Invitation.objects.filter(enrolment__wave=wave)
        .values_list("unit")
        .annotate(n=Count("pk"), begun=begun)
        .order_by()
    )
    sheets = Sheet.objects.filter(enrolment__wave=wave).values_list("unit").annotate(n=Count("pk")).order_by()
    came = Counter(dict(sheets))
    sizes = {unit: number for unit, number, _begun in asked if unit}
    visible = shown(sizes, wave.study.floor)
    groups = [Group(unit, sizes[unit], came[unit] if unit in visible else None) for unit in sorted(sizes)]
    return Response(sum(row[1] for row in asked), sum(came.values()), sum(row[2] for row in asked), groups)


def enrolments(wave: Wave, *, viewer: Person) -> QuerySet[Enrolment]:
    assert runs_studies(viewer)
    return wave.enrolments.annotate(sheet_count=Count("sheets", distinct=True)).order_by("name")


def own_enrolment(wave: Wave) -> Enrolment | None:
    """The organisation itself, in a study of one."""
    return None if wave.study.is_benchmark else wave.enrolments.first()


def report(wave: Wave, *, viewer: Person, language: str, enrolment: Enrolment | None = None) -> Report | None:
    """A report that was kept when the wave closed; nothing while it is being made, or when it may not be seen."""
    if not Wave.objects.visible_to(viewer).filter(pk=wave.pk).exists():
        return None
    return kept_report(wave, enrolment, language)


def kept_report(wave: Wave, enrolment: Enrolment | None, language: str) -> Report | None:
    held = StoredReport.objects.filter(wave=wave, enrolment=enrolment, language=language).first()
    return msgspec.json.decode(held.data, type=Report) if held else None


@dataclass(frozen=True)
class OpenItem:
    """An open question with how many answered it, and how many sheets each coder has read."""

    item: Item
    answered: int
    read_by: dict[str, int]


def open_items(wave: Wave, *, viewer: Person) -> list[OpenItem]:
    """Open questions of a closed wave that enough people answered."""
    assert runs_studies(viewer)
    if wave.state != State.CLOSED:
        return []
    found = []
    answers = list(Sheet.objects.filter(enrolment__wave=wave).values_list("answers", flat=True))
    done: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item_id, coder in Coding.objects.filter(sheet__enrolment__wave=wave).values_list("item", "coder"):
        done[item_id][coder] += 1
    for item in wave.study.instrument.items:
        number = sum(bool(each.get(item.id)) for each in answers) if item.kind == "text" else 0
        if number >= TEXT_FLOOR:
            found.append(OpenItem(item, number, dict(done[item.id])))
    return found


@dataclass(frozen=True)
class OpenAnswer:
    """What somebody wrote, with what this coder read in it. Nothing else of the sheet is here."""

    handle: str
    """Names this answer and nothing else: another question on the same sheet has another."""
    text: str
    may_be_quoted: bool
    codes: list[str]


def open_answers(wave: Wave, item_id: str, *, viewer: Person) -> list[OpenAnswer]:
    """All answers to an open question, in no order that tells who wrote them; the viewer's own codes only."""
    assert runs_studies(viewer)
    own = Coding.objects.filter(sheet__enrolment__wave=wave, item=item_id, coder=coder_name(viewer))
    mine = dict(own.values_list("sheet_id", "codes"))
    found = [
        OpenAnswer(_handle(pk, item_id), answers[item_id], answers.get("QUOTE_OK") == "yes", mine.get(pk, []))
        for pk, answers in Sheet.objects.filter(enrolment__wave=wave).values_list("pk", "answers")
        if answers.get(item_id)
    ]
    found.sort(key=lambda each: each.handle)
    return found if len(found) >= TEXT_FLOOR else []


def sheets_by_handle(wave: Wave, item_id: str, handles: Iterable[str]) -> dict[str, Sheet]:
    """The sheets that these handles name, for keeping codes."""
    wanted = set(handles)
    rows = Sheet.objects.filter(enrolment__wave=wave).select_related("enrolment__wave__study")
    return {handle: sheet for sheet in rows if (handle := _handle(sheet.pk, item_id)) in wanted}


def coder_name(viewer: Person) -> str:
    """By name and number, since two people may share a name."""
    return f"{viewer.name} ({viewer.pk})"


def _handle(sheet_id: int, item_id: str) -> str:
    return salted_hmac(f"studies.answer:{item_id}", str(sheet_id), algorithm="sha256").hexdigest()[:20]


@dataclass(frozen=True)
class CodebookLine:
    """A code for an open question: what it means ("" when nobody said), how often it was given, and whether it came with
    the questionnaire."""

    name: str
    meaning: str
    times: int
    is_shipped: bool


def codebook(study: Study, item_id: str, *, viewer: Person, language: str) -> list[CodebookLine]:
    """The codes that come with the questionnaire, then those of this study, most used first."""
    assert runs_studies(viewer)
    rows = Coding.objects.filter(sheet__enrolment__wave__study=study, item=item_id).values_list(
        "codes", flat=True
    )
    instrument = study.instrument
    shipped = instrument.codes
    times = Counter(code for codes in rows for code in instrument.codes_called(codes))
    own = dict(Code.objects.filter(study=study, item=item_id).values_list("name", "meaning"))
    own |= {name: own.get(name, "") for name in times if not instrument.code_called(name)}
    return [
        CodebookLine(each.text.read(language), each.meaning.read(language), times[each.id], True)
        for each in shipped
    ] + [
        CodebookLine(name, meaning, times[name], False)
        for name, meaning in sorted(own.items(), key=lambda each: (-times[each[0]], each[0]))
    ]


def code_name(study: Study, code: str, language: str) -> str:
    """What a code is called in this language."""
    found = study.instrument.code_called(code)
    return found.text.read(language) if found else code


def codings(wave: Wave) -> dict[int, dict[str, dict[str, dict[str, list[str]]]]]:
    """By organisation, item and sheet: what each coder read. For reports."""
    found: dict[int, dict[str, dict[str, dict[str, list[str]]]]] = {}
    rows, instrument = (
        Coding.objects.filter(sheet__enrolment__wave=wave).order_by("coder"),
        wave.study.instrument,
    )
    for enrolment_id, item, sheet_id, coder, codes in rows.values_list(
        "sheet__enrolment_id", "item", "sheet_id", "coder", "codes"
    ):
        found.setdefault(enrolment_id, {}).setdefault(item, {}).setdefault(str(sheet_id), {})[coder] = (
            instrument.codes_called(codes)
        )
    return found


def science_study(study: Study) -> science.Study:
    """The study with all its closed waves, as ``lib.science`` reads it."""
    closed = Wave.objects.filter(study=study, closed_at__isnull=False)
    inside = Enrolment.objects.filter(wave__in=closed)
    names = exporting.Numbers()
    made = science.assemble(
        chain(
            exporting.studies(names, Study.objects.filter(pk=study.pk)),
            exporting.waves(names, closed),
            exporting.enrolments(names, inside),
            exporting.sheets(names, inside),
            exporting.predictions(names, Prediction.objects.filter(wave__in=closed)),
        )
    )[0]
    twins: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for twin in Twin.objects.filter(enrolment__wave__study=study):
        twins[str(twin.enrolment_id)][twin.factor] = twin.value
    for wave in made.waves:
        for enrolment in wave.enrolments:
            enrolment.measured = twins[enrolment.id]
    return made


@dataclass(frozen=True)
class ToMail:
    """What a mail to somebody who is asked needs; ``person`` is None for who has no account."""

    person: Person | None
    address: str
    language: str
    title: str
    purpose: str
    minutes: int
    closes_on: date
    floor: int
    path: str
    is_contact: bool


def to_mail(*, invitation_id: int | None, enrolment_id: int | None) -> ToMail | None:
    """Nothing when there is nobody to mail any more: answered, declined, gone, or the wave is not open."""
    if enrolment_id is not None:
        held = Enrolment.objects.select_related("wave__study").filter(pk=enrolment_id).first()
        if held is None or not held.contact_email or not _still_asks(held.wave):
            return None
        return _to_mail(held.wave, None, held.contact_email, f"/taking-part/{held.token}/", is_contact=True)
    asked = (
        Invitation.objects.select_related("enrolment__wave__study", "person")
        .filter(pk=invitation_id or 0)
        .first()
    )
    if asked is None or asked.has_answered or asked.has_declined or not _still_asks(asked.enrolment.wave):
        return None
    person = asked.person
    if person is not None and person.state != Person.State.ACTIVE and person.state != Person.State.INVITED:
        return None
    address = person.email if person else asked.email
    return _to_mail(asked.enrolment.wave, person, address, f"/answer/{asked.token}/") if address else None


def _still_asks(wave: Wave) -> bool:
    return wave.state == State.OPEN and wave.closes_on >= clock.today()


def _to_mail(
    wave: Wave, person: Person | None, address: str, path: str, *, is_contact: bool = False
) -> ToMail:
    study = wave.study
    return ToMail(
        person=person, address=address, language=person.language if person else "nl", title=study.title,
        purpose=study.purpose, minutes=study.instrument.minutes, closes_on=wave.closes_on, floor=study.floor, path=path,
        is_contact=is_contact,
    )  # fmt: skip
