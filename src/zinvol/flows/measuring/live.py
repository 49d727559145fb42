"""How long it takes from the sending of a reply until it is on the other open screens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zinvol.flows.measuring import scenes
from zinvol.flows.measuring.client import Failed, User, log_in
from zinvol.flows.measuring.processes import Server

REPLIES = 40
PAUSE = 0.25
"""Between replies; people who write do not come by the thousand."""
PEOPLE = 40
"""The open pages belong to so many people."""


@dataclass(frozen=True)
class Delivery:
    """How replies arrived at so many open pages of one conversation."""

    pages: int
    p50: float
    p95: float
    arrived: int
    wanted: int
    megabytes: float
    """Of the whole server, with the pages open."""
    cpu: float
    """Milliseconds of processor for each reply, in all processes of the server."""
    goal: dict[str, Any]


GOALS = {1: (24, 60), 100: (60, 150), 500: (100, 300)}


def deliveries(
    server: Server, password: str, writer: User, thread_id: int, pages: Sequence[int]
) -> list[Delivery]:
    """Open pages on one conversation, write replies in it, and see when each page has each of them."""
    watchers = [
        log_in(server.port, email, password, number=100 + i)
        for i, email in enumerate(scenes.addresses(PEOPLE))
    ]
    return [_measured(server, watchers, writer, thread_id, count) for count in pages]


def _measured(server: Server, watchers: list[User], writer: User, thread_id: int, count: int) -> Delivery:
    used = server.seconds_used()
    arrivals, megabytes = asyncio.run(_watch(server, watchers, writer, thread_id, count))
    spent = (server.seconds_used() - used) * 1000 / REPLIES
    ordered = sorted(arrivals)
    p50, p95 = GOALS.get(count, (0, 0))
    return Delivery(
        count, _at(ordered, 0.5), _at(ordered, 0.95), len(ordered), REPLIES * count, round(megabytes, 1), round(spent, 1),
        {"p50": p50, "p95": p95},
    )  # fmt: skip


async def _watch(
    server: Server, watchers: list[User], writer: User, thread_id: int, count: int
) -> tuple[list[float], float]:
    opened = [await _open(server.port, watchers[i % len(watchers)], thread_id) for i in range(count)]
    begun: list[float] = []
    arrivals: list[float] = []
    readers = [asyncio.create_task(_read(reader, begun, arrivals)) for reader, _writer in opened]
    await asyncio.sleep(0.5)
    for number in range(REPLIES):
        await _reply(server.port, writer, thread_id, number, begun)
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(1.0)
    megabytes = server.megabytes()
    for reader in readers:
        reader.cancel()
    for _reader, line in opened:
        line.close()
    return arrivals, megabytes


async def _open(port: int, user: User, thread_id: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, line = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    line.write(user.get(f"/events?topics=thread:{thread_id}"))
    status = await reader.readline()
    if b" 200 " not in status:
        raise Failed(f"no stream can be opened: {status.decode().strip()}")
    await reader.readuntil(b"event: ready")
    return reader, line


async def _read(reader: asyncio.StreamReader, begun: list[float], arrivals: list[float]) -> None:
    """Note when each new reply is whole on this page."""
    while True:
        line = await reader.readline()
        if not line:
            return
        if line.startswith(b"data: ") and b"threads.reply_posted" in line:
            arrivals.append((time.perf_counter() - begun[-1]) * 1000)


async def _reply(port: int, writer: User, thread_id: int, number: int, begun: list[float]) -> None:
    reader, line = await asyncio.open_connection("127.0.0.1", port)
    asked = writer.post(f"/posts/{thread_id}/replies", {"body": f"{scenes.TEXT} Dit is de {number}e keer."})
    begun.append(time.perf_counter())
    line.write(asked)
    status = await reader.readline()
    if b" 201 " not in status:
        raise Failed(f"a reply was refused: {status.decode().strip()}")
    line.close()


def _at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0
