"""What an administrator does, and what others never do."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.hostile.dom import read
from tests.log import read_the_log
from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.reactors.audit.reads import first_broken
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock
from zinvol.kernel.models import Job

pytestmark = pytest.mark.django_db

SETTINGS = {
    "name": "Proefstad", "language": "nl", "timezone": "Europe/Amsterdam", "accent": "#006754", "kinds": ["question", "idea"], "reactions": ["thanks"], "idle_days": "30", "work_from": "08:30", "work_until": "17:00", "message_days": "0",
}  # fmt: skip


@pytest.fixture
def admin(world, sign_in):
    return sign_in(world.admin)


def current() -> Organisation:
    return Organisation.objects.get()


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "teal").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue())


def test_settings_are_kept_and_seen_at_once(admin):
    assert (
        admin.post("/manage/settings", SETTINGS | {"accent": "#1f3a93"}).headers["Location"]
        == "/manage/settings"
    )
    own = current()
    assert (own.name, own.accent, own.kinds, own.reactions, own.idle_days, own.link_previews) == (
        "Proefstad",
        "#1f3a93",
        ["question", "idea"],
        ["thanks"],
        30,
        False,
    )
    page = admin.get("/").text
    assert "/style/accent-1f3a93.css" in page
    assert "#1f3a93" in admin.get("/style/accent-1f3a93.css").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "#ffff00"), ("accent", "rood"), ("accent", "#12345"), ("accent", "red;}body{display:none"), ("name", ""), ("language", "fr"), ("timezone", "Mars/Olympus"),
        ("kinds", []), ("kinds", ["rant"]), ("reactions", ["love"]), ("idle_days", "6"), ("idle_days", "366"), ("idle_days", "x"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_and_changes_nothing(admin, field, value):
    answer = admin.post("/manage/settings", SETTINGS | {field: value})
    assert answer.status_code == 422
    assert [
        e
        for e in read(answer.text).elements
        if "field--error" in e.attributes.get("class", "") or e.attributes.get("aria-invalid")
    ] != []
    assert field == "name" or read(answer.text).value("name") == "Proefstad"
    assert current().name == "Gemeente Proefstad"


@pytest.mark.parametrize(
    ("colour", "code"),
    [("006754", 200), ("ffff00", 200), ("12345", 404), ("red}body{", 404), ("../../x", 404)],
)
def test_a_stylesheet_holds_a_readable_colour_or_none(admin, colour, code):
    answer = admin.get(f"/style/accent-{colour}.css")
    assert answer.status_code == code
    assert code == 404 or ("ffff00" not in answer.text and answer["Content-Type"].startswith("text/css"))


def test_a_logo_is_shown_replaced_and_removed(admin, client):
    assert admin.get("/style/logo").status_code == 404
    admin.post("/manage/settings", SETTINGS | {"logo": picture()})
    shown = client.get("/style/logo")
    assert (shown["Content-Type"], shown.getvalue()[:4]) == ("image/webp", b"RIFF")
    assert (
        admin.post(
            "/manage/settings", SETTINGS | {"logo": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}
        ).status_code
        == 422
    )
    admin.post("/manage/settings", SETTINGS | {"remove_logo": "on"})
    assert (current().logo, File.objects.filter(is_kept=False).count()) == (None, 0)


def test_somebody_is_invited_once(admin, world):
    values = {
        "name": "Nia Nieuw",
        "email": "nia@proefstad.example",
        "kind": "guest",
        "department": world.department.pk,
    }
    assert admin.post("/manage/invite", values).headers["Location"] == "/manage/"
    person = Person.objects.get(email="nia@proefstad.example")
    assert (person.kind, person.department, person.state, Job.objects.count()) == (
        "guest",
        world.department,
        "invited",
        1,
    )
    answer = admin.post("/manage/invite", values | {"name": "Nog Eens"})
    assert (answer.status_code, read(answer.text).value("name"), read(answer.text).value("email")) == (
        422,
        "Nog Eens",
        "nia@proefstad.example",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "nia"),
        ("email", "a" * 250 + "@x.example"),
        ("kind", "god"),
        ("department", "99"),
    ],
)
def test_a_wrong_invitation_is_told(admin, field, value):
    answer = admin.post(
        "/manage/invite",
        {"name": "Nia", "email": "nia@proefstad.example", "kind": "employee"} | {field: value},
    )
    assert (answer.status_code, Person.objects.count(), Job.objects.count()) == (422, 7, 0)


def test_roles_are_given_and_the_last_administrator_is_told(admin, world):
    admin.post(f"/manage/people/{world.member.pk}", {"roles": ["leader", "community_manager"]})
    person = Person.objects.get(pk=world.member.pk)
    assert (person.is_leader, person.is_community_manager, person.is_administrator) == (True, True, False)
    answer = admin.post(f"/manage/people/{world.admin.pk}", {"csrfmiddlewaretoken": "x"})
    assert (answer.status_code, Person.objects.get(pk=world.admin.pk).is_administrator) == (422, True)


def test_accounts_are_ended_and_begun_again(admin, world):
    address = f"/manage/people/{world.member.pk}"
    admin.post(f"{address}/deactivate")
    assert Person.objects.get(pk=world.member.pk).state == "deactivated"
    assert f"{address}/reactivate" in admin.get(address).text
    admin.post(f"{address}/reactivate")
    admin.post(f"{address}/nonsense")
    assert Person.objects.get(pk=world.member.pk).state == "active"
    admin.post(f"/manage/people/{world.admin.pk}/deactivate")
    assert Person.objects.get(pk=world.admin.pk).state == "active"


def test_departments_are_made_moved_and_removed_by_their_pages(admin, world):
    admin.post("/manage/departments", {"name": "Team", "parent": world.department.pk})
    team = Department.objects.get(name="Team")
    for values in ({"remove": "1"}, {"name": "Burgerzaken", "parent": team.pk}, {"name": ""}):
        assert admin.post(f"/manage/departments/{world.department.pk}", values).status_code == 422
    admin.post(f"/manage/departments/{team.pk}", {"name": "Ploeg"})
    assert {d.name: d.path for d in Department.objects.all()} == {
        "Burgerzaken": f"/{world.department.pk}/",
        "Ploeg": f"/{team.pk}/",
    }
    admin.post(f"/manage/departments/{team.pk}", {"remove": "1"})
    assert list(Department.objects.all()) == [world.department]
    assert admin.post("/manage/departments", {"name": "x" * 121}).status_code == 422


def test_the_audit_log_tells_who_did_what(admin, world):
    admin.post(f"/manage/people/{world.member.pk}", {"roles": ["leader"]})
    admin.post(f"/manage/people/{world.member.pk}/deactivate")
    read_the_log()
    page = read(admin.get("/manage/audit").text)
    assert ("Ada Beheer" in page.text, "Mina de Lid" in page.text, first_broken()) == (True, True, None)
    assert Entry.objects.count() > 2


@pytest.mark.parametrize(
    "tamper",
    [
        lambda entry: Entry.objects.filter(pk=entry.pk).update(actor_id=999),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(verb="people.joined"),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(details={"roles": []}),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(at="2020-01-01T00:00:00Z"),
        lambda entry: entry.delete(),
    ],
)
def test_a_line_that_was_changed_or_taken_out_is_seen(admin, world, tamper):
    read_the_log()
    assert first_broken() is None
    entry = Entry.objects.order_by("pk")[3]
    after = Entry.objects.order_by("pk")[4]
    tamper(Entry.objects.get(pk=entry.pk))
    assert first_broken() in (entry, after)
    assert (
        read(admin.get("/manage/audit").text).texts(class_="notice--error")
        + read(admin.get("/manage/audit").text).texts(class_="notice--warn")
        != []
    )


def test_a_job_that_failed_is_tried_again_from_the_page(admin):
    job = Job.objects.create(
        kind="people.entry_mail", key="x", state="parked", attempts=6, run_at=clock.now()
    )
    assert "people.entry_mail" in admin.get("/manage/health").text
    admin.post("/manage/health", {"job": job.pk})
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
