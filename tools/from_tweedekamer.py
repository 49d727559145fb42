#!/usr/bin/env python3
"""Turn the debates of the Dutch House of Representatives into an exchange file.

Every part of the agenda becomes a conversation: its first turn opens it, every further turn is a reply, and
who answers an interruption quotes it. The conversations stand in a space for each theme. The report of 2018
says no times: they follow from the length of the turns at a speaking pace, on a day that fits the text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from converting import Row, Unusable, by, is_question, rows, run, strictly_later, unique

from zinvol.lib.exchange.records import (
    VERSION,
    AnyRecord,
    Header,
    Membership,
    Message,
    Organisation,
    OrgUnit,
    Person,
    Space,
)

COLUMNS = {"post_id", "thread_id", "thread_title", "parent_id", "time", "author", "party", "role",
           "is_chair", "text"}  # fmt: skip
ZONE = ZoneInfo("Europe/Amsterdam")
UNTIMED_START = datetime(2018, 4, 5, 10, 15, tzinfo=ZONE)
WORDS_A_SECOND = 130 / 60
PAUSE = timedelta(seconds=3)
SECOND = timedelta(seconds=1)
CABINET, CHAIR = "Kabinet", "Voorzitter"


@dataclass(frozen=True)
class Theme:
    """A space, and the words in an agenda title that bring a debate into it."""

    id: str
    name: str
    purpose: str
    signs: tuple[str, ...] = ()


THEMES = (
    Theme("europa", "Europa", "Wat Nederland in Europa wil, en wat Europa voor ons betekent",
          ("europese top", "brexit", "milieuraad")),
    Theme("financien", "Geld en ondernemen", "Banken, pensioenen en het bedrijfsleven: regels die werken",
          ("beloningsbeleid", "toetsingskader", "bedrijfslevenbeleid")),
    Theme("zorg", "Zorg en ondersteuning", "Goede zorg voor wie haar nodig heeft, en hoe we haar regelen",
          ("wlz", "wmo", "careyn")),
    Theme("wonen", "Wonen en bouwen", "Betaalbare, zuinige huizen en corporaties die hun werk doen",
          ("bouwregelgeving", "woningcorporatie")),
    Theme("agenda", "Agenda en mededelingen", "Wat er op de agenda komt, wat vervalt en wat is besloten"),
)  # fmt: skip


def convert(folder: Path) -> Iterator[AnyRecord]:
    """Yield the records of the data set in this folder. Raises Unusable."""
    table = rows(folder / "posts.csv", COLUMNS)
    times = _times(table)
    ids = unique(by(table, "author"))
    threads = by(table, "thread_id")
    yield Header(
        version=VERSION, made_at=max(times.values()),
        source="Handelingen Tweede Kamer, 15 October 2014 and April 2018 (public record)",
    )  # fmt: skip
    yield Organisation(name="Tweede Kamer", language="nl", timezone="Europe/Amsterdam")
    yield from _people(table, ids, times)
    yield from _spaces(table, ids, times)
    titles = _titles(threads)
    for thread, turns in threads.items():
        yield from _conversation(titles[thread], turns, ids, times)


def _times(table: list[Row]) -> dict[str, datetime]:
    """When each turn began, each later than the one before."""
    wanted: list[datetime] = []
    untimed = UNTIMED_START
    for row in table:
        if "T" in row["time"]:
            wanted.append(_moment(row["time"]))
        else:
            wanted.append(untimed)
            seconds = round(len(row["text"].split()) / WORDS_A_SECOND)
            untimed += PAUSE + timedelta(seconds=seconds)
    return {row["post_id"]: time for row, time in zip(table, strictly_later(wanted, SECOND), strict=True)}


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        raise Unusable(f"posts.csv has a time {text!r} that is none.") from None


def _people(table: list[Row], ids: dict[str, str], times: dict[str, datetime]) -> Iterator[AnyRecord]:
    """The speakers, each in the parliamentary group of the last turn that names one."""
    speakers = by(table, "author")
    groups = {name: _group(turns) for name, turns in speakers.items()}
    units = unique(sorted(set(groups.values())))
    for group, unit in units.items():
        yield OrgUnit(id=f"fractie-{unit}", name=group)
    for name, turns in speakers.items():
        yield Person(
            id=ids[name], name=name[:1].upper() + name[1:], email=f"{ids[name]}@kamer.example",
            function=_function(turns), org_unit=f"fractie-{units[groups[name]]}",
            joined_at=_month_of(turns, times),
        )  # fmt: skip


def _group(turns: list[Row]) -> str:
    named = [row["party"] for row in turns if row["party"]]
    if named:
        return named[-1]
    return CHAIR if turns[0]["author"] == CHAIR.lower() else CABINET


def _function(turns: list[Row]) -> str:
    if turns[0]["author"] == CHAIR.lower():
        return "Voorzitter van de vergadering"
    named = [row["role"] for row in turns if row["role"]]
    member = "Lid Tweede Kamer" if any(row["party"] for row in turns) else "Bewindspersoon"
    role = named[-1] if named else member
    chaired = any(row["is_chair"] == "true" for row in turns)
    return f"{role}, voorzitter van de vergadering" if chaired else role[:1].upper() + role[1:]


def _month_of(turns: list[Row], times: dict[str, datetime]) -> datetime:
    """Midnight at the beginning of the month of the first of these turns."""
    first = min(times[row["post_id"]] for row in turns)
    return first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _theme(title: str) -> Theme:
    lower = title.lower()
    found = (theme for theme in THEMES if any(sign in lower for sign in theme.signs))
    return next(found, THEMES[-1])


def _spaces(table: list[Row], ids: dict[str, str], times: dict[str, datetime]) -> Iterator[AnyRecord]:
    for theme in THEMES:
        turns = [row for row in table if _theme(row["thread_title"]) is theme]
        if not turns:
            continue
        opened = _month_of(turns, times) + timedelta(hours=8)
        chairs = {row["author"]: None for row in turns if row["is_chair"] == "true"}
        yield Space(
            id=theme.id, name=theme.name, purpose=theme.purpose, kind="community", language="nl",
            created_at=opened, created_by=ids[next(iter(chairs or {turns[0]["author"]: None}))],
        )  # fmt: skip
        for name, said in by(turns, "author").items():
            yield Membership(
                space=theme.id, person=ids[name], role="keeper" if name in chairs else "member",
                since=max(opened, _month_of(said, times) + timedelta(hours=9)),
            )  # fmt: skip


def _titles(threads: dict[str, list[Row]]) -> dict[str, str]:
    """The agenda titles with a capital; the second of the same is its continuation."""
    seen: dict[str, int] = {}
    titles = {}
    for thread, turns in threads.items():
        title = turns[0]["thread_title"]
        meeting = thread.partition("-")[0]
        number = seen[meeting + title] = seen.get(meeting + title, 0) + 1
        title = title[:1].upper() + title[1:]
        titles[thread] = title if number == 1 else f"{title} (vervolg)"
    return titles


def _conversation(
    title: str, turns: list[Row], ids: dict[str, str], times: dict[str, datetime]
) -> Iterator[AnyRecord]:
    opening = turns[0]["post_id"]
    space = _theme(turns[0]["thread_title"]).id
    yield Message(
        id=opening, author=ids[turns[0]["author"]], created_at=times[opening], body=turns[0]["text"],
        space=space, kind="question" if is_question(turns[0]["text"]) else "update", title=title,
    )  # fmt: skip
    replies: set[str] = set()
    for row in turns[1:]:
        parent = row["parent_id"] if row["parent_id"] in replies else None
        yield Message(
            id=row["post_id"], author=ids[row["author"]], created_at=times[row["post_id"]],
            body=row["text"], thread=opening, quotes=parent,
        )  # fmt: skip
        replies.add(row["post_id"])


if __name__ == "__main__":
    sys.exit(run(convert, about=__doc__.partition("\n")[0]))
