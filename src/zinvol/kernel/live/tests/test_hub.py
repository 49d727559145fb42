"""Who is told what; without a database."""

from __future__ import annotations

import asyncio
import json

import pytest

from zinvol.kernel.live.hub import WAITING, Hub, Stream
from zinvol.kernel.live.tail import Line, Mark

TROUBLE = Mark("", None, None)


class Fed:
    """A tail that a test feeds."""

    def __init__(self) -> None:
        self.fed: asyncio.Queue[tuple[list[Line], list[Mark]]] = asyncio.Queue()
        self.begun = self.ended = 0

    async def begin(self) -> None:
        self.begun += 1

    async def next(self) -> tuple[list[Line], list[Mark]]:
        found = await self.fed.get()
        if found == ([], [TROUBLE]):
            raise OSError("the database has gone")
        return found

    async def end(self) -> None:
        self.ended += 1


def a_line(
    name: str = "threads.reply_posted", thread: int = 12, audience: int | None = 5, **refs: int
) -> Line:
    return Line(1, name, "thread", thread, audience, 3, refs or {"reply_id": 34})


def told(stream: Stream) -> list[tuple[str, dict[str, object]]]:
    """All but that the stream has begun."""
    return [each for each in everything(stream) if each != ("ready", {})]


def everything(stream: Stream) -> list[tuple[str, dict[str, object]]]:
    found = []
    while not stream.queue.empty():
        message = stream.queue.get_nowait()
        if message is None:
            found.append(("end", {}))
            continue
        event, data = message.decode().strip().split("\n")
        found.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def hub_of(tail: Fed, now: dict[int, frozenset[int]] | None = None, fails: bool = False) -> Hub:
    async def audiences(person_id: int) -> frozenset[int]:
        return (now or {}).get(person_id, frozenset())

    async def render(line: Line, viewers: list[int]) -> list[tuple[list[int], str]]:
        if fails:
            raise ValueError("cannot be made")
        return [
            ([v for v in viewers if v % 2], "<p>odd</p>"),
            ([v for v in viewers if not v % 2], "<p>even</p>"),
        ]

    return Hub(
        lambda: tail,
        audiences,
        render,
        rendered=frozenset({"threads.reply_posted"}),
        shifts=frozenset({"left"}),
    )


async def tell(hub: Hub, tail: Fed, *lines: Line, marks: list[Mark] | None = None) -> None:
    tail.fed.put_nowait((list(lines), marks or []))
    for _ in range(20):
        await asyncio.sleep(0)


def run(test):
    return asyncio.run(test())


def test_who_is_inside_and_looks_at_it_gets_the_part_each_as_they_see_it():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        one, two, outside, elsewhere = (
            Stream(1, frozenset({5}), frozenset({"thread:12"})), Stream(2, frozenset({5}), frozenset({"thread:12"})),
            Stream(3, frozenset({6}), frozenset({"thread:12"})), Stream(4, frozenset({5}), frozenset({"thread:13"})),
        )  # fmt: skip
        for stream in (one, two, outside, elsewhere):
            hub.add(stream)
        await tell(hub, tail, a_line())
        part = {"topic": "thread:12", "name": "threads.reply_posted", "reply": 34}
        assert told(one) == [("part", part | {"html": "<p>odd</p>"})]
        assert told(two) == [("part", part | {"html": "<p>even</p>"})]
        assert told(outside) == told(elsewhere) == []
        hub.stop()

    run(it)


def test_who_looks_at_the_space_gets_a_hint_without_words():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"space:3"}))
        hub.add(stream)
        await tell(hub, tail, a_line(), a_line("posts.published", thread=99, kind=1))
        assert told(stream) == [
            ("hint", {"topic": "space:3", "name": "threads.reply_posted", "reply": 34}),
            ("hint", {"topic": "space:3", "name": "posts.published"}),
        ]
        hub.stop()

    run(it)


def test_who_was_taken_out_is_told_nothing_from_the_next_line_on():
    async def it():
        tail, now = Fed(), {1: frozenset({5})}
        hub = hub_of(tail, now)
        stream = Stream(1, frozenset({5}), frozenset({"thread:12"}))
        hub.add(stream)
        now[1] = frozenset()
        await tell(hub, tail, Line(2, "left", "space", 3, 5, 3, {"person_id": 1}), a_line())
        assert told(stream) == []
        hub.stop()

    run(it)


def test_a_part_that_cannot_be_made_is_a_hint():
    async def it():
        tail = Fed()
        hub = hub_of(tail, fails=True)
        stream = Stream(1, frozenset({5}), frozenset({"thread:12"}))
        hub.add(stream)
        await tell(hub, tail, a_line())
        assert [kind for kind, _data in told(stream)] == ["hint"]
        hub.stop()

    run(it)


def test_a_line_without_an_audience_is_nobodys():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"thread:12"}))
        hub.add(stream)
        await tell(hub, tail, a_line(audience=None))
        assert told(stream) == []
        hub.stop()

    run(it)


def test_a_notice_is_told_to_its_person_alone():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        mine, other = (
            Stream(1, frozenset(), frozenset({"person:1"})),
            Stream(2, frozenset(), frozenset({"person:2"})),
        )
        hub.add(mine)
        hub.add(other)
        await tell(hub, tail, marks=[Mark("person:1", None, None)])
        assert (told(mine), told(other)) == ([("hint", {"topic": "person"})], [])
        hub.stop()

    run(it)


def test_a_page_that_takes_nothing_is_let_go_of():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"space:3"}))
        hub.add(stream)
        await tell(hub, tail, *[a_line() for _ in range(WAITING)])
        assert told(stream) == [("end", {})]
        hub.stop()

    run(it)


def test_after_trouble_all_pages_begin_anew_and_the_log_is_opened_again(monkeypatch):
    monkeypatch.setattr("zinvol.kernel.live.hub.TRY_AGAIN", 0.0)

    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"thread:12"}))
        hub.add(stream)
        await tell(hub, tail, marks=[TROUBLE])
        assert told(stream) == [("end", {})]
        await tell(hub, tail, a_line())
        assert (tail.begun, tail.ended) == (2, 1)
        hub.remove(stream)
        hub.stop()

    run(it)


def test_a_page_is_told_that_it_is_told_once_the_log_is_followed_and_not_before(monkeypatch):
    monkeypatch.setattr("zinvol.kernel.live.hub.TRY_AGAIN", 0.01)

    async def it():
        tail = Fed()
        hub = hub_of(tail)
        first, second, third = (Stream(pk, frozenset({5}), frozenset({"thread:12"})) for pk in (1, 2, 3))
        hub.add(first)
        assert everything(first) == []
        await tell(hub, tail)
        hub.add(second)
        assert (everything(first), everything(second)) == ([("ready", {})], [("ready", {})])
        await tell(hub, tail, marks=[TROUBLE])
        hub.add(third)
        assert everything(third) == [], "nobody follows the log now"
        await asyncio.sleep(0.05)
        assert (everything(third), tail.begun) == ([("ready", {})], 2)
        hub.stop()

    run(it)


def test_nobody_there_and_nothing_is_read():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"thread:12"}))
        hub.add(stream)
        await tell(hub, tail)
        hub.remove(stream)
        await tell(hub, tail)
        assert tail.ended == 1

    run(it)


@pytest.mark.parametrize("name", ["threads.reply_posted", "threads.reacted"])
def test_a_hint_never_says_who(name):
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        stream = Stream(1, frozenset({5}), frozenset({"space:3"}))
        hub.add(stream)
        await tell(hub, tail, a_line(name, reply_id=34, person_id=77))
        assert "77" not in json.dumps(told(stream))
        hub.stop()

    run(it)


def test_who_is_writing_is_told_to_those_in_the_conversation_only():
    async def it():
        tail = Fed()
        hub = hub_of(tail)
        inside, outside = (
            Stream(1, frozenset({8}), frozenset({"conversation:4"})),
            Stream(2, frozenset(), frozenset({"conversation:4"})),
        )
        hub.add(inside)
        hub.add(outside)
        await tell(hub, tail, marks=[Mark("conversation:4", 8, 3)])
        assert (told(inside), told(outside)) == ([("hint", {"topic": "conversation:4", "person": 3})], [])
        hub.stop()

    run(it)
