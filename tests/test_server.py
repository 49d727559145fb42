"""The bridge between the web server and the pages."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.conf import settings

SCOPE: dict[str, Any] = {
    "type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 1), "scheme": "http", "http_version": "1.1", "root_path": "",
}  # fmt: skip


@pytest.fixture
def asgi() -> Any:
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # it is read when the pages are imported
    from zinvol.config import asgi

    return asgi


def test_stopping_waits_for_a_page_whose_browser_has_gone_away(asgi, monkeypatch):
    busy, go_on, finished = threading.Event(), threading.Event(), threading.Event()

    def page(environ: Any, start_response: Any) -> Any:
        busy.set()
        go_on.wait()
        start_response("200 OK", [])
        finished.set()
        return [b"late"]

    monkeypatch.setattr(asgi, "pages", WSGIMiddleware(page, workers=1))

    async def day() -> bool:
        asking = asyncio.create_task(asgi.application(SCOPE, _asked, _sent))
        await asyncio.to_thread(busy.wait)
        asking.cancel()
        said = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        asyncio.get_running_loop().call_later(0.05, go_on.set)

        async def told() -> Any:
            return next(said)

        await asgi.application({"type": "lifespan"}, told, _sent)
        return finished.is_set()

    assert asyncio.run(day())


def test_an_answer_without_a_body_ends_at_once(asgi, monkeypatch):
    """With an empty part before the end the server sometimes closed the connection, and the next request was lost."""

    def page(environ: Any, start_response: Any) -> Any:
        start_response("204 No Content", [])
        return [b""]

    monkeypatch.setattr(asgi, "pages", WSGIMiddleware(page, workers=1))
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(asgi.application(SCOPE, _asked, send))
    assert [(each["type"], each.get("more_body", False)) for each in sent] == [
        ("http.response.start", False),
        ("http.response.body", False),
    ]


async def _asked() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _sent(message: Any) -> None:
    pass
