"""Replies: adding, changing, reacting, choosing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api, reads
from zinvol.apps.content.posts.models import Option, Post
from zinvol.apps.content.posts.page import PostPage
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.content.posts.views.post import context_of, versions
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Link, Reply
from zinvol.apps.social.threads.rules import Outcome, Reacting, may_edit
from zinvol.kernel.access import audiences_of
from zinvol.ui.http import ids, is_partial, number, say


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """Reply. With a script only the new reply comes back; without, the page scrolled to it."""
    post = reads.find_now(viewer=request.user, pk=pk)
    try:
        made = api.reply(
            author=request.user, post=post, body=request.POST.get("body", ""), **_given(request, post)
        )
    except ValidationError as error:
        return _refused(request, post.pk, " ".join(error.messages))
    if not is_partial(request):
        return redirect(made)
    return _one(request, post, made, status=201)


def show(request: Request, pk: int) -> HttpResponse:
    """The permalink of a reply: the conversation around it."""
    now = threads_reads.reply_now(viewer=request.user, pk=pk)
    if now is None:
        raise Http404
    return redirect(now)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a reply; a change by somebody else in between is shown and nothing typed is lost."""
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    keeps = spaces.standing(viewer=request.user, space=reply.thread.space).may_keep
    if not may_edit(author_id=reply.author_id, person_id=request.user.pk, keeps=keeps):
        raise PermissionDenied
    reply.thread.space.must_be_alive()
    draft = threads_reads.draft(viewer=request.user, place=f"edit-reply:{pk}")
    typed = draft.values.get("body", "") if draft else texts.editable(reply.body)
    version = number(draft.values.get("version"), reply.version) if draft else reply.version
    loose = threads_reads.loose_files(viewer=request.user, pks=ids(request.POST.getlist("files")))
    context: dict[str, Any] = {"errors": "", "conflict": False, "theirs": ""}
    status = 200
    if request.method == "POST":
        typed, version = request.POST.get("body", ""), number(request.POST.get("version"))
        try:
            files = ids(request.POST.getlist("files"))
            threads.edit_reply(editor=request.user, reply=reply, body=typed, version=version, files=files)
            return redirect(reply)
        except threads.EditConflict:
            reply.refresh_from_db()
            context |= {"conflict": True, "theirs": texts.editable(reply.body)}
            version, status = reply.version, 409
        except ValidationError as error:
            context["errors"], status = " ".join(error.messages), 422
    part = threads_reads.one_reply(viewer=request.user, reply=reply)
    context |= {
        "reply": reply,
        "typed": typed,
        "version": version,
        "files": [*(a.file for a in part.files), *loose],
    }
    return render(request, "posts/edit_reply.html", context, status=status)


def history(request: Request, pk: int) -> HttpResponse:
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    post = reads.find(viewer=request.user, pk=reply.thread_id)
    revisions = threads_reads.history(viewer=request.user, thread=reply.thread, reply=reply)
    return render(
        request, "posts/history.html", {"post": post, "reply": reply, "versions": versions(revisions)}
    )


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    post = reads.find(viewer=request.user, pk=reply.thread_id)
    api.delete_reply(person=request.user, post=post, reply=reply)
    say(request, _("Deleted. You can undo this for thirty days."), undo=f"/replies/{pk}/restore")
    return redirect(post)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    reply = threads_reads.find_deleted_reply(viewer=request.user, pk=pk)
    post = reads.find(viewer=request.user, pk=reply.thread_id)
    api.restore_reply(person=request.user, post=post, reply=reply)
    say(request, _("Put back."))
    return redirect(reply)


@require_POST
def react(request: Request, pk: int) -> HttpResponse:
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    return _react(request, thread, None)


@require_POST
def react_to_reply(request: Request, pk: int) -> HttpResponse:
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    return _react(request, reply.thread, reply)


def since(request: Request, pk: int) -> HttpResponse:
    """The replies after one, for a page that is open: those it has missed."""
    post = reads.find(viewer=request.user, pk=pk)
    page = reads.replies_since(viewer=request.user, post=post, reply_id=number(request.GET.get("after")))
    return _parts(request, page)


def part(request: Request, pk: int) -> HttpResponse:
    """One reply as it is now."""
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    post = reads.find(viewer=request.user, pk=reply.thread_id)
    return _parts(request, reads.reply_page(viewer=request.user, post=post, reply=reply))


def reactions(request: Request, pk: int) -> HttpResponse:
    return _reactions(request, threads_reads.find_thread(viewer=request.user, pk=pk), None)


def reactions_to_reply(request: Request, pk: int) -> HttpResponse:
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    return _reactions(request, reply.thread, reply)


@require_POST
def outcome(request: Request, pk: int) -> HttpResponse:
    """Say what came of a reply in the work."""
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    given = request.POST.get("outcome", "")
    threads.name_outcome(
        person=request.user, reply=reply, outcome=Outcome(given) if given in set(Outcome) else None
    )
    return redirect(reply)


@require_POST
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose a contribution to a challenge, or no longer."""
    reply = threads_reads.find_reply(viewer=request.user, pk=pk)
    post = reads.find(viewer=request.user, pk=reply.thread_id)
    api.choose_contribution(person=request.user, post=post, reply=reply, is_on=request.POST.get("on") == "1")
    return redirect(reply)


@require_POST
def hide_preview(request: Request, pk: int) -> HttpResponse:
    visible = Link.objects.filter(thread__audience_id__in=audiences_of(request.user))
    link = get_object_or_404(visible.select_related("thread", "reply"), pk=pk)
    threads.hide_preview(person=request.user, link=link)
    return redirect(link.reply or link.thread)


def _given(request: Request, post: Any) -> dict[str, Any]:
    option_id, quoted = number(request.POST.get("option")), number(request.POST.get("quotes"))
    option = Option.objects.filter(post=post, pk=option_id).first() if option_id else None
    replies = Reply.objects.filter(thread_id=post.pk, pk=quoted, deleted_at=None)
    stance = request.POST.get("stance", "")
    return {
        "files": ids(request.POST.getlist("files")),
        "quotes": replies.first() if quoted else None,
        "submission": request.POST.get("submission", "")[:40] or None,
        "option_id": option.pk if option else None,
        "stance": stance if option and stance in ("for", "against") else "",
        "is_contribution": request.POST.get("contribution") == "1",
    }


def _refused(request: Request, pk: int, message: str) -> HttpResponse:
    if is_partial(request):
        answer = render(request, "posts/refused.html", {"message": message}, status=422)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#refused", "innerHTML"
        return answer
    shown = reads.post_page(viewer=request.user, pk=pk)
    more = {"errors": {"body": message}, "typed": request.POST.get("body", "")}
    return render(request, "posts/post.html", context_of(request, shown, **more), status=422)


def _react(request: Request, thread: Any, reply: Reply | None) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in request.organisation.reactions:
        raise PermissionDenied
    threads.toggle_reaction(person=request.user, thread=thread, reply=reply, kind=Reacting(kind))
    return _reactions(request, thread, reply) if is_partial(request) else redirect(reply or thread)


def _parts(request: Request, page: PostPage) -> HttpResponse:
    context = {"page": page, "post": page.post, "allowed_reactions": tuple(request.organisation.reactions)}
    return render(request, "posts/parts.html", context)


def _reactions(request: Request, thread: Any, reply: Reply | None) -> HttpResponse:
    part = threads_reads.Part(reply)
    threads_reads.dress(viewer=request.user, thread=thread, parts=[part])
    context = {"part": part, "thread": thread, "allowed_reactions": tuple(request.organisation.reactions)}
    context["kind"] = reads.find(viewer=request.user, pk=thread.pk).kind if reply is None else None
    return render(request, "posts/reactions.html", context)


def _one(request: Request, post: Post, made: Reply, *, status: int) -> HttpResponse:
    shown = reads.reply_page(viewer=request.user, post=post, reply=made)
    if not shown.window.parts:  # sent again, and taken away or posted elsewhere before
        return redirect(shown.post)
    (part,) = shown.window.parts
    context = {
        "page": shown, "post": shown.post, "part": part, "words": KINDS[shown.post.kind], "target": None,
        "allowed_reactions": tuple(request.organisation.reactions),
    }  # fmt: skip
    return render(request, "posts/one_reply.html", context, status=status)
