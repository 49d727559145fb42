"""What makes the pages those of this organisation: its accent and its logo."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zinvol.apps.social.files.presentation import respond
from zinvol.apps.social.organisation import rules


def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """A stylesheet with the accent, for light and dark; its address changes with the colour."""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", colour):
        raise Http404
    light = f"#{colour}" if rules.is_readable_accent(f"#{colour}") else rules.DEFAULT_ACCENT
    # on dark paper the same hue, light enough to read and never gaudier than our own
    dark = f"oklch(from {light} 80% min(c, .11) h)"
    css = f":root{{--accent-light:{light};--accent-dark:{dark}}}"
    return HttpResponse(
        css, content_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


def logo(request: HttpRequest) -> HttpResponseBase:
    current = getattr(request, "organisation", None)
    if current is None or current.logo is None:
        raise Http404
    return respond(current.logo, "small")


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
