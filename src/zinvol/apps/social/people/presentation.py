"""How a person is shown in any template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from zinvol.apps.social.people.models import Person


def display_name(person: Any) -> str:
    """The name, or what stands in its place when the person was erased."""
    return person.name if person is not None and person.name else _("Former colleague")


def person_link(person: Any) -> Markup:
    """The name as a link to the profile, where there is one."""
    return person_name_link(None, "") if person is None else person_name_link(person.pk, person.name)


def person_name_link(pk: int | None, name: str) -> Markup:
    """The same for who knows no more of a person than number and name."""
    if pk is None or not name:
        return Markup("<span>{}</span>").format(_("Former colleague"))
    return Markup(f'<a class="person-link" href="/people/{pk}/">{escape(name)}</a>')


def demo_labels() -> list[tuple[Any, str]]:
    """The people that one can be in the demo organisation, with what they are."""
    active = Person.objects.filter(state=Person.State.ACTIVE)
    roles = [
        (_("Employee"), active.filter(email__startswith="miriam.kolk@")),
        (_("Community manager"), active.filter(is_community_manager=True)),
        (_("Leader"), active.filter(is_leader=True, is_administrator=False)),
        (_("Administrator"), active.filter(is_administrator=True)),
    ]
    return [(person, label) for label, found in roles if (person := found.order_by("pk").first())]
