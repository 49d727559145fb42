"""The full-text index, in the database's own kind: FTS5 on SQLite, a tsvector on PostgreSQL.

Both hold the word forms that ``lib.language`` makes, so that both find the same. On SQLite the
index keeps no texts of its own; a document that changes gets a new number, and entries whose
document is gone are passed over by the join until the next rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from zinvol.lib.language import Term

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE search_words USING fts5(title, body, content='', detail='column', prefix='2 3', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn So'\")"],
    "postgresql": [
        "ALTER TABLE search_document ADD COLUMN words tsvector",
        "CREATE INDEX search_document_words ON search_document USING gin (words)",
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """The word forms of one document."""

    number: int
    title: list[str]
    body: list[str]


def add(entries: Sequence[Entry]) -> None:
    """Put the words of new documents in the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = [(_distinct(e.title), _distinct(e.body), e.number) for e in entries]
            cursor.executemany(
                "UPDATE search_document SET words = setweight(array_to_tsvector(%s::text[]), 'A') || "
                "setweight(array_to_tsvector(%s::text[]), 'B') WHERE id = %s", rows
            )  # fmt: skip
        else:
            words = [(e.number, " ".join(e.title), " ".join(e.body)) for e in entries]
            cursor.executemany("INSERT INTO search_words(rowid, title, body) VALUES (%s, %s, %s)", words)


def count_words(more: Mapping[str, int], fewer: Mapping[str, int]) -> None:
    """Note in how many more, or fewer, documents words occur; in the database itself, since all of the
    vocabulary comes by."""
    found = [(word, len(word), n) for word, n in sorted(more.items())]
    lost = [(n, word) for word, n in sorted(fewer.items())]
    with connection.cursor() as cursor:
        if found:
            cursor.executemany(
                "INSERT INTO search_word (word, length, documents) VALUES (%s, %s, %s) "
                "ON CONFLICT (word) DO UPDATE SET documents = search_word.documents + excluded.documents", found
            )  # fmt: skip
        if lost:
            less = "UPDATE search_word SET documents = documents - %s WHERE word = %s"
            cursor.executemany(less, lost)
            cursor.executemany(
                "DELETE FROM search_word WHERE word = %s AND documents = 0", [(w,) for _, w in lost]
            )


def clear() -> None:
    """Empty the index; the documents themselves are the caller's."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")


def matching(
    terms: Sequence[Term], *, where: str, params: Sequence[Any], limit: int, titles: int
) -> list[tuple[Any, ...]]:
    """The newest documents that hold every term, at most ``limit``, and the newest that have them all in
    the title, at most ``titles``: (number, kind, ref_id, thread_id, facet, settled, in_title). The same
    document may come twice.

    ``where`` is SQL over the columns of ``search_document`` with its ``params``; visibility is part
    of it.
    """
    is_postgresql = connection.vendor == "postgresql"
    columns = "d.id, d.kind, d.ref_id, d.thread_id, d.facet, d.is_settled"
    if is_postgresql:
        source, order = "search_document d WHERE d.words @@ %s::tsquery", "d.id"
    else:
        source = "search_words w CROSS JOIN search_document d ON d.id = w.rowid WHERE search_words MATCH %s"
        order = "w.rowid"
    parts: list[str] = []
    values: list[Any] = []
    for in_title, most in ((False, limit), (True, titles)):
        query = (_tsquery if is_postgresql else _fts5)(terms, in_title)
        if not query:
            return []
        some = f"SELECT {columns} FROM {source} AND {where} ORDER BY {order} DESC LIMIT {int(most)}"  # noqa: S608
        parts.append(f"SELECT *, {int(in_title)} FROM ({some}) part{int(in_title)}")  # noqa: S608
        values += [query, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(cursor.fetchall())


def _fts5(terms: Sequence[Term], in_title: bool) -> str:
    wanted = [f"({' OR '.join(map(_fts5_word, t.alternatives))})" for t in terms if not t.is_excluded]
    unwanted = [
        f"({' OR '.join(map(_fts5_word, t.alternatives))})"
        for t in terms
        if t.is_excluded and not t.is_phrase_part
    ]
    if not wanted:
        return ""
    query = "(" + " AND ".join(wanted) + ")" + "".join(f" NOT {u}" for u in unwanted)
    return f"title : {query}" if in_title else query


def _fts5_word(form: str) -> str:
    bare = form.removesuffix("*").replace('"', '""')
    return f'"{bare}"*' if form.endswith("*") else f'"{bare}"'


def _tsquery(terms: Sequence[Term], in_title: bool) -> str:
    weight = "A" if in_title else ""
    wanted = [_tsquery_any(t.alternatives, weight) for t in terms if not t.is_excluded]
    unwanted = [
        "!" + _tsquery_any(t.alternatives, "") for t in terms if t.is_excluded and not t.is_phrase_part
    ]
    return " & ".join(wanted + unwanted) if wanted else ""


def _tsquery_any(forms: Iterable[str], weight: str) -> str:
    return "(" + " | ".join(_tsquery_word(f, weight) for f in forms) + ")"


def _tsquery_word(form: str, weight: str) -> str:
    bare = form.removesuffix("*").replace("\\", "\\\\").replace("'", "''")
    marks = ("*" if form.endswith("*") else "") + weight
    return f"'{bare}':{marks}" if marks else f"'{bare}'"


def _distinct(forms: Iterable[str]) -> list[str]:
    return list({f[:500] for f in forms if f})
