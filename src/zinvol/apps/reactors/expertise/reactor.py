"""Keeping the evidence of who helped with what in step with the log, while people agreed to that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from zinvol.apps.reactors.expertise.models import Basis, Evidence, agreed
from zinvol.apps.reactors.expertise.rules import Sign
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Reply
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor

CONSENT = {"organisation.consent_recorded", "organisation.consent_withdrawn"}
SIGNS = {"posts.answer_accepted", "posts.answer_withdrawn", "posts.answer_reused", "threads.reacted"}
ERASED = "people.erased"


class ExpertiseReactor(Reactor):
    """Hears which answers were of use to whom.

    Nothing is gathered until consent to it is recorded; then the log is read anew, so that what it tells of before
    is taken in too. When the consent is withdrawn all is thrown away. The lines about consent only wake the reader:
    what counts is whether the consent that stands is the one under which it gathered.
    """

    name = "expertise"
    hears = frozenset({*CONSENT, *SIGNS, ERASED})

    def take(self, lines: Sequence[Activity]) -> None:
        if Basis.objects.exists():
            _forget(line.subject_id for line in lines if line.name == ERASED)
            _gather([line for line in lines if line.name in SIGNS])

    def reset(self) -> None:
        Evidence.objects.all().delete()
        Basis.objects.all().delete()
        Basis.objects.bulk_create(Basis(consent_id=pk) for pk in agreed())

    def is_outdated(self) -> bool:
        return list(agreed()) != list(Basis.objects.values_list("consent_id", flat=True))


def _forget(people: Iterable[int]) -> None:
    Evidence.objects.filter(person_id__in=list(people)).delete()


type Key = tuple[int, Sign, int]
"""The answer, the sign, and whose it is."""


@dataclass(frozen=True)
class Answer:
    writer_id: int
    thread_id: int


def _gather(lines: Sequence[Activity]) -> None:
    """Take in signs: what is held of the answers that they are about becomes what the lines make of it."""
    answers = _answers(lines)
    held = {_key(it): it for it in Evidence.objects.filter(reply_id__in=answers)}
    wanted = dict(held)
    for line in lines:
        _follow(line, wanted, answers)
    Evidence.objects.filter(pk__in=[it.pk for key, it in held.items() if wanted.get(key) is not it]).delete()
    Evidence.objects.bulk_create(it for it in wanted.values() if it.pk is None)


def _answers(lines: Sequence[Activity]) -> dict[int, Answer]:
    """The answers that lines are about. Of somebody who was erased nothing is gathered again."""
    replies = {line.refs["reply_id"] for line in lines if line.refs.get("reply_id")}
    threads = {line.subject_id for line in lines if not line.refs.get("reply_id")}
    found = Reply.objects.filter(Q(pk__in=replies) | Q(thread_id__in=threads), author__isnull=False)
    rows = found.exclude(author__state=Person.State.ERASED).values_list("pk", "author_id", "thread_id")
    return {pk: Answer(writer_id, thread_id) for pk, writer_id, thread_id in rows}


def _follow(line: Activity, wanted: dict[Key, Evidence], answers: Mapping[int, Answer]) -> None:
    if line.name == "posts.answer_accepted":
        _note(line, Sign.ACCEPTED, wanted, answers)
    elif line.name == "posts.answer_withdrawn":
        _accepted_no_more(line, wanted, answers)
    elif line.name == "posts.answer_reused":
        _note(line, Sign.REUSED, wanted, answers)
    elif line.refs["kind"] == Reacting.THANKS and line.refs["reply_id"]:
        _note(line, Sign.THANKED, wanted, answers)


def _note(line: Activity, sign: Sign, wanted: dict[Key, Evidence], answers: Mapping[int, Answer]) -> None:
    """One sign of one peer for one answer; of somebody who is not the writer."""
    reply_id, peer_id = line.refs["reply_id"], line.actor_id
    answer = answers.get(reply_id)
    if answer is None or peer_id is None or peer_id == answer.writer_id:
        return
    if line.refs.get("is_on") is False:
        wanted.pop((reply_id, sign, peer_id), None)
        return
    made = Evidence(
        person_id=answer.writer_id, reply_id=reply_id, peer_id=peer_id, sign=sign, at=line.occurred_at
    )
    wanted.setdefault(_key(made), made)


def _accepted_no_more(line: Activity, wanted: dict[Key, Evidence], answers: Mapping[int, Answer]) -> None:
    """Of which answer is unknown in old lines: then it is that of the conversation."""
    gone = line.refs.get("reply_id")
    for reply_id, sign, peer_id in list(wanted):
        is_it = reply_id == gone if gone else answers[reply_id].thread_id == line.subject_id
        if is_it and sign == Sign.ACCEPTED:
            del wanted[reply_id, sign, peer_id]


def _key(it: Evidence) -> Key:
    return it.reply_id, Sign(it.sign), it.peer_id
