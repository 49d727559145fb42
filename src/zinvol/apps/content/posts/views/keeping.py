"""What keeps a question moving and its answer of use: not me, it helped me too, it still holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api, reads
from zinvol.apps.content.posts.presentation import VERDICTS
from zinvol.apps.content.posts.rules import Verdict
from zinvol.apps.social.people.request import Request
from zinvol.ui.http import number, say


@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Who was asked does not know it either, or does after all."""
    post = reads.find(viewer=request.user, pk=pk)
    is_on = request.POST.get("on", "1") == "1"
    api.decline(post=post, person=request.user, is_on=is_on)
    if is_on:
        say(request, _("Thank you for saying so. Others can be asked now."))
    return redirect(post)


@require_POST
def helped(request: Request, pk: int) -> HttpResponse:
    """The answer helped somebody else too, or did not after all."""
    post = reads.find(viewer=request.user, pk=pk)
    if number(request.GET.get("reply"), post.accepted_id or 0) != post.accepted_id:
        say(request, _("Another answer was marked meanwhile. Did that one help you?"))
        return redirect(f"{post.get_absolute_url()}#answer-title")
    api.reuse(person=request.user, post=post, is_on=request.POST.get("on", "1") == "1")
    return redirect(f"{post.get_absolute_url()}#answer-title")


@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """Say whether an old answer still holds."""
    post = reads.find(viewer=request.user, pk=pk)
    given = request.POST.get("verdict", "")
    if given in set(Verdict):
        api.check(person=request.user, post=post, verdict=Verdict(given), note=request.POST.get("note", ""))
        say(request, str(VERDICTS[given][1]))
    return redirect(f"{post.get_absolute_url()}#answer-title")
