"""A light client: many kept connections in one thread, each asking the next thing when it has its answer."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')

Requests = Iterator[bytes]


class Failed(Exception):
    """The server did not do as a browser would expect; the text says what."""


@dataclass(frozen=True)
class User:
    """Somebody who is logged in: the cookies, and the token that forms carry."""

    cookies: str
    token: str

    def get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode()

    def post(self, path: str, values: dict[str, str]) -> bytes:
        """What a form sends with the script of our pages: only the part that changes comes back."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **values})
        head = f"{self._head()}HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return f"POST {path} HTTP/1.1\r\n{head}\r\n{body}".encode()

    def _head(self) -> str:
        return (
            f"Host: 127.0.0.1\r\nCookie: {self.cookies}\r\nAccept-Encoding: gzip\r\nAccept-Language: nl\r\n"
        )


@dataclass
class Run:
    """What came of one run."""

    milliseconds: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers in lower case, and the body as it was sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Language": "nl", **(headers or {})})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def log_in(port: int, email: str, password: str, *, number: int) -> User:
    """Enter by the login page. Everybody comes from an address of their own, as tries are counted by it."""
    address = (f"127.0.{1 + number // 200}.{2 + number % 200}", 0)
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=address)
    connection.request("GET", "/login")
    answer = connection.getresponse()
    token = _TOKEN.search(answer.read())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    if not token:
        raise Failed("the login page has no form")
    form = urlencode({"email": email, "password": password, "csrfmiddlewaretoken": token[1].decode()})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", form, headers)
    answer = connection.getresponse()
    answer.read()
    given = dict(
        value.partition(";")[0].split("=", 1) for value in answer.headers.get_all("Set-Cookie") or []
    )
    if answer.status != 302 or "zinvol_session" not in given:
        raise Failed(f"{email} cannot log in ({answer.status}); was the install seeded with this password?")
    csrf = given["zinvol_csrf"]
    return User(f"zinvol_session={given['zinvol_session']}; zinvol_csrf={csrf}", csrf)


def load(port: int, sources: list[Requests], *, seconds: float, most: int | None = None) -> Run:
    """Let every source of requests be a client, for some seconds or until so many answers came."""
    run = Run()
    asyncio.run(_load(port, sources, run, seconds, most), loop_factory=_loop_factory())
    return run


async def _load(port: int, sources: list[Requests], run: Run, seconds: float, most: int | None) -> None:
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    until = started + seconds
    left = [most if most is not None else -1]
    clients = []
    for source in sources:
        finished = loop.create_future()
        _transport, client = await loop.create_connection(
            lambda source=source, finished=finished: _Client(source, run, until, left, finished),  # type: ignore[misc]
            "127.0.0.1",
            port,
        )  # type: ignore[misc]
        clients.append(client.finished)
    await asyncio.wait_for(asyncio.gather(*clients), timeout=seconds + 120)
    run.seconds = time.perf_counter() - started


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


class _Client(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, source: Requests, run: Run, until: float, left: list[int], finished: asyncio.Future[None]) -> None:  # fmt: skip
        self.source, self.run, self.until, self.left, self.finished = source, run, until, left, finished
        self.received = bytearray()
        self.wanted = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.received += data
        if self.wanted < 0:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self.received, 0, end)
            self.wanted = end + 4 + (int(length[1]) if length else 0)
        if len(self.received) >= self.wanted:
            self._answered()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.run.failures += 1
            self.finished.set_result(None)

    def _ask(self) -> None:
        self.received.clear()
        self.wanted = -1
        self.asked = time.perf_counter()
        self.transport.write(next(self.source))

    def _answered(self) -> None:
        now = time.perf_counter()
        self.run.milliseconds.append((now - self.asked) * 1000)
        if self.received[9:10] not in (b"2", b"3"):
            self.run.failures += 1
        self.left[0] -= 1
        if now >= self.until or self.left[0] == 0:
            self.finished.set_result(None)
            self.transport.close()
        else:
            self._ask()
