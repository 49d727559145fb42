"""Which questions are like one that is being typed; every function takes the one who looks."""

from __future__ import annotations

from dataclasses import dataclass

from zinvol.apps.reactors.likeness.meaning import embedder, questions
from zinvol.apps.reactors.likeness.models import Question
from zinvol.apps.social.people.models import Person
from zinvol.lib import meaning

CANDIDATES = 60
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
    near = _near(title)
    visible = Question.objects.visible_to(viewer).filter(pk__in=near)
    close = {
        pk: meaning.likeness(near[pk], meaning.shared_words(title, other))
        for pk, other in visible.values_list("pk", "title")
    }
    return {pk: it for pk, it in close.items() if it >= RELATED_FLOOR}


def alike(*, viewer: Person, title: str, limit: int = 3, but: int = 0) -> list[Like]:
    """The questions in audiences of the viewer that are most like a title, solved ones first among equals. By meaning
    and by words, in Dutch and English; nothing where nothing is really like it."""
    title = " ".join(title.split())[:200]
    if len(title) < SHORTEST:
        return []
    near = _near(title)
    near.pop(but, None)
    visible = Question.objects.visible_to(viewer).filter(pk__in=near)
    found = [
        Like(pk, meaning.likeness(near[pk], meaning.shared_words(title, other)), is_settled)
        for pk, other, is_settled in visible.values_list("pk", "title", "is_settled")
    ]
    enough = [it for it in found if it.likeness >= meaning.FLOOR]
    return sorted(enough, key=lambda it: (-round(it.likeness, 1), not it.is_settled, -it.likeness))[:limit]


def _near(title: str) -> dict[int, float]:
    (vector,) = embedder().embed([meaning.of_question(title, "")])
    return dict(questions().shelf().nearest(vector, most=CANDIDATES, floor=meaning.LOWEST_COSINE))
