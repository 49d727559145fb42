"""How the bytes of a file go out; who may have them is the caller's affair."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from zinvol.apps.social.files import api
from zinvol.apps.social.files.models import File


def respond(found: File, edition: str = "") -> HttpResponseBase:
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
