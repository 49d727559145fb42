"""People from a CSV file: looked at first, changed once."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.dom import read
from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people.models import Person
from zinvol.flows.administration import csv_import
from zinvol.kernel.models import Activity, Job

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILE = """naam;e-mail;afdeling;functie;Kamer
Özgür Şahin;OZGUR@proefstad.example;Burgerzaken;Adviseur;12
Mina de Lid;mina.de.lid@proefstad.example;burgerzaken;;3
Koen Houder;koen.houder@proefstad.example;;;
Zonder adres;geen adres;;;
;naamloos@proefstad.example;;;
Dubbel;ozgur@proefstad.example;;;

"""


def acts(content: bytes) -> list[tuple[str, list[str]]]:
    return [(row.act, row.fields) for row in csv_import.read(content).rows]


def test_a_file_is_looked_at_line_by_line_and_changes_nothing(world):
    plan = csv_import.read(FILE.encode())
    assert [(r.number, r.act, r.fields) for r in plan.rows] == [
        (2, "new", []), (3, "changed", ["department"]), (4, "same", []), (5, "wrong", []), (6, "wrong", []), (7, "wrong", []),
    ]  # fmt: skip
    assert len({r.error for r in plan.rows}) == 4  # none, and three different ones
    assert (plan.unknown_columns, Person.objects.count(), Department.objects.count()) == (["kamer"], 7, 1)


@pytest.mark.parametrize(
    "content",
    [
        FILE.encode(), b"\xef\xbb\xbf" + FILE.encode(), FILE.replace("\n", "\r\n").encode(), FILE.replace("\n", "\r").encode(), FILE.replace(";", ",").encode(),
        FILE.replace(";", "\t").encode(), FILE.replace("naam;", '"naam";').encode(), FILE.replace("naam;e-mail", "FULL NAME ; E-Mail Address").encode(),
    ],
)  # fmt: skip
def test_every_common_way_of_writing_such_a_file_is_read(world, content):
    plan = csv_import.read(content)
    assert [r.act for r in plan.rows] == ["new", "changed", "same", "wrong", "wrong", "wrong"]
    assert plan.rows[0].values["name"] == "Özgür Şahin"


def test_a_file_of_an_old_spreadsheet_is_read_with_its_accents(world):
    plan = csv_import.read("naam;email\nZoë Müller;zoe@proefstad.example\n".encode("cp1252"))
    assert plan.rows[0].values["name"] == "Zoë Müller"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"naam\nJan",
        b"a;b;c\n1;2;3",
        b"\x89PNG\r\n\x1a\n\x00\xff",
        b"naam;email\n" + b"x" * 200_000,
    ],
)
def test_what_is_no_such_file_is_told(world, content):
    with pytest.raises(ValidationError) as refused:
        csv_import.read(content)
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("line", [b'"half', b"\xff\xfe\x00", b";;;;;;", b"x" * 100_000])
def test_a_line_that_is_no_person_is_wrong_and_the_rest_counts(world, line):
    found = acts(b"naam;email\n" + b"Jan;jan@proefstad.example\n" + line)
    assert found[0] == ("new", [])
    assert {act for act, _fields in found[1:]} <= {"wrong"}


def test_applied_twice_it_changes_nothing_the_second_time(world):
    csv_import.apply(csv_import.read(FILE.encode()), administrator=world.admin, invite=True)
    person = Person.objects.get(email="ozgur@proefstad.example")
    assert (person.name, person.department, person.function, person.state) == (
        "Özgür Şahin",
        world.department,
        "Adviseur",
        "invited",
    )
    assert Person.objects.get(pk=world.member.pk).department == world.department
    assert Job.objects.filter(kind="people.entry_mail").count() == 1
    before = (Person.objects.count(), Department.objects.count(), Activity.objects.count())
    assert [a for a, _f in acts(FILE.encode())] == ["same", "same", "same", "wrong", "wrong", "wrong"]
    csv_import.apply(csv_import.read(FILE.encode()), administrator=world.admin, invite=True)
    assert (Person.objects.count(), Department.objects.count(), Activity.objects.count()) == before


def test_an_empty_cell_takes_nothing_away(world):
    csv_import.apply(
        csv_import.read(b"naam;email;functie\nMina de Lid;mina.de.lid@proefstad.example;Adviseur"),
        administrator=world.admin,
        invite=False,
    )
    csv_import.apply(
        csv_import.read(b"naam;email;functie\nMina Smit;mina.de.lid@proefstad.example;"),
        administrator=world.admin,
        invite=False,
    )
    person = Person.objects.get(pk=world.member.pk)
    assert (person.name, person.function) == ("Mina Smit", "Adviseur")


def test_nobody_is_invited_unless_asked(world):
    csv_import.apply(csv_import.read(FILE.encode()), administrator=world.admin, invite=False)
    assert Job.objects.count() == 0


def test_what_is_too_long_for_its_field_is_cut_and_an_address_is_not(world):
    plan = csv_import.read(
        f"naam;email;telefoon\n{'n' * 200};lang@proefstad.example;{'0' * 90}\nJan;{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 40}.example;".encode()
    )
    assert (len(plan.rows[0].values["name"]), len(plan.rows[0].values["phone"]), plan.rows[1].act) == (
        120,
        40,
        "wrong",
    )


@pytest.mark.slow
def test_twenty_thousand_people_are_looked_at_quickly_and_no_more_are_taken(world):
    lines = [f"Persoon {n};persoon{n}@proefstad.example;Afdeling {n % 50}" for n in range(20_001)]
    began = time.process_time()
    plan = csv_import.read(("naam;email;afdeling\n" + "\n".join(lines[:-1])).encode())
    assert (plan.count("new"), time.process_time() - began < 4) == (20_000, True)
    with pytest.raises(ValidationError):
        csv_import.read(("naam;email;afdeling\n" + "\n".join(lines)).encode())


def test_the_page_shows_the_plan_and_then_does_it(world, sign_in):
    client = sign_in(world.admin)
    shown = client.post("/manage/import", {"file": SimpleUploadedFile("mensen.csv", FILE.encode())})
    page = read(shown.text)
    assert (shown.status_code, "Özgür Şahin" in shown.text, Person.objects.count()) == (200, True, 7)
    done = client.post("/manage/import", {"kept": page.value("kept"), "apply": "1", "invite": "on"})
    assert (done.headers["Location"], Person.objects.count(), Job.objects.count()) == ("/manage/", 8, 1)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kept": "nonsense"},
        {"kept": "eJwD"},
        {"kept": "AAAA", "apply": "1"},
        {"file": SimpleUploadedFile("x.csv", b"a,b")},
    ],
)
def test_a_form_without_a_file_is_told(world, sign_in, values):
    answer = sign_in(world.admin).post("/manage/import", values)
    assert (answer.status_code, Person.objects.count()) == (422, 7)
    assert (
        read(answer.text).texts(class_="notice--error") + read(answer.text).texts(class_="field__error") != []
    )


@pytest.mark.slow
def test_the_plan_of_a_large_file_travels_to_the_second_page(world, sign_in):
    lines = [f"Persoon {n};persoon{n}@proefstad.example;Afdeling {n % 50};Functie {n}" for n in range(20_000)]
    content = ("naam;email;afdeling;functie\n" + "\n".join(lines)).encode()
    page = read(
        sign_in(world.admin).post("/manage/import", {"file": SimpleUploadedFile("m.csv", content)}).text
    )
    assert len(page.value("kept")) < 2_000_000
