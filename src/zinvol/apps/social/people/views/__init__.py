"""The directory, and what a person sets about themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.social.files import api as files
from zinvol.apps.social.files.presentation import respond
from zinvol.apps.social.organisation.reads import department_tree
from zinvol.apps.social.people import api, reads
from zinvol.apps.social.people.forms import ChangePasswordForm, ProfileForm
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.people.views.entry import came_by_link
from zinvol.ui.http import back, number, say, whole


def directory(request: Request) -> HttpResponse:
    """Who works here."""
    query = request.GET.get("q", "")[:100]
    skill, location = request.GET.get("skill", "")[:80], request.GET.get("location", "")[:120]
    tree = department_tree()
    wanted = whole(request.GET.get("department"))
    department = next((b.department for b in tree if b.department.pk == wanted), None)
    page = number(request.GET.get("page"), 1)
    found = reads.directory(
        viewer=request.user, query=query, department=department, skill=skill, location=location, page=page
    )
    context = {
        "found": found,
        "q": query,
        "tree": tree,
        "department": department,
        "skill": skill,
        "location": location,
    }
    return render(request, "people/directory.html", context)


def photo(request: Request, pk: int) -> HttpResponseBase:
    """The photo of a person, for whoever may see the person."""
    person = reads.person(viewer=request.user, pk=pk)
    if person.photo is None:
        raise Http404
    return respond(person.photo, "small")


def edit(request: Request) -> HttpResponse:
    """One's own profile."""
    person: Person = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, initial=_values(person))
    if request.method == "POST" and form.is_valid():
        try:
            _set_photo(person, form)
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            api.change_profile(person=person, actor_id=person.pk, **form.profile())
            say(request, _("Your profile has been saved."))
            return redirect(person)
    return render(request, "people/edit.html", {"form": form}, status=422 if form.is_bound else 200)


def settings(request: Request) -> HttpResponse:
    """How the pages look for oneself, and one's password."""
    form = ChangePasswordForm(request.POST or None, person=request.user, came_by_link=came_by_link(request))
    if request.method == "POST" and form.is_valid():
        api.join(person=request.user, password=form.cleaned_data["password"])
        say(request, _("Your password has been changed. Sign in with it now."))
        return redirect("/login")
    return render(request, "people/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def theme(request: Request) -> HttpResponse:
    api.set_preferences(person=request.user, theme=request.POST.get("theme", ""))
    return back(request, "/people/me/settings")


@require_POST
def language(request: Request) -> HttpResponse:
    api.set_preferences(person=request.user, language=request.POST.get("language", ""))
    return back(request, "/people/me/settings")


def _values(person: Person) -> dict[str, Any]:
    values = {
        name: getattr(person, name)
        for name in ("name", "function", "location", "phone", "about", "working_days")
    }
    skills = list(person.skills.all())
    return values | {
        "department": person.department_id,
        "languages": ", ".join(person.languages),
        "knows": ", ".join(s.name for s in skills if s.relation == "knows"),
        "learns": ", ".join(s.name for s in skills if s.relation == "learns"),
    }


def _set_photo(person: Person, form: ProfileForm) -> None:
    given = form.cleaned_data["photo"]
    if given:
        stored = files.store(uploader_id=person.pk, name=given.name, content=given, size=given.size)
        if not stored.is_picture:
            files.withdraw(stored)
            raise ValidationError(_("Choose a picture: JPEG, PNG or WebP."))
        files.keep(stored)
        api.set_photo(person=person, photo=stored)
    elif form.cleaned_data["remove_photo"]:
        api.set_photo(person=person, photo=None)
