"""Which files are taken: by what is in them."""

import pytest

from zinvol.apps.social.files import pictures, rules

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("plan.pdf", b"%PDF-1.7", "application/pdf"),
        ("PLAN.PDF", b"%PDF-1.7", "application/pdf"),
        ("plan.txt", b"%PDF-1.7", None),
        ("plan.docx", b"PK\x03\x04rest", DOCX),
        ("plan.zip", b"PK\x03\x04rest", "application/zip"),
        ("plan.jar", b"PK\x03\x04rest", None),
        ("plan", b"PK\x03\x04rest", None),
        ("plan.docx", b"gewone tekst", None),
        ("film.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
        ("geluid.m4a", b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        ("film.mp3", b"\0\0\0\x18ftypmp42", None),
        ("film.webm", b"\x1aE\xdf\xa3", "video/webm"),
        ("film.mkv", b"\x1aE\xdf\xa3", None),
        ("lied.mp3", b"ID3\x04", "audio/mpeg"),
        ("lied.mp3", b"\xff\xfb\x90", "audio/mpeg"),
        ("tabel.csv", "naam;straat\nÖzgür;Łódź".encode(), "text/csv"),
        ("tabel.csv", "Łódź".encode() * 600 + b"\xc5", "text/csv"),
        ("tabel.csv", b"naam\xe9\xe8 en verder", None),
        ("agenda.ics", b"BEGIN:VCALENDAR", "text/calendar"),
        ("blad.html", b"gewone tekst", None),
        ("blad.txt", b"  <html>", None),
        ("blad.txt", b"tekst \x00 met nul", None),
        ("leeg.txt", b"", "text/plain"),
        ("plaatje.svg", b"<svg>", None),
    ],
)
def test_the_media_type_follows_from_content_and_ending_together(name, head, kind):
    assert rules.media_type(name, head) == kind


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (b"\xff\xd8\xff\xe0", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"GIF89a", True),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", True),
        (b"RIFF\x00\x00\x00\x00WAVE", False),
        (b"BM", False),
        (b"II*\x00", False),
        (b"", False),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(head, shown):
    assert pictures.is_picture(head) is shown


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Documenten\\plan.pdf", "plan.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (" .bashrc ", "bashrc"),
        ("a\nb\tc.pdf", "abc.pdf"),
        ("rek\u202egnp.pdf", "rekgnp.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("e\u0301tude.pdf", "e\u0301tude.pdf"),
        ("x" * 150 + ".pdf", "x" * 99 + ".pdf"),
        ("x" * 150, "x" * 120),
    ],
)
def test_a_name_is_made_safe_to_show_and_to_save(name, kept):
    assert rules.clean_name(name) == kept
