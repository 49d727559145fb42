"""How much to sow, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

DAYS = 120
PASSWORD = "zaaien en oogsten"  # noqa: S105

LONG = 600
"""There is one conversation with so many replies …"""
MIDDLE = 50
"""… and one with so many, for those who measure; where the plan has room for them."""
RARE_REPLIES = 12
COMMON_SHARE = 0.25


class Refused(Exception):
    """The install or the numbers are not fit for it; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to make. The same plan gives the same people, texts and moments."""

    people: int = 2_000
    spaces: int = 100
    posts: int = 10_000
    replies: int = 60_000
    reactions: int = 100_000
    random_seed: int = 7
    until: datetime
    """The last moment of the story; it began ``DAYS`` days earlier."""
    password: str = PASSWORD

    def __post_init__(self) -> None:
        if self.people < 10 or self.spaces < 3 or self.posts < 10:
            raise Refused("there must be at least 10 people, 3 spaces and 10 posts")
        if self.replies < 0 or self.reactions < 0:
            raise Refused("numbers cannot be below zero")
        if self.reactions > 2 * (self.posts + self.replies) * min(4, self.people // 4):
            raise Refused("so many reactions do not fit on so few messages")

    @property
    def messages(self) -> int:
        return self.posts + self.replies

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=DAYS)

    def dice(self, *purpose: object) -> Random:
        """Chance for one purpose: what is drawn for another does not change it."""
        return Random(" ".join(map(str, (self.random_seed, *purpose))))


def near_the_front(dice: Random, size: int, *, slope: float = 2.0) -> int:
    """A position below ``size``; the first ones come up most, after a power law."""
    return int(size * dice.random() ** slope)
