"""Today: the first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Mention
from zinvol.flows.today import reads
from zinvol.ui.http import back


def today(request: Request) -> HttpResponse:
    page = reads.today(viewer=request.user, organisation=request.organisation)
    return render(request, "today/today.html", {"today": page, "kinds": KINDS})


@require_POST
def tick_off(request: Request, pk: int) -> HttpResponse:
    """A mention that needs no answer no longer waits."""
    mention = get_object_or_404(Mention, pk=pk, person=request.user)
    threads.tick_off(mention=mention)
    return back(request, "/")
