"""The page of a person: who it is, what they asked, answered and wrote."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.forms import WEEKDAYS
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.threads import reads as threads


def person(request: Request, pk: int) -> HttpResponse:
    shown = people.person(viewer=request.user, pk=pk)
    tab = request.GET.get("tab", "")
    context = {
        "person": shown,
        "tab": tab,
        "kinds": KINDS,
        "skills": list(shown.skills.all()),
        "weekdays": dict(WEEKDAYS),
    }
    if tab == "answered":
        context["posts"] = posts.answered_by(viewer=request.user, author=shown)
    elif tab == "replies":
        replies = threads.replies_by(viewer=request.user, author=shown)
        titles = posts.titles(viewer=request.user, pks=[r.thread_id for r in replies])
        context["replies"] = [(r, titles[r.thread_id]) for r in replies if r.thread_id in titles]
    else:
        kind = "question" if tab == "asked" else ""
        context["posts"] = posts.by_person(viewer=request.user, author=shown, kind=kind)
    return render(request, "profile/person.html", context)
