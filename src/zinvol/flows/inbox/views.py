"""The inbox: what must not be missed, and the acts on it in place."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts import reads as posts_reads
from zinvol.apps.content.studies import reads as studies
from zinvol.apps.reactors.attention import api, push
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.reads import Bundle
from zinvol.apps.reactors.attention.rules import Channel
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.apps.social.threads.rules import Reacting
from zinvol.flows.inbox import reads
from zinvol.flows.inbox.forms import NoticesForm
from zinvol.flows.inbox.words import CHANNELS, why
from zinvol.kernel import limits, outbox
from zinvol.ui.http import back, number, say

HERE = "/inbox/"
TESTS, WITHIN = 5, timedelta(hours=1)
DEVICES, DAY = 20, timedelta(days=1)
"""Adding a device also forgives its failures, so that cannot be done without end either."""


def inbox(request: Request) -> HttpResponse:
    """What waits, or all of the last month."""
    unread_only = request.GET.get("show") != "all"
    page = number(request.GET.get("page"), 1)
    lines, more = reads.inbox(viewer=request.user, unread_only=unread_only, page=page)
    if request.method == "GET":
        api.reached((n for line in lines for n in line.bundle.notices if n.reached_at is None), Channel.PAGE)
    return render(request, "inbox/inbox.html", _context(request, lines, more, unread_only, page))


def count(request: Request) -> HttpResponse:
    """How much waits in the inbox and among the messages, for a page that is open."""
    inbox, said = attention.unread_count(viewer=request.user), attention.message_count(viewer=request.user)
    return HttpResponse(f"{inbox} {said}", content_type="text/plain")


def ledger(request: Request) -> HttpResponse:
    """What reached me, why, and by which way."""
    page = number(request.GET.get("page"), 1)
    rows, more = reads.ledger(viewer=request.user, page=page)
    context = {"rows": rows, "more": more, "number": page, "channels": CHANNELS, "why": why}
    return render(request, "inbox/ledger.html", context)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    notice = _bundle(request, pk).latest
    api.mark_read(person=request.user, notice=notice)
    say(request, _("Counts as read."), undo=f"/inbox/{pk}/unread")
    return back(request, HERE)


@require_POST
def unread(request: Request, pk: int) -> HttpResponse:
    """Put it back, from this notice on."""
    bundle = _bundle(request, pk)
    notice = next((n for n in bundle.notices if n.pk == pk), bundle.latest)
    api.mark_unread(person=request.user, notice=notice)
    return back(request, HERE)


@require_POST
def read_all(request: Request) -> HttpResponse:
    api.read_all(person=request.user)
    say(request, _("Everything in your inbox counts as read."))
    return redirect(HERE)


@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    """Reply from the inbox; the conversation then counts as read."""
    bundle = _bundle(request, pk)
    line = _line(request, bundle)
    if line.post is None:
        raise Http404
    try:
        made = posts.reply(
            author=request.user, post=posts_reads.find(viewer=request.user, pk=line.post.pk),
            body=request.POST.get("body", ""), quotes=line.reply, submission=request.POST.get("submission", ""),
        )  # fmt: skip
    except ValidationError as error:
        lines, more = reads.inbox(viewer=request.user, unread_only=True, page=1)
        # on top, as it may stand on another page, and what was typed must not be lost
        lines = [line, *(each for each in lines if each.bundle.latest != line.bundle.latest)]
        context = _context(request, lines, more, True, 1)
        context |= {
            "failed": line.notice.pk, "typed": request.POST.get("body", ""), "error": " ".join(error.messages),
        }  # fmt: skip
        return render(request, "inbox/inbox.html", context, status=422)
    api.mark_read(person=request.user, notice=bundle.latest)
    say(request, _("Your reply has been posted."), undo=f"/replies/{made.pk}/delete")
    return back(request, HERE)


@require_POST
def thank(request: Request, pk: int) -> HttpResponse:
    """Say thanks for what was written, once."""
    line = _line(request, _bundle(request, pk))
    if line.post is None:
        raise Http404
    thread = threads_reads.find_thread(viewer=request.user, pk=line.post.pk)
    stands = threads.toggle_reaction(
        person=request.user, thread=thread, reply=line.reply, kind=Reacting.THANKS
    )
    say(request, _("You said thanks.") if stands else _("Your thanks were taken back."))
    return back(request, HERE)


@require_POST
def mute(request: Request, pk: int) -> HttpResponse:
    """Hear nothing more from this conversation."""
    bundle = _bundle(request, pk)
    if bundle.latest.thread is None:
        raise Http404
    was = api.mute(person=request.user, thread=bundle.latest.thread)
    undo = f"/inbox/{pk}/unmute?was={was}"
    say(request, _("You hear nothing more from this conversation."), undo=undo)
    return back(request, HERE)


@require_POST
def unmute(request: Request, pk: int) -> HttpResponse:
    bundle = _bundle(request, pk)
    if bundle.latest.thread is not None:
        was = request.GET.get("was", "")
        api.unmute(person=request.user, thread=bundle.latest.thread, level=was)
    return back(request, HERE)


def _bundle(request: Request, pk: int) -> Bundle:
    if not Notice.objects.filter(pk=pk, person=request.user).exists():
        raise Http404
    found = attention.bundle(viewer=request.user, notice_id=pk)
    if found is None:
        raise Http404
    return found


def _line(request: Request, bundle: Bundle) -> reads.Line:
    found = reads.lines(viewer=request.user, bundles=[bundle])
    if not found:
        raise Http404
    return found[0]


def _context(
    request: Request, lines: list[reads.Line], more: bool, unread_only: bool, page: int
) -> dict[str, object]:
    return {
        "lines": lines, "more": more, "number": page, "unread_only": unread_only, "failed": 0, "typed": "", "error": "",
        "channels": CHANNELS, "asked": studies.waiting(viewer=request.user) if page == 1 else [],
    }  # fmt: skip


def notices(request: Request) -> HttpResponse:
    """How I want to be reached: mail, quiet hours, days away, push."""
    held = attention.preference(viewer=request.user)
    given = request.POST if request.method == "POST" else None
    form = NoticesForm(given, initial=NoticesForm.initial_of(request.user, held))
    if request.method == "POST" and form.is_valid():
        try:
            api.choose(person=request.user, **form.choices(request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            say(request, _("Saved."))
            return redirect("/people/me/notices")
    devices = attention.devices(viewer=request.user)
    context = {
        "form": form, "held": held, "devices": devices, "push_key": push.public_key(),
        "tests": attention.latest_tests(viewer=request.user) if devices else [],
    }  # fmt: skip
    return render(request, "inbox/notices.html", context, status=422 if form.is_bound else 200)


@require_POST
def mail_is_right(request: Request) -> HttpResponse:
    api.mail_is_right(person=request.user)
    say(request, _("Good. Mail to you begins again."))
    return redirect("/people/me/notices")


@require_POST
def add_device(request: Request) -> HttpResponse:
    """A browser asks to be sent push notices; a script sends this."""
    given = request.POST
    if not limits.allow(f"push-device:{request.user.pk}", times=DEVICES, within=DAY):
        return JsonResponse({"error": _("That was too often. Try again later.")}, status=422)
    try:
        api.add_device(
            person=request.user, endpoint=given.get("endpoint", ""), key=given.get("p256dh", ""),
            secret=given.get("auth", ""), name=given.get("name", ""),
        )  # fmt: skip
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse({}, status=201)


@require_POST
def remove_device(request: Request, pk: int) -> HttpResponse:
    api.remove_device(person=request.user, device_id=pk)
    say(request, _("This device gets no push notices any more."))
    return redirect("/people/me/notices")


@require_POST
def test_push(request: Request) -> HttpResponse:
    """Send a notice to all of one's own devices, to see that it works."""
    if not limits.allow(f"push-test:{request.user.pk}", times=TESTS, within=WITHIN):
        say(request, _("That was too often. Try again later."))
        return redirect("/people/me/notices")
    outbox.ask(
        "attention.push_test", key=f"push-test:{request.user.pk}:{uuid4().hex}", person_id=request.user.pk
    )
    say(request, _("A test notice is on its way. It comes within a few seconds."))
    return redirect("/people/me/notices")
