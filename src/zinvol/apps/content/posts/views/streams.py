"""Lists of posts: a space, everything new, open questions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import reads
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.social.organisation.reads import work_week
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.ui.http import back, moment, say


def space(request: Request, slug: str) -> HttpResponse:
    """A space: its purpose, what the keepers put on top, and its conversations."""
    found = spaces.find(viewer=request.user, slug=slug)
    standing = spaces.standing(viewer=request.user, space=found)
    keepers = spaces.keepers(found)
    if not standing.reads:
        return render(
            request,
            "spaces/door.html",
            {"standing": standing, "space": found, "keepers": keepers},
            status=403,
        )
    kind, tag, state = (request.GET.get(name, "") for name in ("kind", "tag", "state"))
    before = moment(request)
    is_plain = not (kind or tag or state or before)
    if is_plain:
        pinned, stream = reads.space_front(viewer=request.user, space=found)
    else:
        pinned, stream = (
            [],
            reads.stream(viewer=request.user, space=found, kind=kind, state=state, tag=tag, before=before),
        )
    context = {
        "space": found, "standing": standing, "keepers": keepers, "stream": stream, "kind": kind, "tag": tag,
        "state": state, "before": before, "kinds": KINDS, "is_plain": is_plain,
        "pinned": pinned,
        "tags": threads_reads.popular_tags(viewer=request.user, space_id=found.pk),
        "response": reads.response(space=found, week=work_week(request.organisation)),
    }  # fmt: skip
    return render(request, "posts/space.html", context)


def everything(request: Request) -> HttpResponse:
    """All that may be read, in every space, latest first."""
    kind = request.GET.get("kind", "")
    stream = reads.stream(viewer=request.user, kind=kind, before=moment(request))
    return render(request, "posts/everything.html", {"stream": stream, "kind": kind, "kinds": KINDS})


def unanswered(request: Request) -> HttpResponse:
    """Questions that nobody answered yet."""
    slug = request.GET.get("space", "")
    space = spaces.find(viewer=request.user, slug=slug) if slug else None
    is_overdue = request.GET.get("overdue") == "1"
    stream = reads.unanswered(viewer=request.user, space=space, is_overdue=is_overdue, before=moment(request))
    context = {"stream": stream, "space": space, "kinds": KINDS, "is_overdue": is_overdue}
    return render(request, "posts/unanswered.html", context)


@require_POST
def all_read(request: Request) -> HttpResponse:
    threads.catch_up(person=request.user)
    say(request, _("Everything is marked as read."))
    return back(request, "/")


@require_POST
def space_read(request: Request, slug: str) -> HttpResponse:
    found = spaces.find(viewer=request.user, slug=slug)
    threads.catch_up(person=request.user, space=found)
    return redirect(found)
