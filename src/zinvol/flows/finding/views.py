"""The search page and the palette: people, spaces, posts and replies from one box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from zinvol.apps.content.posts import adapters
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.reactors.search.reads import Filters, Results, search
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.kernel import clock
from zinvol.ui.http import number

SOURCES = {"post": adapters.post_documents, "reply": adapters.reply_documents}
PERIODS = {"week": 7, "month": 31, "year": 366}


def find(request: Request) -> HttpResponse:
    """Everything that one may see and that fits the words."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    page = number(request.GET.get("page"), 1)
    filters, chosen = _filters(request)
    found = (
        search(viewer=request.user, query=query, sources=SOURCES, filters=filters, page=page)
        if query
        else Results([], False)
    )
    plain = page == 1 and not any(chosen.values())
    titles = posts.titles(viewer=request.user, pks=[d.thread_id for d in found.documents])
    context = {
        "q": query, "found": found, "page": page, "chosen": chosen, "kinds": KINDS, "titles": titles,
        "people": people.named(viewer=request.user, query=query, limit=5) if query and plain else [],
        "knowing": people.knowing(viewer=request.user, query=query, limit=5) if query and plain else [],
        "found_spaces": spaces.directory(viewer=request.user, query=query)[0][:4] if query and plain else [],
    }  # fmt: skip
    return render(request, "finding/search.html", context)


def palette(request: Request) -> HttpResponse:
    """Places, spaces and people for *go to*, as typed."""
    query = request.GET.get("q", "")[:80].strip()
    found = spaces.directory(viewer=request.user, query=query)[0][:6]
    named = people.named(viewer=request.user, query=query, limit=6) if query else []
    return render(request, "finding/palette.html", {"q": query, "spaces": found, "people": named})


def _filters(request: Request) -> tuple[Filters, dict[str, Any]]:
    """The filters from the address, and the same as they are shown."""
    kind, period = request.GET.get("kind", ""), request.GET.get("period", "")
    kind = kind if kind in KINDS or kind == "reply" else ""
    days = PERIODS.get(period)
    slug, who = request.GET.get("space", ""), number(request.GET.get("person"))
    space = Space.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    person = people.by_ids(viewer=request.user, ids=[who]).get(who) if who else None
    solved = request.GET.get("solved") == "1"
    filters = Filters(
        facet=kind,
        space_id=space.pk if space else None,
        author_id=person.pk if person else None,
        since=clock.now() - timedelta(days=days) if days else None,
        settled=solved,
    )
    shown = {
        "kind": kind,
        "period": period if days else "",
        "space": space,
        "person": person,
        "solved": solved,
    }
    return filters, shown
