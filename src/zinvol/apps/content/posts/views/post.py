"""One conversation, and the acts on what opened it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api, reads
from zinvol.apps.content.posts.models import Option, Post
from zinvol.apps.content.posts.page import PostPage
from zinvol.apps.content.posts.presentation import KINDS, VERDICTS
from zinvol.apps.content.posts.rules import State
from zinvol.apps.content.posts.views import moving
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.presentation import LEVELS
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.lib import markup
from zinvol.ui.http import back, ids, number, say, whole


def page(request: Request, pk: int) -> HttpResponse:
    """A conversation, from the first unread reply or around the one that a link names."""
    try:
        shown = _page(request, pk)
    except ObjectDoesNotExist:
        now = moving.opening_elsewhere(request, pk)
        return redirect(now) if now else _door(request, pk)
    if (now := moving.reply_elsewhere(request, shown)) is not None:
        return redirect(now)
    return render(request, "posts/post.html", context_of(request, shown))


def context_of(request: Request, shown: PostPage, **more: Any) -> dict[str, Any]:
    """What the page of a post needs beyond the post; used again when a form on it has errors."""
    post = shown.post
    draft = threads_reads.draft(viewer=request.user, place=f"reply:{post.pk}") if post.has_draft else None  # type: ignore[attr-defined]
    wanted = number(request.POST.get("quotes") or request.GET.get("quote"))
    living = Reply.objects.filter(pk=wanted, thread_id=post.pk, deleted_at=None)
    quoted = living.select_related("author").first() if wanted else None
    waiting = request.POST.getlist("files") or (draft.values.get("files", []) if draft else [])
    _read(request, shown)
    return {
        "page": shown, "post": post, "words": KINDS[post.kind], "kinds": KINDS, "levels": LEVELS, "draft": draft,
        "quoted": quoted, "keepers": spaces.keepers(post.thread.space), "errors": {},
        "target": whole(request.GET.get("reply")), "tags": threads_reads.tags(thread=post.thread), "relocations": reads.relocations(viewer=request.user, post=post), "current_space": post.thread.space,
        "allowed_reactions": tuple(request.organisation.reactions), "typed": "", "verdicts": VERDICTS,
        "files": threads_reads.loose_files(viewer=request.user, pks=ids(waiting)) if waiting else [], **more,
    }  # fmt: skip


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    post = reads.find(viewer=request.user, pk=pk)
    api.delete_post(person=request.user, post=post)
    say(request, _("Deleted. You can undo this for thirty days."), undo=f"/posts/{pk}/restore")
    return redirect(post.thread.space)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread__space"), pk=pk)
    api.restore_post(person=request.user, post=post)
    say(request, _("Put back."))
    return redirect(post)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    try:
        threads.close(person=request.user, thread=thread, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect(thread)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    threads.reopen(person=request.user, thread=thread)
    return redirect(thread)


@require_POST
def pin(request: Request, pk: int) -> HttpResponse:
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    threads.pin(keeper=request.user, thread=thread, is_on=request.POST.get("on") == "1")
    return back(request, thread.get_absolute_url())


@require_POST
def follow(request: Request, pk: int) -> HttpResponse:
    """Choose what to notice of this conversation; empty is as in its space."""
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    given = request.POST.get("level", "")
    level = Level(given) if given in set(Level) else None
    threads.follow(thread=thread, person=request.user, level=level)
    words = LEVELS[level][0] if level else _("Same as the space")
    say(request, _("What you hear from this conversation: “%(level)s”.") % {"level": words})
    return back(request, thread.get_absolute_url())


@require_POST
def unread(request: Request, pk: int) -> HttpResponse:
    """Count as unread, from a reply on or as a whole, and go on with something else."""
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    reply = Reply.objects.filter(thread=thread, pk=number(request.POST.get("reply"))).first()
    threads.mark_unread(thread=thread, person=request.user, reply=reply)
    say(request, _("Marked as unread."))
    return redirect(thread.space)


@require_POST
def seen(request: Request, pk: int) -> HttpResponse:
    """What came while the page was looked at counts as read; a script sends this."""
    thread = threads_reads.find_thread(viewer=request.user, pk=pk)
    threads.mark_seen(thread=thread, person=request.user)
    return HttpResponse(status=204)


@require_POST
def step(request: Request, pk: int) -> HttpResponse:
    """Bring a post to its next state."""
    post = reads.find(viewer=request.user, pk=pk)
    given = request.POST.get("state", "")
    option = Option.objects.filter(post=post, pk=number(request.POST.get("option"))).first()
    reason = request.POST.get("reason", "")
    try:
        if given in set(State):
            api.take_step(person=request.user, post=post, state=State(given), reason=reason, option=option)
    except ValidationError as error:
        shown = _page(request, pk)
        more = {"errors": {"step": " ".join(error.messages), "state": given}, "typed_reason": reason}
        return render(request, "posts/post.html", context_of(request, shown, **more), status=422)
    return redirect(post)


@require_POST
def vote(request: Request, pk: int) -> HttpResponse:
    post = reads.find(viewer=request.user, pk=pk)
    option = Option.objects.filter(post=post, pk=number(request.POST.get("option"))).first()
    try:
        if option is None:
            raise ValidationError(_("Choose one of the options."))
        api.vote(person=request.user, post=post, option=option)
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect(post)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Mark the reply that helped, or take the mark away."""
    post = reads.find(viewer=request.user, pk=pk)
    reply = Reply.objects.filter(thread_id=pk, pk=number(request.POST.get("reply"))).first()
    if reply is None:
        api.withdraw_answer(person=request.user, post=post)
    else:
        api.accept_answer(person=request.user, post=post, reply=reply)
        say(request, _("Marked as the answer that helped. Others find it now."))
    return redirect(post)


def history(request: Request, pk: int) -> HttpResponse:
    """All wordings of a post, each with what changed."""
    post = reads.find(viewer=request.user, pk=pk)
    revisions = threads_reads.history(viewer=request.user, thread=post.thread)
    return render(
        request, "posts/history.html", {"post": post, "reply": None, "versions": versions(revisions)}
    )


def versions(revisions: list[Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Each wording with its difference from the one before, newest first."""
    plain = [texts.editable(f"{r.title}\n\n{r.body}" if r.title else r.body) for r in revisions]
    pairs = zip(revisions, ["", *plain], plain, strict=False)
    return [(r, markup.difference(before, after)) for r, before, after in pairs][::-1]


def _page(request: Request, pk: int) -> PostPage:
    start, reply = whole(request.GET.get("from")), number(request.GET.get("reply")) or None
    return reads.post_page(viewer=request.user, pk=pk, start=start, reply=reply)


def _read(request: Request, shown: PostPage) -> None:
    """Note that the page was read, when there was something new on it."""
    seen_at = getattr(shown.post, "seen_at", None)
    if request.method == "GET" and (seen_at is None or seen_at < shown.post.thread.last_activity_at):
        threads.mark_seen(thread=shown.post.thread, person=request.user)
    if request.method == "GET" and shown.is_reopened:
        api.note_reopening(person=request.user, post=shown.post)


def _door(request: Request, pk: int) -> HttpResponse:
    """Not in the audience: tell whom to ask where the space may be known, else nothing is here."""
    thread = get_object_or_404(Thread.objects.living(), pk=pk)
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=thread.space_id)
    standing = spaces.standing(viewer=request.user, space=space)
    context = {"standing": standing, "space": space, "keepers": spaces.keepers(space)}
    return render(request, "spaces/door.html", context, status=403)
