"""Names of records in exchange files, so that loading the same file twice changes nothing.

A record that came from a file keeps the name it had there. One that was made here is called
``<install>:<kind>:<number>``, so that it is recognised when its own export comes back.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import models

from zinvol.kernel import rows
from zinvol.kernel.models import Origin

INSTALL = "install"
BLURRED = "erased:"
ARE_BLURRED = {"key__gte": "erased:", "key__lt": "erased;"}
"""As a range, which an index serves; the beginning of a text is searched for in all of them."""
MOST_KEPT = 400_000


def install() -> str:
    """The name of this install in the names of its records; made when it is first asked for."""
    found = Origin.objects.filter(kind=INSTALL).order_by("pk").values_list("key", flat=True).first()
    if found is None:
        found = secrets.token_hex(4)
        Origin.objects.create(kind=INSTALL, key=found, local_id=0)
    return found


def known(kind: str, keys: Iterable[str]) -> dict[str, int]:
    """Which of ``keys`` were loaded before, and as which record."""
    wanted = list(keys)
    found = _local_ids(kind, wanted)
    if len(found) < len(wanted) and Origin.objects.filter(kind=kind, **ARE_BLURRED).exists():
        own = install()
        blurred = {_blurred(key, own): key for key in wanted if key not in found}
        found.update({blurred[key]: i for key, i in _local_ids(kind, list(blurred)).items()})
    return found


def _local_ids(kind: str, keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        found.update(Origin.objects.filter(kind=kind, key__in=part).values_list("key", "local_id"))
    return found


def blur(kind: str, local_id: int) -> None:
    """Keep so much of the names of a record that it is known again, and nothing that can be read: they
    may hold an address. For who is erased, so that the same file does not bring them back."""
    for origin in Origin.objects.filter(kind=kind, local_id=local_id).exclude(**ARE_BLURRED):
        origin.key = _blurred(origin.key, install())
        origin.save(update_fields=["key"])


def _blurred(key: str, own: str) -> str:
    return BLURRED + hashlib.blake2b(key.encode(), key=own.encode(), digest_size=20).hexdigest()


def remember(kind: str, ids: Mapping[str, int]) -> None:
    rows.write_values(Origin, ("kind", "key", "local_id"), [(kind, key, i) for key, i in ids.items()])


def names(kind: str, ids: Iterable[int]) -> dict[int, str]:
    """The exchange name of each of these records; the first it ever had, where it has several."""
    wanted, prefix = list(ids), install()
    found = {i: f"{prefix}:{kind}:{i}" for i in wanted}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        held = Origin.objects.filter(kind=kind, local_id__in=part).order_by("-pk")
        found.update(held.values_list("local_id", "key"))
    return found


class Origins:
    """What the names in a file stand for here, while that file is loaded batch by batch.

    ``look_up`` a batch's names, ``get`` them, ``add`` what is written, then ``save`` inside the
    transaction; ``keep`` or ``forget`` what was added once it is known how the transaction ended.
    """

    def __init__(self, tables: Mapping[str, type[models.Model]]) -> None:
        self._tables = tables
        self._own = f"{install()}:"
        self._found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._added: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def look_up(self, kind: str, keys: Iterable[str]) -> None:
        """Read the names of a kind that are not at hand yet."""
        held = self._found[kind]
        if len(held) > MOST_KEPT:
            held.clear()
        wanted = {key for key in keys if key not in held}
        own = {k: int(n) for k in wanted if (n := self._own_number(kind, k))}
        if own:
            here = set(
                self._tables[kind]._default_manager.filter(pk__in=own.values()).values_list("pk", flat=True)
            )
            held.update({key: number for key, number in own.items() if number in here})
        held.update(known(kind, wanted))

    def get(self, kind: str, key: str | None) -> int | None:
        """The record of a name that was looked up or added; nothing when it is not here."""
        if key is None:
            return None
        return self._added[kind].get(key) or self._found[kind].get(key)

    def add(self, kind: str, key: str, number: int) -> None:
        self._added[kind][key] = number

    def save(self) -> None:
        """Write the added names, in the transaction of what they name."""
        for kind, ids in self._added.items():
            remember(kind, ids)

    def keep(self) -> None:
        for kind, ids in self._added.items():
            self._found[kind].update(ids)
        self.forget()

    def forget(self) -> None:
        self._added.clear()

    def _own_number(self, kind: str, key: str) -> str:
        number = key.removeprefix(f"{self._own}{kind}:")
        return number if number != key and number.isascii() and number.isdigit() and len(number) < 19 else ""


class Names:
    """What records are called in the file that is being written."""

    def __init__(self) -> None:
        self._names: defaultdict[str, dict[int, str]] = defaultdict(dict)

    def load(self, kind: str, ids: Iterable[int | None]) -> None:
        """Look up the names of many records at once."""
        held = self._names[kind]
        if len(held) > MOST_KEPT:
            held.clear()
        held.update(names(kind, {i for i in ids if i is not None and i not in held}))

    def get(self, kind: str, number: int) -> str:
        """The name of a record that was loaded, or is now."""
        if number not in self._names[kind]:
            self.load(kind, [number])
        return self._names[kind][number]

    def or_none(self, kind: str, number: int | None) -> str | None:
        return None if number is None else self.get(kind, number)
