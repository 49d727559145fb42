"""Open pages are told of what their viewer may read, and of nothing else, over random worlds."""

from __future__ import annotations

import asyncio
import os

import pytest

from tests.visibility.naive import Naive
from tests.visibility.worlds import RandomWorld
from zinvol.apps.content.posts import live as posts
from zinvol.config import live
from zinvol.kernel.live.hub import Hub, Stream
from zinvol.kernel.live.tail import Line, Tail
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.slow

WORLDS = int(os.environ.get("ZINVOL_WORLDS", "20")) // 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "seed", [s if s < 2 else pytest.param(s, marks=pytest.mark.slow) for s in range(WORLDS)]
)
def test_a_stream_tells_what_the_naive_rule_says(seed):
    world = RandomWorld(seed)
    naive = Naive()
    lines = [
        Line(a.pk, a.name, a.subject_kind, a.subject_id, a.audience_id, a.space_id, a.refs)
        for a in Activity.objects.order_by("pk")
    ]
    now = {p.pk: live._audiences_now(p.pk) for p in world.viewers()}
    told = asyncio.run(_told(lines, now, [f"thread:{pk}" for pk in naive.threads]))
    for viewer in world.viewers():
        expected = {
            line.pk
            for line in lines
            if line.subject_kind == "thread" and naive.reads(viewer, naive.spaces[line.space_id or 0])
        }
        assert told[viewer.pk] == expected, viewer.name


async def _told(lines: list[Line], now: dict[int, frozenset[int]], topics: list[str]) -> dict[int, set[int]]:
    async def audiences(person_id: int) -> frozenset[int]:
        return now[person_id]

    async def render(line: Line, viewers: list[int]) -> list[tuple[list[int], str]]:
        return []

    def no_tail() -> Tail:
        raise NotImplementedError

    hub = Hub(no_tail, audiences, render, rendered=frozenset(), shifts=live.SHIFTS)
    streams = {pk: Stream(pk, frozenset(), frozenset(topics), is_stale=True) for pk in now}
    for stream in streams.values():
        for topic in stream.topics:
            hub._streams[topic].add(stream)
    found: dict[int, set[int]] = {pk: set() for pk in now}
    for line in lines:
        await hub.tell(line)
        for pk, stream in streams.items():
            while not stream.queue.empty():
                stream.queue.get_nowait()
                found[pk].add(line.pk)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [0, 1])
def test_a_part_is_made_for_those_who_may_read_it_only(seed):
    """Even when asked for everybody, as after a mistake elsewhere."""
    world = RandomWorld(seed)
    naive = Naive()
    everybody = [p.pk for p in world.viewers()]
    for reply in list(naive.replies.values())[:12]:
        made = posts.new_reply(reply.pk, everybody)
        shown = {pk for group, _html in made for pk in group}
        for viewer in world.viewers():
            if viewer.pk in shown:
                assert naive.sees_reply(viewer, reply), viewer.name
