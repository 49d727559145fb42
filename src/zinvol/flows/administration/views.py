"""Administration: people, departments, spaces, settings, what was done, and how the machine fares."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.reactors.audit import reads as audit_reads
from zinvol.apps.social.files import api as files
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.organisation.reads import department_tree
from zinvol.apps.social.people import api as people_api
from zinvol.apps.social.people import reads as people_reads
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.spaces.models import Space
from zinvol.flows import erasure
from zinvol.flows.administration import csv_import
from zinvol.flows.administration.forms import DepartmentForm, InviteForm, RolesForm, SettingsForm
from zinvol.flows.administration.words import VERBS, told
from zinvol.kernel.models import Cursor, Job, Parked
from zinvol.ui.http import number, say, whole

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@for_administrators
def people(request: Request) -> HttpResponse:
    """Everybody with an account, and in which state."""
    query, state = request.GET.get("q", "")[:100], request.GET.get("state", "")
    page = number(request.GET.get("page"), 1)
    found = Person.objects.exclude(state=Person.State.ERASED).preloaded()
    for word in search_form(query).split():
        found = found.filter(search_name__contains=word)
    found = found.filter(state=state) if state in Person.State.values else found
    rows = list(found[(page - 1) * 50 : page * 50 + 1])
    context = {
        "people": rows[:50],
        "more": len(rows) > 50,
        "q": query,
        "state": state,
        "number": page,
        "tab": "people",
    }
    return render(request, "administration/people.html", context)


@for_administrators
def invite(request: Request) -> HttpResponse:
    """Give somebody an account and mail them a link."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        department = Department.objects.filter(pk=given.pop("department")).first()
        try:
            person = people_api.invite(
                administrator_id=request.user.pk,
                department=department,
                language=request.organisation.language,
                **given,
            )
            say(request, _("%(name)s has been invited.") % {"name": person.name})
            return redirect("manage:people")
        except ValidationError as error:
            form.add_error("email", error.messages)
    return render(
        request,
        "administration/invite.html",
        {"form": form, "tab": "people"},
        status=422 if form.is_bound else 200,
    )


@for_administrators
def import_people(request: Request) -> HttpResponse:
    """A CSV file: first a preview of what would change, then the change."""
    context: dict[str, Any] = {"plan": None, "error": "", "kept": "", "tab": "people", "told": told}
    if request.method != "POST":
        return render(request, "administration/import.html", context)
    try:
        content = _csv_content(request)
        plan = csv_import.read(content)
    except (ValidationError, ValueError, zlib.error) as error:
        context["error"] = " ".join(getattr(error, "messages", [_("This is not a CSV file.")]))
        return render(request, "administration/import.html", context, status=422)
    if "apply" in request.POST:
        csv_import.apply(plan, administrator=request.user, invite="invite" in request.POST)
        text = _("%(new)d new, %(changed)d changed.") % {
            "new": plan.count("new"),
            "changed": plan.count("changed"),
        }
        say(request, text)
        return redirect("manage:people")
    kept = base64.b64encode(zlib.compress(content)).decode()
    return render(request, "administration/import.html", context | {"plan": plan, "kept": kept})


@for_administrators
def person(request: Request, pk: int) -> HttpResponse:
    """One account: roles, state."""
    shown = get_object_or_404(Person.objects.exclude(state=Person.State.ERASED), pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": RolesForm.of(shown)})
    if request.method == "POST" and form.is_valid():
        try:
            people_api.change_roles(
                administrator=request.user, person=shown, roles=form.cleaned_data["roles"]
            )
            say(request, _("Saved."))
            return redirect("manage:person", pk)
        except ValidationError as error:
            form.add_error("roles", error.messages)
    context = {"person": shown, "form": form, "tab": "people"}
    return render(request, "administration/person.html", context, status=422 if form.errors else 200)


@require_POST
@for_administrators
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Invite again, deactivate, let come back, or erase for good."""
    shown = get_object_or_404(Person.objects.exclude(state=Person.State.ERASED), pk=pk)
    try:
        if act == "invite":
            people_api.send_entry_link(person=shown, reason="invitation")
            say(request, _("A new invitation is on its way."))
        elif act == "deactivate":
            people_api.deactivate(administrator=request.user, person=shown)
            say(
                request,
                _("%(name)s can no longer sign in.") % {"name": shown.name},
                undo=f"/manage/people/{pk}/reactivate",
            )
        elif act == "reactivate":
            people_api.reactivate(administrator=request.user, person=shown)
            say(request, _("%(name)s can sign in again.") % {"name": shown.name})
        elif act == "erase":
            if request.POST.get("name", "").strip() != shown.name:
                raise ValidationError(_("Type the full name to erase this person."))
            erasure.erase(administrator=request.user, person=shown)
            say(request, _("Erased. What was written stays, without the name."))
            return redirect("manage:people")
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect("manage:person", pk)


@for_administrators
def departments(request: Request) -> HttpResponse:
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        parent = Department.objects.filter(pk=form.cleaned_data["parent"]).first()
        organisation.add_department(
            administrator_id=request.user.pk, name=form.cleaned_data["name"], parent=parent
        )
        return redirect("manage:departments")
    sizes = dict(
        Person.objects.present().exclude(department=None).values_list("department").annotate(Count("pk"))
    )
    context = {"form": form, "tree": department_tree(), "sizes": sizes, "tab": "departments"}
    return render(request, "administration/departments.html", context, status=422 if form.is_bound else 200)


@for_administrators
def department(request: Request, pk: int) -> HttpResponse:
    """Rename, move or remove one."""
    found = get_object_or_404(Department, pk=pk)
    form = DepartmentForm(request.POST or None, initial={"name": found.name, "parent": found.parent_id})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                organisation.remove_department(administrator_id=request.user.pk, department=found)
                return redirect("manage:departments")
            if form.is_valid():
                parent = Department.objects.filter(pk=form.cleaned_data["parent"]).first()
                name = form.cleaned_data["name"]
                organisation.move_department(
                    administrator_id=request.user.pk, department=found, name=name, parent=parent
                )
                return redirect("manage:departments")
        except ValidationError as error:
            form.is_valid()
            form.add_error(None, error.messages)
    context = {"form": form, "department": found, "tab": "departments"}
    return render(request, "administration/department.html", context, status=422 if form.errors else 200)


@for_administrators
def spaces(request: Request) -> HttpResponse:
    """All spaces by name, keepers and life; what is written in them is not shown here."""
    found = Space.objects.annotate(members=Count("memberships")).order_by("archived_at", "last_activity_at")[
        :500
    ]
    return render(request, "administration/spaces.html", {"spaces": found, "tab": "spaces"})


@for_administrators
def settings(request: Request) -> HttpResponse:
    """How the network looks and what it offers."""
    current = request.organisation
    names = (
        "name", "language", "timezone", "accent", "kinds", "reactions", "link_previews", "work_from", "work_until",
        "country", "days_off", "urgent_roles", "message_days", "idle_days",
    )  # fmt: skip
    held = {n: getattr(current, n) for n in names} | {"days_off": ", ".join(current.days_off)}
    form = SettingsForm(request.POST or None, request.FILES or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            values = {n: form.cleaned_data[n] for n in names} | _logo(request, form)
            organisation.change_settings(administrator_id=request.user.pk, **values)
            say(request, _("Saved."))
            return redirect("manage:settings")
        except ValidationError as error:
            for field, messages in (
                error.message_dict if hasattr(error, "error_dict") else {"logo": error.messages}
            ).items():
                form.add_error(field, messages)
    return render(
        request,
        "administration/settings.html",
        {"form": form, "tab": "settings"},
        status=422 if form.is_bound else 200,
    )


@for_administrators
def audit(request: Request) -> HttpResponse:
    """Who administered what, newest first, and whether the chain is whole."""
    rows = audit_reads.entries(before=whole(request.GET.get("before")), limit=51)
    names = people_reads.names(
        [
            i
            for r in rows
            for i in (
                r.actor_id,
                r.subject_id if r.subject_kind == "person" else None,
                r.details.get("person_id"),
            )
            if i
        ]
    )
    places = dict(
        Space.objects.filter(pk__in=[r.subject_id for r in rows if r.subject_kind == "space"]).values_list(
            "pk", "name"
        )
    )
    older = rows[49].pk if len(rows) > 50 else None
    context = {
        "rows": rows[:50],
        "names": names,
        "space_names": places,
        "older": older,
        "verbs": VERBS,
        "told": told,
        "broken": audit_reads.first_broken(shown=rows[:50]),
        "tab": "audit",
    }
    return render(request, "administration/audit.html", context)


@for_administrators
def health(request: Request) -> HttpResponse:
    """What waits, what failed, and how far the readers of the log are."""
    if request.method == "POST":
        Job.objects.filter(pk=number(request.POST.get("job")), state=Job.State.PARKED).update(
            state=Job.State.WAITING, attempts=0
        )
        return redirect("manage:health")
    context = {
        "cursors": Cursor.objects.all(), "parked": Parked.objects.select_related("activity").order_by("-pk")[:50],
        "jobs": Job.objects.filter(state=Job.State.PARKED).order_by("-pk")[:50],
        "waiting": Job.objects.filter(state=Job.State.WAITING).count(), "tab": "health",
    }  # fmt: skip
    return render(request, "administration/health.html", context)


def _csv_content(request: Request) -> bytes:
    if kept := request.POST.get("kept"):
        return zlib.decompressobj().decompress(base64.b64decode(kept), 20_000_000)
    given = request.FILES.get("file")
    if given is None or (given.size or 0) > 5_000_000:
        raise ValidationError(_("Choose a CSV file of at most 5 MB."))
    return given.read()


def _logo(request: Request, form: SettingsForm) -> dict[str, Any]:
    given = form.cleaned_data["logo"]
    if given:
        stored = files.store(uploader_id=request.user.pk, name=given.name, content=given, size=given.size)
        if not stored.is_picture:
            files.withdraw(stored)
            raise ValidationError({"logo": _("Choose a picture: JPEG, PNG or WebP.")})
        files.keep(stored)
        return {"logo": stored}
    return {"logo": None} if form.cleaned_data["remove_logo"] else {}
