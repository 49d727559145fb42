"""Which questions are like one that is being typed; every function takes the one who looks."""

from __future__ import annotations

from dataclasses import dataclass

from zinvol.apps.reactors.likeness.meaning import embedder, is_ready, questions
from zinvol.apps.reactors.likeness.models import Question
from zinvol.apps.social.people.models import Person
from zinvol.lib import meaning

CANDIDATES = 60
"""So many of the nearest are looked up …"""
ENOUGH = 20
"""… and where fewer than this may be read …"""
MORE = 8
"""… so many times as many next …"""
FARTHEST = 20_000
"""… but not beyond this many."""
SHORTEST = 8
"""Of fewer characters nobody can say what is meant."""
RELATED_FLOOR = 0.45
"""From here on two questions are about the same subject, whether or not they ask the same."""


@dataclass(frozen=True)
class Like:
    """A question that is like another: how much, from nought to one."""

    thread_id: int
    likeness: float
    is_settled: bool


def related(*, viewer: Person, title: str) -> dict[int, float]:
    """The questions in audiences of the viewer that are about the same as a title, and how close each is (0 to 1).
    Wider than :func:`alike`: who helped with one of these may know."""
    return {it.thread_id: it.likeness for it in _near(viewer, title) if it.likeness >= RELATED_FLOOR}


def alike(*, viewer: Person, title: str, limit: int = 3, but: int = 0) -> list[Like]:
    """The questions in audiences of the viewer that are most like a title, solved ones first among equals. By meaning
    and by words, in Dutch and English; nothing where nothing is really like it."""
    title = " ".join(title.split())[:200]
    if len(title) < SHORTEST:
        return []
    enough = [it for it in _near(viewer, title) if it.likeness >= meaning.FLOOR and it.thread_id != but]
    return sorted(enough, key=lambda it: (-round(it.likeness, 1), not it.is_settled, -it.likeness))[:limit]


def _near(viewer: Person, title: str) -> list[Like]:
    """The questions nearest to a title of those that the viewer may read. The shelf does not know who may read what:
    of the nearest ever more are looked up, until so many may be read that no other matters."""
    if not is_ready():
        return []
    (vector,) = embedder().embed([meaning.of_question(title, "")])
    near = questions().shelf().nearest(vector, most=FARTHEST, floor=meaning.LOWEST_COSINE)
    visible = Question.objects.visible_to(viewer)
    found: list[Like] = []
    start, size = 0, CANDIDATES
    while start < len(near) and len(found) < ENOUGH:
        some = dict(near[start : start + size])
        rows = visible.filter(pk__in=some).values_list("pk", "title", "is_settled")
        found += [
            Like(pk, meaning.likeness(some[pk], meaning.shared_words(title, other)), is_settled)
            for pk, other, is_settled in rows
        ]
        start, size = start + size, size * MORE
    return found
