"""Coming in and going out: password, a link by mail, an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.social.people import api, entry, reads
from zinvol.apps.social.people.forms import FirstEntryForm, LoginForm
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.presentation import demo_labels
from zinvol.apps.social.people.request import Request
from zinvol.kernel import clock, limits
from zinvol.ui.http import say

BACKEND = "django.contrib.auth.backends.ModelBackend"
BY_LINK = "by_link"


def sign_in(request: HttpRequest) -> HttpResponse:
    """The login page: a password, or a link by mail. Five wrong tries rest an account for a while."""
    if request.user.is_authenticated:
        return redirect(_target(request))
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if "link" in request.POST:
            return _send_link(request, form.cleaned_data["email"])
        person = _checked(request, form)
        if person is not None:
            login(request, person, backend=BACKEND)
            return redirect(_target(request))
        status = 422
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "demo": _demo_people(request),
        "sent": False,
    }
    return render(request, "people/login.html", context, status=status)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect("/login")


@require_POST
def demo(request: Request) -> HttpResponse:
    """One click to be somebody, in the demo organisation only."""
    person = next((p for p, _label in _demo_people(request) if str(p.pk) == request.POST.get("person")), None)
    if person is None:
        return redirect("/login")
    login(request, person, backend=BACKEND)
    return redirect(_target(request))


def enter(request: Request, token: str) -> HttpResponse:
    """Behind a link from a mail. A GET only shows a button, since mail scanners open links."""
    found = entry.open_link(token)
    if found is None:
        return render(request, "people/link_gone.html", {}, status=410)
    person, reason = found
    if reason == "invitation":
        return _accept_invitation(request, person)
    if request.method == "POST":
        api.join(person=person)
        login(request, person, backend=BACKEND)
        request.session[BY_LINK] = clock.now().timestamp()
        return redirect("/")
    return render(request, "people/enter.html", {"person": person})


def came_by_link(request: Request) -> bool:
    """Whether this session began by a link in a mail, less than an hour ago."""
    return bool(request.session.get(BY_LINK, 0) > clock.now().timestamp() - 3600)


def _accept_invitation(request: Request, person: Person) -> HttpResponse:
    form = FirstEntryForm(request.POST or None, person=person, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        api.join(person=person, password=form.cleaned_data["password"], name=form.cleaned_data["name"])
        login(request, person, backend=BACKEND)
        say(request, _("Welcome. Tell colleagues what they may ask you about."))
        return redirect("/people/me/edit")
    return render(
        request, "people/invited.html", {"form": form, "person": person}, status=422 if form.is_bound else 200
    )


def _checked(request: HttpRequest, form: LoginForm) -> Person | None:
    """The person behind address and password; else an error that tells nobody whether the account exists."""
    email = form.cleaned_data["email"].strip().lower()
    address = client_address(request)
    calm = limits.allow(f"login:{email}", times=5, within=timedelta(minutes=15))
    calm = limits.allow(f"login-from:{address}", times=50, within=timedelta(minutes=15)) and calm
    if not calm:
        form.add_error(None, _("Too many attempts. Wait a quarter of an hour, or ask for a link by e-mail."))
        return None
    found: Any = authenticate(request, username=email, password=form.cleaned_data["password"])
    if found is None:
        form.add_error(
            None,
            _("This address and password do not belong together. Try again, or ask for a link by e-mail."),
        )
        return None
    limits.forget(f"login:{email}")
    return found  # type: ignore[no-any-return]


def _send_link(request: HttpRequest, email: str) -> HttpResponse:
    """Mail a link, if there is such an account; the page says the same either way."""
    calm = limits.allow(f"link:{email.lower()}", times=3, within=timedelta(minutes=15))
    calm = (
        limits.allow(f"link-from:{client_address(request)}", times=30, within=timedelta(minutes=15)) and calm
    )
    person = reads.by_email(email)
    if calm and person is not None and person.is_active:
        api.send_entry_link(person=person, reason="login")
    return render(request, "people/login.html", {"form": LoginForm(), "next": "", "demo": [], "sent": True})


def client_address(request: HttpRequest) -> str:
    """Where a request comes from; behind proxies, what the outermost trusted one saw."""
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",") if h.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if safe else "/"


def _demo_people(request: Any) -> list[tuple[Person, str]]:
    return demo_labels() if request.organisation.is_demo else []
