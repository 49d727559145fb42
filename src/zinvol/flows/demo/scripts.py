"""Reads the conversations as they are written by hand: TOML with a script of who said what.

In a script ``-- ayse 8m useful=2`` begins a reply, eight minutes after the line above it, and
``!! chosen els 1d option=b`` a change of state; the text follows on the lines below.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from zinvol.lib.exchange.records import MessageKind, Outcome, ReactionKind

DATA = Path(__file__).parent / "data"
OUTCOMES: dict[str, Outcome] = {"improved": "method_improved", "bottleneck": "bottleneck_solved"}
REACTIONS: tuple[ReactionKind, ...] = ("useful", "thanks", "me_too", "i_can_help")


@dataclass(frozen=True)
class Line:
    """A reply, or with a ``state`` a step."""

    who: str
    gap: str
    text: str
    state: str = ""
    flags: frozenset[str] = frozenset()
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """A wording that was replaced; ``gap`` after the wording before it."""

    gap: str
    text: str
    title: str
    note: str


@dataclass(frozen=True)
class Script:
    id: str
    space: str
    kind: MessageKind
    by: str
    when: str
    title: str
    text: str
    lines: list[Line]
    tags: list[str]
    options: list[str]
    votes: list[int]
    earlier: list[Earlier]
    edited: str
    feedback: str
    should: str
    answer_by: int | None
    closes: int | None
    anonymous: bool
    pinned: bool
    reactions: dict[ReactionKind, int]
    unread: list[str]


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def scripts() -> Iterator[Script]:
    for path in sorted((DATA / "conversations").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for key, entry in content.items():
            yield _script(key, path.stem, entry)


def _script(key: str, space: str, entry: dict[str, Any]) -> Script:
    known = {
        "kind", "by", "when", "title", "text", "talk", "tags", "options", "votes", "earlier", "edited",
        "feedback", "should", "answer_by", "closes", "anonymous", "pinned", "unread", *REACTIONS,
    }  # fmt: skip
    if unknown := set(entry) - known:
        raise ValueError(f"{space}/{key}: unknown {sorted(unknown)}")
    return Script(
        id=key,
        space=space,
        kind=cast("MessageKind", entry["kind"]),
        by=entry["by"],
        when=entry["when"],
        title=entry["title"],
        text=str(entry["text"]).strip(),
        lines=list(_lines(f"{space}/{key}", entry.get("talk", ""))),
        tags=entry.get("tags", []),
        options=entry.get("options", []),
        votes=entry.get("votes", []),
        earlier=[_earlier(wording, entry["title"]) for wording in entry.get("earlier", [])],
        edited=entry.get("edited", ""),
        feedback=entry.get("feedback", ""),
        should=entry.get("should", ""),
        answer_by=entry.get("answer_by"),
        closes=entry.get("closes"),
        anonymous=entry.get("anonymous", False),
        pinned=entry.get("pinned", False),
        reactions={kind: entry[kind] for kind in REACTIONS if kind in entry},
        unread=entry.get("unread", []),
    )


def _earlier(entry: dict[str, str], title: str) -> Earlier:
    return Earlier(
        gap=entry.get("gap", ""),
        text=entry["text"].strip(),
        title=entry.get("title", title),
        note=entry.get("note", ""),
    )


def _lines(place: str, talk: str) -> Iterator[Line]:
    head, text = "", []
    for raw in [*talk.strip().splitlines(), "-- end"]:
        if not raw.startswith(("-- ", "!! ")):
            text.append(raw)
            continue
        if head:
            yield _line(place, head, "\n".join(text).strip())
        elif any(text):
            raise ValueError(f"{place}: text before the first line")
        head, text = raw, []


def _line(place: str, head: str, text: str) -> Line:
    words = head[3:].split()
    state = words.pop(0) if head.startswith("!!") else ""
    who, gap, rest = words[0], words[1], words[2:]
    if rest and ":" in rest[0]:
        gap = f"{gap} {rest.pop(0)}"
    if not text and not state:
        raise ValueError(f"{place}: nothing said after {head!r}")
    return Line(
        who=who,
        gap=gap,
        text=text,
        state=state,
        flags=frozenset(word for word in rest if "=" not in word),
        values=dict(word.split("=", 1) for word in rest if "=" in word),
    )
