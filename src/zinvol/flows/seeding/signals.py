"""What people do without words: react, and read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads.events import Reacted
from zinvol.apps.social.threads.models import Participation, Reaction
from zinvol.apps.social.threads.rules import Reacting
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.conversations import Conversation
from zinvol.flows.seeding.messages import about
from zinvol.flows.seeding.openings import later
from zinvol.flows.seeding.people import Cast
from zinvol.flows.seeding.places import Place
from zinvol.flows.seeding.plan import Plan, near_the_front

KINDS = (
    Reacting.USEFUL,
    Reacting.USEFUL,
    Reacting.THANKS,
    Reacting.THANKS,
    Reacting.ME_TOO,
    Reacting.I_CAN_HELP,
)

REACTION = ("thread_id", "reply_id", "person_id", "kind", "at")
READING = ("thread_id", "person_id", "seen_at", "level")

Target = tuple[Conversation, int | None, int, datetime]
"""A message to react to: its conversation, its number (None is the opening), its writer, its moment."""


def sow(plan: Plan, cast: Cast, conversations: list[Conversation], progress: bulk.Progress) -> None:
    """Write the reactions and how far everybody has read."""
    reactions = _reactions(plan, cast, conversations)
    for part in bulk.in_chunks(reactions, "reactions", plan.reactions, progress):
        bulk.write_values(Reaction, REACTION, (values for values, _ in part))
        bulk.record([(values[-1], event) for values, event in part])
    for conversation_part in bulk.in_chunks(conversations, "reading", plan.posts, progress, 2_000):
        bulk.write_values(Participation, READING, _reading(plan, conversation_part))


def note_activity(places: list[Place]) -> None:
    """Let every space know when something was last said in it."""
    moved = [Space(pk=place.pk, last_activity_at=place.last) for place in places if place.last]
    Space.objects.bulk_update(moved, ["last_activity_at"], batch_size=500)


def _reactions(
    plan: Plan, cast: Cast, conversations: list[Conversation]
) -> Iterator[tuple[tuple[Any, ...], Reacted]]:
    dice = plan.dice("reactions")
    current = organisation.current()
    kinds = [kind for kind in KINDS if current is None or kind in current.reactions] or list(KINDS)
    for (conversation, reply, _writer, moment), wanted in _spread(plan, conversations):
        pool = cast.employees if conversation.place.is_open else conversation.place.members
        given: set[tuple[int, Reacting]] = set()
        for _ in range(wanted):
            for _attempt in range(1000):
                one = (pool[near_the_front(dice, len(pool), slope=1.5)], dice.choice(kinds))
                if one not in given:
                    break
            given.add(one)
            person, kind = one
            at = later(moment, plan.until, dice)
            values = (conversation.pk, reply, person, str(kind), at)
            yield values, Reacted(reply_id=reply, kind=str(kind), **about(conversation, person))


def _spread(plan: Plan, conversations: list[Conversation]) -> Iterator[tuple[Target, int]]:
    """How many reactions each message gets: a power law, and no more than there are people to give them."""
    targets: list[Target] = []
    for c in conversations:
        targets.append((c, None, c.author, c.at))
        targets += [(c, number, author, moment) for number, author, moment in c.said]
    dice = plan.dice("popularity")
    dice.shuffle(targets)
    counts = [0] * len(targets)
    for _ in range(plan.reactions):
        place = near_the_front(dice, len(targets), slope=1.6)
        while counts[place] >= _most(targets[place], plan):
            place = (place + 1) % len(targets)
        counts[place] += 1
    return ((target, n) for target, n in zip(targets, counts, strict=True) if n)


def _most(target: Target, plan: Plan) -> int:
    place = target[0].place
    return plan.people // 2 if place.is_open else len(place.members)


def _reading(plan: Plan, conversations: list[Conversation]) -> Iterator[tuple[Any, ...]]:
    """Who wrote has read up to then or further; others looked in."""
    dice = plan.dice("looking", conversations[0].pk)
    for conversation in conversations:
        seen = {conversation.author: conversation.at}
        seen |= {author: moment for _number, author, moment in conversation.said}
        members = conversation.place.members
        for _ in range(4 + int(8 * dice.random() ** 2)):
            person = members[near_the_front(dice, len(members), slope=1.3)]
            seen.setdefault(person, conversation.at)
        for person, moment in seen.items():
            at = later(conversation.last, plan.until, dice) if dice.random() < 0.75 else moment
            level = dice.choices(("", "everything", "nothing"), (97, 2, 1))[0]
            yield conversation.pk, person, at, level
