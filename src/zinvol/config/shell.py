"""What stands around every page: where one can go, who one is, what may be switched."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zinvol.apps.reactors.attention import reads as attention


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template; what costs a query is looked up only where the page shows it. These names
    win from those that a view gives."""
    person = request.user if request.user.is_authenticated else None
    around = cache(lambda: attention.around(viewer=person) if person else attention.Around([]))
    return {
        "organisation": getattr(request, "organisation", None),
        "viewer": person,
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "path": request.path,
        "language": getattr(request, "LANGUAGE_CODE", "nl"),
        "places": _places(request) if person else [],
        "my_spaces": SimpleLazyObject(lambda: around().spaces),
        "message_count": SimpleLazyObject(lambda: around().messages),
        "inbox_count": SimpleLazyObject(lambda: around().inbox),
        "messages": get_messages(request),
    }


KEYS = {
    "/": "g t",
    "/inbox/": "g i",
    "/messages/": "g m",
    "/spaces/": "g s",
    "/people/": "g p",
    "/knowledge/": "g k",
}


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    """Label, address, icon and whether one is there now."""
    rows = [
        (_("Today"), "/", "sun"),
        (_("Inbox"), "/inbox/", "inbox"),
        (_("Messages"), "/messages/", "message-square"),
        (_("Everything new"), "/new/", "newspaper"),
        (_("Spaces"), "/spaces/", "layout-grid"),
        (_("People"), "/people/", "users"),
        (_("Knowledge"), "/knowledge/", "book-open"),
        (_("Open questions"), "/unanswered/", "circle-question-mark"),
        (_("My drafts"), "/drafts/", "pencil"),
    ]
    if not getattr(request.user, "is_guest", False):
        rows.append((_("Studies"), "/studies/", "chart-column"))
    if getattr(request.user, "is_administrator", False):
        rows.append((_("Administration"), "/manage/", "settings"))
    at = request.path
    return [
        {
            "label": label,
            "url": url,
            "icon": icon,
            "keys": KEYS.get(url, ""),
            "here": at == url if url == "/" else at.startswith(url) and not at.startswith("/people/me/"),
        }
        for label, url, icon in rows
    ]
