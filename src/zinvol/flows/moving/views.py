"""A question that was asked before goes into the other one."""

from __future__ import annotations

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import api
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.flows.asking.suggesting import asked_before
from zinvol.ui.http import number, say

OFFERED = 5
_ADDRESS = re.compile(r"(?:.*/posts/)?([0-9]{1,17})(?:/.*|\?.*|#.*)?")


def merge(request: Request, pk: int) -> HttpResponse:
    """Choose the question that stays; what was written here goes along."""
    post = posts.find(viewer=request.user, pk=pk)
    standing = spaces.standing(viewer=request.user, space=post.thread.space)
    if not (standing.may_keep or post.thread.author_id == request.user.pk) or post.kind != Kind.QUESTION:
        raise PermissionDenied
    post.thread.space.must_be_alive()
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = api.merge_questions(person=request.user, post=post, into=_chosen(request))
            say(request, _("The two questions are one now."))
            return redirect(made)
        except ValidationError as error:
            errors["into"] = " ".join(error.messages)
    found = asked_before(viewer=request.user, title=post.title, but=pk, limit=OFFERED)
    context = {
        "post": post, "found": found, "errors": errors,
        "chosen": number(request.POST.get("into")), "address": request.POST.get("address", "")[:300],
    }  # fmt: skip
    return render(request, "moving/merge.html", context, status=422 if errors else 200)


def _chosen(request: Request) -> Post:
    """The question that was typed, else the one that was ticked; a typed one that was merged leads on."""
    typed = request.POST.get("address", "").strip()
    if not typed and not number(request.POST.get("into")):
        raise ValidationError(_("Choose a question, or give the address of one."))
    named = _ADDRESS.fullmatch(typed)
    wanted = number(named[1]) if named else 0 if typed else number(request.POST.get("into"))
    try:
        return posts.find_now(viewer=request.user, pk=wanted)
    except Post.DoesNotExist:
        raise ValidationError(_("There is no question at this address that you can read.")) from None
