"""The people of Veldhaven: the written ones, and the colleagues around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any

from zinvol.lib.exchange.records import OrgUnit, Person

from .moments import Calendar
from .scripts import load

WEEKS = ("12345", "12345", "12345", "1245", "1234", "1235", "2345", "124", "123", "345")
PLACES = ("Stadskantoor", "Stadskantoor", "Stadskantoor en thuis", "Thuis en stadskantoor")
_COLLEAGUE = re.compile(r"\*([a-z-]+)(\d?)")
UNUSED = {"invited": 6, "deactivated": 3}


class People:
    """All persons, with the ways in which a script may name them: by id or, for those who are
    written by hand, by a first name that only one of them has."""

    def __init__(self, calendar: Calendar) -> None:
        content = load("organisation.toml")
        self.units = [OrgUnit(id=u["id"], name=u["name"], parent=u.get("parent")) for u in content["unit"]]
        written = list(_written(calendar))
        crowd = list(_crowd(content["unit"], written, calendar))
        self.all = written + crowd
        self._crowd = crowd
        self._year_ago = calendar.days_ago(376)
        self.by_id = {person.id: person for person in self.all}
        self._names = _first_names(written)

    def find(self, name: str, seed: str = "") -> Person:
        if name.startswith("*"):
            return self.colleague(name, seed)
        return self.by_id[self._names.get(name, name)]

    def colleague(self, token: str, seed: str) -> Person:
        """``*kcc`` or ``*kcc2`` in a script: somebody of that team who has been here all year."""
        team, number = _COLLEAGUE.fullmatch(token).groups()  # type: ignore[union-attr]
        known = [
            person
            for person in self._crowd
            if person.org_unit == team and person.state == "active" and person.joined_at <= self._year_ago
        ]
        Random(f"{seed} {team}").shuffle(known)
        return known[int(number or 1) - 1]

    def department(self, person: Person) -> str:
        """The department at the top of the tree, or nothing for a guest."""
        parents = {unit.id: unit.parent for unit in self.units}
        unit = person.org_unit
        while unit is not None and parents[unit] is not None:
            unit = parents[unit]
        return unit or ""


def slug(name: str) -> str:
    latin = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ı", "i"))
    plain = latin.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "-", plain).strip("-")


def _first_names(written: list[Person]) -> dict[str, str]:
    names: dict[str, str] = {}
    for person in written:
        first = slug(person.name.split()[0])
        if first in names:
            raise ValueError(f"two persons are called {first}")
        names[first] = person.id
    return names


def _written(calendar: Calendar) -> Iterator[Person]:
    for name, entry in load("people.toml").items():
        key = slug(name)
        guest = entry.get("kind") == "guest"
        yield Person(
            id=key,
            name=name,
            email=entry.get("email", _address(key)),
            kind="guest" if guest else "employee",
            roles=entry.get("roles", []),
            function=entry["function"],
            org_unit=entry.get("unit"),
            location=entry.get("location", "Stadskantoor"),
            phone=entry.get("phone", ""),
            about=entry.get("about", "").strip(),
            language=entry.get("language", "nl"),
            languages=entry.get("languages", ["Nederlands"]),
            working_days=[int(day) for day in entry.get("days", "12345")],
            skills=entry.get("skills", []),
            learning=entry.get("learning", []),
            joined_at=calendar.days_ago(entry.get("joined", 400)),
        )


def _crowd(units: list[dict[str, Any]], written: list[Person], calendar: Calendar) -> Iterator[Person]:
    """Colleagues until every team has its size. The last ones drawn never came in, or left."""
    dice = Random("Veldhaven")
    names = _names(dice, {person.id for person in written})
    seats = [
        (unit, number)
        for unit in units
        for number in range(unit.get("size", 0) - sum(person.org_unit == unit["id"] for person in written))
    ]
    silent = dice.sample(range(len(seats)), sum(UNUSED.values()))
    for index, (unit, number) in enumerate(seats):
        person = _colleague(unit, number, next(names), dice, calendar)
        if index in silent:
            late = silent.index(index) >= UNUSED["invited"]
            yield _replaced(person, "deactivated" if late else "invited")
        else:
            yield person


def _replaced(person: Person, state: Any) -> Person:
    fields = {name: getattr(person, name) for name in person.__struct_fields__}
    return Person(**(fields | {"state": state}))


def _colleague(unit: dict[str, Any], number: int, name: str, dice: Random, calendar: Calendar) -> Person:
    functions: list[str] = unit["functions"]
    known: list[str] = unit.get("skills", [])
    key = slug(name)
    outside = unit.get("location")
    joined = dice.choice((400, 400, 399, 398, 396, 391, 380, dice.randint(60, 375)))
    return Person(
        id=key,
        name=name,
        email=_address(key),
        function=functions[number % len(functions)],
        org_unit=unit["id"],
        location=outside or dice.choice(PLACES),
        phone=f"intern {dice.randint(4100, 4999)}",
        languages=["Nederlands", *dice.sample(["Engels", "Duits", "Frans"], dice.randint(0, 2))],
        working_days=[int(day) for day in dice.choice(WEEKS)],
        skills=dice.sample(known, min(len(known), dice.randint(0, 2))),
        learning=dice.sample(known, 1) if known and dice.random() < 0.12 else [],
        joined_at=calendar.days_ago(joined),
    )


def _names(dice: Random, taken: set[str]) -> Iterator[str]:
    groups = load("names.toml")["group"]
    weights = [group["share"] for group in groups]
    while True:
        first_group = dice.choices(groups, weights)[0]
        last_group = first_group if dice.random() < 0.93 else groups[0]
        name = f"{dice.choice(first_group['first'])} {dice.choice(last_group['last'])}"
        if slug(name) not in taken:
            taken.add(slug(name))
            yield name


def _address(key: str) -> str:
    return f"{key.replace('-', '.', 1).replace('-', '')}@veldhaven.example"
