"""How push notices fare: whether they arrive, and why not."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.social.people.request import Request
from zinvol.flows.administration.views import for_administrators

TARGET = 99


@for_administrators
def push_health(request: Request) -> HttpResponse:
    """The last thirty days, in numbers; never what was said, or to whom."""
    context = {"health": attention.push_health(), "target": TARGET, "tab": "push"}
    return render(request, "administration/push.html", context)
