"""Whether the server lives, and whether it can do its work."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from zinvol.kernel.models import Activity


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Database answers with our tables in it, and there is room on the disk."""
    found = {"database": _database(), "disk": _disk()}
    status = 200 if all(v == "ok" for v in found.values()) else 503
    return JsonResponse({"status": "ok" if status == 200 else "not ready", **found}, status=status)


def _database() -> str:
    try:
        connection.ensure_connection()
        Activity.objects.order_by("-pk").values_list("pk", flat=True).first()
    except DatabaseError as error:
        return type(error).__name__
    return "ok"


def _disk() -> str:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    return "ok" if shutil.disk_usage(settings.DATA).free > 50_000_000 else "less than 50 MB free"
