"""What makes the pages those of this organisation: its accent and its logo."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from PIL import Image, ImageDraw, ImageFont

from zinvol.apps.social.files.presentation import respond
from zinvol.apps.social.organisation import rules
from zinvol.ui import words


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


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone must know to install the network as an app, and to share things to it."""
    current = getattr(request, "organisation", None)
    name = current.name if current else "Zinvol"
    sizes = [(192, "any"), (512, "any"), (512, "maskable")]
    told = {
        "name": name, "short_name": name[:20], "id": "/", "start_url": "/", "scope": "/", "display": "standalone",
        "lang": current.language if current else "nl", "background_color": "#fcfbf7",
        "theme_color": current.accent if current else rules.DEFAULT_ACCENT,
        "icons": [
            {"src": f"/style/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size, purpose in sizes
        ],
        "share_target": {
            "action": "/posts/new", "method": "GET", "params": {"title": "title", "text": "text", "url": "link"}
        },
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


def icon(request: HttpRequest, size: int) -> HttpResponse:
    """The sign of the organisation on a home screen: its first letter on its accent."""
    if not 16 <= size <= 512:
        raise Http404
    current = getattr(request, "organisation", None)
    name, colour = (current.name, current.accent) if current else ("Zinvol", rules.DEFAULT_ACCENT)
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(_drawn(size, words.initial(name), colour), content_type="image/png", headers=headers)


@lru_cache(maxsize=20)
def _drawn(size: int, letter: str, colour: str) -> bytes:
    picture = Image.new("RGB", (size, size), colour)
    font = ImageFont.load_default(size * 0.5)
    ImageDraw.Draw(picture).text((size / 2, size / 2), letter, fill="#ffffff", font=font, anchor="mm")
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that receives push notices; at the root, since it looks after the whole site."""
    script = settings.STATICFILES_DIRS[0] / "ui" / "built" / "sw.js"
    return HttpResponse(
        script.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


def offline(request: HttpRequest) -> HttpResponse:
    """What stands on the screen when there is no connection."""
    return render(request, "ui/offline.html")


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
