"""Keeping the meaning of questions in step with the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from zinvol.apps.reactors.likeness.meaning import embedder
from zinvol.apps.reactors.likeness.models import Question
from zinvol.kernel.adapters import SearchDocument, SearchSource
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
        touched = {pk for line in lines for pk in _touched_by(line)}
        if not touched:
            return
        documents = {d.ref_id: d for d in self.posts(sorted(touched)) if d.facet == "question"}
        held = {q.pk: q for q in Question.objects.filter(pk__in=touched)}
        rows = [*_gone(held[pk] for pk in held.keys() - documents.keys()), *_told(documents.values(), held)]
        version = Question.objects.next_version()
        for row in rows:
            row.version = version
        names = ["audience_id", "title", "is_settled", "vector", "model", "digest", "version"]
        Question.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["thread_id"], update_fields=names
        )

    def reset(self) -> None:
        """All are gone; the rows stay, so that the processes that hold them in memory hear of it."""
        version = Question.objects.next_version()
        Question.objects.update(title="", vector=b"", digest="", is_settled=False, version=version)


def _told(documents: Iterable[SearchDocument], held: Mapping[int, Question]) -> list[Question]:
    """What questions say now. Only of what was not said just so before, the vector is made: that takes time."""
    made = embedder()
    texts = {d.ref_id: meaning.of_question(d.title, d.text) for d in documents}
    digests = {pk: blake2b(text.encode(), digest_size=16).hexdigest() for pk, text in texts.items()}
    same = {
        pk for pk, digest in digests.items()
        if pk in held and (held[pk].digest, held[pk].model) == (digest, made.name)
    }  # fmt: skip
    changed = [pk for pk in texts if pk not in same]
    vectors: Any = made.embed([texts[pk] for pk in changed]) if changed else []
    fresh = {pk: meaning.pack(vector) for pk, vector in zip(changed, vectors, strict=True)}
    return [
        Question(
            thread_id=d.ref_id, audience_id=d.audience_id, title=d.title, is_settled=d.is_settled, model=made.name,
            digest=digests[d.ref_id], vector=fresh.get(d.ref_id) or bytes(held[d.ref_id].vector),
        )
        for d in documents
    ]  # fmt: skip


def _gone(some: Iterable[Question]) -> Iterator[Question]:
    for it in some:
        it.title, it.vector, it.digest, it.is_settled = "", b"", "", False
        yield it


def _touched_by(line: Activity) -> list[int]:
    """The conversations to look at again. Of one that moved the log does not say whether it is a question."""
    if line.name.startswith("threads."):
        return [line.subject_id]
    return [line.subject_id] if line.refs.get("kind") == "question" else []
