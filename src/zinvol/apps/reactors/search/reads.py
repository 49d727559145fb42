"""Finding: what somebody typed to what they may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Substr

from zinvol.apps.reactors.search import index
from zinvol.apps.reactors.search.models import Word
from zinvol.kernel.access import Viewer, audiences_sql
from zinvol.kernel.adapters import SearchDocument, SearchSource
from zinvol.lib.language import Term, nearest, query_terms, satisfies_phrases

CANDIDATES = 300
PER_CONVERSATION = 3
PAGE = 20
FEW = 3
MOST_LEFT_OUT = 8
"""Up to so many words a query is tried again with one of them left out."""


@dataclass(frozen=True)
class Filters:
    """What to look in, beside what the viewer may see. ``facet`` is a kind of post or ``reply``."""

    facet: str = ""
    space_id: int | None = None
    author_id: int | None = None
    since: datetime | None = None
    settled: bool = False


@dataclass(frozen=True)
class Results:
    """A page of hits, best first; ``read_as`` is the query when words were corrected in it."""

    documents: list[SearchDocument]
    has_more: bool
    read_as: str = ""


def search(
    *,
    viewer: Viewer,
    query: str,
    sources: Mapping[str, SearchSource],
    filters: Filters = Filters(),
    page: int = 1,
) -> Results:
    """Documents in audiences of the viewer that hold all words, in any form of them.

    Where that finds next to nothing, parts of words count too; where still nothing, words that
    look like a typing error are read as the nearest word that occurs.
    """
    terms = _wanted(query_terms(query))
    if not viewer.is_active or not any(not t.is_excluded for t in terms):
        return Results([], False)
    where, params = _where(viewer, filters)
    found, read_as = _found(terms, where, params)
    start = (page - 1) * PAGE
    if any(t.is_phrase_part for t in terms):  # only the texts can tell whether words stand together
        documents = [
            d for d in _documents(found, sources) if satisfies_phrases(f"{d.title}\n{d.text}", terms)
        ]
        return Results(documents[start : start + PAGE], len(documents) > start + PAGE, read_as)
    documents = _documents(found[start : start + PAGE], sources)
    return Results(documents, len(found) > start + PAGE, read_as)


def _found(terms: list[Term], where: str, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], str]:
    """The hits, best first, and how the query was read when that differs from how it was typed."""
    found = _ranked(terms, where, params)
    if len(found) < CANDIDATES:  # with enough at hand nobody is still typing, and beginnings cost most there
        terms = _begun(terms)
        found = _ranked(terms, where, params)
    if len(found) < FEW:
        found = _ranked([_widened(t) for t in terms], where, params) or found
    if not found:
        corrected = [_corrected(t) for t in terms]
        if corrected != terms and (found := _ranked(corrected, where, params)):
            return found, " ".join(t.raw for t in corrected if not t.is_excluded)
    if len(found) < PAGE:
        found += _nearly(terms, found, where, params)
    return found, ""


def _nearly(
    terms: list[Term], found: list[tuple[Any, ...]], where: str, params: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """What holds all words but one, for the end of a short list: a long question rarely stands
    anywhere as it was typed."""
    wanted = [t for t in terms if not t.is_excluded]
    if not 3 <= len(wanted) <= MOST_LEFT_OUT or any(t.is_phrase_part for t in terms):
        return []
    known = {row[0] for row in found}
    more: dict[int, tuple[Any, ...]] = {}
    for left_out in wanted:
        fewer = [t for t in terms if t is not left_out]
        more.update({row[0]: row for row in _ranked(fewer, where, params) if row[0] not in known})
    return list(more.values())


def _wanted(terms: list[Term]) -> list[Term]:
    """Leave out words like *the* when others remain."""
    strong = [t for t in terms if t.is_excluded or not t.is_common or t.is_phrase_part]
    return strong if any(not t.is_excluded for t in strong) else terms


def _begun(terms: list[Term]) -> list[Term]:
    """Let the last word be only begun."""
    if terms and len(terms[-1].raw) >= 3 and not terms[-1].is_excluded and not terms[-1].is_phrase_part:
        last = terms[-1]
        terms = [*terms[:-1], replace(last, alternatives=(*last.alternatives, f"{last.raw}*"))]
    return terms


def _where(viewer: Viewer, filters: Filters) -> tuple[str, list[Any]]:
    """Visibility and filters as SQL, from the one rule of ``kernel.access``."""
    inner, params = audiences_sql(viewer)
    parts, values = [f"d.audience_id IN ({inner})"], list(params)
    for column, value in (
        ("facet", filters.facet),
        ("space_id", filters.space_id),
        ("author_id", filters.author_id),
    ):
        if value:
            parts.append(f"d.{column} = %s")
            values.append(value)
    if filters.since:
        parts.append("d.created_at >= %s")
        values.append(connection.ops.adapt_datetimefield_value(filters.since))
    if filters.settled:
        parts.append("d.is_settled")
    return " AND ".join(parts), values


def _ranked(terms: Sequence[Term], where: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Hits in a title first, then what has its answer, then the newest. From its fourth hit on a
    conversation comes behind the others, so that a long one does not fill the page."""
    found = index.matching(terms, where=where, params=params, limit=CANDIDATES, titles=CANDIDATES // 3)
    titled = {row[0] for row in found if row[6]}
    rows = {row[0]: row for row in found}.values()
    newest = max((row[0] for row in rows), default=1)
    ordered = sorted(rows, key=lambda row: -(2.0 * (row[0] in titled) + 0.6 * bool(row[5]) + row[0] / newest))
    first: list[tuple[Any, ...]] = []
    rest: list[tuple[Any, ...]] = []
    seen: Counter[int] = Counter()
    for row in ordered:
        seen[row[3]] += 1
        (first if seen[row[3]] <= PER_CONVERSATION else rest).append(row)
    return first + rest


def _widened(term: Term) -> Term:
    """The words that occur and have this one inside them, the most used first."""
    if len(term.raw) < 4 or term.is_excluded or term.is_phrase_part:
        return term
    found = Word.objects.filter(word__contains=term.raw).order_by("-documents").values_list("word", flat=True)
    return replace(term, alternatives=tuple(dict.fromkeys([*term.alternatives, *found[:30]])))


def _corrected(term: Term) -> Term:
    """The term read as the nearest word that occurs, when it does not occur itself."""
    if len(term.raw) < 4 or term.is_excluded:
        return term
    length, second = len(term.raw), Substr("word", 2, 1)
    some = Word.objects.filter(length__range=(length - 2, length + 2)).annotate(second=second)
    some = some.filter(
        Q(word__startswith=term.raw[0]) | Q(second=term.raw[1]) | Q(word__startswith=term.raw[1])
    )
    words = dict(some.values_list("word", "documents"))
    best = nearest(term.raw, words.items(), limit=1)
    if term.raw in words or not best:
        return term
    return replace(query_terms(best[0])[0], phrase=term.phrase)


def _documents(rows: list[tuple[Any, ...]], sources: Mapping[str, SearchSource]) -> list[SearchDocument]:
    """The texts of the hits, read from where they are kept, in the order of the hits."""
    ids: dict[str, list[int]] = {}
    for _number, kind, ref_id, *_rest in rows:
        ids.setdefault(kind, []).append(ref_id)
    found = {(d.kind, d.ref_id): d for kind, refs in ids.items() for d in sources[kind](refs)}
    return [found[row[1], row[2]] for row in rows if (row[1], row[2]) in found]
