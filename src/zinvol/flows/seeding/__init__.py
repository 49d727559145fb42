"""Filling an install with a realistic organisation of any size, the same for the same plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from zinvol.apps.content.posts.models import Option
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads.models import Mention, Participation, Reaction, Reply, Tag, Thread
from zinvol.flows.seeding import bulk, conversations, messages, openings, people, places, signals
from zinvol.flows.seeding.people import address
from zinvol.flows.seeding.plan import PASSWORD, Plan, Refused
from zinvol.kernel.models import Activity, Audience

__all__ = ["PASSWORD", "Plan", "Refused", "Summary", "address", "seed"]


@dataclass(frozen=True)
class Summary:
    """What was written."""

    people: int
    spaces: int
    posts: int
    replies: int
    reactions: int
    mentions: int
    reading: int
    events: int
    characters_per_reply: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def seed(plan: Plan, *, beside: bool = False, progress: bulk.Progress = lambda stage, done, total: None) -> Summary:  # fmt: skip
    """Sow the plan. Raises :class:`Refused` where there is content, unless it may stand ``beside`` it.

    Readers of the log have yet to hear of it: that is the work of whoever calls.
    """
    _refuse_a_used_install(beside)
    before = _counts()
    cast = people.sow(plan)
    rooms = places.sow(plan, cast)
    talks = conversations.plan_all(plan, cast, rooms)
    messages.sow(plan, cast, talks, progress)
    openings.sow(plan, cast, talks, progress)
    signals.sow(plan, cast, talks, progress)
    signals.note_activity(rooms)
    bulk.go_on_numbering([Person, Space, Audience, Thread, Reply, Option, Tag])
    after = _counts()
    return Summary(
        **{name: after[name] - before[name] for name in before}, characters_per_reply=_length(before)
    )


def _refuse_a_used_install(beside: bool) -> None:
    if Person.objects.filter(email=address(1)).exists():
        raise Refused("this install was seeded before; take an empty folder (ZINVOL_DATA)")
    if not beside and (Space.objects.exists() or Thread.objects.exists()):
        raise Refused("this install has content; take an empty folder (ZINVOL_DATA), or add --yes")


def _counts() -> dict[str, int]:
    models = {
        "people": Person, "spaces": Space, "posts": Thread, "replies": Reply, "reactions": Reaction,
        "mentions": Mention, "reading": Participation, "events": Activity,
    }  # fmt: skip
    return {name: model._default_manager.count() for name, model in models.items()}


def _length(before: dict[str, int]) -> int:
    """Characters in a reply, on average, over the first thousands of them."""
    some = list(Reply.objects.order_by("pk").values_list("body", flat=True)[before["replies"] : before["replies"] + 5_000])  # fmt: skip
    return round(sum(map(len, some)) / len(some)) if some else 0
