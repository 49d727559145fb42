"""Keeping the evidence of who helped with what in step with the log, while people agreed to that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from zinvol.apps.reactors.expertise.models import Evidence
from zinvol.apps.reactors.expertise.rules import Sign
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.threads.models import Reply
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor

CONSENT = {"organisation.consent_recorded", "organisation.consent_withdrawn"}
SIGNS = {"posts.answer_accepted", "posts.answer_withdrawn", "posts.answer_reused", "threads.reacted"}
ERASED = "people.erased"


class ExpertiseReactor(Reactor):
    """Hears which answers were of use to whom.

    Nothing is gathered until consent to it is recorded; then what the log tells of before is taken in too. When
    the consent is withdrawn all is thrown away.
    """

    name = "expertise"
    hears = frozenset({*CONSENT, *SIGNS, ERASED})

    def take(self, lines: Sequence[Activity]) -> None:
        is_open = organisation.is_measured(Measurement.EXPERTISE)
        if any(line.name in CONSENT and line.refs["measurement"] == Measurement.EXPERTISE for line in lines):
            Evidence.objects.all().delete()
            if is_open:
                told = Activity.objects.filter(name__in=[*SIGNS, ERASED], pk__lte=max(ln.pk for ln in lines))
                _gather(told.order_by("pk").iterator(2000))
        elif is_open:
            _gather(lines)

    def reset(self) -> None:
        Evidence.objects.all().delete()


def _gather(lines: Iterable[Activity]) -> None:
    for line in lines:
        if line.name == ERASED:
            Evidence.objects.filter(person_id=line.subject_id).delete()
        elif line.name == "posts.answer_accepted":
            _note(line, Sign.ACCEPTED)
        elif line.name == "posts.answer_withdrawn":
            _accepted_no_more(line)
        elif line.name == "posts.answer_reused":
            _note(line, Sign.REUSED)
        elif line.refs["kind"] == Reacting.THANKS and line.refs["reply_id"]:
            _note(line, Sign.THANKED)


def _note(line: Activity, sign: Sign) -> None:
    """One sign of one peer for one answer; of somebody who is not the writer."""
    reply_id = line.refs["reply_id"]
    if line.refs.get("is_on") is False:
        Evidence.objects.filter(reply_id=reply_id, sign=sign, peer_id=line.actor_id).delete()
        return
    writer = Reply.objects.filter(pk=reply_id).values_list("author_id", flat=True).first()
    if writer is not None and line.actor_id is not None and writer != line.actor_id:
        made = Evidence(
            person_id=writer, reply_id=reply_id, peer_id=line.actor_id, sign=sign, at=line.occurred_at
        )
        Evidence.objects.bulk_create([made], ignore_conflicts=True)


def _accepted_no_more(line: Activity) -> None:
    gone = line.refs.get("reply_id")
    which = Q(reply_id=gone) if gone else Q(reply__thread_id=line.subject_id)
    Evidence.objects.filter(which, sign=Sign.ACCEPTED).delete()
