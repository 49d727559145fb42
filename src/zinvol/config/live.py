"""``/events``: the open streams of pages, as coroutines beside the pages themselves."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib import auth
from django.db import close_old_connections, connection
from django.http import HttpRequest

from zinvol.apps.content.chat import live as chat
from zinvol.apps.content.posts import live as posts
from zinvol.apps.social.people.models import Person
from zinvol.kernel import access
from zinvol.kernel.live.hub import Hub, Part, Stream
from zinvol.kernel.live.tail import Line, Marks, PostgresTail, SqliteTail, Tail
from zinvol.kernel.sessions import SessionStore

HEARTBEAT = 20.0
LONGEST = 600.0
"""After so many seconds a page comes back and shows again that it may look."""
MOST_TOPICS = 60
TOPIC = re.compile(r"(?:thread|space|conversation):[0-9]{1,17}")
MARKS = [
    Marks("attention_notice", "person", "person_id"),
    Marks("chat_typing", "conversation", "conversation_id", "audience_id", "person_id"),
]
SHIFTS = frozenset(
    {
        "spaces.member_joined", "spaces.member_left", "spaces.changed", "people.deactivated", "people.reactivated",
        "people.erased", "people.roles_changed", "chat.people_changed",
    }
)  # fmt: skip
"""After these somebody may see more or less than before."""

_threads = ThreadPoolExecutor(2, thread_name_prefix="live")


async def _django[**P, T](work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Something that asks the database, outside the loop."""

    def done() -> T:
        close_old_connections()
        return work(*arguments, **named)

    return await asyncio.get_running_loop().run_in_executor(_threads, done)


async def _audiences(person_id: int) -> frozenset[int]:
    return await _django(_audiences_now, person_id)


async def _render(line: Line, viewer_ids: list[int]) -> list[Part]:
    if line.name == "chat.message_sent":
        return await _django(chat.new_message, line.refs["message_id"], viewer_ids)
    return await _django(posts.new_reply, line.refs["reply_id"], viewer_ids)


def _tail() -> Tail:
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params()  # type: ignore[attr-defined]
        named = {
            k: parameters[k] for k in ("dbname", "user", "password", "host", "port") if parameters.get(k)
        }
        from psycopg.conninfo import make_conninfo

        return PostgresTail(make_conninfo(**named), MARKS)
    return SqliteTail(str(settings.DATABASES["default"]["NAME"]), MARKS)


hub = Hub(
    _tail,
    _audiences,
    _render,
    rendered=frozenset({"threads.reply_posted", "chat.message_sent"}),
    shifts=SHIFTS,
)


async def events(scope: Any, receive: Any, send: Any) -> None:
    """One open stream: who looks is asked of the session; then hints and parts, until the page goes."""
    person_id, audiences = await _django(_who, _cookie(scope))
    if person_id is None:
        await _refuse(send)
        return
    wanted = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])[0].split(",")
    topics = {topic for topic in wanted[:MOST_TOPICS] if TOPIC.fullmatch(topic)}
    stream = Stream(person_id, audiences, frozenset({*topics, f"person:{person_id}"}))
    hub.add(stream)
    gone = asyncio.ensure_future(_until_gone(receive, stream))
    try:
        await _answer(send, stream)
    finally:
        gone.cancel()
        hub.remove(stream)


async def _answer(send: Any, stream: Stream) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"private, no-store"),
        (b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # not all at once after a restart
    await _write(send, f"retry: {random.randint(500, 3000)}\n\n".encode())
    end = asyncio.get_running_loop().time() + LONGEST * random.uniform(0.8, 1.2)
    while asyncio.get_running_loop().time() < end:
        try:
            told = await asyncio.wait_for(stream.queue.get(), HEARTBEAT)
        except TimeoutError:
            told = b": still here\n\n"
        if told is None:
            break
        await _write(send, told)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _write(send: Any, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Any, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _refuse(send: Any) -> None:
    """No content: the page does not come back for more."""
    await send({"type": "http.response.start", "status": 204, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _cookie(scope: Any) -> str:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            jar.load(value.decode("latin-1"))
    found = jar.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def _who(session_key: str) -> tuple[int | None, frozenset[int]]:
    """Who is signed in with a session, and their audiences."""
    request = HttpRequest()
    request.session = SessionStore(session_key or None)
    person = auth.get_user(request)
    if not isinstance(person, Person) or not person.is_active:
        return None, frozenset()
    return person.pk, frozenset(row["pk"] for row in access.audiences_of(person))


def _audiences_now(person_id: int) -> frozenset[int]:
    person = Person.objects.filter(pk=person_id).first()
    return frozenset(row["pk"] for row in access.audiences_of(person)) if person else frozenset()
