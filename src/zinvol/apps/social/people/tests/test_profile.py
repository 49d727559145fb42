"""One's own profile and photo, by their pages."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person

pytestmark = pytest.mark.django_db


def picture(colour: str = "teal") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, "PNG")
    return SimpleUploadedFile("ik.png", out.getvalue())


def me(world) -> Person:
    return Person.objects.get(pk=world.member.pk)


def test_a_whole_profile_is_kept(world, sign_in):
    values = {
        "name": "Mina de Lid", "function": "Adviseur", "department": world.department.pk, "location": "Stadhuis", "phone": "06 12345678",
        "working_days": ["1", "3"], "languages": "Nederlands, Turks", "knows": "daken\nriet", "learns": "zink", "about": "Hallo.",
    }  # fmt: skip
    assert (
        sign_in(world.member).post("/people/me/edit", values).headers["Location"]
        == f"/people/{world.member.pk}/"
    )
    person = me(world)
    assert (person.function, person.department, person.location, person.phone) == (
        "Adviseur",
        world.department,
        "Stadhuis",
        "06 12345678",
    )
    assert (person.working_days, person.languages, person.about) == (
        [1, 3],
        ["Nederlands", "Turks"],
        "Hallo.",
    )
    assert [(s.relation, s.name) for s in person.skills.all()] == [
        ("knows", "daken"),
        ("knows", "riet"),
        ("learns", "zink"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("phone", "0" * 41),
        ("about", "x" * 2001),
        ("department", "99"),
        ("department", "x"),
        ("working_days", "8"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays(world, sign_in, field, value):
    values = {"name": "Nieuwe Naam", "function": "Nieuwe functie", field: value}
    answer = sign_in(world.member).post("/people/me/edit", values)
    assert answer.status_code == 422
    assert 'value="Nieuwe functie"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert me(world).name == "Mina de Lid"


def test_a_photo_is_shown_replaced_and_removed(world, sign_in):
    client = sign_in(world.member)
    client.post("/people/me/edit", {"name": "Mina de Lid", "photo": picture()})
    first = me(world).photo
    shown = sign_in(world.outsider).get(f"/people/{world.member.pk}/photo")
    assert (shown["Content-Type"], shown.getvalue()[:4]) == ("image/webp", b"RIFF")
    client = sign_in(world.member)
    client.post("/people/me/edit", {"name": "Mina de Lid", "photo": picture("red")})
    assert list(File.objects.values_list("pk", "is_kept")) == [(me(world).photo_id, True)]
    assert me(world).photo_id != first.pk
    client.post("/people/me/edit", {"name": "Mina de Lid", "remove_photo": "on"})
    assert (me(world).photo, File.objects.count()) == (None, 0)
    assert client.get(f"/people/{world.member.pk}/photo").status_code == 404


def test_a_photo_that_is_no_picture_is_refused_and_nothing_changes(world, sign_in):
    given = SimpleUploadedFile("ik.pdf", b"%PDF-1.7")
    answer = sign_in(world.member).post("/people/me/edit", {"name": "Andere Naam", "photo": given})
    assert answer.status_code == 422
    assert (me(world).name, me(world).photo, File.objects.count()) == ("Mina de Lid", None, 0)


def test_language_and_theme_are_for_the_next_page(world, sign_in):
    client = sign_in(world.member)
    assert 'lang="nl"' in client.get("/").text
    client.post("/people/me/language", {"language": "en"})
    client.post("/people/me/theme", {"theme": "dark"})
    page = client.get("/").text
    assert '<html lang="en"' in page
    assert 'data-theme="dark"' in page
