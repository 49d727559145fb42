"""The Knowledge place: what was solved, by subject; who knows; what needs a look; and how others find oneself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.content.posts.rules import State
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.expertise import api
from zinvol.apps.reactors.expertise import reads as expertise
from zinvol.apps.reactors.expertise.reads import PAGE
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Skill
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.threads import reads as threads
from zinvol.flows.asking.suggesting import knowers_of
from zinvol.flows.knowledge import reads
from zinvol.ui.http import number, say

SUBJECTS = 100
"""On a page."""


def subjects(request: Request) -> HttpResponse:
    """Subjects by name; with ``nobody``, only those about which nobody is known to know."""
    found, page = reads.subjects(viewer=request.user), max(1, number(request.GET.get("page")))
    lonely = [it for it in found if not it.knowers]
    is_lonely = request.GET.get("nobody") == "1"
    shelves, end = lonely if is_lonely else found, page * SUBJECTS
    context = {
        "shelves": shelves[end - SUBJECTS : end], "lonely": len(lonely), "is_lonely": is_lonely, "tab": "subjects",
        "newer": page - 1, "older": page + 1 if len(shelves) > end else None,
    }  # fmt: skip
    return render(request, "knowledge/subjects.html", context)


def subject(request: Request, slug: str) -> HttpResponse:
    """What was solved about a subject, what waits, and who knows."""
    tag = threads.tag_named(slug=slug)
    if tag is None:
        raise Http404
    solved, waiting, answered = (
        posts.about_subject(viewer=request.user, slug=slug, state=state)
        for state in (State.SOLVED, State.OPEN, State.ANSWERED)
    )
    if not (solved or waiting or answered):
        raise Http404
    context = {
        "tag": tag, "kinds": KINDS, "solved": solved, "waiting": [*waiting, *answered], "knowing": knowers_of(viewer=request.user, tag=tag),
    }  # fmt: skip
    return render(request, "knowledge/subject.html", context)


@require_POST
def know(request: Request, slug: str) -> HttpResponse:
    """Say that one may be asked about a subject, or no longer."""
    tag = threads.tag_named(slug=slug)
    if tag is None or not posts.about_subject(viewer=request.user, slug=slug, limit=1):
        raise Http404
    names = [s.name for s in request.user.skills.all() if s.relation == Skill.Relation.KNOWS]
    others = [name for name in names if search_form(name) != search_form(tag.name)]
    is_on = request.POST.get("on", "1") == "1"
    knows = [*others, tag.name] if is_on else others
    people.change_profile(person=request.user, actor_id=request.user.pk, knows=knows)
    told = (
        _("“%(subject)s” stands on your profile now.") if is_on else _("“%(subject)s” is off your profile.")
    )
    say(request, told % {"subject": tag.name})
    return redirect("subject", slug=slug)


def to_check(request: Request) -> HttpResponse:
    """Old answers that the viewer can tell of whether they still hold."""
    found = posts.to_check(viewer=request.user)
    return render(request, "knowledge/to_check.html", {"found": found, "kinds": KINDS, "tab": "check"})


def mine(request: Request) -> HttpResponse:
    """By which of one's own answers others can find one; with a choice for each."""
    if request.method == "POST":
        return _choose(request)
    page = max(1, number(request.GET.get("page")))
    items, is_all_hidden = expertise.own(viewer=request.user, start=(page - 1) * PAGE, limit=PAGE + 1)
    titles = posts.titles(viewer=request.user, pks=[it.thread_id for it in items[:PAGE]])
    context = {
        "items": [(it, titles.get(it.thread_id)) for it in items[:PAGE]], "is_all_hidden": is_all_hidden,
        "newer": page - 1, "older": page + 1 if len(items) > PAGE else None,
        "is_measured": organisation.is_measured(Measurement.EXPERTISE), "tab": "mine",
        "is_asked": attention.preference(viewer=request.user).is_asked,
    }  # fmt: skip
    return render(request, "knowledge/mine.html", context)


def _choose(request: Request) -> HttpResponse:
    wanted, is_on = number(request.POST.get("reply")), request.POST.get("hide") == "1"
    reply = expertise.own_answer(viewer=request.user, pk=wanted) if wanted else None
    if wanted and reply is None:
        raise Http404
    api.hide(person=request.user, reply=reply, is_on=is_on)
    say(
        request,
        _("Hidden: nobody is pointed to you by this.") if is_on else _("Others may find you by this again."),
    )
    return redirect("my-knowledge")
