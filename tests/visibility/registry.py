"""The checks of read paths: each says for which functions it answers."""

from __future__ import annotations

from collections.abc import Callable

from tests.visibility.naive import Naive
from zinvol.apps.social.people.models import Person

ALL = 1000

Check = Callable[[Person, Naive], None]
CHECKS: dict[str, Check] = {}


def checks(*names: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(names, check))
        return check

    return register
