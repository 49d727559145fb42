"""Messages: among two or a few, and nobody else's affair."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.chat import api, reads
from zinvol.apps.content.chat.models import Conversation, Message, Participant, Proposal, Report
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.reactors.attention import api as attention
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.rules import Reacting
from zinvol.ui.http import ids, is_partial, number, whole
from zinvol.ui.http import say as tell


def conversations(request: Request) -> HttpResponse:
    """All my conversations."""
    return render(request, "chat/list.html", _list(request))


def conversation(request: Request, pk: int) -> HttpResponse:
    """One conversation; what is on the screen counts as read."""
    me, context = _me(request, pk), _list(request)
    page = reads.page(
        viewer=request.user, me=me, before=whole(request.GET.get("before")), around=whole(request.GET.get("at")),
        people=next((row.everybody for row, *_rest in context["rows"] if row.conversation.pk == pk), None),
    )  # fmt: skip
    if page.is_latest and page.first_new is not None:
        _seen(request, me.conversation)
    return render(request, "chat/conversation.html", _context(request, page, context))


def new(request: Request) -> HttpResponse:
    """Begin with one person or a group: names are typed, or chosen from what is found."""
    chosen = _named(request, request.POST.getlist("person") or request.GET.getlist("person"))
    typed = (request.POST.get("who") or request.GET.get("who") or "")[:100]
    error = ""
    if request.method == "POST" and "begin" in request.POST:
        if typed and (extra := people.named(viewer=request.user, query=typed, limit=2)) and len(extra) == 1:
            chosen = [*chosen, *extra]
        try:
            return redirect(_begun(request, chosen, request.POST.get("name", "")))
        except ValidationError as problem:
            error = " ".join(problem.messages)
    found = [
        p
        for p in people.named(viewer=request.user, query=typed)
        if p not in chosen and p.pk != request.user.pk
    ]
    context = {
        "chosen": chosen,
        "found": found,
        "typed": typed,
        "error": error,
        "name": request.POST.get("name", ""),
    }
    return render(request, "chat/new.html", context, status=422 if error else 200)


@require_POST
def with_person(request: Request, pk: int) -> HttpResponse:
    """From a profile: straight to the conversation with that person."""
    other = people.person(viewer=request.user, pk=pk)
    try:
        return redirect(api.open_pair(person=request.user, other=other))
    except ValidationError as error:
        tell(request, " ".join(error.messages))
        return redirect("/messages/")


@require_POST
def say(request: Request, pk: int) -> HttpResponse:
    """Say something. With a script only the message comes back."""
    found = _find(request, pk)
    quoted = Message.objects.visible_to(request.user).filter(
        conversation=found, pk=number(request.POST.get("quotes"))
    )
    try:
        made = api.say(
            conversation=found, author=request.user, body=request.POST.get("body", ""), quotes=quoted.first(),
            files=ids(request.POST.getlist("files")), submission=request.POST.get("submission", "")[:40],
        )  # fmt: skip
    except ValidationError as error:
        text = " ".join(error.messages)
        if is_partial(request):
            return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
        page = reads.page(viewer=request.user, me=_me(request, pk))
        context = _context(request, page, _list(request)) | {
            "error": text,
            "typed": request.POST.get("body", ""),
        }
        return render(request, "chat/conversation.html", context, status=422)
    if not is_partial(request):
        return redirect(f"{found.get_absolute_url()}#latest")
    return _one(request, made, status=201)


def since(request: Request, pk: int) -> HttpResponse:
    """The messages after one, for a page that is open."""
    found = _find(request, pk)
    said = reads.since(viewer=request.user, conversation=found, pk=number(request.GET.get("after")))
    return render(request, "chat/parts.html", {"parts": said, **_words(request)})


def part(request: Request, pk: int) -> HttpResponse:
    """One message as it is now."""
    return _one(request, _message(request, pk))


@require_POST
def seen(request: Request, pk: int) -> HttpResponse:
    _seen(request, _find(request, pk))
    return HttpResponse(status=204)


@require_POST
def typing(request: Request, pk: int) -> HttpResponse:
    api.note_typing(conversation=_find(request, pk), person=request.user)
    return HttpResponse(status=204)


def change(request: Request, pk: int) -> HttpResponse:
    """Say it in other words."""
    message, error = _message(request, pk), ""
    if not reads.one(viewer=request.user, message=message).may_change:
        raise PermissionDenied
    if request.method == "POST":
        try:
            api.change(message=message, person=request.user, body=request.POST.get("body", ""))
            return redirect(message.conversation)
        except ValidationError as problem:
            error = " ".join(problem.messages)
    context = {
        "message": message,
        "typed": request.POST.get("body") or texts.editable(message.body),
        "error": error,
    }
    return render(request, "chat/change.html", context, status=422 if error else 200)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    message = _message(request, pk)
    api.take_back(message=message, person=request.user)
    tell(request, _("Taken back. The others see that there was a message."))
    return redirect(message.conversation)


@require_POST
def react(request: Request, pk: int) -> HttpResponse:
    message = _message(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in request.organisation.reactions:
        raise PermissionDenied
    api.react(message=message, person=request.user, kind=Reacting(kind))
    return _one(request, message) if is_partial(request) else redirect(message.conversation)


def report(request: Request, pk: int) -> HttpResponse:
    """Show one message to the community managers, with why."""
    message, error = _message(request, pk), ""
    if request.method == "POST":
        try:
            api.report(message=message, person=request.user, reason=request.POST.get("reason", ""))
        except ValidationError as problem:
            error = " ".join(problem.messages)
        else:
            tell(request, _("Reported. The community managers read this one message, and no other."))
            return redirect(message.conversation)
    context = {"message": message, "error": error, "typed": request.POST.get("reason", "")}
    return render(request, "chat/report.html", context, status=422 if error else 200)


def propose(request: Request, pk: int) -> HttpResponse:
    """Make a question in a space of a message, when all agree."""
    message, error = _message(request, pk), ""
    writable = spaces.writable(request.user)
    title, body = request.POST.get("title", ""), request.POST.get("body", "")
    if request.method == "POST":
        space = next((s for s in writable if s.pk == number(request.POST.get("space"))), None)
        try:
            if space is None:
                raise ValidationError(_("Choose a space where you can write."))
            api.propose(message=message, person=request.user, space=space, title=title, body=body)
        except ValidationError as problem:
            error = " ".join(problem.messages)
        else:
            tell(request, _("Asked. As soon as everybody agrees, it becomes a question."))
            return redirect(message.conversation)
    else:
        body = texts.editable(message.body)
    context = {"message": message, "spaces": writable, "title_typed": title, "body": body, "error": error}
    return render(request, "chat/propose.html", context, status=422 if error else 200)


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    """Say yes or no to a proposal. With the last yes the question is there, in the name of who proposed it."""
    proposal = reads.proposal(viewer=request.user, pk=pk)
    with transaction.atomic():
        if api.agree(proposal=proposal, person=request.user, agrees=request.POST.get("agrees") == "1"):
            is_made = _made_question(proposal)
            tell(
                request,
                _("Everybody agreed: it is a question now.")
                if is_made
                else _("It could not become a question in that space."),
            )
    return redirect(proposal.message.conversation)


@require_POST
def add_people(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    wanted = request.POST.get("who", "")[:100]
    others = people.named(viewer=request.user, query=wanted, limit=2)
    exact = [p for p in others if p.name.casefold() == wanted.strip().casefold()]
    if len(others) != 1 and len(exact) != 1:
        tell(request, _("Type the whole name of one colleague."))
        return redirect(found)
    try:
        api.add_people(
            conversation=found,
            person=request.user,
            others=exact or others,
            with_history=request.POST.get("history") == "1",
        )
    except ValidationError as error:
        tell(request, " ".join(error.messages))
    return redirect(found)


@require_POST
def name(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    api.name_group(conversation=found, person=request.user, name=request.POST.get("name", ""))
    return redirect(found)


@require_POST
def mute(request: Request, pk: int) -> HttpResponse:
    found, is_on = _find(request, pk), request.POST.get("on") == "1"
    api.mute(conversation=found, person=request.user, is_on=is_on)
    tell(
        request,
        _("You hear nothing of this conversation, unless you are named.")
        if is_on
        else _("You hear of this conversation again."),
    )
    return redirect(found)


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    with transaction.atomic():
        api.leave(conversation=found, person=request.user)
        for proposal in api.settle(conversation=found):
            _made_question(proposal)
    attention.read_conversation(person=request.user, conversation_id=found.pk)
    tell(request, _("You are no longer in this conversation."))
    return redirect("/messages/")


@require_POST
def block(request: Request, pk: int) -> HttpResponse:
    """Get no messages from the other of two."""
    found = _find(request, pk)
    other = next((p for p in reads.page(viewer=request.user, me=_me(request, pk)).others), None)
    if other is None or found.is_group:
        raise PermissionDenied
    api.block(person=request.user, other=other)
    tell(
        request,
        _("%(name)s cannot write to you any more.") % {"name": other.name},
        undo=f"/messages/blocked/{other.pk}",
    )
    return redirect(found)


@require_POST
def unblock(request: Request, pk: int) -> HttpResponse:
    api.unblock(person=request.user, other=get_object_or_404(Person, pk=pk))
    tell(request, _("Put back."))
    return redirect("/messages/")


def search(request: Request) -> HttpResponse:
    """In my own conversations, as the words stand there."""
    query = request.GET.get("q", "")[:100]
    found = reads.search(viewer=request.user, query=query)
    titles = reads.titles(viewer=request.user, pks={m.conversation_id for m in found})
    context = _list(request) | {"q": query, "found": [(m, titles.get(m.conversation_id, "")) for m in found]}
    return render(request, "chat/search.html", context)


def reports(request: Request) -> HttpResponse:
    """What people reported; for community managers."""
    if not request.user.is_community_manager:
        raise PermissionDenied
    return render(request, "chat/reports.html", {"reports": reads.reports(viewer=request.user)})


@require_POST
def handle_report(request: Request, pk: int) -> HttpResponse:
    api.handle_report(report=get_object_or_404(Report, pk=pk), person=request.user)
    tell(request, _("Dealt with. The copy of the message has been removed."))
    return redirect("/messages/reports")


def _find(request: Request, pk: int) -> Conversation:
    try:
        return reads.find(viewer=request.user, pk=pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def _me(request: Request, pk: int) -> Participant:
    try:
        return reads.taking_part(viewer=request.user, pk=pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def _message(request: Request, pk: int) -> Message:
    try:
        return reads.find_message(viewer=request.user, pk=pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def _one(request: Request, message: Message, *, status: int = 200) -> HttpResponse:
    said = reads.one(viewer=request.user, message=message)
    return render(request, "chat/parts.html", {"parts": [said], **_words(request)}, status=status)


def _seen(request: Request, found: Conversation) -> None:
    """Read here is read everywhere: no push or mail comes for it any more."""
    api.mark_seen(conversation=found, person=request.user)
    attention.read_conversation(person=request.user, conversation_id=found.pk)


def _made_question(proposal: Proposal) -> bool:
    """Make a question of what all agreed to; the one who proposed it may no longer be allowed to ask it there."""
    try:
        with transaction.atomic():
            made = posts.publish(
                author=proposal.proposer, space=proposal.space, kind=Kind.QUESTION, title=proposal.title,
                body=proposal.body, draft="",
            )  # fmt: skip
    except (PermissionDenied, ValidationError):
        api.note_refused(proposal=proposal)
        return False
    api.note_question(proposal=proposal, post_id=made.pk)
    return True


def _begun(request: Request, chosen: list[Person], group_name: str) -> Conversation:
    if len(chosen) == 1 and not group_name.strip():
        return api.open_pair(person=request.user, other=chosen[0])
    return api.open_group(person=request.user, others=chosen, name=group_name)


def _named(request: Request, given: list[str]) -> list[Person]:
    found = people.by_ids(viewer=request.user, ids=ids(given))
    return [p for p in found.values() if p.pk != request.user.pk]


def _list(request: Request) -> dict[str, Any]:
    rows = reads.conversations(viewer=request.user)
    return {
        "rows": [
            (row, reads.title(row.conversation, row.people), reads.snippet(row.latest) if row.latest else "")
            for row in rows
        ]
    }


def _words(request: Request) -> dict[str, Any]:
    return {"allowed_reactions": tuple(request.organisation.reactions)}


def _context(request: Request, page: reads.Page, rows: dict[str, Any]) -> dict[str, Any]:
    wanted, given = number(request.GET.get("quote")), ids(request.POST.getlist("files"))
    quoted = Message.objects.visible_to(request.user).filter(
        conversation=page.conversation, pk=wanted, deleted_at=None
    )
    return {
        "page": page, "title": reads.title(page.conversation, page.others), "error": "", "typed": "",
        "files": threads.loose_files(viewer=request.user, pks=given) if given else [],
        "quoted": quoted.select_related("author").first() if wanted else None, **rows, **_words(request),
    }  # fmt: skip
