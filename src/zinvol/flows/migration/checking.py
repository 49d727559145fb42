"""The first reading: what is in a file, what of it is here already, and what cannot be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from zinvol.apps.content.posts.loading import state_of
from zinvol.apps.social.people.loading import known_emails
from zinvol.flows.migration import tables
from zinvol.flows.migration.sources import Source
from zinvol.kernel.origins import Origins
from zinvol.lib.exchange import Problem, References
from zinvol.lib.exchange.records import (
    Answer,
    AnyRecord,
    File,
    Header,
    Message,
    Organisation,
    Person,
    Record,
    Seen,
    Step,
    Vote,
)

MOST_PROBLEMS = 10_000
BATCH = 1000


@dataclass
class Plan:
    """What loading a file would do."""

    source: Source
    source_name: str = ""
    made_at: datetime | None = None
    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    bad: set[int] = field(default_factory=set)
    """Lines that can be read and are passed over for what they say."""
    files_without_bytes: int = 0
    people: list[tuple[str, str]] = field(default_factory=list)
    """Id and name of everybody who may be mentioned, in the order of the file."""
    readers: set[str] = field(default_factory=set)
    """Of whom the file says what they have read."""

    @property
    def total(self) -> int:
        return self.new.total() + self.known.total()

    def tell(self, problem: Problem) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def check(source: Source, *, progress: Callable[[int], None] = lambda count: None) -> Plan:
    """Read everything once and write nothing. Raises ``ExchangeError`` when it cannot be read at all."""
    plan, references, kinds = Plan(source), References(), _Kinds()
    origins = Origins(tables.TABLES)
    with source.open(plan.tell) as opened:
        for some in batched(opened.lines, BATCH):
            good = []
            for line, record in some:
                faults = references.check(line, record) or kinds.check(line, record)
                for fault in faults:
                    plan.tell(fault)
                if faults:
                    plan.bad.add(line)
                else:
                    good.append(record)
            _count(good, plan, origins)
            progress(len(some))
    return plan


class _Kinds:
    """What the format leaves open and this product does not know: steps of kinds of posts."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}

    def check(self, line: int, record: AnyRecord) -> list[Problem]:
        if type(record) is Message and record.kind and record.thread is None:
            self._kinds[record.id] = record.kind
        elif type(record) is Step and state_of(self._kinds[record.message], record.state) is None:
            kind = self._kinds[record.message]
            return [
                Problem(line, f"step: there is no {record.state[:40]!r} for a conversation of kind {kind}.")
            ]
        elif type(record) is Answer and self._kinds[record.message] != "question":
            return [Problem(line, "answer: only a question has a reply that solved it.")]
        elif type(record) is Vote and self._kinds[record.message] != "poll":
            return [Problem(line, "vote: only a poll has votes.")]
        return []


def _count(records: list[AnyRecord], plan: Plan, origins: Origins) -> None:
    tables.look_up(records, origins)
    people = [record for record in records if type(record) is Person]
    matched = known_emails(people) if people else set()
    for record in records:
        tag = tag_of(record)
        if type(record) is Header:
            plan.source_name, plan.made_at = record.source, record.made_at
            continue
        is_known = _is_known(record, origins) or (type(record) is Person and record.id in matched)
        (plan.known if is_known else plan.new)[tag] += 1
        if type(record) is Person and record.state != "erased":
            plan.people.append((record.id, record.name))
        elif type(record) is Seen:
            plan.readers.add(record.person)
        elif type(record) is File and not record.path:
            plan.files_without_bytes += 1


def _is_known(record: AnyRecord, origins: Origins) -> bool:
    """Whether it was loaded before; what hangs on a message counts as the message does."""
    if type(record) is Organisation:
        return tables.has_organisation()
    own = tables.own_name(record)
    if own is not None:
        return origins.get(*own) is not None
    return all(any(origins.get(kind, key) for kind in kinds) for kinds, key in tables.hangs_on(record))


def tag_of(record: Record) -> str:
    return str(record.__struct_config__.tag)
