"""What people did with what they read: reactions, votes, follows, and how far they read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from zinvol.lib.exchange.records import (
    Follow,
    FollowLevel,
    Person,
    Reaction,
    ReactionKind,
    Seen,
    Vote,
)

from .conversations import Conversation, Conversations, Said, option_id
from .moments import CLOSING, OPENING, Calendar, after, at, is_working_day
from .people import People
from .scripts import REACTIONS
from .spaces import Spaces

VISITS = {
    "miriam-kolk": "16:40",
    "els-de-lange": "17:05",
    "johan-verbeek": "16:15",
    "noor-oosting": "16:50",
}
OWN_KIND: dict[str, ReactionKind] = {"question": "me_too", "dilemma": "me_too", "challenge": "i_can_help"}
FEW = (0, 0, 0, 1, 1, 2, 3)


class Attention:
    def __init__(
        self,
        calendar: Calendar,
        people: People,
        spaces: Spaces,
        conversations: Conversations,
        logins: list[str],
    ) -> None:
        self._calendar = calendar
        self._people = people
        self._spaces = spaces
        self._talks = conversations.all
        self._threads = {m.id: m.thread or m.id for m in conversations.messages()}
        self._logins = logins
        self.readers: dict[str, list[Person]] = {talk.id: self._audience(talk) for talk in self._talks}
        self._reactions = [reaction for talk in self._talks for reaction in self._of_talk(talk)]

    def reactions(self) -> Iterator[Reaction]:
        yield from sorted(self._reactions, key=lambda reaction: reaction.at)

    def votes(self) -> Iterator[Vote]:
        for talk in self._talks:
            script = talk.script
            dice = Random(f"votes {talk.id}")
            if sum(script.votes) > len(self.readers[talk.id]):
                raise ValueError(f"{talk.id}: more votes than the {len(self.readers[talk.id])} members")
            voters = dice.sample(self.readers[talk.id], sum(script.votes))
            chosen = [
                line for line, count in zip(script.options, script.votes, strict=False) for _ in range(count)
            ]
            for voter, line in zip(voters, chosen, strict=True):
                option = None if script.anonymous else option_id(script, line.split(":", 1)[0])
                moment = self._soon(talk.at, dice, voter)
                yield Vote(message=talk.id, person=voter.id, option=option, at=moment)

    def follows(self) -> Iterator[Follow]:
        """Who has the same question wants to know how it ends; one in ten of a long one has enough."""
        for talk in self._talks:
            levels: dict[str, FollowLevel] = {}
            for reaction in self._reactions:
                if reaction.message == talk.id and reaction.kind == "me_too":
                    levels[reaction.person] = "everything"
            if len(talk.replies) > 30:
                tired = Random(f"follows {talk.id}").sample(self.readers[talk.id], 6)
                levels |= {person.id: "nothing" for person in tired if person.id not in self._logins}
            for person, level in levels.items():
                yield Follow(message=talk.id, person=person, level=level)

    def seen(self) -> Iterator[Seen]:
        for talk in self._talks:
            moments = self._readings(talk)
            for person, moment in moments.items():
                yield Seen(message=talk.id, person=person, at=moment)

    def _readings(self, talk: Conversation) -> dict[str, datetime]:
        moments: dict[str, datetime] = {}
        for person in self.readers[talk.id]:
            dice = Random(f"seen {talk.id} {person.id}")
            if person.id not in self._logins and dice.random() < 0.3:
                moments[person.id] = self._soon(talk.at, dice, person)
        moments[talk.author.id] = talk.at if talk.author.id in self._logins else talk.last
        for said in talk.said:
            moments[said.person.id] = max(said.at, moments.get(said.person.id, said.at))
        for reaction in self._reactions:
            if self._threads[reaction.message] == talk.id:
                moments[reaction.person] = max(reaction.at, moments.get(reaction.person, reaction.at))
        for login in self._logins:
            self._visited(talk, login, moments)
        return moments

    def _visited(self, talk: Conversation, login: str, moments: dict[str, datetime]) -> None:
        """The demo logins were all up to date at their last visit, except for what a script says."""
        visit = self._calendar.visit(VISITS[login])
        since = self._spaces.since.get((talk.script.space, login))
        if since is None or login.split("-", maxsplit=1)[0] in talk.script.unread:
            return
        if max(talk.at, since) <= visit:
            read = max(talk.at, since, min(visit, talk.last + timedelta(minutes=90)))
            moments[login] = max(read, moments.get(login, read))

    def _audience(self, talk: Conversation) -> list[Person]:
        return [
            person
            for person in self._spaces.members[talk.script.space]
            if person.state == "active"
            and person is not talk.author
            and person.kind == "employee"
            and self._spaces.since[talk.script.space, person.id] <= talk.at
        ]

    def _of_talk(self, talk: Conversation) -> Iterator[Reaction]:
        dice = Random(f"reactions {talk.id}")
        wanted = dict(talk.script.reactions)
        if not wanted:
            wanted = {OWN_KIND.get(talk.script.kind, "useful"): dice.choice(FEW)}
        yield from self._drawn(talk, talk.id, talk.author, talk.at, wanted, dice)
        for said in talk.replies:
            yield from self._drawn(talk, said.id, said.person, said.at, _wanted(said, dice), dice)

    def _drawn(
        self, talk: Conversation, message: str, author: Person, moment: datetime,
        wanted: dict[ReactionKind, int], dice: Random,
    ) -> Iterator[Reaction]:  # fmt: skip
        """Those who talk along react first, then others of the space, and never on what they have
        not been there for."""
        close = [said.person for said in talk.said] + [talk.author]
        others = [person for person in self.readers[talk.id] if person.id not in self._logins]
        away = {login for login in self._logins if moment > self._calendar.visit(VISITS[login])}
        pool = {p.id: p for p in [*others, *close] if p is not author and p.id not in away}
        near = [person.id for person in close]
        for kind, count in wanted.items():
            for _ in range(min(count, len(pool))):
                mine = [key for key in near if key in pool]
                chosen = dice.choice(mine if mine and dice.random() < 0.4 else list(pool))
                person = pool.pop(chosen)
                yield Reaction(message=message, person=chosen, kind=kind, at=self._soon(moment, dice, person))

    def _soon(self, moment: datetime, dice: Random, person: Person) -> datetime:
        """Within a day or two in office hours, mostly within the hour, and not in the future."""
        minutes = dice.choice((dice.randint(2, 60), dice.randint(5, 240), dice.randint(60, 2400)))
        later = moment + timedelta(minutes=minutes)
        if not is_working_day(later.date()) or not OPENING <= later.time() <= CLOSING:
            later = at(after(moment.date(), 1), f"{dice.randint(8, 15):02}:{dice.randint(0, 59):02}")
        later = max(later, person.joined_at)
        if later > self._calendar.now:
            return moment + (self._calendar.now - moment) * dice.random()
        return later


def _wanted(said: Said, dice: Random) -> dict[ReactionKind, int]:
    values = said.line.values
    written = {kind: int(values[kind]) for kind in REACTIONS if kind in values}
    if written:
        return written
    if "answer" in said.line.flags:
        return {"useful": dice.randint(1, 4), "thanks": dice.randint(1, 3)}
    return {"useful": dice.choice((0, 0, 0, 0, 1, 2)), "thanks": dice.choice((0, 0, 0, 0, 0, 1))}
