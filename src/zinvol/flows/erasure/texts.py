"""Writing kept texts anew without a name."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import CharField, Model, Q, TextField

from zinvol.apps.social.threads.rules import MAX_BODY

PLACEHOLDER = "[naam verwijderd]"
SHORT = "…"
"""Never longer than what it stands for, where a text is full to the brim."""


def pattern(name: str, pk: int) -> re.Pattern[str]:
    """The name as people write it (in any case, over a line break, with loose accents) and its mention."""
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    spelled = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?<!\w)@?(?:{spelled})(?!\w)|@\{{{pk}\}}", re.IGNORECASE)


def may_hold(field: str, name: str) -> Q:
    """Rows whose text may hold the name. Databases disagree on the case of letters with accents and on
    how those are kept in JSON, so only the longest plain part of the name is asked for."""
    plain = max(re.findall(r"[A-Za-z0-9]+", name), key=len, default=name)
    return Q(**{f"{field}__icontains": plain})


def without(text: str, written: re.Pattern[str], *, most: int = MAX_BODY) -> str:
    """The text with something else in place of the name, never beyond what its field takes."""
    made = written.sub(PLACEHOLDER, text)
    return made if len(made) <= most else written.sub(SHORT, text)[:most]


def clean_rows(model: type[Model], names: tuple[str, ...], name: str, written: re.Pattern[str]) -> None:
    """Take the name out of plain texts of one table."""
    holds = Q()
    for field in names:
        holds |= may_hold(field, name) | Q(**{f"{field}__contains": "@{"})
    for row in model._default_manager.filter(holds).iterator(chunk_size=200):
        values = {field: without(getattr(row, field), written, most=_most(model, field)) for field in names}
        changed = [field for field, value in values.items() if value != getattr(row, field)]
        for field in changed:
            setattr(row, field, values[field])
        if changed:
            row.save(update_fields=changed)


def clean_values(values: Any, written: re.Pattern[str]) -> Any:
    """The same for what a draft keeps."""
    return {k: without(v, written) if isinstance(v, str) else v for k, v in values.items()}


def _most(model: type[Model], name: str) -> int:
    field = model._meta.get_field(name)
    return (isinstance(field, CharField | TextField) and field.max_length) or MAX_BODY
