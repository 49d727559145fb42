"""Small networks with everything in them that the format can tell, as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from zinvol.flows.migration.tests.installs import NOW
from zinvol.lib.exchange import records as r

STEPS = {
    "question": ["solved", "closed"], "dilemma": ["chosen", "open"], "challenge": ["chosen", "open", "contribution_chosen"],
    "unfinished": ["done", "open"], "idea": ["adopted", "declined", "done", "reopened"], "update": ["closed", "ended"],
    "poll": ["closed", "open", "ended"],
}  # fmt: skip
NAMES = [
    "Jan Jansen",
    "Jan",
    "Jan Jansen",
    "Éva d’Or",
    "Sam van der Berg",
    "Sam",
    "Li",
    "O. Ünal",
    "R2 D2",
    "Jan Jansen Jr.",
]
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
pieces = st.one_of(
    st.text(characters, max_size=12),
    st.sampled_from([
        "@{1}", "@{12}", "HEAD@{1}", "`@{3}`", "    @{4}", "\n\n", "**vet**", "#2", "#1", "7", "x", "@", "@@", " ", "\r\n",
        "https://example.org/@Jan", "> @Li", "```\n@Jan\n```", "\\", "sam@example.org", "–", ".", ",",
    ]),
    st.sampled_from(NAMES).map(lambda name: f"@{name}"),
    st.builds(lambda name, n: f"@{name}#{n}", st.sampled_from(NAMES), st.integers(1, 4)),
)  # fmt: skip
bodies = st.lists(pieces, max_size=8).map("".join)


@st.composite
def worlds(draw: st.DrawFn) -> list[r.AnyRecord]:
    """Records that fit together, in the order of a file."""
    texts = draw(st.lists(bodies, min_size=1, max_size=8))
    words = draw(st.lists(st.text(characters, min_size=1, max_size=30), min_size=1, max_size=5))
    dice = draw(st.randoms(use_true_random=False))
    return list(_World(dice, texts, words).records())


class _World:
    def __init__(self, dice: Random, texts: list[str], words: list[str]) -> None:
        self.dice, self.texts, self.words = dice, texts, words
        self.people = [f"p{i}" for i in range(dice.randint(1, 8))]
        self.spaces = [f"s {i}" for i in range(dice.randint(1, 3))]
        self.messages: list[r.Message] = []

    def records(self) -> Iterator[r.AnyRecord]:
        yield r.Header(version=1, made_at=NOW, source=self.word())
        if self.chance(0.8):
            accent = self.dice.choice(["#006754", "#ffff00", None])
            yield r.Organisation(name=self.word(), language="en", timezone="UTC", accent=accent)
        units = [f"u{i}" for i in range(self.dice.randint(0, 4))]
        for i, unit in enumerate(units):
            yield r.OrgUnit(id=unit, name=self.word(), parent=self.maybe(units[:i]))
        for i, person in enumerate(self.people):
            yield self.person(i, person, units)
        for space in self.spaces:
            yield self.space(space)
        for space in self.spaces:
            for person in self.some(self.people):
                yield r.Membership(
                    space=space, person=person, role=self.dice.choice(["keeper", "member"]), since=self.moment(),
                    level=self.dice.choice(["everything", "posts", "mentions", "nothing"]),
                    is_level_chosen=self.dice.random() < 0.5,
                    caught_up_at=self.maybe([self.moment()]),
                )  # fmt: skip
        self.talk()
        yield from self.messages
        yield from self.steps()
        yield from self.answers()
        yield from self.attention()

    def person(self, number: int, key: str, units: list[str]) -> r.Person:
        return r.Person(
            id=key, name=self.dice.choice([*NAMES, self.word()]), email=self.dice.choice(["", f"P{number}@x.example"]),
            kind=self.dice.choice(["employee", "employee", "guest"]), function=self.word(), about=self.text(),
            state=self.dice.choice(["active", "active", "active", "invited", "deactivated", "erased"]),
            roles=self.some(["administrator", "community_manager", "leader"]), org_unit=self.maybe(units),
            language=self.dice.choice(["nl", "en"]), languages=self.some(self.words), phone=self.word(),
            working_days=self.some([1, 2, 3, 4, 5]), skills=self.some(self.words), learning=self.some(self.words),
            location=self.word(), joined_at=self.moment(),
        )  # fmt: skip

    def space(self, key: str) -> r.Space:
        return r.Space(
            id=key, name=self.word(), purpose=self.word(), goal=self.text()[:300], about=self.text(), kind="team",
            access=self.dice.choice(["open", "closed", "secret"]), created_at=self.moment(),
            posting=self.dice.choice(["everyone", "members", "keepers"]), language=self.dice.choice(["", "nl"]),
            created_by=self.maybe(self.people), archived_at=self.maybe([self.moment()], 0.2),
        )  # fmt: skip

    def talk(self) -> None:
        for i in range(self.dice.randint(0, 6)):
            opening = self.opening(f"m{i}")
            self.messages.append(opening)
            replies: list[str] = []
            for j in range(self.dice.randint(0, 5)):
                key = f"m{i}-{j}"
                self.messages.append(self.reply(key, opening, replies))
                replies.append(key)

    def opening(self, key: str) -> r.Message:
        kind: Any = self.dice.choice(list(STEPS))
        options = [
            r.Option(id=f"{key}/{i}", text=self.word(), votes=self.dice.choice([0, 0, 3]))
            for i in range(self.dice.randint(0, 3))
        ]
        return r.Message(
            id=key, kind=kind, space=self.dice.choice(self.spaces), title=self.dice.choice(["", self.word()]),
            tags=self.some(self.words), options=options, anonymous=kind == "poll" and self.chance(0.5),
            answer_by=self.maybe([self.moment().date()]), closes_at=self.maybe([self.moment()]),
            feedback_wanted=self.word(), reader_should=self.dice.choice(["", "know", "act"]),
            pinned_at=self.maybe([self.moment()], 0.2), **self.wording(),
        )  # fmt: skip

    def reply(self, key: str, opening: r.Message, replies: list[str]) -> r.Message:
        return r.Message(
            id=key, thread=opening.id, quotes=self.maybe(replies), is_contribution=self.chance(0.3),
            option=self.maybe([option.id for option in opening.options]), stance=self.dice.choice(["", "for", "against"]),
            outcome=self.maybe(["method_improved", "bottleneck_solved"], 0.2), **self.wording(),
        )  # fmt: skip

    def wording(self) -> dict[str, Any]:
        return {
            "author": self.maybe(self.people, 0.9), "created_at": self.moment(), "body": self.text(),
            "edited_at": self.maybe([self.moment()], 0.2), "deleted_at": self.maybe([self.moment()], 0.1),
        }  # fmt: skip

    def steps(self) -> Iterator[r.Step]:
        for opening in self.some(self.openings):
            for _ in range(self.dice.randint(1, 3)):
                yield r.Step(
                    message=opening.id, state=self.dice.choice(STEPS[opening.kind or ""]), at=self.moment(),
                    by=self.maybe(self.people), reason=self.text()[:500], option=self.maybe([o.id for o in opening.options]),
                    reply=self.maybe(self.replies_of(opening)),
                )  # fmt: skip

    def answers(self) -> Iterator[r.Answer | r.Reuse | r.Check]:
        answers = list(self._answers())
        yield from answers
        for answer in self.some(answers):
            for person in self.some(self.people):
                yield r.Reuse(reply=answer.reply, person=person, at=self.moment())
        for answer in self.some(answers):
            verdict: Any = self.dice.choice(["true", "update", "obsolete"])
            yield r.Check(
                message=answer.message,
                verdict=verdict,
                by=self.maybe(self.people),
                at=self.moment(),
                note=self.word(),
            )

    def _answers(self) -> Iterator[r.Answer]:
        for opening in self.openings:
            replies = self.replies_of(opening)
            if opening.kind == "question" and replies and self.chance(0.5):
                by, at = self.maybe(self.people), self.moment()
                yield r.Answer(
                    message=opening.id, reply=self.dice.choice(replies), accepted_by=by, accepted_at=at
                )

    def attention(self) -> Iterator[r.AnyRecord]:
        for message in self.some(self.messages):
            for number in self.some([1, 2, 3]):
                by, at = self.maybe(self.people), self.moment()
                yield r.Revision(
                    message=message.id, number=number, title=self.word(), body=self.text(), by=by, at=at
                )
        for message in self.some(self.messages):
            for person in self.some(self.people):
                for kind in self.some(["useful", "thanks", "me_too", "i_can_help"]):
                    yield r.Reaction(message=message.id, person=person, kind=kind, at=self.moment())
        for opening in self.openings:
            if opening.kind == "poll":
                for person in self.some(self.people):
                    option = None if opening.anonymous else self.maybe([o.id for o in opening.options], 0.9)
                    yield r.Vote(message=opening.id, person=person, option=option, at=self.moment())
        for opening in self.openings:
            for person in self.some(self.people):
                yield r.Follow(
                    message=opening.id, person=person, level=self.dice.choice(["everything", "nothing"])
                )
        for opening in self.openings:
            for person in self.some(self.people):
                yield r.Seen(message=opening.id, person=person, at=self.moment())
        yield from self.wishes()

    def wishes(self) -> Iterator[r.Reach | r.Hidden]:
        rhythms: Any = ["immediate", "bundled", "daily", "weekly", "off"]
        for person in self.some(self.people):
            away = self.maybe([self.moment().date()])
            yield r.Reach(
                person=person, rhythm=self.dice.choice(rhythms), digest_time="07:15", away_from=away, away_until=away,
                hours=self.some(["1 09:00-12:30", "4 13:00-17:45"]), is_asked=self.chance(0.5),
            )  # fmt: skip
        for person in self.some(self.people):
            yield r.Hidden(person=person)
        for message in self.some([m for m in self.messages if m.thread and m.author]):
            yield r.Hidden(person=message.author or "", reply=message.id)

    @property
    def openings(self) -> list[r.Message]:
        return [message for message in self.messages if message.thread is None]

    def replies_of(self, opening: r.Message) -> list[str]:
        return [message.id for message in self.messages if message.thread == opening.id]

    def moment(self) -> datetime:
        return NOW - timedelta(
            minutes=self.dice.randint(0, 100_000), microseconds=self.dice.randint(0, 999_999)
        )

    def word(self) -> str:
        return self.dice.choice(self.words)

    def text(self) -> str:
        return self.dice.choice(self.texts)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def maybe(self, choices: list[Any], share: float = 0.5) -> Any:
        return self.dice.choice(choices) if choices and self.chance(share) else None

    def some(self, choices: list[Any]) -> list[Any]:
        return [choice for choice in choices if self.chance(0.5)]
