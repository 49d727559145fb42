"""Who knows about something, and what shows it; every function takes the one who looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from zinvol.apps.reactors.expertise import rules
from zinvol.apps.reactors.expertise.models import Evidence, Hidden
from zinvol.apps.reactors.expertise.rules import Sign, Signed
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel import clock

COLUMNS = ("person_id", "reply_id", "reply__thread_id", "peer_id", "sign", "at")
SHOWN = 3
"""So many conversations are shown as the evidence for a name."""
MOST = 5_000
"""So many signs are weighed, the latest: older ones hardly weigh any more."""
PAGE = 40
NOTHING: Mapping[int, float] = {}


@dataclass(frozen=True)
class Knower:
    """Somebody who helped others with a subject before, and what shows it."""

    person_id: int
    strength: float
    """Only for the order; never shown."""
    answers: int
    peers: int
    replies: tuple[tuple[int, int], ...]
    """The latest of the answers that others accepted, used again or said thanks for: reply and conversation."""


@dataclass(frozen=True)
class Item:
    """One answer of the viewer's own, with the signs of others, and whether others may find them by it."""

    reply_id: int
    thread_id: int
    latest: datetime
    signs: Mapping[str, int]
    is_hidden: bool


def knowers(
    *, viewer: Person, threads: Mapping[int, float] = NOTHING, tags: Collection[str] = (), closeness: float = 1.0,
    people: Collection[int] | None = None,
) -> list[Knower]:  # fmt: skip
    """Who helped with the subject of some conversations, given with how close each is (0 to 1), and of others with
    one of some tags, all as close as ``closeness``; strongest first. Of all, or only of some people.

    Only what the viewer may read counts, so that nothing of a closed space shows; only who is here, has not hidden
    it, and comes over the floor of three answers and three peers.
    """
    found: dict[int, list[Signed]] = {}
    within: dict[int, int] = {}
    tagged = Thread.tags.through.objects.filter(tag__slug__in=list(tags)).values("thread_id")
    rows = _shown(viewer).filter(Q(reply__thread_id__in=list(threads)) | Q(reply__thread_id__in=tagged))
    rows = rows if people is None else rows.filter(person_id__in=people)
    for person_id, reply_id, thread_id, peer_id, sign, at in rows.order_by("-at").values_list(*COLUMNS)[
        :MOST
    ]:
        signed = Signed(reply_id, peer_id, Sign(sign), at, threads.get(thread_id, closeness))
        within[reply_id] = thread_id
        found.setdefault(person_id, []).append(signed)
    some = [_knower(person_id, signs, within) for person_id, signs in found.items() if rules.is_enough(signs)]
    return sorted(some, key=lambda it: (-it.strength, it.person_id))


def showing(*, viewer: Person, tag: str) -> QuerySet[Any, Any]:
    """Who comes over the floor for one tag, as numbers, as :func:`knowers` tells of them: for a query over people."""
    rows = _shown(viewer).filter(reply__thread__tags__slug=tag)
    return _enough(rows.values("person_id")).values("person_id")


def knowers_by_tag(*, viewer: Person, but: QuerySet[Any, Any] | None = None) -> dict[str, set[int]]:
    """Per tag who comes over the floor, as :func:`knowers` tells of the conversations with it; without those whom
    another query (of numbers of people) gives."""
    rows = _shown(viewer).filter(reply__thread__tags__isnull=False)
    rows = rows if but is None else rows.exclude(person_id__in=but)
    found: dict[str, set[int]] = {}
    pairs = _enough(rows.values("reply__thread__tags__slug", "person_id"))
    for slug, person_id in pairs.values_list("reply__thread__tags__slug", "person_id"):
        found.setdefault(slug, set()).add(person_id)
    return found


def own(*, viewer: Person, start: int = 0, limit: int = PAGE) -> tuple[list[Item], bool]:
    """The viewer's own answers by which others may find them, latest first, also in spaces that the viewer left; and
    whether all are hidden."""
    counts: dict[str, Any] = {sign.value: Count("pk", filter=Q(sign=sign)) for sign in Sign}
    grouped: QuerySet[Any, Any] = (
        Evidence.objects.living().filter(person=viewer).values("reply_id", "reply__thread_id")
    )
    rows = grouped.annotate(latest=Max("at"), **counts).order_by("-latest", "-reply_id")[
        start : start + limit
    ]
    found = list(rows)
    choices = Hidden.objects.filter(person=viewer).filter(
        Q(reply=None) | Q(reply__in=[row["reply_id"] for row in found])
    )
    hidden = set(choices.values_list("reply_id", flat=True))
    items = [
        Item(
            row["reply_id"], row["reply__thread_id"], row["latest"], {s: row[s] for s in Sign if row[s]},
            row["reply_id"] in hidden,
        )
        for row in found
    ]  # fmt: skip
    return items, None in hidden


def own_answer(*, viewer: Person, pk: int) -> Reply | None:
    """An answer of the viewer's own, by number, also in a space that the viewer left."""
    return Reply.objects.filter(pk=pk, author=viewer).first()


def _shown(viewer: Person) -> QuerySet[Evidence]:
    """The evidence that counts for a viewer: of people who are here and do not hide it."""
    everything = Hidden.objects.filter(reply=None).values("person_id")
    some = Hidden.objects.filter(reply__isnull=False).values("reply_id")
    rows = Evidence.objects.living().visible_to(viewer).filter(person__state=Person.State.ACTIVE)
    return rows.exclude(person_id__in=everything).exclude(reply_id__in=some)


def _enough(grouped: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The groups of evidence that come over the floor: the rule of ``rules.is_enough``, in a query."""
    counted = grouped.annotate(
        items=Count("reply_id", distinct=True), peers=Count("peer_id", distinct=True)
    ).order_by()
    enough: QuerySet[Any, Any] = counted.filter(items__gte=rules.FEWEST_ITEMS, peers__gte=rules.FEWEST_PEERS)
    return enough


def _knower(person_id: int, signs: list[Signed], within: Mapping[int, int]) -> Knower:
    latest: dict[int, datetime] = {}
    for it in sorted(signs, key=lambda s: s.at):
        latest[it.item] = it.at
    replies = sorted(latest, key=lambda item: latest[item], reverse=True)[:SHOWN]
    return Knower(
        person_id, rules.strength(signs, now=clock.now()), len(latest), len({s.peer for s in signs}),
        tuple((pk, within[pk]) for pk in replies),
    )  # fmt: skip
