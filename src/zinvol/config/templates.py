"""The template language, Jinja2, and the few words every template has."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from zinvol.apps.content.posts import presentation as posts
from zinvol.apps.social.people.presentation import display_name, person_link, person_name_link
from zinvol.apps.social.spaces import presentation as spaces
from zinvol.apps.social.spaces.rules import TEMPLATES
from zinvol.lib import language
from zinvol.ui import pieces, words

PACKAGE = Path(__file__).resolve().parent.parent
NOBODY = SimpleNamespace(name="", initials="–", hue=0, photo_url="", pk=0)


def folders() -> list[str]:
    """All template folders of the product, those of apps found by their place."""
    places = ("ui/templates", "flows/*/templates", "apps/*/*/templates")
    return sorted(str(folder) for place in places for folder in PACKAGE.glob(place))


class HouseEnvironment(Environment):
    """An environment whose templates share one set of words. Jinja2 gives each template a chain of
    them, and walks along that chain for every template that is included."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Compiled(FileSystemBytecodeCache):
    """Keeps templates compiled, so that a start is a quarter of a second shorter; where that cannot be,
    as on a full disk, pages do without."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    options.pop("loader", None)
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    made = HouseEnvironment(
        bytecode_cache=Compiled(str(settings.DATA / "templates")),
        loader=FileSystemLoader(folders()),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        **options,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update(
        _=said, gettext=said, pieces=pieces, stamped=pieces.stamped, static=static, url=url, person_link=person_link, person_name_link=person_name_link, nobody=NOBODY, marked=marked, marked_snippet=marked_snippet,
        audience_words=audience_words, kind_tabs=kind_tabs, template_kinds=template_kinds, submission=submission,
        state_words=posts.state_words,
        fitting_reactions=posts.fitting_reactions, step_words=posts.STEP_WORDS, outcomes=posts.OUTCOMES,
        reaction_labels=posts.REACTIONS, reader_should=posts.READER_SHOULD, space_levels=spaces.LEVELS,
        access_labels=spaces.ACCESS, promise=spaces.promise, posting_labels=spaces.POSTING, space_kind_labels=spaces.KINDS, zip=zip, dict=dict,
    )  # fmt: skip
    made.filters.update(
        moment=words.moment, day=words.day, clock=words.clock, hour=words.hour, iso=words.iso, number=words.number, size=words.size,
        joined=words.joined, display_name=display_name, person_link=person_link, initial=words.initial,
        plain_paragraphs=words.plain_paragraphs, working_hours=words.working_hours, zip=zip,
    )  # fmt: skip
    return made


def said(text: str, /, **values: Any) -> Markup:
    """A text in the language of the request; what is filled in is made harmless."""
    language = translation.get_language()
    return _kept(language, text) % values if values else _kept_whole(language, text)


@lru_cache(maxsize=5_000)
def _kept(language: str | None, text: str) -> Markup:
    return Markup(translation.gettext(text))


@lru_cache(maxsize=5_000)
def _kept_whole(language: str | None, text: str) -> Markup:
    return _kept(language, text) % {}


def url(name: str, *args: Any, **query: Any) -> str:
    """The address of a view, with a query of the values that are not empty."""
    address = reverse(name, args=args)
    kept = {k: v for k, v in query.items() if v not in (None, "", False)}
    return f"{address}?{words.query(kept)}" if kept else address


def submission() -> str:
    """A token by which a form that is sent twice is one act."""
    return secrets.token_urlsafe(16)


def audience_words(space: Any) -> str:
    """Who sees what is written in a space, in a few words."""
    if space.access == "open":
        return _("all colleagues can read this")
    return _("only members read this")


def kind_tabs(base: str, kinds: Any, chosen: str) -> list[tuple[Any, str, bool, None]]:
    """One tab for each kind of post."""
    return [(words.label, f"{base}?kind={key}", chosen == key, None) for key, words in kinds.items()]


def template_kinds(space: Any) -> tuple[str, ...]:
    """The kinds that a space offers first."""
    return TEMPLATES[space.kind].kinds if space.kind in TEMPLATES else ("question", "unfinished", "update")


def marked(text: str, query: str) -> Markup:
    """A text with the words that were looked for marked, in whatever form they stand there."""
    parts = (
        Markup("<mark>{}</mark>").format(part) if hit else Markup.escape(part)
        for part, hit in language.highlight(text, query)
    )
    return Markup("").join(parts)


def marked_snippet(text: str, query: str) -> Markup:
    return marked(language.snippet(text, query), query)


class FormRenderer(BaseRenderer):
    """Forms are drawn by the macros of ``ui/components.html``, never by Django's own templates."""

    def get_template(self, template_name: str) -> Any:
        raise NotImplementedError(f"draw the field with ui.field() instead of {template_name}")
