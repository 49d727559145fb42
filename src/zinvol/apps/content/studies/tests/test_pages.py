"""The pages: for who answers, for who runs a study, and for who may read its results."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.world import a_person
from zinvol.apps.content.studies import api
from zinvol.apps.content.studies.models import Enrolment, Invitation, Sheet, Study, Wave
from zinvol.apps.content.studies.rules import State
from zinvol.kernel import clock

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def wave(world):
    study = api.start_study(
        manager=world.admin,
        title="Hoe gaat het?",
        instrument_name="maturity",
        purpose="Om te leren",
        platform="Plein",
    )
    today = MONDAY.date()
    return api.add_wave(
        study, name="2026", opens_on=today, closes_on=today + timedelta(days=14), organisation="Proefstad"
    )


@pytest.fixture
def invitation(world, wave):
    api.invite_people(wave.enrolments.get(), [world.member])
    api.launch(wave, manager=world.admin)
    return Invitation.objects.get()


def text(response):
    return response.content.decode()


def test_who_holds_the_link_answers_page_by_page_without_signing_in(client, invitation):
    start = client.get(f"/answer/{invitation.token}/?language=nl")
    assert start.status_code == 200
    assert "Om te leren" in text(start)
    assert "Groepen van minder dan 7 mensen tonen we nooit" in text(start)
    assert start["Referrer-Policy"] == "same-origin"
    assert start["Cache-Control"] == "no-store"
    page = client.get(f"/answer/{invitation.token}/1")
    assert "Met Plein doe ik mijn werk beter of sneller" in text(page)
    sent = client.post(
        f"/answer/{invitation.token}/1", {"PE1": "6", "has.PE2": "1", "PE3R": "2", "next": "1"}
    )
    assert sent.headers["Location"] == f"/answer/{invitation.token}/2"
    again = text(client.get(f"/answer/{invitation.token}/1"))
    assert 'name="PE1" value="6" checked' in again
    for number in (2, 3, 4, 5):
        client.post(
            f"/answer/{invitation.token}/{number}",
            {"REMARK": "Meer tijd" if number == 5 else "", "next": "1"},
        )
    finish = client.get(f"/answer/{invitation.token}/finish")
    assert "Op deze pagina" in text(finish)
    client.post(f"/answer/{invitation.token}/finish", {})
    assert Sheet.objects.get().answers == {"PE1": 6, "PE3R": 2, "REMARK": "Meer tijd"}
    assert "Dank je wel" in text(client.get(f"/answer/{invitation.token}/"))
    assert client.get(f"/answer/{invitation.token}/2").headers["Location"] == f"/answer/{invitation.token}/"


def test_the_language_is_chosen_on_the_page_and_stays(client, invitation):
    client.get(f"/answer/{invitation.token}/?language=en")
    page = text(client.get(f"/answer/{invitation.token}/1"))
    assert "Plein makes my work better or faster" in page
    assert '<html lang="en"' in page


def test_answers_are_kept_while_one_answers_and_later_has_a_way_back(client, invitation):
    kept = client.post(f"/answer/{invitation.token}/1", {"PE1": "4"}, headers={"HX-Request": "true"})
    assert kept.status_code == 204
    later = client.post(f"/answer/{invitation.token}/1", {"PE2": "5", "later": "1"}, follow=True)
    assert "Je antwoorden zijn bewaard" in text(later)
    assert Invitation.objects.get().draft == {"PE1": 4, "PE2": 5}


def test_a_wrong_answer_is_told_beside_it_and_the_rest_is_kept(client, world, wave):
    api.invite_by_mail(wave.enrolments.get(), [api.Target("an@example.nl", "organisation")])
    api.launch(wave, manager=world.admin)
    invitation = Invitation.objects.get()
    api.answer(invitation, {"STATUS": "running"})
    wrong = client.post(
        f"/answer/{invitation.token}/2?language=nl", {"ACTIVE_STAFF": "180", "AIM": "all", "next": "1"}
    )
    assert wrong.status_code == 422
    assert "Vul een getal in van 0 tot en met 100." in text(wrong)
    assert Invitation.objects.get().draft == {"STATUS": "running", "AIM": "all"}


def test_what_must_be_answered_holds_the_sheet_back(client, world, wave):
    api.invite_by_mail(wave.enrolments.get(), [api.Target("an@example.nl", "organisation")])
    api.launch(wave, manager=world.admin)
    token = Invitation.objects.get().token
    held = client.post(f"/answer/{token}/finish?language=nl", {})
    assert held.status_code == 422
    assert "Dit moet je eerst nog beantwoorden" in text(held)
    assert Sheet.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/answer/{}/",
        "/answer/{}/1",
        "/answer/{}/finish",
        "/kiosk/{}/",
        "/taking-part/{}/",
        "/taking-part/{}/staff",
    ],
)
def test_a_link_that_never_was_is_not_found(client, world, path):
    assert client.get(path.format("xyzzy")).status_code == 404


def test_a_kiosk_takes_whole_sheets_one_after_the_other(client, world, wave, invitation):
    token = api.open_kiosk(wave)
    assert api.open_kiosk(wave) == token
    assert "Hoe gaat het?" in text(client.get(f"/kiosk/{token}/"))
    for key in ("a", "a", "b"):
        client.post(f"/kiosk/{token}/", {"PE1": "5", "unit": "Balie", "submission": key, "role": "employee"})
    assert Sheet.objects.filter(source="kiosk", unit="").count() == 2, "a unit that nobody knows is not kept"
    wrong = client.post(f"/kiosk/{token}/", {"PE1": "55", "submission": "c", "role": "organisation"})
    assert wrong.status_code == 422
    with clock.at(MONDAY + timedelta(days=30)):
        assert client.post(f"/kiosk/{token}/", {"PE1": "5", "submission": "d"}).status_code == 409


def test_a_study_from_its_form_to_its_report(sign_in, world):
    client = sign_in(world.admin)
    made = client.post("/studies/new", {
        "instrument_name": "pulse", "title": "Peiling", "purpose": "Weten waar wij staan", "scope": "organisation",
        "privacy": "anonymous", "floor": "7", "platform": "",
    })  # fmt: skip
    study = Study.objects.get()
    assert made.headers["Location"] == f"/studies/{study.pk}/wave"
    made = client.post(
        f"/studies/{study.pk}/wave", {"name": "Maart", "opens_on": "2026-03-02", "closes_on": "2026-03-20"}
    )
    wave = Wave.objects.get()
    assert made.headers["Location"] == f"/studies/waves/{wave.pk}/"
    for n in range(9):
        a_person(f"Persoon {n}")
    client.post(f"/studies/waves/{wave.pk}/invite", {"who": "everybody"})
    assert Invitation.objects.count() == 14
    client.post(
        f"/studies/waves/{wave.pk}/addresses", {"role": "employee", "addresses": "an@example.nl; Balie\n"}
    )
    assert Invitation.objects.get(email="an@example.nl").unit == "Balie"
    client.post(f"/studies/waves/{wave.pk}/do/launch")
    for invitation in Invitation.objects.all()[:10]:
        api.answer(invitation, {"GOAL_SURE": 6, "HELPED": 5, "ASSOCIATION": "work"})
        api.hand_in(invitation)
    page = text(client.get(f"/studies/waves/{wave.pk}/"))
    assert "<dd>15</dd>" in page
    assert "<dd>10</dd>" in page
    client.post(f"/studies/waves/{wave.pk}/do/close")
    assert Wave.objects.get().state == State.CLOSED
    assert 'http-equiv="refresh"' in text(client.get(f"/studies/waves/{wave.pk}/report"))
    api.make_report(wave_id=wave.pk)
    report = client.get(f"/studies/waves/{wave.pk}/report")
    assert report.status_code == 200
    assert "<svg" in text(report)
    assert client.get(f"/studies/waves/{wave.pk}/report.pdf").content.startswith(b"%PDF")
    assert client.get(f"/studies/waves/{wave.pk}/report.xlsx").content.startswith(b"PK")
    client.post(f"/studies/waves/{wave.pk}/do/publish")
    reader = sign_in(world.member)
    assert reader.get(f"/studies/waves/{wave.pk}/report").status_code == 200
    assert reader.get(f"/studies/waves/{wave.pk}/").headers["Location"] == f"/studies/waves/{wave.pk}/report"
    assert reader.post(f"/studies/waves/{wave.pk}/do/withdraw").status_code == 403


@pytest.mark.parametrize("name", ["member", "keeper", "leader", "outsider"])
def test_colleagues_do_not_run_studies(sign_in, world, wave, name):
    client = sign_in(world.cast[name])
    assert client.get("/studies/").status_code == 200
    assert client.get("/studies/new").status_code == 403
    assert client.get(f"/studies/{wave.study_id}/").status_code == 404
    assert client.get(f"/studies/waves/{wave.pk}/").status_code == 404
    assert client.post(f"/studies/waves/{wave.pk}/do/launch").status_code == 403
    assert client.get(f"/studies/waves/{wave.pk}/entry").status_code == 403
    assert client.get(f"/studies/waves/{wave.pk}/report").status_code == 404


def test_a_guest_has_no_place_of_studies(sign_in, world, wave):
    client = sign_in(world.guest)
    assert client.get("/studies/").status_code == 403
    assert 'href="/studies/"' not in text(client.get("/inbox/"))


def test_the_contact_of_an_organisation_does_everything_behind_one_link(client, world):
    study = api.start_study(
        manager=world.admin, title="Landelijk", instrument_name="maturity", purpose="x", scope="benchmark"
    )
    today = MONDAY.date()
    wave = api.add_wave(study, name="2026", opens_on=today, closes_on=today)
    enrolment = api.enrol(wave, name="De Werf", contact_email="an@werf.example")
    api.launch(wave, manager=world.admin)
    there = f"/taking-part/{enrolment.token}/"
    assert "De Werf" in text(client.get(there + "?language=nl"))
    begun = client.post(there + "begin")
    invitation = Invitation.objects.get(role="organisation")
    assert begun.headers["Location"] == f"/answer/{invitation.token}/"
    client.post(there + "terms", {"may_be_named": "1", "population": "80"})
    assert Enrolment.objects.values_list("may_be_named", "population").get() == (True, 80)
    followed = client.post(there + "staff", {"unit": "Werkplaats"})
    assert followed.headers["Location"] == f"/answer/{Invitation.objects.get(role='employee').token}/"
    api.hand_in(Invitation.objects.get(role="employee"))
    api.close(Wave.objects.get(), manager=world.admin)
    assert "Antwoorden kan van" in text(client.get(there))
    api.make_report(wave_id=wave.pk, enrolment_id=enrolment.pk)
    assert "Jullie rapport" in text(client.get(there))


def test_hostile_words_stay_words(client, sign_in, world):
    evil = "<script>alert(1)</script>"
    study = api.start_study(
        manager=world.admin, title=evil, instrument_name="pulse", purpose=evil, platform=evil
    )
    wave = api.add_wave(study, name=evil, opens_on=MONDAY.date(), closes_on=MONDAY.date(), organisation=evil)
    people = [a_person(f"Persoon {n}") for n in range(15)]
    api.invite_people(wave.enrolments.get(), people)
    api.launch(wave, manager=world.admin)
    for invitation in Invitation.objects.all():
        api.answer(invitation, {"GOAL_SURE": 5, "HELPED": 4, "GOAL_RECALL": evil})
        api.hand_in(invitation)
    token = Invitation.objects.first().token
    admin = sign_in(world.admin)
    api.close(wave, manager=world.admin)
    api.make_report(wave_id=wave.pk)
    for path in ("/studies/", f"/studies/{study.pk}/", f"/studies/waves/{wave.pk}/", f"/studies/waves/{wave.pk}/report",
                 f"/studies/waves/{wave.pk}/coding/GOAL_RECALL", f"/answer/{token}/"):  # fmt: skip
        page = admin.get(path)
        assert page.status_code == 200, path
        assert evil not in text(page), path


def test_paper_and_what_comes_back_from_it(sign_in, world, wave, invitation):
    client = sign_in(world.admin)
    paper = client.get(f"/studies/waves/{wave.pk}/paper.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.content == client.get(f"/studies/waves/{wave.pk}/paper.pdf").content
    client.post(
        f"/studies/waves/{wave.pk}/entry",
        {"PE1": "7", "BARRIERS.BR1": "1", "submission": "p1", "role": "employee"},
    )
    assert Sheet.objects.get(source="paper").answers == {"PE1": 7}


def test_the_log_of_requests_does_not_say_who_answers(client, invitation, caplog):
    with caplog.at_level("DEBUG", logger="zinvol.request"):
        client.get(f"/answer/{invitation.token}/")
        client.get("/login")
    told = [record.data["path"] for record in caplog.records if record.name == "zinvol.request"]
    assert told == ["/answer/…", "/login"]


def test_who_runs_the_study_tells_the_ages_and_explains_a_code(sign_in, world, wave):
    client = sign_in(world.admin)
    said = client.post(f"/studies/waves/{wave.pk}/ages", {"under25": "12", "from25": "80"}, follow=True)
    assert "weegt de antwoorden" in text(said)
    assert Enrolment.objects.get().ages == {"under25": 12, "from25": 80}
    said = client.post(f"/studies/waves/{wave.pk}/ages", {"under25": "-1", "from25": "80"}, follow=True)
    assert "hele getallen vanaf 1" in text(said)
    said = client.post(f"/studies/waves/{wave.pk}/ages", {}, follow=True)
    assert "Leeggemaakt." in text(said)
    api.open_kiosk(wave)
    api.close(api.launch(wave, manager=world.admin), manager=world.admin)
    where = f"/studies/waves/{wave.pk}/coding/REMARK/codebook"
    said = client.post(f"/studies/waves/{wave.pk}/ages", {"under25": "12", "from25": "80"}, follow=True)
    assert "Deze ronde is gesloten." in text(said)
    for name in ("", "tijd, geld"):
        said = client.post(where, {"name": name, "meaning": "x"}, follow=False)
    client.post(where, {"name": "tijd", "meaning": "Er is geen tijd voor"})
    assert list(wave.study.codebook.values_list("name", "meaning")) == [("tijd", "Er is geen tijd voor")]


def test_what_one_is_asked_waits_above_the_inbox_until_it_is_answered(sign_in, world, invitation):
    client = sign_in(world.member)
    assert f"/answer/{invitation.token}/" in text(client.get("/inbox/"))
    api.hand_in(invitation)
    assert f"/answer/{invitation.token}/" not in text(client.get("/"))


@pytest.mark.parametrize(
    ("where", "given"), [("waves/{}/predict", {"text": "Omhoog"}), ("{}/interest", {"name": "Ans"})]
)
def test_a_form_that_is_half_filled_in_says_so(sign_in, world, wave, where, given):
    pk = wave.pk if "waves" in where else wave.study_id
    said = sign_in(world.admin).post("/studies/" + where.format(pk), given, follow=True)
    assert "Vul alle velden in." in text(said)


def test_a_wave_is_launched_once_somebody_is_asked(sign_in, world, wave):
    client, address = sign_in(world.admin), f"/studies/waves/{wave.pk}/"
    assert "Kies eerst hieronder wie je vraagt." in text(client.get(address))
    assert "/do/launch" not in text(client.get(address))
    client.post(f"{address}invite", {"who": "everybody"})
    assert "/do/launch" in text(client.get(address))
