"""The type of a request behind the login: what the middleware has made sure of."""

from __future__ import annotations

from django.http import HttpRequest

from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person


class Request(HttpRequest):
    """A request of somebody who is signed in. Only a type: nothing is ever made of it."""

    user: Person
    organisation: Organisation
    id: str
