"""Keeping the index in step with the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Max

from zinvol.apps.reactors.search import index
from zinvol.apps.reactors.search.models import Document, Word
from zinvol.kernel.adapters import SearchDocument, SearchSource
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor
from zinvol.kernel.rows import write
from zinvol.lib.language import index_terms, words

LONGEST_WORD = 60
MOST_TEXT = 20_000

POST_CHANGED = {"posts.published", "posts.edited", "posts.step_taken"}
POST_GONE = {"posts.deleted"}
POST_BACK = {"posts.restored"}
ANSWER_CHANGED = {"posts.answer_accepted", "posts.answer_withdrawn", "posts.answer_checked"}
REPLY_CHANGED = {"threads.reply_posted", "threads.reply_edited", "threads.reply_restored"}
REPLY_GONE = {"threads.reply_deleted"}

MOVED = {"threads.moved"}
REPLIES_MOVED = {"threads.replies_moved"}

HEARS = (
    MOVED | REPLIES_MOVED | POST_CHANGED | POST_GONE | POST_BACK | ANSWER_CHANGED | REPLY_CHANGED | REPLY_GONE
)


class SearchReactor(Reactor):
    """Hears what is written, changed and taken away; keeps documents, their words, and a vocabulary."""

    name = "search"
    hears = frozenset(HEARS)

    def __init__(self, sources: Mapping[str, SearchSource]) -> None:
        self.sources = sources

    def take(self, lines: Sequence[Activity]) -> None:
        posts, replies = _touched(lines)
        self._replace("post", posts)
        self._replace("reply", replies)

    def reset(self) -> None:
        Document.objects.all().delete()
        Word.objects.all().delete()
        index.clear()

    def _replace(self, kind: str, ids: list[int]) -> None:
        """Take the documents as they are now: whatever happened in between, this is the truth."""
        if not ids:
            return
        held = Document.objects.filter(kind=kind, ref_id__in=ids)
        words_gone = list(held.values_list("vocabulary", flat=True))
        held.delete()
        documents = sorted(self.sources[kind](ids), key=lambda d: (d.created_at, d.ref_id))
        last = _last_number()
        rows = [_row(last + i, d) for i, d in enumerate(documents, start=1)]
        write(rows)
        entries = [_entry(row.pk, document) for row, document in zip(rows, documents, strict=True)]
        index.add(entries)
        _learn([row.vocabulary for row in rows], words_gone)


def _touched(lines: Sequence[Activity]) -> tuple[list[int], list[int]]:
    """Which posts and replies to look at again, each once, in the order of the log."""
    posts: dict[int, None] = {}
    replies: dict[int, None] = {}
    for line in lines:
        if line.name in REPLY_CHANGED | REPLY_GONE:
            replies[line.refs["reply_id"]] = None
        else:
            posts[line.subject_id] = None
        if line.name in {"posts.answer_accepted", "posts.answer_checked"}:
            replies[line.refs["reply_id"]] = None
        if line.name in REPLIES_MOVED:
            posts[line.refs["from_thread_id"]] = None
            replies.update(dict.fromkeys(_told_of(line.refs)))
        if line.name in MOVED | POST_GONE | POST_BACK | {"posts.answer_withdrawn", "posts.answer_accepted"}:
            known = Document.objects.filter(thread_id=line.subject_id, kind="reply")
            if line.name in POST_BACK:
                replies.update(dict.fromkeys(_replies_of(line.subject_id)))
            elif line.name in POST_GONE | MOVED:
                replies.update(dict.fromkeys(known.values_list("ref_id", flat=True)))
            else:
                settled = known.filter(is_settled=True)
                replies.update(dict.fromkeys(settled.values_list("ref_id", flat=True)))
    return list(posts), list(replies)


def _replies_of(thread_id: int) -> list[int]:
    """All replies that the log ever told of in a thread: those of one that came back."""
    told = Activity.objects.filter(
        subject_kind="thread", subject_id=thread_id, name__in={"threads.reply_posted", *REPLIES_MOVED}
    )
    return [pk for refs in told.values_list("refs", flat=True) for pk in _told_of(refs)]


def _told_of(refs: dict[str, Any]) -> list[int]:
    """The replies that a line is about."""
    return [refs["reply_id"], *refs.get("reply_ids", [])]


def _last_number() -> int:
    """The highest number ever given. On SQLite numbers are not used again, since old words may linger."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_document'")
            row = cursor.fetchone()
            return int(row[0]) if row else 0
    return Document.objects.aggregate(last=Max("pk"))["last"] or 0


def _row(number: int, document: SearchDocument) -> Document:
    return Document(
        pk=number, kind=document.kind, ref_id=document.ref_id, thread_id=document.thread_id,
        audience_id=document.audience_id, space_id=document.space_id, author_id=document.author_id,
        created_at=document.created_at, facet=document.facet, is_settled=document.is_settled,
        vocabulary=_vocabulary(document),
    )  # fmt: skip


def _entry(number: int, document: SearchDocument) -> index.Entry:
    return index.Entry(number, index_terms(document.title), index_terms(document.text[:MOST_TEXT]))


def _vocabulary(document: SearchDocument) -> str:
    found = words(f"{document.title} {document.text[:MOST_TEXT]}")
    return " ".join(sorted({w for w in found if 3 < len(w) <= LONGEST_WORD}))


def _learn(come: Iterable[str], gone: Iterable[str]) -> None:
    """Count the words of documents that came and went, for typing errors and parts of words."""
    counts = Counter(w for vocabulary in come for w in vocabulary.split())
    counts.subtract(w for vocabulary in gone for w in vocabulary.split())
    more = {word: n for word, n in counts.items() if n > 0}
    fewer = {word: -n for word, n in counts.items() if n < 0}
    index.count_words(more, fewer)
