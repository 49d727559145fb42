#!/usr/bin/env python3
"""Turn annotated logs of the Ubuntu help channel into an exchange file.

Every log becomes a space, every conversation that the annotators found one conversation: its first line
opens it, the others are replies, and a reply to a reply quotes it. The logs tell minutes; the lines of one
minute are spread over it. The zone is not known: the times are taken as UTC.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from converting import Row, Unusable, by, first_words, is_question, rows, run, unique

from zinvol.lib.exchange.records import (
    VERSION,
    AnyRecord,
    Header,
    MemberRole,
    Membership,
    Message,
    Organisation,
    Person,
    Space,
)

COLUMNS = {"log", "line", "time", "author", "parent_lines", "conversation_root", "text"}
HOUR = timedelta(hours=1)
Times = dict[tuple[str, str], datetime]


def convert(folder: Path) -> Iterator[AnyRecord]:
    """Yield the records of the data set in this folder. Raises Unusable."""
    table = rows(folder / "posts_ubuntu_dev.csv", COLUMNS)
    logs = by(table, "log")
    times: Times = {}
    for log, lines in logs.items():
        times |= {(log, row["line"]): time for row, time in zip(lines, _times(log, lines), strict=True)}
    ids = unique(by(table, "author"))
    yield Header(
        version=VERSION, made_at=max(times.values()),
        source="#ubuntu logs with reply links by Kummerfeld et al. (irc-disentanglement, CC BY 4.0)",
    )  # fmt: skip
    yield Organisation(name="Ubuntu channel", language="en", timezone="UTC")
    for name, said in by(table, "author").items():
        first = min(times[row["log"], row["line"]] for row in said)
        yield Person(
            id=ids[name], name=name, email=f"{ids[name]}@ubuntu.example", language="en",
            joined_at=_midnight(first),
        )  # fmt: skip
    for log, lines in logs.items():
        yield from _space(log, lines, ids, times)
        for turns in by(sorted(lines, key=_root), "conversation_root").values():
            yield from _conversation(turns, ids, times)


def _times(log: str, lines: list[Row]) -> list[datetime]:
    """When each line was said: the minutes of the log, its lines spread evenly over each minute.

    A clock of twelve hours goes from 12:59 to 01:00 and any clock past midnight, so what seems to
    go back is moved on by half a day, or a whole one.
    """
    minutes = [_day(log) + _clock(row["time"]) for row in lines]
    for index in range(1, len(minutes)):
        while minutes[index] < minutes[index - 1]:
            minutes[index] += 12 * HOUR
    sizes, places = Counter(minutes), Counter[datetime]()
    times = []
    for minute in minutes:
        times.append(minute + timedelta(milliseconds=60_000 * places[minute] // sizes[minute]))
        places[minute] += 1
    return times


def _day(log: str) -> datetime:
    try:
        return datetime.fromisoformat(log.partition("_")[0]).replace(tzinfo=UTC)
    except ValueError:
        raise Unusable(f"The log {log!r} does not begin with a date.") from None


def _clock(text: str) -> timedelta:
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text)
    if not found:
        raise Unusable(f"{text!r} is no time such as 14:05.")
    return timedelta(hours=int(found[1]), minutes=int(found[2]))


def _midnight(time: datetime) -> datetime:
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


def _space(log: str, lines: list[Row], ids: dict[str, str], times: Times) -> Iterator[AnyRecord]:
    """The space of a log; who answered others most often is its keeper."""
    opened = _midnight(times[log, lines[0]["line"]])
    day = f"{opened.day} {opened:%B %Y}"
    answers = Counter(row["author"] for row in lines if row["parent_lines"])
    keeper = min(answers, key=lambda name: (-answers[name], name), default=lines[0]["author"])
    yield Space(
        id=log, name=f"Ubuntu channel, {day}", purpose=f"Help each other with Ubuntu: the channel on {day}",
        posting="everyone", language="en", created_at=opened, created_by=ids[keeper],
    )  # fmt: skip
    for name in by(lines, "author"):
        role: MemberRole = "keeper" if name == keeper else "member"
        yield Membership(space=log, person=ids[name], role=role, since=opened)


def _root(row: Row) -> int:
    try:
        return int(row["conversation_root"])
    except ValueError:
        raise Unusable(f"{row['conversation_root']!r} is no line number.") from None


def _conversation(lines: list[Row], ids: dict[str, str], times: Times) -> Iterator[AnyRecord]:
    first = lines[0]
    yield Message(
        id=_id(first), author=ids[first["author"]], created_at=times[first["log"], first["line"]],
        body=first["text"], space=first["log"], title=first_words(first["text"]),
        kind="question" if is_question(first["text"]) else "update",
    )  # fmt: skip
    replies: dict[str, str] = {}
    for row in lines[1:]:
        answered = [line for line in row["parent_lines"].split("|") if line in replies]
        nearest = max(answered, key=int, default="")
        yield Message(
            id=_id(row), author=ids[row["author"]], created_at=times[row["log"], row["line"]],
            body=row["text"], thread=_id(first), quotes=replies.get(nearest),
        )  # fmt: skip
        replies[row["line"]] = _id(row)


def _id(row: Row) -> str:
    return f"{row['log']}-{row['line']}"


if __name__ == "__main__":
    sys.exit(run(convert, about=__doc__.partition("\n")[0]))
