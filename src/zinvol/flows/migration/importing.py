"""The second reading: writing what is not here yet, batch by batch.

A batch is one transaction, in which what was written and under which names it came are kept
together. So an import that was broken off goes on where it was, and the same file twice is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import DatabaseError, OperationalError, transaction

from zinvol.apps.content.posts import loading as posts
from zinvol.apps.content.studies import loading as studies
from zinvol.apps.reactors.attention.loading import load_reaches
from zinvol.apps.reactors.expertise.loading import load_hidden
from zinvol.apps.social.organisation import loading as organisation
from zinvol.apps.social.people import loading as people
from zinvol.apps.social.spaces import loading as spaces
from zinvol.apps.social.threads import loading as threads
from zinvol.flows.migration import filing, tables
from zinvol.flows.migration.checking import BATCH, Plan, tag_of
from zinvol.kernel import clock
from zinvol.kernel.loading import Loading
from zinvol.kernel.origins import Origins
from zinvol.lib.exchange import Problem
from zinvol.lib.exchange import records as r

Line = tuple[int, Any]


@dataclass
class Outcome:
    """What an import did: records written, by type, and what was told about single lines."""

    written: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def carry_out(
    plan: Plan, *, progress: Callable[[int], None] = lambda count: None, now: datetime | None = None
) -> Outcome:
    """Write what a plan found. Raises ``ExchangeError``, and ``OperationalError`` when the database fails;
    what was written until then stays, and the next run goes on behind it."""
    return _Import(plan, now or clock.now()).run(progress)


class _Import:
    def __init__(self, plan: Plan, now: datetime) -> None:
        self._plan = plan
        self._outcome = Outcome()
        self._told: list[Problem] = []
        self._origins = Origins(tables.TABLES)
        self._loading = Loading(self._origins, self._tell, now)
        self._texts = threads.Texts(self._loading)
        self._readers = frozenset(plan.readers)
        self._reworded: set[tuple[int, int | None]] = set()
        self._polls: list[str] = []
        self._untold: set[tuple[int | None, int | None]] = set()
        for key, name in plan.people:
            self._texts.add_person(key, name)

    def run(self, progress: Callable[[int], None]) -> Outcome:
        self._origins.look_up("person", [key for key, _ in self._plan.people])
        with self._plan.source.open(lambda problem: None) as opened:
            self._open_file = opened.open_file
            for some in batched(opened.lines, BATCH):
                self._write([(i, record) for i, record in some if i not in self._plan.bad])
                progress(len(some))
        with transaction.atomic():
            threads.number_wordings(self._reworded, posts.wordings)
            posts.close_due_polls(self._polls, self._loading)
            self._loading.write_events()
        return self._outcome

    def _write(self, lines: Sequence[Line]) -> None:
        """Write a batch; where the database refuses it, its halves, down to the line that is to blame."""
        tables.look_up([record for _, record in lines], self._origins)
        try:
            with transaction.atomic():
                written = self._load(lines)
                self._loading.write_events()
                self._origins.save()
        except OperationalError:
            raise
        except (DatabaseError, ValueError, OverflowError) as error:
            self._undo()
            if len(lines) == 1:
                line, record = lines[0]
                self._outcome.problems.append(
                    Problem(line, f"{tag_of(record)}: could not be written: {error}")
                )
                return
            half = len(lines) // 2
            self._write(lines[:half])
            self._write(lines[half:])
            return
        except BaseException:
            self._undo()
            raise
        self._origins.keep()
        self._outcome.written.update(written)
        self._outcome.problems += self._told
        self._told.clear()

    def _undo(self) -> None:
        self._origins.forget()
        self._loading.forget_events()
        self._told.clear()

    def _tell(self, line: int, message: str) -> None:
        self._told.append(Problem(line, message))

    def _load(self, lines: Sequence[Line]) -> Counter[str]:
        """Write a batch type by type, in the order in which they refer to each other."""
        found: defaultdict[type, list[Line]] = defaultdict(list)
        for line, record in lines:
            own = tables.own_name(record)
            if own is None or self._origins.get(*own) is None:
                found[type(record)].append((line, record))
            if type(record) is r.Message and record.kind == "poll" and record.closes_at:
                self._polls.append(record.id)
        written: Counter[str] = Counter()
        loaders = self._loaders()
        for kind in r.ORDER[1:]:
            if some := found[kind]:
                written[tag_of(some[0][1])] = loaders[kind](some)
        return written

    def _organisation(self, lines: list[Line]) -> int:
        return sum(organisation.load_organisation(i, record, self._loading) for i, record in lines)

    def _org_units(self, lines: list[Line]) -> int:
        organisation.load_departments(lines, self._loading)
        return len(lines)

    def _people(self, lines: list[Line]) -> int:
        return people.load_people(lines, self._loading)

    def _files(self, lines: list[Line]) -> int:
        return sum(filing.load(i, record, self._open_file, self._loading) for i, record in lines)

    def _spaces(self, lines: list[Line]) -> int:
        spaces.load_spaces(lines, self._loading)
        return len(lines)

    def _memberships(self, lines: list[Line]) -> int:
        get = self._origins.get
        untold = [m for _, m in lines if m.caught_up_at is None and m.person not in self._readers]
        self._untold |= {(get("space", m.space), get("person", m.person)) for m in untold}
        return spaces.load_memberships(lines, self._loading, self._readers)

    def _messages(self, lines: list[Line]) -> int:
        openings = posts.load_openings([x for x in lines if x[1].thread is None], self._texts, self._loading)
        replies = [x for x in lines if x[1].thread is not None]
        parts = threads.parts_of({record.thread for _, record in replies}, self._loading)
        said = posts.load_replies(replies, parts, self._texts, self._loading)
        self._mark_authors([post.thread for post in openings], said)
        return len(openings) + len(said)

    def _mark_authors(self, opened: list[Any], replies: list[Any]) -> None:
        """Fresh words are not news to their writer. Only for members of whom the file tells nothing."""
        moments: dict[tuple[int, int], datetime] = {}
        for thread, part in [*((t, t) for t in opened), *((said.thread, said.reply) for said in replies)]:
            if self._loading.is_fresh(part.created_at) and (thread.space_id, part.author_id) in self._untold:
                pair = (thread.pk, part.author_id)
                moments[pair] = max(part.created_at, moments.get(pair, part.created_at))
        if moments:
            threads.mark_author_read(moments)

    def _revisions(self, lines: list[Line]) -> int:
        count, touched = threads.load_revisions(lines, self._texts, self._loading)
        self._reworded |= touched
        return count

    def _loaders(self) -> dict[type, Callable[[list[Line]], int]]:
        loading = self._loading
        return {
            r.Organisation: self._organisation, r.OrgUnit: self._org_units, r.Person: self._people,
            r.File: self._files, r.Space: self._spaces, r.Membership: self._memberships,
            r.Message: self._messages, r.Step: lambda lines: posts.load_steps(lines, loading),
            r.Answer: lambda lines: posts.load_answers(lines, loading),
            r.Reuse: lambda lines: posts.load_reuses(lines, loading),
            r.Check: lambda lines: posts.load_checks(lines, loading), r.Revision: self._revisions,
            r.Reaction: lambda lines: threads.load_reactions(lines, loading),
            r.Vote: lambda lines: posts.load_votes(lines, loading),
            r.Follow: lambda lines: threads.load_follows(lines, loading),
            r.Seen: lambda lines: threads.load_seen(lines, loading),
            r.Reach: lambda lines: load_reaches(lines, loading),
            r.Hidden: lambda lines: load_hidden(lines, loading),
            r.Study: lambda lines: studies.load_studies(lines, loading),
            r.Wave: lambda lines: studies.load_waves(lines, loading),
            r.Enrolment: lambda lines: studies.load_enrolments(lines, loading),
            r.Sheet: lambda lines: studies.load_sheets(lines, loading),
            r.Prediction: lambda lines: studies.load_predictions(lines, loading),
            r.Coding: lambda lines: studies.load_codings(lines, loading),
        }  # fmt: skip
