"""Spaces: finding, beginning, joining and keeping them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import api, reads
from zinvol.apps.social.spaces.forms import SpaceForm
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Space
from zinvol.apps.social.spaces.presentation import ACCESS, KINDS, LEVELS
from zinvol.apps.social.spaces.rules import TEMPLATES, Level, Role
from zinvol.ui.http import back, number, say


def directory(request: Request) -> HttpResponse:
    """All spaces that one may know of."""
    query, kind = request.GET.get("q", "")[:100], request.GET.get("kind", "")
    archived, page = request.GET.get("archived") == "1", number(request.GET.get("page"), 1)
    found, more = reads.directory(viewer=request.user, query=query, kind=kind, archived=archived, page=page)
    context = {"found": found, "more": more, "number": page, "q": query, "kind": kind, "archived": archived,
               "space_kinds": KINDS, "access_words": ACCESS}  # fmt: skip
    return render(request, "spaces/directory.html", context)


def new(request: Request) -> HttpResponse:
    """Begin a space from a template, with its purpose."""
    if request.user.is_guest:
        raise PermissionDenied
    template = TEMPLATES.get(request.GET.get("kind", ""))
    form = SpaceForm(request.POST or None, initial=_of_template(template))
    if request.method == "POST" and form.is_valid():
        space = api.open_space(founder=request.user, **form.cleaned_data)
        say(request, _("%(name)s has started. Invite somebody to keep it with you.") % {"name": space.name})
        return redirect(f"{space.get_absolute_url()}members")
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "template": template,
        "templates": TEMPLATES,
        "space_kinds": KINDS,
        "space": None,
    }
    return render(request, "spaces/new.html", context, status=status)


def about(request: Request, slug: str) -> HttpResponse:
    """What a space is for, by what rules, and how one follows it."""
    return render(request, "spaces/about.html", _context(request, slug, tab="about"))


def members(request: Request, slug: str) -> HttpResponse:
    """Who takes part; for keepers also who wants to."""
    context = _context(request, slug, tab="members")
    if not context["standing"].reads:
        return render(request, "spaces/door.html", context, status=403)
    query, page = request.GET.get("q", "")[:80], number(request.GET.get("page"), 1)
    space = context["space"]
    context["members"], context["total"] = reads.members(space=space, query=query, page=page)
    context |= {"q": query, "number": page, "more": context["total"] > page * 60, "error": ""}
    if context["standing"].may_keep:
        context["requests"] = JoinRequest.objects.filter(space=space).select_related("person")
        context["invited"] = Invitation.objects.filter(space=space).select_related("person")
    return render(request, "spaces/members.html", context)


def settings(request: Request, slug: str) -> HttpResponse:
    """Change a space; for its keepers."""
    context = _context(request, slug, tab="settings")
    if not context["standing"].may_keep:
        raise PermissionDenied
    space = context["space"]
    values = {name: getattr(space, name) for name in SpaceForm.base_fields}
    form = SpaceForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        api.change(space=space, keeper=request.user, **form.cleaned_data)
        say(request, _("Saved."))
        return redirect(space)
    return render(
        request, "spaces/settings.html", context | {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def join(request: Request, slug: str) -> HttpResponse:
    space = reads.find(viewer=request.user, slug=slug)
    api.join(space=space, person=request.user)
    say(
        request,
        _("You take part in %(name)s.") % {"name": space.name},
        undo=f"{space.get_absolute_url()}leave",
    )
    return back(request, space.get_absolute_url())


@require_POST
def leave(request: Request, slug: str) -> HttpResponse:
    space = reads.find(viewer=request.user, slug=slug)
    try:
        api.leave(space=space, person=request.user)
        say(request, _("You no longer take part in %(name)s.") % {"name": space.name})
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect("/spaces/")


@require_POST
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask the keepers to be let in."""
    space = reads.find(viewer=request.user, slug=slug)
    api.ask_to_join(space=space, person=request.user, message=request.POST.get("message", ""))
    say(request, _("Asked. The keepers see it on their Today page."))
    return redirect(space)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Let somebody in, or not; for keepers."""
    known = Space.objects.visible_to(request.user).values("pk")
    waiting = JoinRequest.objects.filter(space__in=known).select_related("space__audience", "person")
    asked = get_object_or_404(waiting, pk=pk)
    verb = api.accept_request if request.POST.get("accept") == "1" else api.decline_request
    verb(request=asked, keeper=request.user)
    return back(request, f"{asked.space.get_absolute_url()}members")


@require_POST
def invite(request: Request, slug: str) -> HttpResponse:
    """Offer a place to a colleague, found by name or address."""
    space = reads.find(viewer=request.user, slug=slug)
    given = request.POST.get("who", "").strip()
    found = [people.by_email(given)] if "@" in given else people.named(viewer=request.user, query=given)[:1]
    known = people.by_ids(viewer=request.user, ids=[p.pk for p in found if p is not None])
    person = next(iter(known.values()), None)
    if person is None or not person.is_active:
        say(request, _("Nobody found with the name “%(name)s”.") % {"name": given[:60]})
    else:
        api.invite(space=space, member=request.user, person=person)
        say(request, _("%(name)s has been invited.") % {"name": person.name})
    return redirect(f"{space.get_absolute_url()}members")


@require_POST
def member(request: Request, slug: str, pk: int) -> HttpResponse:
    """Give a member another role, or take them out; for keepers."""
    space = reads.find(viewer=request.user, slug=slug)
    person = get_object_or_404(Person, pk=pk)
    try:
        if request.POST.get("act") == "out":
            api.take_out(space=space, keeper=request.user, person=person)
        else:
            role = Role.KEEPER if request.POST.get("act") == "keeper" else Role.MEMBER
            api.give_role(space=space, keeper=request.user, person=person, role=role)
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect(f"{space.get_absolute_url()}members")


@require_POST
def level(request: Request, slug: str) -> HttpResponse:
    """How much of the space one wants to notice."""
    space = reads.find(viewer=request.user, slug=slug)
    given = request.POST.get("level", "")
    if given in {*Level, ""}:
        api.set_level(space=space, person=request.user, level=Level(given) if given else None)
        words = LEVELS[given or space.level][0]
        say(request, _("What you hear from this space: “%(level)s”.") % {"level": words})
    return back(request, space.get_absolute_url())


@require_POST
def archive(request: Request, slug: str) -> HttpResponse:
    space = reads.find(viewer=request.user, slug=slug)
    api.archive(space=space, keeper=request.user)
    say(
        request,
        _("Archived: it can be read, and nobody writes in it."),
        undo=f"{space.get_absolute_url()}revive",
    )
    return redirect(space)


@require_POST
def revive(request: Request, slug: str) -> HttpResponse:
    space = reads.find(viewer=request.user, slug=slug)
    api.revive(space=space, keeper=request.user)
    say(request, _("%(name)s is alive again.") % {"name": space.name})
    return redirect(space)


def _context(request: Request, slug: str, *, tab: str) -> dict[str, Any]:
    space = reads.find(viewer=request.user, slug=slug)
    standing = reads.standing(viewer=request.user, space=space)
    return {
        "space": space,
        "standing": standing,
        "keepers": reads.keepers(space),
        "tab": tab,
        "response": None,
    }


def _of_template(template: Any) -> dict[str, Any]:
    if template is None:
        return {"access": "open", "posting": "members", "kind": "community", "level": Level.POSTS}
    return {
        "kind": template.key, "access": template.access, "posting": template.posting, "level": template.level,
        "purpose": "",
    }  # fmt: skip
