"""Pages for what goes wrong: they say what happened and what to do."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login page, and back to where one wanted to be after it."""
    if request.headers.get("HX-Request") or "json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "login"}, status=401)
    target = request.get_full_path()
    return redirect("/login" if target == "/" or request.method != "GET" else f"/login?next={quote(target)}")


def page_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """A page for an exception that means something to the person, else nothing."""
    if isinstance(error, (ObjectDoesNotExist, Http404)):
        return not_found(request)
    if isinstance(error, PermissionDenied):
        return forbidden(request)
    if isinstance(error, RequestDataTooBig):
        return too_large(request)
    return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too long a form is told as such; Django finds that out before any view is asked."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    title = _("This could not be read")
    return _page(
        request, 400, title, _("Go back, load the page again and try once more. Your draft was kept.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("This page does not exist")
    text = _("Or you do not have access to it. Check the address, or search for what you need.")
    return _page(request, 404, title, text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("You may not do this here")
    text = _("Your role does not allow it. A keeper of the space or the administrator can help.")
    return _page(request, 403, title, text)


def too_large(request: HttpRequest) -> HttpResponse:
    title = _("This is too much at once")
    text = _(
        "A message has at most 50,000 characters. Go back: your text is still in the form. Share the rest as a file."
    )
    return _page(request, 413, title, text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    title = _("This page was open for too long")
    text = _("Go back, load the page again and send once more. Your draft was kept.")
    answer = _page(request, 403, title, text)
    answer["X-Stale-Page"] = "yes"  # a script may leave it to a newer page
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Must work when nothing else does: no database, no template."""
    words = (
        "<!doctype html><html lang=nl><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Er ging iets mis</title><h1>Er ging iets mis</h1><p>Dit ligt aan de server. Probeer het over een "
        "minuut opnieuw. Wat je schreef staat bij je concepten.</p><p lang=en>Something went wrong on the server. "
        "Try again in a minute. What you wrote is in your drafts.</p><p><a href='/'>Vandaag / Today</a></p></html>"
    )
    return HttpResponse(words, status=500)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", "") and not request.headers.get("HX-Request"):
        return JsonResponse({"error": f"{title}. {text}"}, status=status)
    return render(request, "ui/error.html", {"title": title, "text": text}, status=status)
