"""The streams that are open in this process, and who of them is told what."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from zinvol.kernel.live.tail import Line, Mark, Tail

log = logging.getLogger(__name__)

WAITING = 200
"""What is not taken by a slow page is let go of, and the page asks again."""
TRY_AGAIN = 2.0
READY = b"event: ready\ndata: {}\n\n"
"""From here on a page is told of everything; what came before it asks for itself."""


@dataclass(eq=False)
class Stream:
    """An open page: who looks, in which audiences they are, and what they asked about (``thread:12``)."""

    viewer_id: int
    audiences: frozenset[int]
    topics: frozenset[str]
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))
    is_stale: bool = False

    def tell(self, message: bytes) -> None:
        if self.queue.full():
            self.close()
        else:
            self.queue.put_nowait(message)

    def close(self) -> None:
        """End the stream; the page comes back by itself and asks what it missed."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


Audiences = Callable[[int], Awaitable[frozenset[int]]]
Part = tuple[list[int], str]
Render = Callable[[Line, list[int]], Awaitable[list[Part]]]
"""Makes the part of a page that a line brings, for each group of viewers who see it alike."""


class Hub:
    """Tells open streams what concerns them. ``audiences`` gives those of a person now; ``render`` makes the parts
    of lines whose names are in ``rendered``; ``shifts`` names the lines after which audiences may differ."""

    def __init__(
        self, tail: Callable[[], Tail], audiences: Audiences, render: Render, *, rendered: frozenset[str],
        shifts: frozenset[str],
    ) -> None:  # fmt: skip
        self._new_tail, self._audiences, self._render = tail, audiences, render
        self._rendered, self._shifts = rendered, shifts
        self._streams: defaultdict[str, set[Stream]] = defaultdict(set)
        self._count = 0
        self._is_begun = False
        self._following: asyncio.Task[None] | None = None

    def add(self, stream: Stream) -> None:
        for topic in stream.topics:
            self._streams[topic].add(stream)
        self._count += 1
        if self._is_begun:
            stream.tell(READY)
        if self._following is None or self._following.done():
            self._following = asyncio.get_running_loop().create_task(self._follow())

    def remove(self, stream: Stream) -> None:
        for topic in stream.topics:
            self._streams[topic].discard(stream)
            if not self._streams[topic]:
                del self._streams[topic]
        self._count -= 1

    def stop(self) -> None:
        """Let go of the log and of all pages; they come back to whoever answers then."""
        if self._following is not None:
            self._following.cancel()
        for stream in self._all():
            stream.close()

    async def _follow(self) -> None:
        """Read on for as long as a page is open; after trouble with the database all pages begin anew."""
        while self._count:
            tail = self._new_tail()
            try:
                await tail.begin()
                self._is_begun = True
                for stream in self._all():
                    stream.tell(READY)
                while self._count:
                    lines, marks = await tail.next()
                    for line in lines:
                        await self.tell(line)
                    for mark in marks:
                        await self.mark(mark)
                self._is_begun = False
            except Exception:
                log.exception("open pages could not be told; they ask again")
                self._is_begun = False
                for stream in self._all():
                    stream.close()
                await asyncio.sleep(TRY_AGAIN)
            finally:
                await _ended(tail)

    async def tell(self, line: Line) -> None:
        """Tell of one line whoever asked about its subject or its space, and is in its audience."""
        if line.name in self._shifts:
            for stream in self._all():
                stream.is_stale = True
        subject = f"{line.subject_kind}:{line.subject_id}"
        watching = self._streams.get(subject, set()) | self._streams.get(f"space:{line.space_id}", set())
        if line.audience_id is None or not watching:
            return
        await self._refresh(s for s in watching if s.is_stale)
        inside = [stream for stream in watching if line.audience_id in stream.audiences]
        close = [stream for stream in inside if subject in stream.topics]
        parts = await self._parts(line, close)
        for stream in inside:
            html = parts.get(stream.viewer_id) if stream in close else None
            stream.tell(message(line, subject if stream in close else f"space:{line.space_id}", html))

    async def mark(self, mark: Mark) -> None:
        """Tell of a row of another table: whoever it is about, or who is in its audience."""
        watching = list(self._streams.get(mark.topic, ()))
        await self._refresh(s for s in watching if s.is_stale)
        own = (
            {"topic": "person"}
            if mark.topic.startswith("person:")
            else {"topic": mark.topic, "person": mark.person_id}
        )
        for stream in watching:
            if mark.audience_id in stream.audiences or f"person:{stream.viewer_id}" == mark.topic:
                stream.tell(_event("hint", own))

    async def _parts(self, line: Line, streams: list[Stream]) -> dict[int, str]:
        if line.name not in self._rendered or not streams:
            return {}
        try:
            made = await self._render(line, sorted({stream.viewer_id for stream in streams}))
        except Exception:
            log.exception("a part of a page could not be made; pages fetch it")
            return {}
        return {viewer_id: html for viewers, html in made for viewer_id in viewers}

    async def _refresh(self, streams: Iterable[Stream]) -> None:
        for stream in list(streams):
            stream.audiences = await self._audiences(stream.viewer_id)
            stream.is_stale = False

    def _all(self) -> set[Stream]:
        return {stream for some in self._streams.values() for stream in some}


def message(line: Line, topic: str, html: str | None) -> bytes:
    """What a page is told of a line: never more than where something happened, unless it is the part itself."""
    told: dict[str, Any] = {"topic": topic, "name": line.name}
    told |= {
        key: line.refs[name]
        for name, key in (("reply_id", "reply"), ("message_id", "message"))
        if name in line.refs
    }
    return _event("part", told | {"html": html}) if html else _event("hint", told)


def _event(name: str, told: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n".encode()


async def _ended(tail: Tail) -> None:
    try:
        await tail.end()
    except Exception:
        log.debug("the log was gone already", exc_info=True)
