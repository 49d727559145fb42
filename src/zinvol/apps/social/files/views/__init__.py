"""Serving files to those in their audience, and taking them in."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from zinvol.apps.social.files import api
from zinvol.apps.social.files.models import File
from zinvol.apps.social.files.presentation import respond
from zinvol.kernel.access import Viewer, audiences_of


def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file, or with the name ``small`` or ``large`` an edition of a picture."""
    viewer = cast(Viewer, request.user)  # the middleware lets nobody else come here
    visible = Q(audience_id__in=audiences_of(viewer)) | Q(audience=None, uploader_id=viewer.pk)
    found = get_object_or_404(File, visible, pk=pk)
    edition = name if found.is_picture and name in {"small", "large"} else ""
    return respond(found, edition)


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take in one file from the composer; answers with what the page needs to show it."""
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": "no file"}, status=400)
    try:
        found = api.store(
            uploader_id=request.user.pk,
            name=given.name or "",
            content=cast(BinaryIO, given),
            size=given.size or 0,
        )
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse(
        {
            "id": found.pk,
            "name": found.name,
            "size": found.size,
            "url": found.get_absolute_url(),
            "thumbnail": found.thumbnail_url,
            "picture": found.is_picture,
        }
    )
