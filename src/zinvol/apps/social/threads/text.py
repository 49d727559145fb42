"""From what somebody typed to what is kept and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.threads import rules
from zinvol.kernel.access import Viewer
from zinvol.lib import markup

_TOKEN = re.compile(r"@\{(\d+)\}")


@dataclass(frozen=True)
class Text:
    """A text ready to be kept: ``source`` has ids for mentions, so that a name can change or go."""

    source: str
    html: str
    plain: str
    mentions: tuple[int, ...]
    links: tuple[str, ...]


def prepare(*, author: Viewer, typed: str) -> Text:
    """Resolve the mentions in what was typed and render it.

    Raises ``ValidationError`` when it is too long, names too many people or is too tangled.
    """
    typed = typed.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(typed) > rules.MAX_BODY:
        limit = {"limit": rules.MAX_BODY, "length": len(typed)}
        raise ValidationError(_("This text has %(length)d characters; the limit is %(limit)d.") % limit)
    found = people.by_names(author, markup.mention_candidates(typed))
    return render(_without_strangers(author, markup.collapse_mentions(typed, found)))


def render(source: str) -> Text:
    """Render a kept source with the names that people have now."""
    ids = {int(i) for i in _TOKEN.findall(source)}
    if len(ids) > rules.MAX_MENTIONS:
        raise ValidationError(
            _("This text names %(count)d people; the limit is %(limit)d. Address a space instead.")
            % {"count": len(ids), "limit": rules.MAX_MENTIONS}
        )
    try:
        made = markup.render(source, names=people.names(ids) if ids else {})
    except markup.TooComplex as error:
        raise ValidationError(
            _("This text is too tangled to show. Use fewer levels of quotes and lists.")
        ) from error
    return Text(source, made.html, made.text, made.mentions, made.links)


def editable(source: str) -> str:
    """A kept source as its writer knows it: with names in place of ids."""
    ids = {int(i) for i in _TOKEN.findall(source)}
    if not ids:
        return source
    names = people.names(ids)
    forms = [search_form(name) for name in names.values()]
    return markup.expand_mentions(source, names, _ambiguous(names, forms))


def outsiders(*, author: Viewer, text: Text, audience: Iterable[Person]) -> list[Person]:
    """Who is named in a text but not among ``audience``: they will not see it."""
    inside = {p.pk for p in audience}
    return [p for p in Person.objects.visible_to(author).filter(pk__in=text.mentions) if p.pk not in inside]


def _without_strangers(author: Viewer, source: str) -> str:
    """Break the mentions of people whom the author may not see: a number typed by hand tells no name."""
    ids = {int(i) for i in _TOKEN.findall(source)}
    known = people.by_ids(viewer=author, ids=ids) if ids else {}
    return _TOKEN.sub(lambda m: m[0] if int(m[1]) in known else f"@ {m[0][1:]}", source)


def _ambiguous(names: dict[int, str], forms: list[str]) -> set[int]:
    shared = (
        Person.objects.present().filter(search_name__in=forms).values("search_name")
        .annotate(n=Count("pk")).filter(n__gt=1).values_list("search_name", flat=True)
    )  # fmt: skip
    doubles = set(shared)
    return {pk for pk, name in names.items() if search_form(name) in doubles}
