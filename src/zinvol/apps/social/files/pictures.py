"""Opening pictures of strangers: limited in size, made anew, and without where they were taken."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from zinvol.apps.social.files import rules

SIDES = {"small": 480, "large": 1600}
FULL = 3840
"""The longest side that is kept: sharp on a large screen, and bounded in time and memory."""


class BadPicture(ValueError):
    """The picture is broken, too large, or of a kind that is not shown."""


@dataclass(frozen=True)
class Picture:
    """A clean picture: its own bytes without metadata, and smaller editions as WebP."""

    media_type: str
    width: int
    height: int
    content: bytes
    editions: dict[str, bytes]


def is_picture(head: bytes) -> bool:
    """Whether the first bytes are those of a picture format that is shown."""
    signatures = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
    return head.startswith(signatures) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def clean(content: bytes) -> Picture:
    """Decode, turn upright, strip all metadata, and make the smaller editions.

    Raises :class:`BadPicture`. The pixel count is checked before anything is decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _clean(content)
    except BadPicture:
        raise
    except Exception as error:  # a hostile picture may raise anything a decoder can think of
        raise BadPicture(str(error)) from error


def is_plain_webp(content: bytes) -> bool:
    """Whether a WebP holds pixels and nothing else: no metadata, no animation, no bytes behind it.
    Such a picture stays as it is, so that it loses nothing when it moves to another install."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return False
    if int.from_bytes(content[4:8], "little") != len(content) - 8:
        return False
    place = 12
    while place + 8 <= len(content):
        if content[place : place + 4] not in _PIXELS:
            return False
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        place += 8 + size + size % 2
    return place == len(content)


_PIXELS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH")


def _clean(content: bytes) -> Picture:
    image: Image.Image = Image.open(io.BytesIO(content), formats=list(rules.PICTURES))
    if image.width * image.height > rules.MAX_PIXELS:
        raise BadPicture("too many pixels")
    image.draft("RGB", (FULL, FULL))
    if image.mode not in ("RGB", "RGBA", "L"):
        image = _in_colour(image)
    image.thumbnail((FULL, FULL))  # before anything that copies: the largest are 200 MB
    flat = _in_colour(ImageOps.exif_transpose(image))
    editions = {edition: _edition(flat, side) for edition, side in SIDES.items()}
    kept = content if is_plain_webp(content) else _webp(flat, 88)
    return Picture("image/webp", flat.width, flat.height, kept, editions)


def _in_colour(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")


def _edition(image: Image.Image, side: int) -> bytes:
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _webp(smaller, 80)


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()
