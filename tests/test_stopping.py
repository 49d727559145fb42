"""The web server at the end of a day: nothing that was begun is left hanging."""

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


async def _asked() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _sent(message: Any) -> None:
    pass
