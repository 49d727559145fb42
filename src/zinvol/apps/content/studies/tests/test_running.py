"""A study from its terms to its results: what is fixed, who is asked, and that nothing ties an answer to a person."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.world import a_person
from zinvol.apps.content.studies import api, reads
from zinvol.apps.content.studies.models import Coding, Invitation, Sheet, StoredReport, Study
from zinvol.apps.content.studies.rules import Source, is_open, may_remind
from zinvol.kernel import clock
from zinvol.kernel.models import Activity, Job
from zinvol.lib.science.answers import BadAnswer

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BEST = {
    code: 1 if code.endswith("R") else 7
    for code in ("PE1", "PE2", "PE3R", "EE1", "EE2", "EE3R", "RE1", "RE2", "RE3R", "PC1", "PC2", "PC3",
                 "PM1", "PM2", "PM3", "CN1", "CN2", "CN3", "AV1", "AV2", "AV3R")
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY), translation.override("en"):
        yield


@pytest.fixture
def study(world):
    return api.start_study(
        manager=world.admin,
        title="Scan",
        instrument_name="maturity",
        purpose="Om te leren",
        privacy="pseudonymous",
    )


def a_wave(study, name="2026"):
    today = MONDAY.date()
    return api.add_wave(
        study, name=name, opens_on=today, closes_on=today + timedelta(days=14), organisation="Proefstad"
    )


@pytest.fixture
def wave(study):
    return a_wave(study)


def asked(wave, people):
    api.invite_people(wave.enrolments.get(), people)
    return list(Invitation.objects.filter(enrolment__wave=wave).order_by("pk"))


def launched(wave, world, people=None):
    invitations = asked(wave, people or [world.member, world.outsider])
    api.launch(wave, manager=world.admin)
    return invitations


def fresh(invitation):
    return Invitation.objects.get(pk=invitation.pk)


# --- terms ------------------------------------------------------------------------------------------


def test_a_floor_under_seven_is_refused_by_the_verb_and_by_the_database(world, study):
    with pytest.raises(ValidationError):
        api.start_study(manager=world.admin, title="x", instrument_name="pulse", purpose="x", floor=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.filter(pk=study.pk).update(floor=6)
    with pytest.raises(ValidationError, match="no such questionnaire"):
        api.start_study(manager=world.admin, title="x", instrument_name="horoscope", purpose="x")


@pytest.mark.parametrize(
    "term", [{"floor": 12}, {"privacy": "anonymous"}, {"platform": "Plein"}, {"purpose": "Anders"}]
)
def test_terms_change_until_the_launch_and_never_after(world, study, wave, term):
    before = {name: getattr(study, name) for name in term}
    api.change_study(study, **term)
    api.change_study(study, **before)
    launched(wave, world)
    with pytest.raises(ValidationError, match="no longer change"):
        api.change_study(study, **term)
    api.change_study(study, title="Een andere naam")


def test_a_wave_needs_somebody_to_ask_and_days_to_come(world, study, wave):
    with pytest.raises(ValidationError, match="Nobody is asked"):
        api.launch(wave, manager=world.admin)
    asked(wave, [world.member])
    wave.opens_on, wave.closes_on = MONDAY.date() - timedelta(days=9), MONDAY.date() - timedelta(days=1)
    wave.save()
    with pytest.raises(ValidationError, match="last day is over"):
        api.launch(wave, manager=world.admin)
    with pytest.raises(ValidationError, match="before the first day"):
        api.add_wave(study, name="x", opens_on=MONDAY.date(), closes_on=MONDAY.date() - timedelta(days=1))


def test_the_launch_fixes_who_could_answer_and_mails_each_once(world, wave):
    launched(wave, world, [world.keeper, world.member])
    held = wave.enrolments.get()
    assert (held.population, held.units) == (2, {"Burgerzaken": 1})
    assert Job.objects.filter(kind="studies.mail").count() == 2
    with pytest.raises(ValidationError, match="launched already"):
        api.launch(wave, manager=world.admin)
    with pytest.raises(ValidationError, match="launched already"):
        api.drop_wave(wave)


def test_a_pasted_unit_that_is_too_long_is_cut_to_what_the_record_holds(wave):
    enrolment = wave.enrolments.get()
    assert api.invite_by_mail(enrolment, [api.Target("an@example.nl", "employee", " " + "w" * 300)]) == 1
    assert enrolment.invitations.get().unit == "w" * 200


def test_leaders_answer_as_leaders_and_nobody_is_asked_twice(world, wave):
    assert api.invite_people(wave.enrolments.get(), [world.leader, world.member]) == 2
    assert api.invite_people(wave.enrolments.get(), [world.member, world.keeper]) == 1
    roles = dict(Invitation.objects.values_list("person__name", "role"))
    assert roles["Lea Voor"] == "leader"
    assert roles["Mina de Lid"] == "employee"
    targets = [api.Target("An@example.nl", "organisation"), api.Target("an@example.nl", "organisation")]
    assert api.invite_by_mail(wave.enrolments.get(), targets) == 1
    with pytest.raises(ValidationError, match="geen"):
        api.invite_by_mail(wave.enrolments.get(), [api.Target("geen", "employee")])
    with pytest.raises(ValidationError, match="this role"):
        api.invite_people(wave.enrolments.get(), [world.admin], role="non_user")


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (14, True), (15, False)])
def test_one_can_answer_from_the_first_day_to_the_last(days, expected):
    first = MONDAY.date()
    found = is_open(
        is_launched=True,
        is_closed=False,
        opens_on=first,
        closes_on=first + timedelta(days=14),
        today=first + timedelta(days=days),
    )
    assert found is expected
    assert not is_open(is_launched=False, is_closed=False, opens_on=first, closes_on=first, today=first)


def test_three_reminders_with_three_days_in_between(world, wave):
    today = MONDAY.date()
    assert may_remind(reminders=0, last=None, today=today)
    assert not may_remind(reminders=1, last=today - timedelta(days=2), today=today)
    assert may_remind(reminders=2, last=today - timedelta(days=3), today=today)
    assert not may_remind(reminders=3, last=today - timedelta(days=9), today=today)
    one, other = launched(wave, world)
    api.hand_in(one)
    assert api.remind(wave, manager=world.admin) == 1
    with pytest.raises(ValidationError, match="three times"):
        api.remind(wave, manager=world.admin)
    reminded = Job.objects.filter(kind="studies.mail", key__endswith=":1")
    assert [job.payload["invitation_id"] for job in reminded] == [other.pk]


# --- answering ----------------------------------------------------------------------------------------


def test_answers_are_kept_until_they_are_handed_in(world, wave):
    invitation, _other = launched(wave, world)
    api.answer(invitation, {"PE1": "6", "PE2": "3", "UNKNOWN": "x"})
    api.answer(invitation, {"PE2": "", "REMARK": "Meer tijd"})
    assert fresh(invitation).draft == {"PE1": 6, "REMARK": "Meer tijd"}
    with pytest.raises(BadAnswer, match="PE1 is 8"):
        api.answer(invitation, {"PE1": "8"})
    with pytest.raises(BadAnswer, match="at most 4000"):
        api.answer(invitation, {"REMARK": "x" * 4001})
    assert fresh(invitation).draft["PE1"] == 6


def test_who_handed_in_cannot_be_tied_to_the_sheet(world, wave):
    invitation, _other = launched(wave, world)
    api.answer(invitation, {"PE1": 6})
    api.hand_in(invitation)
    sheet, held = Sheet.objects.get(), fresh(invitation)
    assert (sheet.answers, sheet.key, sheet.on) == ({"PE1": 6}, "", wave.opens_on)
    assert (held.draft, held.has_answered) == ({}, True)
    told = Activity.objects.filter(name__startswith="studies.")
    assert [line.name for line in told] == ["studies.wave_launched"], (
        "the log does not say that somebody answered"
    )
    assert invitation.token not in str(vars(sheet))
    for verb in (
        lambda: api.answer(invitation, {"PE1": 1}),
        lambda: api.hand_in(invitation),
        lambda: api.decline(invitation),
    ):
        with pytest.raises(api.NotOpen):
            verb()
    assert Sheet.objects.count() == 1


def test_sheets_are_numbered_by_lot(world, wave):
    people = [a_person(f"Persoon {n}") for n in range(12)]
    for invitation in launched(wave, world, people):
        api.hand_in(invitation)
    numbers = list(Sheet.objects.values_list("pk", flat=True))
    assert len(set(numbers)) == 12
    assert max(numbers) - min(numbers) > 1_000_000


def test_only_who_agrees_gets_a_key_and_it_is_the_same_in_the_next_wave(world, study, wave):
    one, other = launched(wave, world)
    api.hand_in(one, may_link=True)
    api.hand_in(other)
    later = a_wave(study, "2027")
    again = launched(later, world)[0]
    api.hand_in(again, may_link=True)
    keys = list(Sheet.objects.exclude(key="").values_list("key", flat=True))
    assert len(keys) == 2
    assert len(set(keys)) == 1
    anonymous = api.start_study(manager=world.admin, title="Anoniem", instrument_name="maturity", purpose="x")
    third = launched(a_wave(anonymous), world)[0]
    api.hand_in(third, may_link=True)
    assert Sheet.objects.get(enrolment__wave__study=anonymous).key == ""


def test_what_a_branch_no_longer_asks_is_left_out(world, study, wave):
    api.invite_by_mail(wave.enrolments.get(), [api.Target("an@example.nl", "organisation")])
    api.launch(wave, manager=world.admin)
    invitation = Invitation.objects.get()
    api.answer(invitation, {"STATUS": "running", "E1": 3, "O1": 2})
    api.answer(invitation, {"STATUS": "never", "BARRIERS": {"BR1": "1"}})
    api.hand_in(invitation)
    assert Sheet.objects.get().answers == {"STATUS": "never", "BARRIERS": {"BR1": 1}}


def test_who_declines_loses_what_was_begun_and_is_left_alone(world, wave):
    invitation, _other = launched(wave, world)
    api.answer(invitation, {"PE1": 6})
    api.decline(invitation)
    assert fresh(invitation).draft == {}
    assert [each.pk for each in reads.waiting(viewer=world.member)] == []


def test_a_kiosk_that_sends_twice_is_counted_once(world, wave):
    launched(wave, world)
    held = wave.enrolments.get()
    for _twice in range(2):
        api.hand_in_whole(
            held, role="employee", unit="Balie", given={"PE1": "5"}, source=Source.KIOSK, submission="k:1"
        )
    assert Sheet.objects.values_list("answers", "unit", "source").get() == ({"PE1": 5}, "", "kiosk")


def test_paper_may_be_typed_in_after_the_last_day_and_a_kiosk_not(world, wave):
    launched(wave, world)
    held = wave.enrolments.get()
    with clock.at(MONDAY + timedelta(days=20)):
        with pytest.raises(api.NotOpen):
            api.hand_in_whole(held, role="employee", unit="", given={}, source=Source.KIOSK)
        api.hand_in_whole(held, role="employee", unit="", given={"PE1": 2}, source=Source.PAPER)
    assert Sheet.objects.count() == 1


def test_what_was_begun_does_not_count_when_the_wave_closes(world, wave):
    invitation, other = launched(wave, world)
    api.answer(invitation, {"PE1": 6})
    api.hand_in(other)
    api.close(wave, manager=world.admin)
    assert fresh(invitation).draft == {}
    assert not fresh(other).has_answered, "who answered is forgotten"
    assert Sheet.objects.count() == 1
    with pytest.raises(api.NotOpen):
        api.answer(invitation, {"PE1": 6})
    with pytest.raises(ValidationError, match="not open"):
        api.close(wave, manager=world.admin)


# --- results ------------------------------------------------------------------------------------------


def a_closed_wave(world, wave, number=20):
    people = [a_person(f"Persoon {n}") for n in range(number)]
    for invitation in launched(wave, world, people):
        api.answer(invitation, BEST)
        api.hand_in(invitation)
    api.close(wave, manager=world.admin)
    wave.refresh_from_db()
    return wave


def test_reports_are_made_once_and_read_the_same_ever_after(world, wave):
    a_closed_wave(world, wave)
    api.make_report(wave_id=wave.pk)
    found = reads.report(wave, viewer=world.admin, language="nl", enrolment=wave.enrolments.get())
    factors = next(figure for figure in found.figures if figure.id == "factors")
    assert [row.value for row in factors.rows] == [100] * 7
    first = StoredReport.objects.get(language="nl").data
    Sheet.objects.update(answers={})
    api.make_report(wave_id=wave.pk)
    assert StoredReport.objects.get(language="nl").data == first
    assert StoredReport.objects.count() == 2


def test_of_six_answers_nothing_is_shown(world, wave):
    a_closed_wave(world, wave, number=6)
    api.make_report(wave_id=wave.pk)
    found = reads.report(wave, viewer=world.admin, language="en", enrolment=wave.enrolments.get())
    assert not [figure for figure in found.figures if any(row.value == 100 for row in figure.rows)]
    assert "Too few people answered to show anything of them." in found.notices


def test_results_are_for_who_runs_the_study_until_they_are_published(world, wave):
    with pytest.raises(ValidationError, match="Close the wave first"):
        api.publish(wave, manager=world.admin)
    a_closed_wave(world, wave)
    assert reads.find_wave(viewer=world.member, pk=wave.pk) is None
    assert list(reads.overview(viewer=world.member).studies) == []
    api.publish(wave, manager=world.admin)
    assert reads.find_wave(viewer=world.member, pk=wave.pk) == wave
    assert reads.find_wave(viewer=world.guest, pk=wave.pk) is None
    assert [study.title for study in reads.overview(viewer=world.member).studies] == ["Scan"]
    api.withdraw_results(wave, manager=world.admin)
    assert reads.find_wave(viewer=world.member, pk=wave.pk) is None


def test_two_coders_read_without_seeing_each_other(world, wave):
    people = [a_person(f"Persoon {n}") for n in range(15)]
    for n, invitation in enumerate(launched(wave, world, people)):
        api.answer(invitation, {"REMARK": f"Opmerking {n}", "QUOTE_OK": "yes" if n else "no"})
        api.hand_in(invitation)
    assert reads.open_items(wave, viewer=world.admin) == []
    api.close(wave, manager=world.admin)
    wave.refresh_from_db()
    [item] = reads.open_items(wave, viewer=world.admin)
    assert (item.item.id, item.answered) == ("REMARK", 15)
    for coder in (reads.coder_name(world.admin), "Els"):
        for sheet in Sheet.objects.all():
            api.code(sheet, item="REMARK", coder=coder, codes=["tijd", "tijd"])
    shown = reads.open_answers(wave, "REMARK", viewer=world.admin)
    assert [each.codes for each in shown] == [["tijd"]] * 15
    assert sum(each.may_be_quoted for each in shown) == 14
    [line] = reads.codebook(wave.study, "REMARK", viewer=world.admin, language="nl")
    assert line == reads.CodebookLine("tijd", "", 30, False)
    assert Coding.objects.count() == 30


def test_too_few_open_answers_are_not_read(world, wave):
    people = [a_person(f"Persoon {n}") for n in range(14)]
    for invitation in launched(wave, world, people):
        api.answer(invitation, {"REMARK": "Tijd"})
        api.hand_in(invitation)
    api.close(wave, manager=world.admin)
    wave.refresh_from_db()
    assert reads.open_items(wave, viewer=world.admin) == []
    assert reads.open_answers(wave, "REMARK", viewer=world.admin) == []


def test_response_tells_units_apart_only_above_the_floor(world, wave):
    held = wave.enrolments.get()
    targets = [
        api.Target(f"p{n}@example.nl", "employee", unit)
        for n, unit in enumerate(["Groot"] * 20 + ["Klein"] * 3 + ["Midden"] * 9)
    ]
    api.invite_by_mail(held, targets)
    api.launch(wave, manager=world.admin)
    for invitation in Invitation.objects.filter(unit__in=["Klein", "Groot"])[:12]:
        api.hand_in(invitation)
    found = reads.response(wave, viewer=world.admin)
    assert (found.asked, found.answered) == (32, 12)
    assert {group.name for group in found.groups if group.answered is None} == {"Klein", "Midden"}


# --- many organisations ---------------------------------------------------------------------------------


def test_an_organisation_answers_for_itself_and_asks_its_people(world):
    study = api.start_study(
        manager=world.admin, title="Landelijk", instrument_name="maturity", purpose="x", scope="benchmark"
    )
    wave = a_wave(study)
    assert wave.enrolments.count() == 0
    enrolment = api.enrol(wave, name="De Werf", contact_email="an@werf.example")
    with pytest.raises(ValidationError, match="takes part already"):
        api.enrol(wave, name="De Werf")
    with pytest.raises(api.NotOpen):
        api.invite_contact(enrolment)
    api.launch(wave, manager=world.admin)
    enrolment.refresh_from_db()
    contact = api.invite_contact(enrolment)
    assert api.invite_contact(enrolment) == contact
    api.answer(contact, {"STATUS": "running", "AIM": "all"})
    api.hand_in(contact)
    staff = api.invite_anybody(enrolment, unit="Werkplaats")
    api.answer(staff, BEST)
    api.hand_in(staff)
    assert sorted(Sheet.objects.values_list("role", "unit")) == [
        ("employee", "Werkplaats"),
        ("organisation", ""),
    ]
    api.agree_terms(enrolment, may_be_named=True, population=80)
    assert enrolment.may_be_named
    with pytest.raises(ValidationError, match="answered already"):
        api.withdraw_enrolment(enrolment)
    api.close(wave, manager=world.admin)
    api.make_report(wave_id=wave.pk)
    api.make_report(wave_id=wave.pk, enrolment_id=enrolment.pk)
    assert reads.kept_report(wave, None, "nl").title == "Landelijk"
    assert reads.kept_report(wave, enrolment, "en").title == "De Werf"


def test_tokens_cannot_be_guessed(world, wave):
    one, other = launched(wave, world)
    assert one.token != other.token
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", one.token)


def test_who_is_erased_is_no_longer_asked_and_not_named_in_what_others_wrote(world, wave):
    from zinvol.apps.social.people import api as people
    from zinvol.flows.erasure import erase

    one, other = launched(wave, world, [world.member, world.outsider])
    api.answer(one, {"REMARK": "Nog niet af"})
    api.answer(other, {"REMARK": "Vraag het Mina de Lid."})
    api.hand_in(other)
    sheet = Sheet.objects.get()
    api.code(sheet, item="REMARK", coder="Mina de Lid", codes=["tijd"])
    people.deactivate(administrator=world.admin, person=world.member)
    erase(administrator=world.admin, person=world.member)
    assert not Invitation.objects.filter(pk=one.pk).exists()
    sheet.refresh_from_db()
    assert "Mina" not in str(sheet.answers)
    assert "Mina" not in str(list(Coding.objects.values_list("coder", flat=True)))


def test_a_small_unit_and_few_leaders_do_not_stand_on_a_sheet(world, wave):
    targets = [api.Target(f"p{n}@example.nl", "employee", "Groot" if n < 8 else "Klein") for n in range(10)]
    api.invite_by_mail(wave.enrolments.get(), targets)
    api.invite_people(wave.enrolments.get(), [world.leader])
    api.launch(wave, manager=world.admin)
    for invitation in Invitation.objects.all():
        api.hand_in(invitation)
    assert (
        sorted(Sheet.objects.values_list("role", "unit"))
        == [("employee", "")] * 3 + [("employee", "Groot")] * 8
    )


def test_who_was_deactivated_answers_no_more(world, wave):
    from zinvol.apps.social.people import api as people

    invitation, _other = launched(wave, world)
    people.deactivate(administrator=world.admin, person=world.member)
    with pytest.raises(api.NotOpen):
        api.answer(fresh(invitation), {"PE1": 4})


def test_who_is_asked_late_is_mailed_and_counted(world, wave):
    launched(wave, world)
    api.invite_people(wave.enrolments.get(), [world.keeper])
    assert Job.objects.filter(kind="studies.mail").count() == 3
    held = wave.enrolments.get()
    assert (held.population, held.units) == (3, {"Burgerzaken": 1})


def test_a_wave_closes_by_itself_after_its_last_day(world, wave):
    invitation, _other = launched(wave, world)
    api.answer(invitation, {"PE1": 4})
    with clock.at(MONDAY + timedelta(days=14)):
        assert api.close_due() == 0
    with clock.at(MONDAY + timedelta(days=15)):
        assert api.close_due() == 1
        assert api.close_due() == 0
    assert fresh(invitation).draft == {}


def test_an_answer_has_another_handle_in_every_question(world):
    study = api.start_study(manager=world.admin, title="x", instrument_name="frames", purpose="x")
    today = MONDAY.date()
    wave = api.add_wave(study, name="x", opens_on=today, closes_on=today, moment="T0", organisation="P")
    people = [a_person(f"Persoon {n}") for n in range(15)]
    for invitation in launched(wave, world, people):
        api.answer(invitation, {"NATURE_OPEN": "Aan mail", "STRATEGY_OPEN": "Omdat het moet"})
        api.hand_in(invitation)
    api.close(wave, manager=world.admin)
    wave.refresh_from_db()
    one, other = (
        {each.handle for each in reads.open_answers(wave, item, viewer=world.admin)}
        for item in ("NATURE_OPEN", "STRATEGY_OPEN")
    )
    assert len(one) == len(other) == 15
    assert not one & other
    handles = sorted(one)
    assert len(reads.sheets_by_handle(wave, "NATURE_OPEN", handles)) == 15
    assert reads.sheets_by_handle(wave, "STRATEGY_OPEN", handles) == {}


def test_a_report_is_made_anew_after_reading_and_never_after_publishing(world, wave):
    a_closed_wave(world, wave)
    api.make_report(wave_id=wave.pk)
    api.make_anew(wave)
    assert StoredReport.objects.count() == 0
    assert Job.objects.filter(kind="studies.report", state="waiting").count() == 1
    api.make_report(wave_id=wave.pk)
    api.publish(wave, manager=world.admin)
    with pytest.raises(ValidationError, match="stays as it is"):
        api.make_anew(wave)


def test_only_open_questions_are_coded_and_codes_can_be_taken_back(world, wave):
    a_closed_wave(world, wave, number=7)
    sheet = Sheet.objects.first()
    with pytest.raises(ValidationError, match="no open question"):
        api.code(sheet, item="PE1", coder="Els", codes=["tijd"])
    api.code(sheet, item="REMARK", coder="Els", codes=["tijd"])
    api.code(sheet, item="REMARK", coder="Els", codes=[])
    assert Coding.objects.count() == 0


def test_a_codebook_says_what_codes_mean(world, wave):
    def book():
        return reads.codebook(wave.study, "REMARK", viewer=world.admin, language="nl")

    api.explain_code(wave.study, item="REMARK", name="tijd", meaning="Er is geen tijd voor")
    api.explain_code(wave.study, item="REMARK", name="tijd", meaning="Geen tijd, of er geen voor nemen")
    assert book() == [reads.CodebookLine("tijd", "Geen tijd, of er geen voor nemen", 0, False)]
    api.explain_code(wave.study, item="REMARK", name="tijd", meaning="")
    assert book() == []
    with pytest.raises(ValidationError, match="no open question"):
        api.explain_code(wave.study, item="PE1", name="tijd", meaning="Geen tijd")


def test_a_code_of_the_questionnaire_is_the_same_in_both_languages(world):
    study = api.start_study(manager=world.admin, title="V", instrument_name="frames", purpose="x")
    wave = api.add_wave(
        study, name="Voor", opens_on=clock.today(), closes_on=clock.today(), organisation="P", moment="T0"
    )
    api.open_kiosk(wave)
    api.launch(wave, manager=world.admin)
    sheet = api.hand_in_whole(
        wave.enrolments.get(),
        role="employee",
        unit="",
        given={"NATURE_OPEN": "Om iets op te zoeken"},
        source=Source.KIOSK,
    )
    api.close(wave, manager=world.admin)
    api.code(sheet, item="NATURE_OPEN", coder="Els", codes=["Kennis", "zoeken"])
    api.code(sheet, item="NATURE_OPEN", coder="Tom", codes=["knowledge"])
    assert [each.codes for each in Coding.objects.order_by("coder")] == [
        ["knowledge", "zoeken"],
        ["knowledge"],
    ]
    assert reads.code_name(study, "knowledge", "nl") == "kennis"
    Coding.objects.create(sheet=sheet, item="NATURE_OPEN", coder="Van elders", codes=["Knowledge"])
    [read_by] = reads.codings(wave)[sheet.enrolment_id]["NATURE_OPEN"].values()
    assert read_by["Van elders"] == ["knowledge"]
    lines = reads.codebook(study, "NATURE_OPEN", viewer=world.admin, language="nl")
    assert [(each.name, each.times) for each in lines if each.times] == [("kennis", 3), ("zoeken", 1)]
    assert [each.is_shipped for each in lines] == [True] * 8 + [False]
    with pytest.raises(ValidationError, match="is fixed"):
        api.explain_code(study, item="NATURE_OPEN", name="knowledge", meaning="iets anders")


def test_how_many_of_each_age_is_told_for_all_ages_or_none(world, wave):
    enrolment = wave.enrolments.get()
    api.tell_ages(enrolment, {"under25": 30, "from25": 200, "elsewhere": 4})
    enrolment.refresh_from_db()
    assert enrolment.ages == {"under25": 30, "from25": 200}
    with pytest.raises(ValidationError, match="for each age"):
        api.tell_ages(enrolment, {"under25": 30, "from25": None})
    api.tell_ages(enrolment, {"under25": None, "from25": None})
    enrolment.refresh_from_db()
    assert enrolment.ages == {}


def test_an_address_that_is_too_long_is_refused(world, wave):
    long = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".nl"
    assert len(long) > 254
    with pytest.raises(ValidationError, match="no e-mail address"):
        api.invite_by_mail(wave.enrolments.get(), [api.Target(long, "employee", "")])
