"""Whose attention an event asks for, and why. One function for each event that is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from zinvol.apps.reactors.attention.rules import Reason
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership
from zinvol.apps.social.spaces.rules import Level, Role
from zinvol.apps.social.threads.models import Participation, Reply, Thread
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel.adapters import AddressedSource
from zinvol.kernel.models import Activity

REPLIES_MOVED = "threads.replies_moved"
QUIET = {Level.MENTIONS, Level.NOTHING}
TELLING = {Reacting.THANKS, Reacting.I_CAN_HELP}
"""Reactions that tell the writer something; the others are only counted."""


@dataclass(frozen=True)
class Call:
    """A thing that asks for a person's attention."""

    person_id: int
    subject: str
    reason: Reason
    at: datetime
    thread_id: int | None
    reply_id: int | None
    space_id: int | None
    actor_id: int | None
    conversation_id: int | None = None


def message_calls(line: Activity, source: AddressedSource) -> list[Call]:
    """Whom a private message concerns. The log does not say who sent it; its own app does."""
    told = source(line.refs["message_id"])
    if told is None:
        return []
    reasons = dict.fromkeys(told.hearing, Reason.MESSAGE) | dict.fromkeys(told.named, Reason.MENTION)
    subject = message_subject(line)
    return [
        Call(person_id, subject, reason, line.occurred_at, None, None, None, told.author_id, line.subject_id)
        for person_id, reason in reasons.items() if person_id != told.author_id
    ]  # fmt: skip


def message_subject(line: Activity) -> str:
    return f"message:{line.refs['message_id']}"


def calls(line: Activity) -> list[Call]:
    """Whom one line of the log concerns; never the one who did it."""
    reasons = HEARD[line.name](line)
    subject = _subject(line)
    thread_id = line.subject_id if line.subject_kind == "thread" else None
    actor_id = _asker(line) if line.name in CLIMBING else line.actor_id
    reply_id = None if opens_one(line) else line.refs.get("reply_id")
    return [
        Call(person_id, subject, reason, line.occurred_at, thread_id, reply_id, line.space_id, actor_id)
        for person_id, reason in reasons.items() if person_id not in (line.actor_id, actor_id)
    ]  # fmt: skip


def taken_back(line: Activity) -> str | None:
    """The subject that a line takes back, such as thanks that were given by mistake."""
    return _subject(line) if line.name in REVERSIBLE and not line.refs["is_on"] else None


def opens_one(line: Activity) -> bool:
    """Whether a line tells of a reply that opens a conversation now: it is a reply no more."""
    return line.name == REPLIES_MOVED and not line.refs["is_merged"]


Reasons = dict[int, Reason]


def _reply(line: Activity) -> Reasons:
    """Who follows it all, takes part, opened the conversation, or is answered; each by their choice for
    this conversation, else by that for its space."""
    reply = Reply.objects.filter(pk=line.refs["reply_id"]).values_list("quotes__author_id", flat=True)
    opener = Thread.objects.filter(pk=line.subject_id).values_list("author_id", flat=True).first()
    found = dict.fromkeys(_followers(_space(line)), Reason.FOLLOWING)
    takers = Reply.objects.filter(thread_id=line.subject_id, deleted_at=None, created_at__lt=line.occurred_at)
    quiet = Membership.objects.filter(space_id=_space(line), level__in=QUIET).values("person_id")
    taking = takers.exclude(author_id=None).exclude(author_id__in=quiet).values_list("author_id", flat=True)
    found |= dict.fromkeys(taking.distinct(), Reason.TAKING_PART)
    chosen = dict(
        Participation.objects.filter(thread_id=line.subject_id)
        .exclude(level="").values_list("person_id", "level")
    )  # fmt: skip
    for person_id, level in chosen.items():
        if level == Level.EVERYTHING:
            found.setdefault(person_id, Reason.FOLLOWING)
    found |= {pk: Reason.YOURS for pk in [opener] if pk} | {pk: Reason.ANSWER for pk in reply if pk}
    silent = set(
        Membership.objects.filter(space_id=_space(line), level=Level.NOTHING).values_list(
            "person_id", flat=True
        )
    )
    return {
        pk: reason for pk, reason in found.items()
        if (chosen[pk] not in QUIET if pk in chosen else pk not in silent)
    }  # fmt: skip


def _asker(line: Activity) -> int | None:
    """Who opened the conversation: what a question does by itself, it does for its asker."""
    return Thread.objects.filter(pk=line.subject_id).values_list("author_id", flat=True).first()


def _published(line: Activity) -> Reasons:
    return dict.fromkeys(_followers(_space(line)), Reason.FOLLOWING)


def _urgent(line: Activity) -> Reasons:
    members = Membership.objects.filter(space_id=_space(line), person__state__in=PRESENT)
    return dict.fromkeys(members.values_list("person_id", flat=True), Reason.URGENT)


def _mentioned(line: Activity) -> Reasons:
    person_id = line.refs["person_id"]
    muted = Participation.objects.filter(
        thread_id=line.subject_id, person_id=person_id, level=Level.NOTHING
    ).exists() or (
        Membership.objects.filter(space_id=_space(line), person_id=person_id, level=Level.NOTHING).exists()
        and not Participation.objects.filter(thread_id=line.subject_id, person_id=person_id).exclude(level="").exists()
    )  # fmt: skip
    return {} if muted else {person_id: Reason.MENTION}


def _reacted(line: Activity) -> Reasons:
    if not line.refs["is_on"] or line.refs["kind"] not in TELLING:
        return {}
    return _writer(line, Reason.THANKS)


def _accepted(line: Activity) -> Reasons:
    helper = line.refs.get("answerer_id")
    asker = Thread.objects.filter(pk=line.subject_id).values_list("author_id", flat=True).first()
    return {pk: Reason.DECIDED for pk in [asker] if pk} | {pk: Reason.SOLVED for pk in [helper] if pk}


def _asked(line: Activity) -> Reasons:
    return {line.refs["person_id"]: Reason.ASKED}


def _climbed(line: Activity) -> Reasons:
    """The keepers, and after them the community managers: those who may read it see it."""
    if line.refs["stage"] == "keepers":
        return _keepers(line)
    if line.refs["stage"] == "managers":
        managers = Person.objects.filter(is_community_manager=True, state__in=PRESENT)
        return dict.fromkeys(managers.values_list("pk", flat=True), Reason.KEEPING)
    return {}


def _reused(line: Activity) -> Reasons:
    return _writer(line, Reason.THANKS) if line.refs["is_on"] else {}


def _opener(line: Activity) -> Reasons:
    asker = Thread.objects.filter(pk=line.subject_id).values_list("author_id", flat=True).first()
    return {asker: Reason.DECIDED} if asker else {}


def _outcome(line: Activity) -> Reasons:
    return _writer(line, Reason.DECIDED) if line.refs["outcome"] else {}


def _moved(line: Activity) -> Reasons:
    """All who wrote in it; a move that is undone needs no telling."""
    written = Reply.objects.filter(
        thread_id=line.subject_id, deleted_at=None, created_at__lt=line.occurred_at
    )
    writers = set(written.exclude(author=None).values_list("author_id", flat=True))
    return {} if line.refs["is_back"] else dict.fromkeys(writers, Reason.DECIDED) | _opener(line)


def _replies_moved(line: Activity) -> Reasons:
    """Who wrote what came, the opening included."""
    came = [*line.refs["reply_ids"], line.refs["reply_id"]]
    writers = Reply.objects.filter(pk__in=came, deleted_at=None).exclude(author=None)
    found = dict.fromkeys(writers.values_list("author_id", flat=True), Reason.DECIDED)
    return found | _opener(line) if opens_one(line) else found


def _keepers(line: Activity) -> Reasons:
    kept = Membership.objects.filter(space_id=_space(line), role=Role.KEEPER, person__state__in=PRESENT)
    return dict.fromkeys(kept.values_list("person_id", flat=True), Reason.KEEPING)


def _person(line: Activity) -> Reasons:
    return {line.refs["person_id"]: Reason.INVITED}


def _writer(line: Activity, reason: Reason) -> Reasons:
    """Who wrote the opening or the reply that a line is about."""
    reply_id = line.refs.get("reply_id")
    found = Reply.objects.filter(pk=reply_id) if reply_id else Thread.objects.filter(pk=line.subject_id)
    return {pk: reason for pk in found.values_list("author_id", flat=True) if pk}


def _space(line: Activity) -> int:
    return line.space_id or 0


def _followers(space_id: int) -> Iterable[int]:
    following = Membership.objects.filter(
        space_id=space_id, level=Level.EVERYTHING, person__state__in=PRESENT, space__archived_at=None
    )
    return following.values_list("person_id", flat=True)


PRESENT = (Person.State.ACTIVE, Person.State.INVITED)

HEARD: dict[str, Callable[[Activity], Reasons]] = {
    "posts.published": _published,
    "posts.urgent_called": _urgent,
    "threads.reply_posted": _reply,
    "threads.person_mentioned": _mentioned,
    "threads.reacted": _reacted,
    "threads.outcome_named": _outcome,
    "threads.closed": _opener,
    "threads.moved": _moved,
    REPLIES_MOVED: _replies_moved,
    "posts.answer_accepted": _accepted,
    "posts.person_asked": _asked,
    "posts.question_climbed": _climbed,
    "posts.answer_reused": _reused,
    "posts.step_taken": _opener,
    "posts.contribution_chosen": lambda line: _writer(line, Reason.DECIDED) if line.refs["is_on"] else {},
    "spaces.join_asked": _keepers,
    "spaces.join_declined": _person,
    "spaces.member_invited": _person,
    "spaces.member_joined": _person,
    "spaces.role_given": _person,
}


CLIMBING = {"posts.person_asked", "posts.question_climbed"}
REVERSIBLE = {"threads.reacted", "posts.answer_reused"}


def _subject(line: Activity) -> str:
    """The thing a line is about. A reply in which somebody is named is one thing; what is done with a
    conversation is another each time."""
    reply_id = line.refs.get("reply_id")
    part = f"reply:{reply_id}" if reply_id else f"{line.subject_kind}:{line.subject_id}"
    if line.name in (
        "threads.reply_posted",
        "threads.person_mentioned",
        "posts.published",
        "posts.urgent_called",
    ):
        return part
    if line.name == "threads.reacted":
        return f"{line.refs['kind']}:{part}:{line.actor_id}"
    if line.name == "posts.answer_reused":
        return f"reused:{part}:{line.actor_id}"
    return f"{line.name.partition('.')[2]}:{part}:{line.pk}"
