"""Whether the records of one exchange fit together: a streaming look at every reference."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zinvol.lib.exchange.problems import Problem
from zinvol.lib.exchange.records import (
    Answer,
    AnyRecord,
    Check,
    File,
    Follow,
    Header,
    Hidden,
    Membership,
    Message,
    Organisation,
    OrgUnit,
    Person,
    Reach,
    Reaction,
    ReactionKind,
    Reuse,
    Revision,
    Seen,
    Space,
    Step,
    Vote,
)
from zinvol.lib.exchange.source import is_safe_path
from zinvol.lib.exchange.studies import StudyReferences

OPENING_ONLY = (
    "space", "kind", "title", "tags", "answer_by", "feedback_wanted", "reader_should", "anonymous",
    "closes_at", "options", "pinned_at",
)  # fmt: skip
REPLY_ONLY = ("quotes", "option", "stance", "is_contribution", "outcome")
_REACTIONS = {kind: number for number, kind in enumerate(get_args(ReactionKind))}


class References:
    """Give it every record in the order of the file; it tells what does not fit what came before.

    A record with a problem counts as never seen, so a record without one refers only to records
    without one: an importer may skip the bad and trust the rest. It remembers identifiers as
    numbers and never a text: about 120 bytes for a message, a few bits for a ``seen``.
    """

    def __init__(self) -> None:
        self._organised = False
        self._units: set[str] = set()
        self._people = _Numbers()
        self._emails: set[str] = set()
        self._files: set[str] = set()
        self._spaces = _Numbers()
        self._messages = _Numbers()
        self._conversation_of = array("I")  # by message number
        self._opening_of = array("I")  # by conversation number
        self._options = _Numbers()
        self._question_of = array("I")  # by option number: the conversation it belongs to
        self._anonymous: set[int] = set()
        self._answered: set[int] = set()
        self._keys: dict[type, set[int]] = {
            kind: set() for kind in (Membership, Revision, Reaction, Reuse, Vote, Reach, Hidden)
        }
        self._followed = _Grid()
        self._read = _Grid()
        self._rules: dict[type, Callable[[Any], list[str]]] = {
            Header: lambda record: [], Organisation: self._organisation, OrgUnit: self._org_unit,
            Person: self._person, File: self._file, Space: self._space, Membership: self._membership,
            Message: self._message, Step: self._step, Answer: self._answer,
            Reuse: self._reuse, Check: self._check, Revision: self._revision,
            Reaction: self._reaction, Vote: self._vote, Follow: self._follow, Seen: self._seen,
            Reach: self._reach, Hidden: self._hidden, **StudyReferences(self._person_known).rules,
        }  # fmt: skip

    def check(self, line: int, record: AnyRecord) -> list[Problem]:
        """Return what is wrong with this record, given all before it; an empty list if nothing is."""
        faults = self._rules[type(record)](record)
        return [Problem(line, f"{_subject(record)}: {fault}") for fault in faults] if faults else []

    # one rule a type: each returns its faults, and remembers the record if there are none

    def _organisation(self, it: Organisation) -> list[str]:
        faults = ["there is more than one organisation."] if self._organised else []
        if not _is_timezone(it.timezone):
            faults.append(f"there is no time zone {it.timezone!r}.")
        self._organised = self._organised or not faults
        return faults

    def _org_unit(self, it: OrgUnit) -> list[str]:
        faults = _new(it.id, self._units) + _known(it.parent, self._units, "parent", "org_unit")
        if not faults:
            self._units.add(it.id)
        return faults

    def _person(self, it: Person) -> list[str]:
        email = it.email.casefold()
        faults = _new(it.id, self._people) + _known(it.org_unit, self._units, "org_unit", "org_unit")
        if email and email in self._emails:
            faults.append(f"another person has the e-mail address {it.email!r}.")
        if not faults:
            self._people.add(it.id)
            self._emails.add(email)
        return faults

    def _file(self, it: File) -> list[str]:
        faults = _new(it.id, self._files) + self._person_known(it.uploader, "uploader")
        if it.path and not is_safe_path(it.path):
            faults.append("`path` must be under files/, with forward slashes and without .. in it.")
        if it.use == "photo" and it.uploader is None:
            faults.append("a photo needs an `uploader`, whose portrait it is.")
        if not faults:
            self._files.add(it.id)
        return faults

    def _space(self, it: Space) -> list[str]:
        faults = _new(it.id, self._spaces) + self._person_known(it.created_by, "created_by")
        if not faults:
            self._spaces.add(it.id)
        return faults

    def _membership(self, it: Membership) -> list[str]:
        faults = _known(it.space, self._spaces, "space", "space") + self._person_known(it.person, "person")
        return faults or self._once(it, _pack(self._spaces[it.space], self._people[it.person]))

    def _message(self, it: Message) -> list[str]:
        faults = _new(it.id, self._messages) + self._person_known(it.author, "author")
        for file in it.files:
            faults += _known(file, self._files, "files", "file")
        faults += self._opening(it) if it.thread is None else self._reply(it, it.thread)
        if not faults:
            self._remember_message(it)
        return faults

    def _opening(self, it: Message) -> list[str]:
        faults = _known(it.space, self._spaces, "space", "space")
        for name in ("space", "kind"):
            if getattr(it, name) is None:
                faults.append(f"an opening message (without `thread`) needs a `{name}`.")
        faults += [f"an opening message cannot have `{name}`." for name in REPLY_ONLY if getattr(it, name)]
        ids = [option.id for option in it.options]
        if len(set(ids)) != len(ids):
            faults.append("two of its options have the same id.")
        faults += [f"there is already an option {id!r}." for id in ids if id in self._options]
        return faults

    def _reply(self, it: Message, thread: str) -> list[str]:
        misplaced = [name for name in OPENING_ONLY if getattr(it, name)]
        faults = [f"a reply (with `thread`) cannot have `{name}`." for name in misplaced]
        faults += self._opens(thread, "thread")
        if faults:
            return faults
        return self._part_of(thread, it.quotes, "quotes") + self._option_of(thread, it.option)

    def _remember_message(self, it: Message) -> None:
        number = self._messages.add(it.id)
        if it.thread is not None:
            self._conversation_of.append(self._conversation(it.thread))
            return
        conversation = len(self._opening_of)
        self._opening_of.append(number)
        self._conversation_of.append(conversation)
        for option in it.options:
            self._options.add(option.id)
            self._question_of.append(conversation)
        if it.anonymous:
            self._anonymous.add(conversation)

    def _step(self, it: Step) -> list[str]:
        faults = self._opens(it.message, "message") + self._person_known(it.by, "by")
        if faults:
            return faults
        return self._option_of(it.message, it.option) + self._reply_of(it.message, it.reply)

    def _answer(self, it: Answer) -> list[str]:
        faults = self._opens(it.message, "message") + self._person_known(it.accepted_by, "accepted_by")
        faults = faults or self._reply_of(it.message, it.reply)
        if faults:
            return faults
        conversation = self._conversation(it.message)
        if conversation in self._answered:
            return ["there is already an answer to this message."]
        self._answered.add(conversation)
        return []

    def _reuse(self, it: Reuse) -> list[str]:
        faults = _known(it.reply, self._messages, "reply", "message")
        faults += self._person_known(it.person, "person")
        return faults or self._once(it, _pack(self._messages[it.reply], self._people[it.person]))

    def _check(self, it: Check) -> list[str]:
        faults = self._opens(it.message, "message") + self._person_known(it.by, "by")
        if not faults and self._conversation(it.message) not in self._answered:
            faults = ["there is no answer to this message that could be checked."]
        return faults

    def _revision(self, it: Revision) -> list[str]:
        faults = _known(it.message, self._messages, "message", "message") + self._person_known(it.by, "by")
        return faults or self._once(it, it.number << 32 | self._messages[it.message])

    def _reaction(self, it: Reaction) -> list[str]:
        faults = _known(it.message, self._messages, "message", "message")
        faults += self._person_known(it.person, "person")
        if faults:
            return faults
        key = _pack(self._messages[it.message], self._people[it.person])
        return self._once(it, key * len(_REACTIONS) + _REACTIONS[it.kind])

    def _vote(self, it: Vote) -> list[str]:
        faults = self._opens(it.message, "message") + self._person_known(it.person, "person")
        faults = faults or self._option_of(it.message, it.option)
        if faults:
            return faults
        if it.option is not None and self._conversation(it.message) in self._anonymous:
            return ["a vote in an anonymous poll cannot name its `option`."]
        choice = 0 if it.option is None else self._options[it.option] + 1
        key = _pack(self._messages[it.message], self._people[it.person])
        return self._once(it, key << 32 | choice)

    def _follow(self, it: Follow) -> list[str]:
        return self._marked(it, self._followed)

    def _seen(self, it: Seen) -> list[str]:
        return self._marked(it, self._read)

    def _reach(self, it: Reach) -> list[str]:
        faults = self._person_known(it.person, "person")
        if (it.away_from is None) != (it.away_until is None) or (
            it.away_from and it.away_until and it.away_until < it.away_from
        ):
            faults.append("`away_from` and `away_until` are the first and the last day, or both left out.")
        faults += [f"the hours {h!r} end before they begin." for h in it.hours if h[2:7] >= h[8:13]]
        return faults or self._once(it, self._people[it.person])

    def _hidden(self, it: Hidden) -> list[str]:
        faults = self._person_known(it.person, "person") + _known(
            it.reply, self._messages, "reply", "message"
        )
        place = 0 if it.reply is None or faults else self._messages[it.reply] + 1
        return faults or self._once(it, _pack(place, self._people[it.person]))

    # what the rules are made of

    def _marked(self, it: Follow | Seen, grid: _Grid) -> list[str]:
        faults = self._opens(it.message, "message") + self._person_known(it.person, "person")
        if faults:
            return faults
        is_new = grid.add(self._people[it.person], self._conversation(it.message))
        return [] if is_new else ["the same is said in an earlier line."]

    def _once(
        self, it: Membership | Revision | Reaction | Reuse | Vote | Reach | Hidden, key: int
    ) -> list[str]:
        keys = self._keys[type(it)]
        if key in keys:
            return ["the same is said in an earlier line."]
        keys.add(key)
        return []

    def _person_known(self, id: str | None, name: str) -> list[str]:
        return _known(id, self._people, name, "person")

    def _conversation(self, message: str) -> int:
        return self._conversation_of[self._messages[message]]

    def _is_opening(self, message: str) -> bool:
        return self._opening_of[self._conversation(message)] == self._messages[message]

    def _opens(self, id: str, name: str) -> list[str]:
        faults = _known(id, self._messages, name, "message")
        if not faults and not self._is_opening(id):
            return [f"`{name}` must be an opening message; {id!r} is a reply."]
        return faults

    def _part_of(self, opening: str, id: str | None, name: str) -> list[str]:
        faults = _known(id, self._messages, name, "message")
        if id is None or faults or self._conversation(id) == self._conversation(opening):
            return faults
        return [f"`{name}` {id!r} belongs to another conversation."]

    def _reply_of(self, opening: str, id: str | None) -> list[str]:
        if id == opening:
            return ["`reply` is the opening message itself."]
        return self._part_of(opening, id, "reply")

    def _option_of(self, opening: str, id: str | None) -> list[str]:
        faults = _known(id, self._options, "option", "option")
        if id is None or faults or self._question_of[self._options[id]] == self._conversation(opening):
            return faults
        return [f"`option` {id!r} belongs to another message."]


class _Numbers(dict[str, int]):
    """Identifiers, each with its place in the order of coming."""

    def add(self, id: str) -> int:
        number = self[id] = len(self)
        return number


class _Grid:
    """A set of pairs of small numbers: a row of bits for each person."""

    def __init__(self) -> None:
        self._rows: dict[int, bytearray] = {}

    def add(self, row: int, column: int) -> bool:
        """Put the pair in; False when it was there already."""
        bits = self._rows.setdefault(row, bytearray())
        place, bit = column >> 3, 1 << (column & 7)
        if place >= len(bits):
            bits.extend(bytes(place + 1 - len(bits)))
        if bits[place] & bit:
            return False
        bits[place] |= bit
        return True


def _subject(record: AnyRecord) -> str:
    id = getattr(record, "id", None)
    kind = str(record.__struct_config__.tag)
    return kind if id is None else f"{kind} {id!r}"


def _new(id: str, known: Container[str]) -> list[str]:
    return ["the same id stands in an earlier line."] if id in known else []


def _known(id: str | None, known: Container[str], name: str, kind: str) -> list[str]:
    if id is None or id in known:
        return []
    return [f"`{name}` refers to {kind} {id!r}, which is in no earlier line."]


def _pack(first: int, second: int) -> int:
    return first << 32 | second


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
