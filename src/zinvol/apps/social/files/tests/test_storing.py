"""Taking files in, and forgetting those that nobody attached."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from zinvol.apps.social.files import api, pictures
from zinvol.apps.social.files.models import File
from zinvol.kernel import clock
from zinvol.kernel.access import new_audience


def a_photo(*, turned: int = 1) -> bytes:
    """A photo of a telephone: with a place, a camera, and which way it was held."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Orientation] = "Geheime Camera", turned
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (52.0, 5.0, 12.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG", exif=exif, comment=b"Thuis")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_the_photo_of_this_test_says_where_it_was_taken():
    assert opened(a_photo()).getexif().get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] == (52.0, 5.0, 12.0)


def test_a_picture_keeps_nothing_but_its_picture():
    made = pictures.clean(a_photo())
    for content in (made.content, *made.editions.values()):
        picture = opened(content)
        assert dict(picture.getexif()) == {}
        assert {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys() == set()
        assert b"Geheime" not in content
        assert b"Thuis" not in content


def test_a_picture_is_turned_upright():
    made = pictures.clean(a_photo(turned=6))
    assert (made.width, made.height) == (200, 300)
    assert opened(made.content).size == (200, 300)


def test_editions_fit_their_sides_and_small_pictures_are_not_blown_up():
    out = io.BytesIO()
    Image.new("RGBA", (4000, 1000), (1, 2, 3, 128)).save(out, "PNG")
    made = pictures.clean(out.getvalue())
    assert (made.width, made.height) == (3840, 960)
    assert {name: opened(edition).size for name, edition in made.editions.items()} == {
        "small": (480, 120),
        "large": (1600, 400),
    }
    assert opened(made.content).mode == "RGBA"
    assert opened(pictures.clean(a_photo()).editions["large"]).size == (300, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_mode_of_a_picture_is_shown(mode):
    out = io.BytesIO()
    Image.new(mode, (20, 10)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(pictures.clean(out.getvalue()).content).size == (20, 10)


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_and_go_with_the_last_file(world, django_capture_on_commit_callbacks):
    first, second = (
        api.store(uploader_id=world.member.pk, name=name, content=io.BytesIO(b"%PDF-1.7"), size=8)
        for name in ("a.pdf", "b.pdf")
    )
    assert first.path == second.path
    with django_capture_on_commit_callbacks(execute=True):
        api.withdraw(first)
    assert api.location(second).read_bytes() == b"%PDF-1.7"
    with django_capture_on_commit_callbacks(execute=True):
        api.withdraw(second)
    assert not api.location(second).exists()


@pytest.mark.django_db
def test_the_bytes_stay_when_the_withdrawal_is_rolled_back(world, django_capture_on_commit_callbacks):
    kept = api.store(uploader_id=world.member.pk, name="a.pdf", content=io.BytesIO(b"%PDF-1.7"), size=8)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        api.withdraw(kept)
        transaction.set_rollback(True)
    assert api.location(kept).read_bytes() == b"%PDF-1.7"


@pytest.mark.django_db
def test_what_was_never_attached_is_forgotten_after_a_week(world, django_capture_on_commit_callbacks):
    loose, kept, attached = (
        api.store(uploader_id=world.member.pk, name=f"{i}.txt", content=io.BytesIO(b"tekst %d" % i), size=7)
        for i in range(3)
    )
    api.keep(kept)
    api.attach(files=[attached], audience_id=new_audience().pk)
    with clock.at(clock.now() + timedelta(days=6)):
        assert api.tidy() == 0
    with clock.at(clock.now() + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
        assert api.tidy() == 1
    assert set(File.objects.values_list("pk", flat=True)) == {kept.pk, attached.pk}
    assert not api.location(loose).exists()
