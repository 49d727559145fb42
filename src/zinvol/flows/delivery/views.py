"""The pages behind links in a mail: good without signing in, and nothing happens before one presses.

A mail program may open links by itself, so the page only asks; the header List-Unsubscribe sends a POST.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from zinvol.apps.reactors.attention import api
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Thread
from zinvol.flows.delivery import tokens


@csrf_exempt
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Hear nothing more from one conversation, or from the one that it was merged into since."""
    person, number = _whose("mute", token)
    now = threads.opening_now(viewer=person, pk=number)
    thread = threads.conversation_of(now) if now else get_object_or_404(Thread, pk=number)
    if "undo" in request.POST:
        was = tokens.read_undo(token, request.POST["undo"])
        api.unmute(person=person, thread=thread, level=was)
        return _answer(request, person, "mute", "undone")
    if request.method == "POST":
        was = api.mute(person=person, thread=thread)
        return _answer(request, person, "mute", "done", undo=tokens.undo(token, was))
    return _answer(request, person, "mute", "asked")


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No mail any more."""
    person, _number = _whose("stop", token)
    if "undo" in request.POST:
        api.mail_again(person=person, rhythm=tokens.read_undo(token, request.POST["undo"]))
        return _answer(request, person, "stop", "undone")
    if request.method == "POST":
        was = api.stop_mail(person=person)
        return _answer(request, person, "stop", "done", undo=tokens.undo(token, was))
    return _answer(request, person, "stop", "asked")


def _whose(act: str, token: str) -> tuple[Person, int]:
    found = tokens.read_link(act, token)
    person = Person.objects.filter(pk=found[0]).first() if found else None
    if found is None or person is None or not person.is_active:
        raise Http404
    return person, found[1]


def _answer(request: HttpRequest, person: Person, act: str, state: str, undo: str = "") -> HttpResponse:
    with translation.override(person.language):
        return render(request, "delivery/link.html", {"act": act, "state": state, "undo": undo})
