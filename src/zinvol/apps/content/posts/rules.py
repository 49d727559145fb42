"""The seven kinds of posts, their states, and who may take the next step; pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from zinvol.lib.worktime import Week

MAX_TITLE = 200
MIN_OPTIONS, MAX_OPTIONS = 2, 10
SUBSTANTIVE_WORDS = 5


class Kind(StrEnum):
    QUESTION = "question"
    DILEMMA = "dilemma"
    CHALLENGE = "challenge"
    UNFINISHED = "unfinished"
    IDEA = "idea"
    UPDATE = "update"
    POLL = "poll"


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SOLVED = "solved"
    CHOSEN = "chosen"
    ADOPTED = "adopted"
    DECLINED = "declined"
    DONE = "done"
    CLOSED = "closed"
    SHARED = "shared"
    """An update has been shared and waits for nothing."""


class Stage(IntEnum):
    """Who is looking for an answer to a question; it climbs while nobody answers."""

    FOLLOWERS = 0
    PEOPLE = 1
    """People who may know were asked in person."""
    KEEPERS = 2
    MANAGERS = 3
    """The community manager."""


class Verdict(StrEnum):
    """What somebody who looked at an old answer says of it."""

    TRUE = "true"
    UPDATE = "update"
    """Part of it has changed."""
    OBSOLETE = "obsolete"


CHECK_AFTER = timedelta(days=365)
"""So long after it was accepted, or found to be still true, an answer is looked at again."""
MOST_ASKED = 3
"""So many questions a week are put before one person."""
ASKED_WITHIN = timedelta(days=7)
LATER = timedelta(hours=1)
ASLEEP = timedelta(days=1)
"""A climb that is so late did not wait for an answer, but for a space or a server that stood still."""
REOPENED_AFTER = timedelta(days=1)
"""Who opens a solved question so long after it was solved, uses what others wrote."""
_SHARE_OF_PROMISE = {Stage.FOLLOWERS: 0.0, Stage.PEOPLE: 0.5, Stage.KEEPERS: 1.0, Stage.MANAGERS: 2.0}


class By(StrEnum):
    """Who may take a step."""

    AUTHOR = "author"
    KEEPER = "keeper"
    EITHER = "either"
    DECIDER = "decider"
    """A keeper or a leader: who can make an idea a spearhead (science.md S3.15)."""


@dataclass(frozen=True)
class Step:
    """A way from one state to the next. ``needs_reason``: it is told in public why."""

    state: State
    by: By
    needs_reason: bool = False


_STEPS: dict[Kind, dict[State, tuple[Step, ...]]] = {
    Kind.DILEMMA: {
        State.OPEN: (Step(State.CHOSEN, By.EITHER, needs_reason=True),),
        State.CHOSEN: (Step(State.OPEN, By.EITHER),),
    },
    Kind.CHALLENGE: {
        State.OPEN: (Step(State.CHOSEN, By.EITHER, needs_reason=True),),
        State.CHOSEN: (Step(State.OPEN, By.EITHER),),
    },
    Kind.UNFINISHED: {
        State.OPEN: (Step(State.DONE, By.AUTHOR),),
        State.DONE: (Step(State.OPEN, By.AUTHOR),),
    },
    Kind.IDEA: {
        State.OPEN: (
            Step(State.ADOPTED, By.DECIDER, needs_reason=True),
            Step(State.DECLINED, By.DECIDER, needs_reason=True),
        ),
        State.ADOPTED: (
            Step(State.DONE, By.EITHER, needs_reason=True),
            Step(State.DECLINED, By.DECIDER, needs_reason=True),
        ),
        State.DECLINED: (Step(State.OPEN, By.DECIDER),),
        State.DONE: (Step(State.ADOPTED, By.DECIDER),),
    },
    Kind.POLL: {
        State.OPEN: (Step(State.CLOSED, By.EITHER),),
        State.CLOSED: (Step(State.OPEN, By.EITHER),),
    },
}

UNFINISHED_STATES = frozenset({State.OPEN, State.ANSWERED, State.ADOPTED})


def has_steps(kind: Kind) -> bool:
    """Whether posts of a kind go from state to state by steps that are told in public."""
    return kind in _STEPS


def first_state(kind: Kind) -> State:
    return State.SHARED if kind == Kind.UPDATE else State.OPEN


def steps(kind: Kind, state: State, *, is_author: bool, keeps: bool, leads: bool) -> tuple[Step, ...]:
    """The steps this person may take now."""
    allowed = {
        By.AUTHOR: is_author,
        By.KEEPER: keeps,
        By.EITHER: is_author or keeps,
        By.DECIDER: keeps or leads,
    }
    return tuple(step for step in _STEPS.get(kind, {}).get(state, ()) if allowed[step.by])


def state_now(kind: Kind, state: State, *, closes_at: datetime | None, now: datetime) -> State:
    """A poll is closed from its moment on, also before the worker has written that down."""
    is_due = kind == Kind.POLL and closes_at is not None and closes_at <= now
    return State.CLOSED if is_due else state


def is_substantive(*, words: int, is_own: bool) -> bool:
    """Whether a reply answers (science.md C4): by somebody else, in five words or more."""
    return not is_own and words >= SUBSTANTIVE_WORDS


def may_accept(*, kind: Kind, is_author: bool, keeps: bool) -> bool:
    return kind == Kind.QUESTION and (is_author or keeps)


def may_open_from_replies(kind: Kind) -> bool:
    """Whether replies that are split off may become a post of a kind: one that needs no options."""
    return kind not in (Kind.DILEMMA, Kind.POLL)


def may_vote(*, kind: Kind, state: State, has_voted: bool, is_anonymous: bool) -> bool:
    """A named vote may change while the poll is open; an anonymous one cannot be found back."""
    return kind == Kind.POLL and state == State.OPEN and not (has_voted and is_anonymous)


def clean_options(lines: list[str]) -> list[str]:
    """The options as given, without empty ones and doubles."""
    seen = {" ".join(line.split())[:200]: None for line in lines}
    seen.pop("", None)
    return list(seen)


def may_call_urgent(*, roles: Collection[str], held: Collection[str]) -> bool:
    """Whether somebody with the roles ``held`` may reach everybody at once; ``roles`` are those named for it."""
    return bool(set(roles) & set(held))


def climbs_at(stage: Stage, *, asked_at: datetime, hours: int, week: Week) -> datetime:
    """When a question that nobody answered reaches a stage: people who may know after half of the promised
    working hours, the keepers after all of them, the community manager after twice as many."""
    return week.after(asked_at, timedelta(hours=hours * _SHARE_OF_PROMISE[stage]))


def climbs_on_at(stage: Stage, *, asked_at: datetime, now: datetime, hours: int, week: Week) -> datetime:
    """When a question that stands at a stage now climbs on: at the moment that belongs to its promise; but who looks
    for an answer has half of their time for it at the least, also when others took longer."""
    above = Stage(stage + 1)
    span = hours * (_SHARE_OF_PROMISE[above] - _SHARE_OF_PROMISE[stage])
    promised = climbs_at(above, asked_at=asked_at, hours=hours, week=week)
    return max(promised, week.after(now, timedelta(hours=span / 2)))


def may_pursue(*, is_author: bool, keeps: bool, is_manager: bool) -> bool:
    """Who sees to it that a question gets somewhere: who asked, the keepers, and the community manager."""
    return is_author or keeps or is_manager


def is_other_department(one: int | None, other: int | None) -> bool:
    """Whether two people are of different departments, for as far as that is known."""
    return one is not None and other is not None and one != other


def may_check(*, person_id: int, asker_id: int | None, answerer_id: int | None, keeps: bool) -> bool:
    """Who can tell whether an old answer still holds: who asked, who answered, or a keeper."""
    return keeps or person_id in (asker_id, answerer_id)


def may_reuse(*, person_id: int, asker_id: int | None, answerer_id: int | None) -> bool:
    """Whom an answer can have helped *too*: neither who asked nor who gave it."""
    return person_id not in (asker_id, answerer_id)


def check_due(verdict: Verdict | None, *, now: datetime) -> datetime | None:
    """When an answer is due for the next check: an obsolete one never more, one that needs an update at once."""
    if verdict == Verdict.OBSOLETE:
        return None
    return now if verdict == Verdict.UPDATE else now + CHECK_AFTER
