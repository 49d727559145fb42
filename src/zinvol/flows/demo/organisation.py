"""Gemeente Veldhaven, an invented municipality with a year of life, as exchange records.

All texts stand in ``data``; nothing here is random: the same ``today`` gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from zinvol.lib.exchange.records import VERSION, Header, Organisation, Record

from .attention import Attention
from .conversations import Conversations
from .keeping import Keeping
from .moments import Calendar
from .people import People
from .scripts import load
from .spaces import Spaces

DEMO_LOGINS: tuple[tuple[str, str], ...] = (
    ("miriam-kolk", "employee"),
    ("els-de-lange", "community_manager"),
    ("johan-verbeek", "leader"),
    ("noor-oosting", "administrator"),
)


def records(today: datetime) -> Iterator[Record]:
    """The whole organisation as it stands at ``today``, in the order of an exchange file."""
    calendar = Calendar(today)
    people = People(calendar)
    conversations = Conversations(calendar, people)
    spaces = Spaces(calendar, people, conversations.authors())
    attention = Attention(calendar, people, spaces, conversations, [person for person, _ in DEMO_LOGINS])
    keeping = Keeping(calendar, people, conversations, attention)
    content = load("organisation.toml")

    yield Header(version=VERSION, made_at=calendar.now, source="Gemeente Veldhaven")
    yield Organisation(**content["organisation"])
    yield from people.units
    yield from people.all
    yield from spaces.all
    yield from spaces.memberships
    yield from conversations.messages()
    yield from conversations.steps()
    yield from conversations.answers()
    yield from keeping.reuses()
    yield from keeping.checks()
    yield from conversations.revisions()
    yield from attention.reactions()
    yield from attention.votes()
    yield from attention.follows()
    yield from attention.seen()


__all__ = ["DEMO_LOGINS", "records"]
