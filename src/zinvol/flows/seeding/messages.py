"""Writing the messages down, in the order of time: conversations, replies, and what the log says of them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zinvol.apps.content.posts.events import PostPublished, QuestionAnswered
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.threads.events import PersonMentioned, ReplyPosted
from zinvol.apps.social.threads.models import Mention, Reply, Thread
from zinvol.apps.social.threads.rules import Outcome
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.conversations import Conversation
from zinvol.flows.seeding.people import Cast
from zinvol.flows.seeding.plan import COMMON_SHARE, RARE_REPLIES, Plan, near_the_front
from zinvol.flows.seeding.sentences import writer
from zinvol.lib import markup

Item = tuple[datetime, int, int]
"""A moment, the place of a conversation in the list, and the number of a reply in it (-1 opens it)."""


def sow(plan: Plan, cast: Cast, conversations: list[Conversation], progress: bulk.Progress) -> None:
    """Write all threads and replies; which reply is by whom is noted on the conversations."""
    writing = _Writing(plan, cast, conversations)
    items = _in_time(conversations)
    for part in bulk.in_chunks(items, "messages", plan.messages, progress):
        writing.write(part)


def about(conversation: Conversation, actor: int | None) -> dict[str, Any]:
    """What every event about a conversation says."""
    return {
        "actor_id": actor, "subject_id": conversation.pk, "audience_id": conversation.place.audience_id,
        "space_id": conversation.place.pk,
    }  # fmt: skip


def _in_time(conversations: list[Conversation]) -> Iterator[Item]:
    opened = ((c.at, i, -1) for i, c in enumerate(conversations))
    replied = sorted(
        (moment, i, n) for i, c in enumerate(conversations) for n, moment in enumerate(c.replies)
    )
    return heapq.merge(opened, replied)


class _Writing:
    """Makes the rows of one stretch of time after another."""

    def __init__(self, plan: Plan, cast: Cast, conversations: list[Conversation]) -> None:
        self.cast = cast
        self.conversations = conversations
        self.dice = plan.dice("messages")
        self.texts = plan.dice("texts")
        self.next_reply = bulk.first_number(Reply)
        numbers = range(self.next_reply, self.next_reply + plan.replies)
        self.rare = set(plan.dice("rare").sample(numbers, min(RARE_REPLIES, plan.replies)))

    def write(self, items: list[Item]) -> None:
        self.replies: list[Reply] = []
        self.mentions: list[Mention] = []
        self.log: bulk.Log = []
        opened = []
        for moment, index, number in items:
            conversation = self.conversations[index]
            if number < 0:
                opened.append(self._thread(conversation))
                published = PostPublished(kind=conversation.kind, **about(conversation, conversation.author))
                self.log.append((moment, published))
            else:
                self._reply(conversation, moment)
        bulk.write(opened)
        bulk.write(self.replies)
        bulk.write(self.mentions)
        bulk.record(self.log)

    def _thread(self, conversation: Conversation) -> Thread:
        place, last = conversation.place, conversation.last
        place.last = max(place.last or last, last)
        return Thread(
            pk=conversation.pk, audience_id=place.audience_id, space_id=place.pk, author_id=conversation.author,
            created_at=conversation.at, last_activity_at=last, reply_count=len(conversation.replies),
            pinned_at=last if conversation.is_pinned else None,
            pinned_by_id=place.keepers[0] if conversation.is_pinned else None, closed_at=conversation.closed_at,
            closed_by_id=conversation.author if conversation.closed_at else None,
            closed_reason=writer(conversation.language).closed if conversation.closed_at else "",
        )  # fmt: skip

    def _reply(self, conversation: Conversation, moment: datetime) -> None:
        number, self.next_reply = self.next_reply, self.next_reply + 1
        author = self._author(conversation)
        source, rendered = self._text(conversation, author, number)
        reply = Reply(
            pk=number, thread_id=conversation.pk, author_id=author, body=source, html=rendered.html, created_at=moment,
            quotes_id=self._quoted(conversation), outcome=self._outcome(), **self._particulars(conversation, moment),
        )  # fmt: skip
        self.replies.append(reply)
        self.log.append((moment, ReplyPosted(reply_id=number, **about(conversation, author))))
        for person in rendered.mentions:
            answered = moment + timedelta(hours=2) if self.dice.random() < 0.7 else None
            self.mentions.append(Mention(thread_id=conversation.pk, reply_id=number, person_id=person, at=moment, answered_at=answered))  # fmt: skip
            mentioned = PersonMentioned(person_id=person, reply_id=number, **about(conversation, author))
            self.log.append((moment, mentioned))
        if author != conversation.author and conversation.answered_by is None:
            conversation.answered_by = number
            if conversation.kind == Kind.QUESTION:
                conversation.state = State.ANSWERED
                answer = QuestionAnswered(
                    kind=conversation.kind, reply_id=number, **about(conversation, author)
                )
                self.log.append((moment, answer))
        conversation.said.append((number, author, moment))

    def _author(self, conversation: Conversation) -> int:
        """The opener now and then, a colleague from elsewhere sometimes, else a member."""
        chance = self.dice.random()
        if chance < 0.15:
            return conversation.author
        if conversation.place.is_open and chance < 0.25:
            return self.cast.some_employee(self.dice)
        members = conversation.place.members
        return members[near_the_front(self.dice, len(members))]

    def _text(self, conversation: Conversation, author: int, number: int) -> tuple[str, markup.Rendered]:
        words = writer(conversation.language)
        named = self._named(conversation, author)
        source = words.message(
            self.texts,
            has_common=self.texts.random() < COMMON_SHARE,
            mention=f"@{{{named}}}" if named else "",
        )
        if number in self.rare:
            source += f"\n\n{words.rare}"
        return source, markup.render(source, names={named: self.cast.names[named]} if named else {})

    def _named(self, conversation: Conversation, author: int) -> int:
        """Whom a reply names: now and then somebody who spoke before."""
        if self.dice.random() >= 0.03:
            return 0
        before = conversation.said[-1][1] if conversation.said else conversation.author
        return before if before != author else 0

    def _quoted(self, conversation: Conversation) -> int | None:
        said = conversation.said
        return self.dice.choice(said)[0] if said and self.dice.random() < 0.08 else None

    def _outcome(self) -> str:
        return self.dice.choice(list(Outcome)) if self.dice.random() < 0.01 else ""

    def _particulars(self, conversation: Conversation, moment: datetime) -> dict[str, object]:
        if conversation.kind == Kind.DILEMMA and self.dice.random() < 0.6:
            return {"option_id": self.dice.choice(conversation.options), "stance": _stance(self.dice)}
        if conversation.kind == Kind.CHALLENGE and self.dice.random() < 0.5:
            is_chosen = conversation.aim == State.CHOSEN and conversation.state != State.CHOSEN
            if is_chosen:
                conversation.state = State.CHOSEN
            return {"is_contribution": True, "chosen_at": moment + timedelta(hours=5) if is_chosen else None}
        return {}


def _stance(dice: Random) -> str:
    return "for" if dice.random() < 0.6 else "against"
