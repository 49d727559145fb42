"""While somebody asks: what was asked before; and after it: who may know, and how the question goes on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.content.posts.rules import Kind, Stage
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.threads import reads as threads
from zinvol.flows.asking.suggesting import asked_before, suggestions
from zinvol.ui.http import is_partial, number, say


def alike(request: Request) -> HttpResponse:
    """Questions like the title that is being typed."""
    title, but = request.GET.get("title", ""), number(request.GET.get("but"))
    found = asked_before(viewer=request.user, title=title, but=but)
    return render(request, "asking/alike.html", {"found": found, "kinds": KINDS})


def question(request: Request, pk: int) -> HttpResponse:
    """How a question goes on: what was promised, how far it came, and (a part by itself) who may know."""
    return render(request, "asking/question.html", _context(request, _find(request, pk)))


def who(request: Request, pk: int) -> HttpResponse:
    """Who was asked a question, and who else may know: a part of its pages; a page for who has no scripts."""
    post = _find(request, pk)
    context = _context(request, post)
    if context["may_pursue"]:
        asked = posts.asks(viewer=request.user, post=post)
        context["found"] = suggestions(viewer=request.user, post=post, asked=asked)
    return render(request, "asking/people.html" if is_partial(request) else "asking/question.html", context)


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Put the question before somebody; for the asker and the keepers."""
    post = _find(request, pk)
    if not posts.may_pursue(viewer=request.user, post=post):
        raise PermissionDenied
    wanted = number(request.POST.get("person"))
    person = people.by_ids(viewer=request.user, ids=[wanted]).get(wanted)
    if person is None:
        raise Http404
    named = {"name": person.name}
    if not any(it.person == person for it in suggestions(viewer=request.user, post=post, most=50)):
        say(request, _("%(name)s cannot be asked now. Perhaps somebody else was just before you.") % named)
    elif api.ask(post=post, person=person, by=request.user):
        say(request, _("%(name)s finds your question in the inbox.") % named)
    return redirect(f"{post.get_absolute_url()}#pursuit")


def _context(request: Request, post: Post) -> dict[str, Any]:
    return {
        "post": post, "kinds": KINDS, "stages": Stage, "promise": getattr(post, "promise", None),
        "may_pursue": posts.may_pursue(viewer=request.user, post=post), "found": None,
        "is_open": posts.is_looked_for(post), "has_manager": people.managers(audience_id=post.thread.audience_id).exists,
        "reopened": posts.reopened(viewer=request.user, post=post), "cited": _cited(request, post),
    }  # fmt: skip


def _find(request: Request, pk: int) -> Post:
    post = posts.find(viewer=request.user, pk=pk)
    if post.kind != Kind.QUESTION:
        raise Http404
    return post


def _cited(request: Request, post: Post) -> int:
    """In how many conversations the answer was linked to since it was found."""
    if post.accepted_at is None:
        return 0
    return threads.cited_since(viewer=request.user, thread=post.thread, since=post.accepted_at)
