"""While somebody asks: what was asked before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.reactors.likeness import reads as likeness
from zinvol.apps.social.people.request import Request
from zinvol.ui.http import number


def alike(request: Request) -> HttpResponse:
    """Questions like the title that is being typed."""
    found = likeness.alike(
        viewer=request.user, title=request.GET.get("title", ""), but=number(request.GET.get("but"))
    )
    titles = posts.titles(viewer=request.user, pks=[it.thread_id for it in found]) if found else {}
    shown = [titles[it.thread_id] for it in found if it.thread_id in titles]
    return render(request, "asking/alike.html", {"found": shown, "kinds": KINDS})
