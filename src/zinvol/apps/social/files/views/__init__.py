"""Serving files to those in their audience, and taking them in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from zinvol.apps.social.files import api
from zinvol.apps.social.files.models import File
from zinvol.kernel.access import audiences_of


def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file, or with the name ``small`` or ``large`` an edition of a picture."""
    visible = Q(audience_id__in=audiences_of(request.user)) | Q(audience=None, uploader_id=request.user.pk)
    found = get_object_or_404(File, visible, pk=pk)
    edition = name if found.is_picture and name in {"small", "large"} else ""
    return respond(found, edition)


def respond(found: File, edition: str = "") -> HttpResponse:
    """The bytes, marked so that a browser neither runs nor guesses them."""
    try:
        stream = api.location(found, edition).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    media_type = "image/webp" if edition else found.media_type
    saved = not found.is_picture
    response = FileResponse(stream, content_type=media_type, filename=found.name, as_attachment=saved)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take in one file from the composer; answers with what the page needs to show it."""
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": "no file"}, status=400)
    try:
        found = api.store(
            uploader_id=request.user.pk, name=given.name or "", content=given, size=given.size or 0
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
