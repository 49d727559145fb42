"""People from a CSV file: first what would change, then the change. Sent twice it changes nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person

MOST_ROWS = 20_000
COLUMNS = {
    "email": {"email", "e-mail", "mail", "e-mailadres", "e-mail address"},
    "name": {"name", "naam", "volledige naam", "full name"},
    "function": {"function", "functie", "title", "job title"},
    "department": {"department", "afdeling", "team"},
    "location": {"location", "locatie", "werkplek"},
    "phone": {"phone", "telefoon", "telefoonnummer"},
}
"""Our column to the words in the head of a file that mean it."""
LONGEST = {"phone": 40}
"""How much of a column is kept, where that is not 120 characters."""


@dataclass
class Row:
    """One line of the file and what it would do: ``new``, ``changed`` (with fields), ``same`` or ``wrong``."""

    number: int
    values: dict[str, str]
    act: str = "same"
    fields: list[str] = field(default_factory=list)
    error: str = ""


@dataclass
class Plan:
    """What a file would change."""

    rows: list[Row]
    unknown_columns: list[str]

    def count(self, act: str) -> int:
        return sum(row.act == act for row in self.rows)


def read(content: bytes) -> Plan:
    """Look at a file without changing anything. Raises ``ValidationError`` when it is no such file."""
    rows, unknown = _parse(content)
    held = {
        p.email: p
        for p in Person.objects.filter(email__in=[r.values.get("email", "") for r in rows]).select_related(
            "department"
        )
    }
    seen: set[str] = set()
    for row in rows:
        _judge(row, held.get(row.values.get("email", "")), seen)
    return Plan(rows, unknown)


@transaction.atomic
def apply(plan: Plan, *, administrator: Person, invite: bool) -> None:
    """Carry out a plan; new people get an invitation by mail when ``invite`` says so."""
    departments = {d.name.casefold(): d for d in Department.objects.all()}
    for row in plan.rows:
        if row.act not in ("new", "changed"):
            continue
        values: dict[str, Any] = {k: v for k, v in row.values.items() if k != "email"}
        if "department" in values:
            values["department"] = _department(values["department"], departments, administrator)
        if row.act == "new":
            people.invite(administrator_id=administrator.pk, email=row.values["email"], send=invite, **values)
        else:
            person = Person.objects.get(email=row.values["email"])
            kept = {k: v for k, v in values.items() if k in row.fields}
            people.change_profile(person=person, actor_id=administrator.pk, **kept)


def _parse(content: bytes) -> tuple[list[Row], list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValidationError(_("This is not a CSV file.")) from error
    reader = iter(lines)
    names = [n.strip().casefold() for n in next(reader, [])]
    columns = {i: ours for i, n in enumerate(names) for ours, words in COLUMNS.items() if n in words}
    if not {"email", "name"} <= set(columns.values()):
        raise ValidationError(_("The first line must name the columns, at least “name” and “email”."))
    rows = []
    for number, cells in enumerate(reader, start=2):
        if number > MOST_ROWS + 1:
            raise ValidationError(_("At most %(count)d people at once.") % {"count": MOST_ROWS})
        values = {ours: " ".join(cells[i].split()) for i, ours in columns.items() if i < len(cells)}
        values = {
            ours: text if ours == "email" else text[: LONGEST.get(ours, 120)] for ours, text in values.items()
        }
        if any(values.values()):
            values["email"] = values.get("email", "").lower()
            rows.append(Row(number, values))
    return rows, [n for i, n in enumerate(names) if i not in columns and n]


def _judge(row: Row, person: Person | None, seen: set[str]) -> None:
    email = row.values.get("email", "")
    try:
        validate_email(email)
        MaxLengthValidator(254)(email)
    except ValidationError:
        row.act, row.error = "wrong", _("This is not an e-mail address.")
        return
    if email in seen:
        row.act, row.error = "wrong", _("This address is in the file twice.")
        return
    seen.add(email)
    if not row.values.get("name"):
        row.act, row.error = "wrong", _("The name is missing.")
    elif person is None:
        row.act = "new"
    else:
        row.fields = [k for k, v in row.values.items() if k != "email" and v and not _is_held(person, k, v)]
        row.act = "changed" if row.fields else "same"


def _is_held(person: Person, name: str, given: str) -> bool:
    """Whether the profile says this already; departments are found whatever their case."""
    value = getattr(person, name)
    return (
        value.name.casefold() == given.casefold() if isinstance(value, Department) else (value or "") == given
    )


def _department(name: str, known: dict[str, Department], administrator: Person) -> Department | None:
    if not name:
        return None
    if name.casefold() not in known:
        known[name.casefold()] = organisation.add_department(administrator_id=administrator.pk, name=name)
    return known[name.casefold()]
