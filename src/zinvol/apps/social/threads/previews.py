"""Asking a page behind a link what it is called: little, briefly, and never inside our own network."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.threads.models import LinkPreview
from zinvol.kernel import clock
from zinvol.kernel.outside import Refused, line_to, public_address

MAX_BYTES = 512 * 1024
MAX_SECONDS = 8.0
MAX_REDIRECTS = 5
PORTS = {80, 443, 8080, 8443}
HEADERS = {"User-Agent": "Zinvol link preview", "Accept": "text/html", "Accept-Encoding": "identity"}


def fetch(*, preview_id: int) -> None:
    """Fill one preview; what cannot be had stays without one, and is not tried again."""
    preview = LinkPreview.objects.filter(pk=preview_id).first()
    current = organisation.current()
    if preview is None or current is None or not current.link_previews:
        return
    try:
        title, description, site = read(preview.url)
    except (Refused, http.client.HTTPException, OSError, ValueError, AssertionError):
        preview.state = LinkPreview.State.NONE
    else:
        preview.title, preview.description, preview.site = title[:200], description[:400], site[:120]
        preview.state = LinkPreview.State.READY if title else LinkPreview.State.NONE
    preview.fetched_at = clock.now()
    preview.save()


def read(url: str) -> tuple[str, str, str]:
    """Title, description and site of a page. Raises :class:`Refused` and errors of the network."""
    deadline = time.monotonic() + MAX_SECONDS
    for _hop in range(MAX_REDIRECTS + 1):
        with _asked(url, deadline) as response:
            location = response.headers.get("Location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return _described(response, url)
        url = urljoin(url, location)
    raise Refused("too many redirects")


@contextmanager
def _asked(url: str, deadline: float) -> Iterator[http.client.HTTPResponse]:
    """The answer to one request; at the deadline the line is cut."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Refused("not a web address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in PORTS:
        raise Refused("an unusual port")
    address = public_address(parts.hostname, port)
    secured_for = parts.hostname if parts.scheme == "https" else ""
    with line_to((address, port), until=deadline, secured_for=secured_for) as line:
        asking = http.client.HTTPConnection(parts.hostname, port)
        asking.sock = line
        path = iri_to_uri(parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
        asking.request("GET", path, headers=HEADERS | {"Host": parts.netloc})
        with asking.getresponse() as response:
            yield response


def _described(response: http.client.HTTPResponse, url: str) -> tuple[str, str, str]:
    if response.status != 200 or "html" not in response.headers.get("Content-Type", ""):
        raise Refused("not a page")
    body = b""
    while len(body) < MAX_BYTES and b"</head" not in body[-20_000:] and (part := response.read1(16 * 1024)):
        body += part
    head = _Head()
    head.feed(body.decode("utf-8", "replace").replace("\x00", ""))
    site = head.found.get("og:site_name") or urlsplit(url).hostname or ""
    title = head.found.get("og:title") or head.title
    description = head.found.get("og:description") or head.found.get("description", "")
    return " ".join(title.split()), " ".join(description.split()), " ".join(site.split())


class _Head(HTMLParser):
    """Collects the title and the meta texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.found: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            name = (given.get("property") or given.get("name") or "").lower()
            if name in ("og:title", "og:description", "og:site_name", "description"):
                self.found.setdefault(name, given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
