"""The door for the web server: pages go through WSGI, whose handler is several times faster than Django's for
ASGI; open streams are coroutines, of which a process holds hundreds."""

from __future__ import annotations

import asyncio
from typing import Any

from a2wsgi import WSGIMiddleware

from zinvol.config import install
from zinvol.config.wsgi import application as pages_wsgi

# after Django is ready
from zinvol.config.live import events, hub  # isort: skip

_wsgi: Any = pages_wsgi
pages: Any = WSGIMiddleware(_wsgi, workers=install.get("threads"))


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/events":
        await events(scope, receive, send)
    else:

        async def received() -> Any:
            return await receive()  # the server gives a future, the bridge wants a coroutine

        async def sent(message: Any) -> None:
            if message.get("more_body") and not message["body"]:
                return  # before the end of an answer without a body, at which the server may hang up
            await send(message)

        await pages(scope, received, sent)


async def _lifespan(receive: Any, send: Any) -> None:
    """At the end the open pages are let go of, so that stopping takes no time. Requests whose browser has gone
    away are no longer the server's, but still ours: a thread that answers one needs this loop to come to an end."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.stop()
    await asyncio.to_thread(pages.executor.shutdown)
    await send({"type": "lifespan.shutdown.complete"})
