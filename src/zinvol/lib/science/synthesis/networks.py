"""What 400 invented people did on their network in a quarter, with things planted in it to be found.

Planted, and named in ``PLANTED``: two groups that only answer each other, three people who tie groups together, a
subject that bursts in one week, and a question that nobody answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from zinvol.lib.exchange import records as r
from zinvol.lib.science.synthesis.drawing import Chance
from zinvol.lib.science.synthesis.people import UNITS

FROM = datetime(2015, 9, 1, 8, 0, tzinfo=UTC)
DAYS = 91
SILOS = ("Juridisch", "Financiën")
BROKERS = (9, 70, 250)
"""Which people, by number, answer in every group."""
BURST = "omgevingswet"
BURST_WEEK = 8
UNANSWERED = "Wie heeft ervaring met het archiveren van geluidsopnamen?"
PLANTED = {"silos": SILOS, "brokers": BROKERS, "burst": BURST, "unanswered": UNANSWERED}

ACTIVE_SHARE = 0.3
SUBJECTS = (
    "formulieren",
    "roosters",
    "telefoontjes",
    "vergunningen",
    "facturen",
    "bezoekers",
    "dossiers",
    "scholing",
)
QUESTIONS = (
    "Hoe gaan jullie om met {}?",
    "Wie weet meer over {}?",
    "Waar vind ik de afspraken over {}?",
    "Kan {} ook anders?",
)
ANSWERS = (
    "Wij doen dat sinds vorig jaar met een vaste lijst, dat scheelt veel zoeken.",
    "Bij ons staat dit in de werkwijze, ik stuur je de link.",
    "Bel even met het team dat dit eerder deed, zij hebben het uitgezocht.",
    "Goede vraag, ik liep hier ook tegenaan en heb het zo opgelost.",
)


@dataclass
class _Cast:
    units: list[str]
    active: list[int]
    by_unit: dict[str, list[int]]


def network(chance: Chance, name: str) -> Iterator[r.AnyRecord]:
    """An exchange of one organisation: people, spaces, messages and reactions."""
    cast = _cast(chance)
    yield r.Header(version=r.VERSION, made_at=FROM + timedelta(days=DAYS), source=f"SYNTHETIC: {name}")
    yield r.Organisation(name=name)
    yield from (r.OrgUnit(id=f"u-{unit}", name=unit) for unit in UNITS)
    for number, unit in enumerate(cast.units):
        yield r.Person(
            id=_person(number),
            name=f"Medewerker {number + 1:03}",
            org_unit=f"u-{unit}",
            joined_at=FROM - timedelta(days=300),
        )
    for unit in (*UNITS, "Iedereen"):
        yield r.Space(
            id=f"s-{unit}",
            name=unit,
            purpose=f"Vragen en antwoorden van {unit}",
            created_at=FROM - timedelta(days=200),
        )
    messages, reactions = _talk(chance, cast)
    yield from sorted(messages, key=lambda message: (message.created_at, message.id))
    yield from reactions


def _cast(chance: Chance) -> _Cast:
    units = [unit for unit, size in UNITS.items() for _person in range(size)]
    active = [i for i in range(len(units)) if chance.random() < ACTIVE_SHARE or i in BROKERS]
    return _Cast(units, active, {unit: [i for i in active if units[i] == unit] for unit in UNITS})


def _talk(chance: Chance, cast: _Cast) -> tuple[list[r.Message], list[r.Reaction]]:
    messages: list[r.Message] = []
    reactions: list[r.Reaction] = []
    for author in cast.active:
        for _post in range(1 + int(chance.negative_binomial(1, 0.35))):
            opening = _opening(chance, cast, author, len(messages))
            messages.append(opening)
            for answerer in _answerers(chance, cast, author):
                reply = _reply(chance, opening, answerer, len(messages))
                messages.append(reply)
                if chance.random() < 0.4:
                    reactions.append(
                        r.Reaction(
                            message=reply.id,
                            person=_person(author),
                            kind="thanks",
                            at=reply.created_at + timedelta(hours=2),
                        )
                    )
    messages += _burst(chance, cast, len(messages))
    messages.append(
        _message(
            len(messages),
            cast.active[-1],
            FROM + timedelta(days=40),
            space="s-Iedereen",
            kind="question",
            title=UNANSWERED,
        )
    )
    return messages, reactions


def _opening(chance: Chance, cast: _Cast, author: int, number: int) -> r.Message:
    unit = cast.units[author]
    space = unit if unit in SILOS or chance.random() < 0.6 else "Iedereen"
    title = str(chance.choice(QUESTIONS)).format(chance.choice(SUBJECTS))
    at = FROM + timedelta(minutes=int(chance.integers(DAYS * 24 * 60 - 4000)))
    kind = str(chance.choice(["question", "question", "update", "unfinished", "idea"]))
    return _message(number, author, at, space=f"s-{space}", kind=kind, title=title)


def _answerers(chance: Chance, cast: _Cast, author: int) -> list[int]:
    """Who is in a silo is answered there; the others by their own group and, less, by everybody; brokers by all."""
    unit = cast.units[author]
    own = [i for i in cast.by_unit[unit] if i != author]
    others = [i for i in cast.active if cast.units[i] not in (*SILOS, unit)]
    found: list[int] = []
    for _reply in range(int(chance.negative_binomial(2, 0.5))):
        pool = own if unit in SILOS or chance.random() < 0.5 else others
        if pool:
            found.append(int(chance.choice(np.array(pool))))
    if unit not in SILOS and chance.random() < 0.35:
        found.append(int(chance.choice(np.array(BROKERS))))
    return [i for i in dict.fromkeys(found) if i != author]


def _reply(chance: Chance, opening: r.Message, answerer: int, number: int) -> r.Message:
    at = opening.created_at + timedelta(minutes=int(chance.exponential(600)) + 3)
    return _message(number, answerer, at, thread=opening.id, body=str(chance.choice(ANSWERS)))


def _burst(chance: Chance, cast: _Cast, first: int) -> list[r.Message]:
    """Twelve people of several groups in one week about one subject."""
    people = chance.permutation(np.array([i for i in cast.active if cast.units[i] not in SILOS]))[:12]
    start = FROM + timedelta(weeks=BURST_WEEK)
    return [
        _message(first + i, int(person), start + timedelta(hours=int(chance.integers(150))), space="s-Iedereen", kind="question",
                 title=f"Wat verandert er door de {BURST}?")
        for i, person in enumerate(people)
    ]  # fmt: skip


def _message(number: int, author: int, at: datetime, **more: str) -> r.Message:
    return r.Message(id=f"m-{number + 1}", author=_person(author), created_at=at, **more)  # type: ignore[arg-type]


def _person(number: int) -> str:
    return f"p-{number + 1:03}"
