"""What will be said: who opens which conversation where and when, and when the replies come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from zinvol.apps.content.posts.models import Option
from zinvol.apps.content.posts.rules import Kind, State, first_state
from zinvol.apps.social.spaces.rules import Posting
from zinvol.apps.social.threads.models import Thread
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.people import Cast
from zinvol.flows.seeding.places import Place
from zinvol.flows.seeding.plan import DAYS, LONG, MIDDLE, Plan, near_the_front

SHARES = {
    Kind.QUESTION: 40, Kind.UPDATE: 20, Kind.UNFINISHED: 10, Kind.IDEA: 10, Kind.DILEMMA: 7, Kind.CHALLENGE: 6, Kind.POLL: 7,
}  # fmt: skip
MOST_REPLIES = 400
CALM = timedelta(days=5)
"""The two conversations of a known length began so long ago."""


@dataclass(slots=True)
class Conversation:
    """One conversation while it is being written."""

    pk: int
    place: Place
    author: int
    at: datetime
    kind: Kind
    language: str
    state: State
    aim: State
    """The state it will have once it is ripe for it."""
    has_common: bool
    is_pinned: bool
    closed_at: datetime | None = None
    options: range = range(0)
    is_anonymous: bool = False
    replies: list[datetime] = field(default_factory=list)
    said: list[tuple[int, int, datetime]] = field(default_factory=list)
    """The replies that were written: number, author, moment."""
    answered_by: int | None = None
    """The first reply by somebody else."""

    @property
    def last(self) -> datetime:
        return self.replies[-1] if self.replies else self.at


def plan_all(plan: Plan, cast: Cast, places: list[Place]) -> list[Conversation]:
    """All conversations in the order of time, with the moments of their replies."""
    dice = plan.dice("conversations")
    moments = sorted(_working_moment(plan, dice) for _ in range(plan.posts))
    thread, option = bulk.first_number(Thread), bulk.first_number(Option)
    found = []
    for index, moment in enumerate(moments):
        conversation = _conversation(thread + index, moment, plan, cast, places, dice, option)
        option = max(option, conversation.options.stop)
        found.append(conversation)
    _plan_replies(found, plan, dice)
    return found


def _conversation(
    pk: int, moment: datetime, plan: Plan, cast: Cast, places: list[Place], dice: Random, option: int
) -> Conversation:
    place = places[near_the_front(dice, len(places))]
    author = _author(place, cast, dice)
    kind = dice.choices(list(SHARES), list(SHARES.values()))[0]
    chance = dice.random()
    size = 2 + int(3 * dice.random()) if kind in (Kind.DILEMMA, Kind.POLL) else 0
    return Conversation(
        pk=pk, place=place, author=author, at=moment, kind=kind, language=cast.languages[author],
        state=first_state(kind), aim=_aim(kind, chance), has_common=dice.random() < 0.25,
        is_pinned=_pin(place, dice), is_anonymous=kind == Kind.POLL and dice.random() < 0.3,
        options=range(option, option + size),
    )  # fmt: skip


def _pin(place: Place, dice: Random) -> bool:
    """Keepers put two conversations on top of a space, as a rule."""
    wanted = dice.random() < 0.2 and place.pins < 2
    place.pins += wanted
    return wanted


def _author(place: Place, cast: Cast, dice: Random) -> int:
    if place.posting == Posting.KEEPERS:
        return dice.choice(place.keepers)
    if place.posting == Posting.EVERYONE and dice.random() < 0.1:
        return cast.some_employee(dice)
    return place.members[near_the_front(dice, len(place.members))]


def _aim(kind: Kind, chance: float) -> State:
    aims: dict[Kind, tuple[tuple[float, State], ...]] = {
        Kind.QUESTION: ((0.6, State.SOLVED),),
        Kind.DILEMMA: ((0.45, State.CHOSEN),),
        Kind.CHALLENGE: ((0.4, State.CHOSEN),),
        Kind.UNFINISHED: ((0.4, State.DONE),),
        Kind.IDEA: ((0.2, State.ADOPTED), (0.35, State.DONE), (0.55, State.DECLINED)),
        Kind.POLL: ((0.6, State.CLOSED),),
    }
    return next((state for limit, state in aims.get(kind, ()) if chance < limit), first_state(kind))


def _plan_replies(found: list[Conversation], plan: Plan, dice: Random) -> None:
    """Spread the replies after a power law, and give two conversations a known number of them."""
    special = _special(found, plan)
    counts = dict.fromkeys((c.pk for c in found), 0)
    order = [c for c in found if c.pk not in special]
    dice.shuffle(order)
    left = plan.replies - sum(special.values())
    while left:
        chosen = order[near_the_front(dice, len(order), slope=2.4)]
        if counts[chosen.pk] < max(MOST_REPLIES, plan.replies // len(order)):
            counts[chosen.pk] += 1
            left -= 1
    _leave_alone(order, counts)
    counts.update(special)
    for conversation in found:
        moments = (_later(conversation.at, plan.until, dice) for _ in range(counts[conversation.pk]))
        conversation.replies = sorted(moments)
        if conversation.pk not in special and dice.random() < 0.01:
            conversation.closed_at = conversation.last + timedelta(minutes=5)


def _special(found: list[Conversation], plan: Plan) -> dict[int, int]:
    """Two updates of a few days old, where every colleague reads: so many replies each, if there is room."""
    wanted = [n for n, least in ((LONG, 4 * LONG), (MIDDLE, 4 * MIDDLE)) if plan.replies >= least]
    able = [c for c in found if c.place.is_open and c.at <= plan.until - CALM]
    chosen = able[-len(wanted) :] if wanted else []
    for conversation in chosen:
        conversation.kind, conversation.options = Kind.QUESTION, range(0)
        conversation.state, conversation.aim, conversation.is_anonymous = State.OPEN, State.SOLVED, False
    return {c.pk: n for c, n in zip(chosen, wanted, strict=False)}


def _leave_alone(order: list[Conversation], counts: dict[int, int]) -> None:
    """No other conversation has as many replies as the two by which is measured."""
    for number, conversation in enumerate(order):
        if counts[conversation.pk] in (LONG, MIDDLE) and len(order) > 1:
            counts[conversation.pk] -= 1
            other = next(
                c for c in order[number + 1 :] + order[:number] if counts[c.pk] + 1 not in (LONG, MIDDLE)
            )
            counts[other.pk] += 1


def _working_moment(plan: Plan, dice: Random) -> datetime:
    """Mostly on working days between eight and six."""
    while True:
        moment = plan.since + timedelta(days=dice.random() * DAYS)
        is_weekend = moment.weekday() >= 5
        if dice.random() < (0.1 if is_weekend else 1.0) * (1.0 if 6 <= moment.hour <= 17 else 0.08):
            return moment


def _later(moment: datetime, until: datetime, dice: Random) -> datetime:
    """Some hours later as a rule; always before the end of the story."""
    later = moment + timedelta(seconds=60 + 3600 * dice.lognormvariate(1.3, 1.8))
    return later if later < until else moment + (until - moment) * (0.02 + 0.97 * dice.random())
