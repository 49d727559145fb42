"""Taking a conversation, or a part of it, elsewhere; and where something is that is no longer here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api, reads, rules
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.page import PostPage
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import Role
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel.access import audiences_of
from zinvol.ui.http import ids, number, say

MOST_LATER = 500
"""So many later replies are offered to go along."""


def move(request: Request, pk: int) -> HttpResponse:
    """Choose another space for a conversation."""
    post = reads.find(viewer=request.user, pk=pk)
    standing = spaces.standing(viewer=request.user, space=post.thread.space)
    is_opener = post.thread.author_id == request.user.pk
    if not (standing.may_keep or is_opener):
        raise PermissionDenied
    post.thread.space.must_be_alive()
    offered = _kept(request.user) if standing.may_keep else []
    offered = _together(offered, spaces.writable(request.user) if is_opener else [])
    offered = [space for space in offered if space.pk != post.thread.space_id]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            space = _chosen(request, offered)
            is_back = api.move_post(person=request.user, post=post, space=space)
            words = _("Back in %(space)s.") if is_back else _("Moved to %(space)s.")
            say(request, words % {"space": space.name}, undo="" if is_back else f"/posts/{pk}/move/undo")
            return redirect(post)
        except ValidationError as error:
            errors = _by_field(error)
    context = {"post": post, "spaces": offered, "errors": errors, "chosen": number(request.POST.get("space"))}
    return render(request, "posts/move.html", context, status=422 if errors else 200)


@require_POST
def undo_move(request: Request, pk: int) -> HttpResponse:
    post = reads.find(viewer=request.user, pk=pk)
    try:
        space = api.undo_move(person=request.user, post=post)
        say(request, _("Back in %(space)s.") % {"space": space.name})
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect(post)


def split(request: Request, pk: int) -> HttpResponse:
    """Choose what goes along with a reply, and what the new conversation is called."""
    post = reads.find(viewer=request.user, pk=pk)
    if not spaces.standing(viewer=request.user, space=post.thread.space).may_keep:
        raise PermissionDenied
    post.thread.space.must_be_alive()
    here = Reply.objects.filter(thread_id=pk, deleted_at=None)
    wanted = number(request.POST.get("reply") or request.GET.get("reply"))
    first = get_object_or_404(here.select_related("author"), pk=wanted)
    later = threads.replies_behind(viewer=request.user, reply=first, limit=MOST_LATER)
    offered = _together(_kept(request.user), spaces.writable(request.user))
    kinds = [w for k, w in KINDS.items() if rules.may_open_from_replies(Kind(k)) and k in request.organisation.kinds]  # fmt: skip
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _split(request, post, first, offered, [w.key for w in kinds])
            say(request, _("“%(title)s” is a conversation of its own now.") % {"title": made.title})
            return redirect(made)
        except ValidationError as error:
            errors = _by_field(error)
    context = {
        "post": post, "first": first, "later": later, "spaces": offered, "kinds": kinds, "errors": errors,
        **_typed(request, post, first, later, [w.key for w in kinds]),
    }  # fmt: skip
    return render(request, "posts/split.html", context, status=422 if errors else 200)


def opening_elsewhere(request: Request, pk: int) -> Thread | Reply | None:
    """Where the conversation of an old address is now; with the reply that the address names, where that is there."""
    wanted = number(request.GET.get("reply"))
    now = threads.opening_now(viewer=request.user, pk=pk)
    return (threads.reply_now(viewer=request.user, pk=wanted) or now) if now and wanted else now


def reply_elsewhere(request: Request, shown: PostPage) -> Thread | Reply | None:
    """Where the reply is that an address names and that is not, or no longer, in this conversation."""
    wanted = number(request.GET.get("reply"))
    if not wanted or any(part.reply and part.reply.pk == wanted for part in shown.window.parts):
        return None
    now = threads.reply_now(viewer=request.user, pk=wanted)
    return None if now and threads.conversation_of(now).pk == shown.post.pk else now


def _split(request: Request, post: Post, first: Reply, offered: list[Space], kinds: list[str]) -> Post:
    kind = request.POST.get("kind", "")
    if kind not in kinds:
        raise ValidationError({"kind": _("Choose what kind of conversation it is.")})
    return api.split_post(
        person=request.user, post=post, replies={first.pk, *ids(request.POST.getlist("replies"))},
        kind=Kind(kind), title=request.POST.get("title", ""), space=_chosen(request, offered),
    )  # fmt: skip


def _typed(
    request: Request, post: Post, first: Reply, later: list[Reply], kinds: list[str]
) -> dict[str, Any]:
    """What stands in the form: as it was sent, else with the replies that answer the first one checked."""
    if request.method == "POST":
        return {
            "along": set(ids(request.POST.getlist("replies"))), "title_typed": request.POST.get("title", ""),
            "kind_chosen": request.POST.get("kind", ""), "space_chosen": number(request.POST.get("space")),
        }  # fmt: skip
    along = {first.pk}
    for reply in later:
        along |= {reply.pk} if reply.quotes_id in along else set()
    wanted = Kind.QUESTION if post.kind == Kind.QUESTION else Kind.UPDATE
    kind = next((k for k in (wanted, *kinds) if k in kinds), "")
    return {"along": along, "title_typed": "", "kind_chosen": kind, "space_chosen": post.thread.space_id}


def _kept(viewer: Person) -> list[Space]:
    """The living spaces that somebody keeps and reads."""
    kept = Space.objects.living().filter(audience_id__in=audiences_of(viewer))
    if not viewer.is_administrator:
        kept = kept.filter(memberships__person=viewer, memberships__role=Role.KEEPER)
    return list(kept[:300])


def _together(some: list[Space], more: list[Space]) -> list[Space]:
    found = {space.pk: space for space in (*some, *more)}
    return sorted(found.values(), key=lambda space: space.name.casefold())


def _chosen(request: Request, offered: list[Space]) -> Space:
    wanted = number(request.POST.get("space"))
    space = next((s for s in offered if s.pk == wanted), None)
    if space is None:
        raise ValidationError({"space": _("Choose a space.")})
    return space


def _by_field(error: ValidationError) -> dict[str, str]:
    told = error.message_dict if hasattr(error, "error_dict") else {"all": error.messages}
    return {name: " ".join(messages) for name, messages in told.items()}
