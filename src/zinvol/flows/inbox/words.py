"""What a notice says: what happened, and why it came to this person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.reads import Bundle
from zinvol.apps.reactors.attention.rules import Channel, Reason, Rhythm
from zinvol.apps.social.people.presentation import display_name

WHY: dict[Reason, Any] = {
    Reason.URGENT: gettext_lazy("Sent to everybody in this space as urgent"),
    Reason.MENTION: gettext_lazy("Because you were named"),
    Reason.ASKED: gettext_lazy("Because you may know the answer"),
    Reason.ANSWER: gettext_lazy("Because it answers what you wrote"),
    Reason.YOURS: gettext_lazy("Because you started this conversation"),
    Reason.SOLVED: gettext_lazy("Because you gave the answer"),
    Reason.KEEPING: gettext_lazy("Because you look after this space"),
    Reason.INVITED: gettext_lazy("Because it is about you"),
    Reason.TAKING_PART: gettext_lazy("Because you take part in this conversation"),
    Reason.DECIDED: gettext_lazy("Because it is about what you wrote"),
    Reason.FOLLOWING: gettext_lazy("Because you want to hear everything from here"),
    Reason.THANKS: gettext_lazy("Because you wrote it"),
    Reason.MESSAGE: gettext_lazy("Because it was sent to you"),
}

CHANNELS: dict[str, Any] = {
    Channel.PAGE: gettext_lazy("on the page"),
    Channel.PUSH: gettext_lazy("by push notice"),
    Channel.MAIL: gettext_lazy("by e-mail"),
}

RHYTHMS: dict[str, tuple[Any, Any]] = {
    Rhythm.IMMEDIATE: (gettext_lazy("At once"), gettext_lazy("One e-mail for each thing that concerns you")),
    Rhythm.BUNDLED: (gettext_lazy("Every four hours"), gettext_lazy("What concerns you, together")),
    Rhythm.DAILY: (
        gettext_lazy("Once a day"),
        gettext_lazy("One e-mail on your working days, with what you have not read yet"),
    ),
    Rhythm.WEEKLY: (gettext_lazy("Once a week"), gettext_lazy("On your first working day")),
    Rhythm.OFF: (gettext_lazy("Never"), gettext_lazy("I look in my inbox myself")),
}

_DONE: dict[str, Any] = {
    "message": gettext_lazy("Message from %(who)s"),
    "thread": gettext_lazy("%(who)s started a conversation"),
    "reply": gettext_lazy("%(who)s replied"),
    "thanks": gettext_lazy("%(who)s says thanks"),
    "i_can_help": gettext_lazy("%(who)s can help"),
    "answer_accepted": gettext_lazy("%(who)s marked the answer that helped"),
    "outcome_named": gettext_lazy("%(who)s told what came of it"),
    "step_taken": gettext_lazy("%(who)s took the next step"),
    "moved": gettext_lazy("%(who)s moved this conversation to another space"),
    "replies_moved": gettext_lazy("%(who)s moved what you wrote to this conversation"),
    "closed": gettext_lazy("%(who)s closed the conversation"),
    "contribution_chosen": gettext_lazy("%(who)s chose your contribution"),
    "question_climbed": gettext_lazy("The question of %(who)s still has no answer"),
    "reused": gettext_lazy("Your answer helped %(who)s too"),
    "join_asked": gettext_lazy("%(who)s wants to take part"),
    "join_declined": gettext_lazy("%(who)s did not let you in this time"),
    "member_invited": gettext_lazy("%(who)s invites you"),
    "member_joined": gettext_lazy("%(who)s let you in"),
    "role_given": gettext_lazy("%(who)s gave you another role"),
}


def why(notice: Notice, reason: int | None = None) -> Any:
    """Why something came to this person; ``reason``: the strongest, where it came for more than one."""
    if notice.subject.startswith("question_climbed:") and reason in (None, notice.reason):
        return _("Because you see to it that questions get an answer")
    return WHY[Reason(reason or notice.reason)]


def happened(bundle: Bundle) -> str:
    """Who did what, the latest first: *Noor and 2 others replied*."""
    return done(bundle.first, among(bundle))


def done(notice: Notice, who: str) -> str:
    """What somebody did, in one sentence."""
    if notice.reason == Reason.URGENT:
        return _("%(who)s sent something urgent") % {"who": who}
    if notice.reason == Reason.MENTION and notice.conversation_id is None:
        return _("%(who)s named you") % {"who": who}
    if notice.reason == Reason.ASKED:
        return _("%(who)s has a question for which you were suggested") % {"who": who}
    kind = notice.subject.partition(":")[0]
    return str(_DONE.get(kind, _DONE["reply"])) % {"who": who}


def among(bundle: Bundle) -> str:
    """The one who did it, and how many others did the same."""
    first = bundle.first
    same = {n.actor_id for n in bundle.shown if n.actor and _kind(n) == _kind(first)}
    name, others = display_name(first.actor), len(same - {first.actor_id})
    if not others:
        return name
    return ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others) % {
        "name": name,
        "n": others,
    }


def _kind(notice: Notice) -> tuple[str, bool]:
    return notice.subject.partition(":")[0], notice.reason == Reason.MENTION
