"""What became of answers: whom they helped later, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from zinvol.lib.exchange.records import Check, Reuse

from .attention import Attention
from .conversations import Conversation, Conversations, Said
from .moments import Calendar, after, at
from .people import People
from .scripts import load

FEW = (0, 0, 0, 1, 1, 2)


class Keeping:
    def __init__(
        self, calendar: Calendar, people: People, conversations: Conversations, attention: Attention
    ) -> None:
        self._calendar = calendar
        self._people = people
        self._readers = attention.readers
        questions = [talk for talk in conversations.all if talk.script.kind == "question"]
        self._solved = [(talk, *accepted) for talk in questions if (accepted := talk.accepted)]
        self._script = load("questions.toml")

    def reuses(self) -> Iterator[Reuse]:
        """Whom an accepted answer helped too, some working days after it was accepted."""
        found = [reuse for solved in self._solved for reuse in self._helped(*solved)]
        yield from sorted(found, key=lambda reuse: reuse.at)

    def checks(self) -> Iterator[Check]:
        """What was said of old answers."""
        for key, it in self._script["checked"].items():
            by = self._people.find(it["by"], key)
            moment = self._calendar.opening(it["when"], by.working_days)
            yield Check(message=key, verdict=it["verdict"], by=by.id, at=moment, note=it.get("note", ""))

    def _helped(self, talk: Conversation, said: Said, moment: datetime) -> Iterator[Reuse]:
        dice = Random(f"helped {talk.id}")
        others = [person for person in self._readers[talk.id] if person is not said.person]
        count = self._script["helped"].get(talk.id, dice.choice(FEW))
        for person in dice.sample(others, min(count, len(others))):
            later = self._later(moment, dice)
            if later <= self._calendar.now - timedelta(hours=1):
                yield Reuse(reply=said.id, person=person.id, at=later)

    def _later(self, moment: datetime, dice: Random) -> datetime:
        day = after(moment.date(), dice.randint(1, 60))
        return at(day, f"{dice.randint(8, 16):02}:{dice.randint(0, 59):02}")
