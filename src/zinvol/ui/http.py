"""Small helpers for views: redirects that htmx understands, messages that can be undone, safe returns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, default: str) -> HttpResponse:
    """To where the form says it came from (``next``), when that is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return redirect(target if safe else default)


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """A short message on the next page; ``undo`` is an address that takes the act back by POST."""
    messages.info(request, text, extra_tags=undo)


def is_partial(request: HttpRequest) -> bool:
    """Whether a script asks for a part of the page rather than a new page."""
    return request.headers.get("HX-Request") == "true"


def moment(request: HttpRequest, name: str = "before") -> datetime | None:
    """A moment from the address; nonsense counts as none."""
    try:
        found = parse_datetime(request.GET.get(name, "").replace(" ", "+"))
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def whole(value: Any) -> int | None:
    """A whole number from the address or a form, not negative; nothing when it is nonsense."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def number(value: Any, default: int = 0) -> int:
    """The same where there is always a number; ``default`` for nonsense and nought."""
    return whole(value) or default


def ids(values: list[str]) -> list[int]:
    """The numbers among some texts, in order, without doubles."""
    return list(dict.fromkeys(n for v in values if (n := whole(v)) is not None))
