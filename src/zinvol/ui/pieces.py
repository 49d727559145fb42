"""The smallest parts of a page, made by Python: a conversation shows some five hundred icons, and each
call of a macro costs more than the icon."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language
from jinja2.runtime import Macro
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


def stamped(macro: Macro, numbers: tuple[int, ...], *arguments: Hashable) -> Markup:
    """What a macro makes of ``numbers`` and arguments, for a part that stands on a page fifty times and
    differs in little but the numbers in its addresses. It is made once for each language and arguments;
    after that the numbers are only filled in, so the macro may do no more than write them."""
    text = _stencil(get_language(), macro, len(numbers), arguments)
    for place, number in zip(_PLACES, numbers, strict=False):
        text = text.replace(place, str(number))
    return Markup(text)


_PLACES = ("\ue000", "\ue001")


@lru_cache(maxsize=2_000)
def _stencil(_language: str | None, macro: Macro, numbers: int, arguments: tuple[Hashable, ...]) -> str:
    return str(macro(*_PLACES[:numbers], *arguments))


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
