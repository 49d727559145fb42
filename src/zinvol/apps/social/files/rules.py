"""Which files are taken, decided by what they contain and not by what they are called."""

from __future__ import annotations

import unicodedata

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
"""Pillow's name of each picture format that is shown, and its media type."""

_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "zip": "application/zip",
}
_TEXT = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown", "ics": "text/calendar"}
_MEDIA = {"mp4": "video/mp4", "m4a": "audio/mp4", "mp3": "audio/mpeg", "webm": "video/webm"}

ACCEPTED = (
    ".jpg,.jpeg,.png,.webp,.gif,.pdf," + ",".join(f".{e}" for e in (*_OFFICE, *_TEXT, *_MEDIA))
)  # fmt: skip


def media_type(name: str, head: bytes) -> str | None:
    """The media type of a file that is no picture, or nothing when it is not taken.

    ``head`` is the first few kilobytes. The ending chooses among types that look alike inside
    (a docx is a zip); it never makes a file what it is not.
    """
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith(b"%PDF-"):
        return "application/pdf" if ending == "pdf" else None
    if head.startswith(b"PK\x03\x04"):
        return _OFFICE.get(ending)
    if head[4:8] == b"ftyp":
        return _MEDIA.get(ending) if ending in {"mp4", "m4a"} else None
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if ending == "webm" else None
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return "audio/mpeg" if ending == "mp3" else None
    return _TEXT.get(ending) if _is_text(head) else None


def clean_name(name: str) -> str:
    """A file name that is safe to show and to save: no path, no control or direction characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = kept.strip(". ") or "file"
    stem, _dot, ending = kept.rpartition(".")
    return kept[:120] if len(kept) <= 120 or not stem else f"{stem[:99]}.{ending[:20]}"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or head.lstrip()[:1] == b"<":
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character cut in two at the end of the head
    return True
