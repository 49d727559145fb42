"""Turns the written conversations into messages, steps, answers and revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal, cast

from zinvol.lib.exchange.records import Answer, Message, Option, Person, Revision, Step

from .moments import Calendar, after, at, follow
from .people import People
from .scripts import OUTCOMES, Line, Script, scripts

READING = timedelta(minutes=25)


@dataclass(frozen=True)
class Said:
    """A line of a script with its moment, and for a reply its id."""

    line: Line
    person: Person
    at: datetime
    id: str


@dataclass(frozen=True)
class Conversation:
    script: Script
    author: Person
    at: datetime
    wordings: list[datetime]
    said: list[Said]

    @property
    def id(self) -> str:
        return self.script.id

    @property
    def replies(self) -> list[Said]:
        return [said for said in self.said if not said.line.state]

    @property
    def last(self) -> datetime:
        return max([self.at, *self.wordings, *(said.at for said in self.said)])

    @property
    def accepted(self) -> tuple[Said, datetime] | None:
        """The reply that solved it, and when the asker said so: with their next words, or soon."""
        for said in self.replies:
            if "answer" in said.line.flags:
                later = [s.at for s in self.said if s.at > said.at and s.person is self.author]
                return said, min([*later, said.at + READING])
        return None

    def named(self, name: str) -> str:
        """A reply as a script points to it: by its number or by the name it gave it."""
        for number, said in enumerate(self.replies, 1):
            if name in (str(number), said.line.values.get("id")):
                return said.id
        raise ValueError(f"{self.id}: no reply {name}")


class Conversations:
    def __init__(self, calendar: Calendar, people: People) -> None:
        self._calendar = calendar
        self._people = people
        self.all = [self._placed(script) for script in scripts()]

    def authors(self) -> dict[str, dict[str, datetime]]:
        """Per space who wrote or decided something in it, and when first."""
        found: dict[str, dict[str, datetime]] = {}
        for talk in self.all:
            first = found.setdefault(talk.script.space, {})
            for person, moment in [(talk.author, talk.at), *((s.person, s.at) for s in talk.said)]:
                first[person.id] = min(moment, first.get(person.id, moment))
        return found

    def messages(self) -> list[Message]:
        found = [message for talk in self.all for message in self._messages(talk)]
        return sorted(found, key=lambda message: message.created_at)

    def steps(self) -> Iterator[Step]:
        found = [step for talk in self.all for step in _steps(talk)]
        yield from sorted(found, key=lambda step: step.at)

    def answers(self) -> Iterator[Answer]:
        for talk in self.all:
            if talk.accepted:
                said, moment = talk.accepted
                yield Answer(message=talk.id, reply=said.id, accepted_by=talk.author.id, accepted_at=moment)

    def revisions(self) -> Iterator[Revision]:
        for talk in self.all:
            wordings = zip(talk.script.earlier, talk.wordings, strict=False)
            for number, (earlier, moment) in enumerate(wordings, 1):
                yield Revision(
                    message=talk.id,
                    number=number,
                    title=earlier.title,
                    body=earlier.text,
                    by=talk.author.id,
                    at=moment,
                    note=earlier.note,
                )

    def _placed(self, script: Script) -> Conversation:
        """A conversation that would run into the future begins a day earlier, and another."""
        author = self._people.find(script.by, script.id)
        for earlier in range(60):
            opening = self._calendar.opening(script.when, author.working_days, earlier)
            talk = self._timed(script, author, opening)
            accepted = talk.accepted
            if max(talk.last, accepted[1] if accepted else talk.last) <= self._calendar.now:
                return talk
        raise ValueError(f"{script.id} does not fit")

    def _timed(self, script: Script, author: Person, opening: datetime) -> Conversation:
        dice = Random(script.id)
        moment, said, number = opening, [], 0
        for line in script.lines:
            moment = follow(moment, line.gap, dice)
            number += not line.state
            said.append(Said(line, self._people.find(line.who, script.id), moment, f"{script.id}-{number}"))
        wordings = [opening] if script.earlier else []
        for gap in [*(earlier.gap for earlier in script.earlier[1:]), *filter(None, [script.edited])]:
            wordings.append(follow(wordings[-1] if wordings else opening, gap, dice))
        return Conversation(script, author, opening, wordings, said)

    def _messages(self, talk: Conversation) -> Iterator[Message]:
        script = talk.script
        yield Message(
            id=talk.id,
            author=talk.author.id,
            created_at=talk.at,
            edited_at=talk.wordings[-1] if talk.wordings else None,
            space=script.space,
            kind=script.kind,
            title=script.title,
            body=script.text,
            tags=script.tags,
            answer_by=after(talk.at.date(), script.answer_by) if script.answer_by is not None else None,
            feedback_wanted=script.feedback,
            reader_should=cast("Literal['', 'know', 'react', 'act']", script.should),
            anonymous=script.anonymous,
            closes_at=at(after(talk.at.date(), script.closes), "17:00") if script.closes else None,
            options=_options(script),
            pinned_at=talk.at + READING if script.pinned else None,
        )
        for said in talk.replies:
            yield _reply(talk, said)


def option_id(script: Script, letter: str) -> str:
    if letter not in [text.split(":", 1)[0] for text in script.options]:
        raise ValueError(f"{script.id}: no option {letter}")
    return f"{script.id}-{letter}"


def _options(script: Script) -> list[Option]:
    counts = script.votes if script.anonymous else []
    options = []
    for number, option in enumerate(script.options):
        letter, text = option.split(":", 1)
        votes = counts[number] if counts else 0
        options.append(Option(id=option_id(script, letter), text=text.strip(), votes=votes))
    return options


def _reply(talk: Conversation, said: Said) -> Message:
    values, flags = said.line.values, said.line.flags
    outcomes = [OUTCOMES[flag] for flag in sorted(flags) if flag in OUTCOMES]
    return Message(
        id=said.id,
        author=said.person.id,
        created_at=said.at,
        edited_at=said.at + timedelta(minutes=4) if "edited" in flags else None,
        thread=talk.id,
        body=said.line.text,
        quotes=talk.named(values["quotes"]) if "quotes" in values else None,
        option=option_id(talk.script, values["option"]) if "option" in values else None,
        stance="for" if "for" in flags else "against" if "against" in flags else "",
        is_contribution="contribution" in flags,
        outcome=outcomes[0] if outcomes else None,
    )


def _steps(talk: Conversation) -> Iterator[Step]:
    if talk.accepted:
        answer, moment = talk.accepted
        yield Step(message=talk.id, state="solved", at=moment, by=talk.author.id, reply=answer.id)
    for said in talk.said:
        if said.line.state:
            values = said.line.values
            yield Step(
                message=talk.id,
                state=said.line.state,
                at=said.at,
                by=said.person.id,
                reason=said.line.text,
                option=option_id(talk.script, values["option"]) if "option" in values else None,
                reply=talk.named(values["reply"]) if "reply" in values else None,
            )
