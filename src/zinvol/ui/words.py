"""How moments, numbers and sizes are said, in the language and time zone of the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from zinvol.kernel import clock as kernel_clock
from zinvol.lib.months import MONTHS

_DAYS = {
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def moment(value: datetime) -> Markup:
    """A moment as people say it: *today 09:12*, *yesterday 16:40*, *Tuesday 10:03*, *3 May*."""
    return Markup(f'<time datetime="{value.isoformat(timespec="seconds")}">{escape(said(value))}</time>')


def said(value: datetime) -> str:
    here = timezone.localtime(value)
    days = (timezone.localtime(kernel_clock.now()).date() - here.date()).days
    hour = f"{here:%H:%M}"
    if days == 0:
        return _("today %(hour)s") % {"hour": hour}
    if days == 1:
        return _("yesterday %(hour)s") % {"hour": hour}
    if days == -1:
        return _("tomorrow %(hour)s") % {"hour": hour}
    if 1 < abs(days) < 7:
        return f"{_DAYS[_language()][here.weekday()]} {hour}"
    return f"{day(here.date())} {hour}" if days < 0 else day(here.date())


def day(value: date | datetime) -> str:
    """A day: *3 May*, with the year when it is another one."""
    here = timezone.localtime(value).date() if isinstance(value, datetime) else value
    words = f"{here.day} {MONTHS[_language()][here.month - 1]}"
    return words if here.year == kernel_clock.today().year else f"{words} {here.year}"


def hour(value: Any) -> str:
    """A time of day as a field for times takes it; what was typed stays as it was."""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or "")


def clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%H:%M}"


def iso(value: datetime) -> str:
    return value.isoformat()


def number(value: int | float) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def size(value: int) -> str:
    """Bytes in the unit a person would use."""
    if value < 1000:
        return f"{value} B"
    if value < 1_000_000:
        return f"{round(value / 1000)} kB"
    return f"{formats.number_format(round(value / 1_000_000, 1), use_l10n=True)} MB"


def joined(names: Iterable[Any]) -> Markup:
    """A list as a sentence: *A, B and C*. What is already markup stays so."""
    parts = [Markup.escape(n) for n in names]
    if len(parts) < 2:
        return Markup("").join(parts)
    return Markup(", ").join(parts[:-1]) + Markup(" {} ").format(_("and")) + parts[-1]


def query(values: Mapping[str, Any]) -> str:
    return urlencode({k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()})


def _language() -> str:
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def initial(name: str) -> str:
    """The letter that stands for an organisation: of its last word, as *V* for Gemeente Veldhaven."""
    return (name.split() or ["Z"])[-1][:1].upper()


def plain_paragraphs(text: str) -> Markup:
    """Plain text with its paragraphs and line breaks."""
    blocks = [b for b in text.replace("\r\n", "\n").split("\n\n") if b.strip()]
    lines = (Markup("<br>").join(b.strip().split("\n")) for b in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def working_hours(hours: float) -> str:
    """How long something took, in whole working hours."""
    n = max(1, round(hours))
    return ngettext("%(n)s working hour", "%(n)s working hours", n) % {"n": n}
