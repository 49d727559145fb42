"""What happens around every request."""

from __future__ import annotations

import gzip
import logging
import secrets
import time
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from zinvol.apps.social.organisation import reads as organisation
from zinvol.config import errors

log = logging.getLogger("zinvol.request")

View = Callable[[HttpRequest], Any]

OPEN_TO_ALL = (
    "/login",
    "/enter/",
    "/setup",
    "/healthz",
    "/readyz",
    "/logout",
    "/style/",
    "/robots.txt",
    "/mail/",
    "/answer/",
    "/kiosk/",
    "/taking-part/",
    "/manifest.webmanifest",
    "/sw.js",
    "/offline",
)
KEYS = ("/answer/", "/kiosk/", "/taking-part/")
SETUP_ONLY = ("/setup", "/healthz", "/readyz", "/style/", "/robots.txt")


def request_log(get_response: View) -> View:
    """One line a request: what, how long, how it ended; never who wrote what."""

    def middleware(request: HttpRequest) -> Any:
        started = time.perf_counter()
        request.id = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = get_response(request)
        spent = round((time.perf_counter() - started) * 1000, 1)
        data = {"id": request.id, "method": request.method, "path": _told(request.path), "status": response.status_code, "ms": spent}  # type: ignore[attr-defined]  # fmt: skip
        level = (
            logging.WARNING if response.status_code >= 500 else logging.DEBUG if spent < 500 else logging.INFO
        )
        log.log(level, "request", extra={"data": data})
        return response

    return middleware


def _told(path: str) -> str:
    """An address that is a key is not written down: it would tell who answered a study, and when."""
    place = next((each for each in KEYS if path.startswith(each)), "")
    return f"{place}…" if place else path


def compressed(get_response: View) -> View:
    """Small pages over slow lines. A low level: it saves nine tenths at a third of the time."""

    def middleware(request: HttpRequest) -> Any:
        response = get_response(request)
        accepts = "gzip" in request.headers.get("Accept-Encoding", "")
        if response.streaming or len(response.content) < 500 or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if accepts and response.headers["Content-Type"].startswith(("text/", "application/json")):
            response.content = gzip.compress(response.content, compresslevel=3, mtime=0)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def signed_in(get_response: View) -> View:
    """Every page is for people with an account, but for the few by which one comes in."""

    def middleware(request: HttpRequest) -> Any:
        path = request.path
        if path.startswith(settings.STATIC_URL):
            return get_response(request)
        request.organisation = organisation.current()  # type: ignore[attr-defined]
        if request.organisation is None:  # type: ignore[attr-defined]
            return get_response(request) if path.startswith(SETUP_ONLY) else redirect("/setup")
        request.user = auth.get_user(request)  # itself: each look through Django's lazy one takes time
        if path.startswith(OPEN_TO_ALL) or request.user.is_authenticated:
            return get_response(request)
        return errors.to_login(request)

    return middleware


def in_own_language(get_response: View) -> View:
    """Speak the language of the person; of the browser before they came in."""

    def middleware(request: HttpRequest) -> Any:
        language = translation.get_language_from_request(request)
        current = getattr(request, "organisation", None)
        if request.user.is_authenticated:
            language = request.user.language
        elif current is not None and "Accept-Language" not in request.headers:
            language = current.language
        request.LANGUAGE_CODE = language
        zone = zoneinfo.ZoneInfo(current.timezone if current else settings.TIME_ZONE)
        with translation.override(language), timezone.override(zone):
            response: HttpResponse = get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault(
            "Cache-Control", "private, no-store" if request.user.is_authenticated else "no-cache"
        )
        return response

    return middleware


def sensible(get_response: View) -> View:
    """Take out what no keyboard makes and no database keeps: a NUL in a text, a number beyond all ids."""

    def middleware(request: HttpRequest) -> Any:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        if any(isinstance(value, int) and value >= 2**63 for value in kwargs.values()):
            return errors.not_found(request)
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _without_nul(given: QueryDict) -> QueryDict:
    if not any("\x00" in value for _name, values in given.lists() for value in values):
        return given
    cleaned = QueryDict(mutable=True)
    for name, values in given.lists():
        cleaned.setlist(name, [value.replace("\x00", "") for value in values])
    return cleaned


def told_kindly(get_response: View) -> View:
    """Errors as pages that say what to do."""

    def middleware(request: HttpRequest) -> Any:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return errors.page_for(request, error)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
