"""The smallest parts of a page, made by Python: a conversation shows some five hundred icons, and each
call of a macro costs more than the icon."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from markupsafe import Markup, escape

PIXELS = {"s": 24, "": 36, "l": 56, "xl": 96}


def icon(name: str, label: Any = None, size: int = 20) -> Markup:
    """A sign from the sprite; with a ``label`` it is read aloud."""
    return _icon(name, None if label is None else str(label), size)


def avatar(person: Any, size: str = "") -> Markup:
    """The photo of a person or, without one, two letters in a colour. Of a person it wants
    ``.name``, ``.initials``, ``.hue`` (0 to 11) and ``.photo_url``."""
    if not person.photo_url:
        return _letters(person.initials, person.hue, size)
    pixels = PIXELS[size]
    return Markup(
        f'<img class="{_class("avatar", size)}" src="{escape(person.photo_url)}" alt="" width="{pixels}" '
        f'height="{pixels}" loading="lazy" decoding="async">'
    )  # fmt: skip


@lru_cache(maxsize=2_000)
def _icon(name: str, label: str | None, size: int) -> Markup:
    kind = "icon" if size == 20 else f"icon icon--{size}"
    told = 'aria-hidden="true"' if label is None else f'role="img" aria-label="{escape(label)}"'
    sprite = static("ui/built/icons.svg")
    return Markup(
        f'<svg class="{kind}" width="{size}" height="{size}" {told}><use href="{sprite}#i-{escape(name)}"/></svg>'
    )


@lru_cache(maxsize=5_000)
def _letters(initials: str, hue: int, size: str) -> Markup:
    kind = _class("avatar", size)
    return Markup(f'<span class="{kind} hue-{hue}" aria-hidden="true">{escape(initials)}</span>')


def _class(name: str, size: str) -> str:
    return f"{name} {name}--{size}" if size else name
