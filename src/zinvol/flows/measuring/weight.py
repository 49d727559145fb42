"""What a page weighs, and what a browser fetches on its first visit."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass

from zinvol.flows.measuring.client import User, fetch

_ASSET = re.compile(r"""<(?:link|script|img|use)\b[^>]*?\b(?:href|src)="([^"#]+)""")
_NOT_FETCHED = re.compile(r"""<link\b[^>]*rel="(?:canonical|alternate|next|prev)""")
_IMPORT = re.compile(r"""(?:^|[;\s])(?:import|from)\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Weight:
    """Bytes on the line, and unpacked."""

    packed: int
    plain: int


@dataclass(frozen=True)
class Visit:
    """Requests and bytes of a first visit with an empty cache."""

    requests: int
    bytes: int
    parts: dict[str, int]


def weigh(port: int, user: User, path: str) -> Weight:
    _status, headers, body = fetch(port, path, _heads(user))
    plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    return Weight(len(body), len(plain))


def first_visit(port: int, user: User, path: str = "/") -> Visit:
    """The page and what it needs to be shown; fonts beyond the one it names come only with their letters."""
    parts: dict[str, int] = {}
    _status, headers, body = fetch(port, path, _heads(user))
    parts[path] = len(body)
    page = (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()
    wanted = [m[1] for m in _ASSET.finditer(page) if not _NOT_FETCHED.match(m[0])]
    for address in wanted:
        address = address.replace("&amp;", "&")
        if address.startswith("/") and address not in parts:
            _status, headers, body = fetch(port, address, _heads(user))
            parts[address] = len(body)
            if address.partition("?")[0].endswith(".js"):
                text = (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()
                base = address.rpartition("/")[0]
                wanted += [
                    f"{base}/{name.removeprefix('./')}" for name in _IMPORT.findall(text) if name[0] in "./"
                ]
    return Visit(len(parts), sum(parts.values()), parts)


def _heads(user: User) -> dict[str, str]:
    return {"Cookie": user.cookies, "Accept-Encoding": "gzip"}
