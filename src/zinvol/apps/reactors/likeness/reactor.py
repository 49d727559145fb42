"""Keeping the meaning of questions in step with the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zinvol.apps.reactors.likeness.meaning import embedder
from zinvol.apps.reactors.likeness.models import Question
from zinvol.kernel.adapters import SearchSource
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor
from zinvol.lib import meaning

HEARS = frozenset(
    {
        "posts.published", "posts.edited", "posts.deleted", "posts.restored", "posts.answer_accepted",
        "posts.answer_withdrawn", "posts.answer_checked", "threads.moved", "threads.replies_moved",
    }
)  # fmt: skip


class LikenessReactor(Reactor):
    """Hears of questions; keeps what each means."""

    name = "likeness"
    hears = HEARS

    def __init__(self, posts: SearchSource) -> None:
        self.posts = posts

    def take(self, lines: Sequence[Activity]) -> None:
        touched = {pk: line.pk for line in lines for pk in _touched_by(line)}
        if not touched:
            return
        documents = {d.ref_id: d for d in self.posts(list(touched)) if d.facet == "question"}
        held = {q.pk: q for q in Question.objects.filter(pk__in=touched)}
        changed = [
            d
            for d in documents.values()
            if d.ref_id not in held or held[d.ref_id].title != d.title or not held[d.ref_id].vector
        ]
        made = embedder()
        vectors: Any = made.embed([meaning.of_question(d.title, d.text) for d in changed]) if changed else []
        fresh = {d.ref_id: meaning.pack(v) for d, v in zip(changed, vectors, strict=True)}
        rows = [
            Question(
                thread_id=pk, version=version, model=made.name,
                audience_id=documents[pk].audience_id if pk in documents else held[pk].audience_id,
                title=documents[pk].title if pk in documents else "",
                is_settled=documents[pk].is_settled if pk in documents else False,
                vector=fresh.get(pk) or (bytes(held[pk].vector) if pk in documents else b""),
            )
            for pk, version in touched.items() if pk in documents or pk in held
        ]  # fmt: skip
        names = ["audience_id", "title", "is_settled", "vector", "model", "version"]
        Question.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["thread_id"], update_fields=names
        )

    def reset(self) -> None:
        Question.objects.all().delete()


def _touched_by(line: Activity) -> list[int]:
    """The conversations to look at again. Of one that moved the log does not say whether it is a question."""
    if line.name.startswith("threads."):
        return [line.subject_id]
    return [line.subject_id] if line.refs.get("kind") == "question" else []
