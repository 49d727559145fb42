"""Links that let a person in: signed, short-lived, and good once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person

AGES = {"login": timedelta(minutes=15), "invitation": timedelta(days=14)}


def make_link(person: Person, reason: str) -> str:
    """The path of a link for ``login`` or ``invitation``."""
    return "/enter/" + signing.dumps([person.pk, reason, _state_of(person)], salt="entry", compress=True)


def open_link(token: str) -> tuple[Person, str] | None:
    """Whose link this is and what for; nothing when it is old, used, or never was ours."""
    try:
        pk, reason, state = signing.loads(token, salt="entry", max_age=AGES["invitation"])
        signing.loads(token, salt="entry", max_age=AGES[reason])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    person = Person.objects.filter(pk=pk).first()
    if person is None or not person.is_active or state != _state_of(person):
        return None
    return person, reason


def send_link(*, person_id: int, reason: str) -> None:
    """Mail a link in the language of the person; done by the worker."""
    person = Person.objects.get(pk=person_id)
    current = organisation.current()
    if not person.email or not person.is_active or current is None:
        return
    address = settings.BASE_URL + make_link(person, reason)
    with translation.override(person.language):
        if reason == "invitation":
            subject = _("You are invited to the network of %(name)s") % {"name": current.name}
            text = _(
                "Hello %(person)s,\n\nYou have an account on the network of %(name)s. Choose a password and come in:\n\n%(address)s\n\nThis link works for fourteen days."
            )
        else:
            subject = _("Your link to the network of %(name)s") % {"name": current.name}
            text = _(
                "Hello %(person)s,\n\nThis link lets you in without a password:\n\n%(address)s\n\nIt works once, for a quarter of an hour. If you did not ask for it, you can ignore this e-mail."
            )
        body = text % {"person": person.name, "name": current.name, "address": address}
    send_mail(subject.replace("\n", " "), body, None, [person.email])


def _state_of(person: Person) -> str:
    """Changes when the person comes in or gets a password, so that a link is good once."""
    value = f"{person.password}{person.last_login}{person.state}"
    return salted_hmac("entry", value, algorithm="sha256").hexdigest()[:16]
