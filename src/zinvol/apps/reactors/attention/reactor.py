"""Keeping the ledger of attention in step with the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import connection
from django.db.models import Q

from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.recipients import (
    HEARD,
    REPLIES_MOVED,
    Call,
    calls,
    message_calls,
    message_subject,
    opens_one,
    taken_back,
)
from zinvol.apps.reactors.attention.rules import KEPT, is_kept
from zinvol.kernel import clock
from zinvol.kernel.adapters import AddressedSource
from zinvol.kernel.models import Activity
from zinvol.kernel.reactors import Reactor

MESSAGE_SENT, MESSAGE_CHANGED = "chat.message_sent", "chat.message_changed"
MOVED = {"threads.moved", REPLIES_MOVED}
DOORS = {"spaces.member_joined", "spaces.join_declined"}


class AttentionReactor(Reactor):
    """Hears what concerns people; notes for each of them what, and why."""

    name = "attention"
    hears = frozenset({*HEARD, MESSAGE_SENT, MESSAGE_CHANGED})

    def __init__(self, messages: AddressedSource) -> None:
        self.messages = messages

    def take(self, lines: Sequence[Activity]) -> None:
        now = clock.now()
        for line in lines:
            if now - line.occurred_at >= KEPT:
                continue
            if subject := taken_back(line):
                Notice.objects.filter(subject=subject, reached_at=None).delete()
            if line.name in DOORS:
                _settle(line)
            if line.name in MOVED:
                _follow(line)
            note(call for call in self._calls(line) if is_kept(call.reason, at=call.at, now=now))

    def _calls(self, line: Activity) -> list[Call]:
        if line.name == MESSAGE_SENT:
            return message_calls(line, self.messages)
        if line.name == MESSAGE_CHANGED:
            _let_go_of_message(line, self.messages)
            return []
        return calls(line)

    def reset(self) -> None:
        """What has reached somebody stays: it cannot be unsent, and must not be sent again."""
        Notice.objects.filter(reached_at=None, read_at=None).delete()


def _settle(line: Activity) -> None:
    """Who came in, or was turned away, need not be asked or let in any more."""
    person_id = line.refs["person_id"]
    here = Notice.objects.filter(space_id=line.space_id or 0, thread=None, read_at=None)
    invited = Q(person_id=person_id, subject__startswith="member_invited:")
    asked = Q(actor_id=person_id, subject__startswith="join_asked:")
    here.filter(invited | asked).update(read_at=line.occurred_at)


def _let_go_of_message(line: Activity, source: AddressedSource) -> None:
    """What was taken back asks for nobody's attention any more."""
    if source(line.refs["message_id"]) is None:
        told = Notice.objects.filter(subject=message_subject(line))
        told.filter(reached_at=None).delete()
        told.filter(read_at=None).update(read_at=line.occurred_at)


def _follow(line: Activity) -> None:
    """Notices stand where what they are about stands now."""
    here = {"thread_id": line.subject_id, "space_id": line.space_id}
    if line.name != REPLIES_MOVED:
        Notice.objects.filter(thread_id=line.subject_id).update(**here)
        if line.refs["is_back"]:
            told = Notice.objects.filter(
                thread_id=line.subject_id, subject__startswith="moved:", reached_at=None
            )
            told.delete()
        return
    Notice.objects.filter(reply_id__in=line.refs["reply_ids"]).update(**here)
    if opens_one(line):
        Notice.objects.filter(reply_id=line.refs["reply_id"]).update(**here, reply_id=None)
    else:
        told = Notice.objects.filter(thread_id=line.refs["from_thread_id"])
        told.filter(reply_id=None).update(**here, reply_id=line.refs["reply_id"])
        told.update(**here)


def note(found: Iterable[Call]) -> None:
    """Write notices. One thing that concerns somebody twice is one notice, for the stronger reason."""
    for some in batched(found, 1000):
        rows = [
            (c.person_id, c.subject, int(c.reason), connection.ops.adapt_datetimefield_value(c.at), c.thread_id,
             c.reply_id, c.space_id, c.actor_id, c.conversation_id)
            for c in some
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, rows)


INSERT = """
INSERT INTO attention_notice
  (person_id, subject, reason, at, thread_id, reply_id, space_id, actor_id, conversation_id, channel, failure)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')
ON CONFLICT (person_id, subject) DO UPDATE SET reason = excluded.reason
WHERE excluded.reason < attention_notice.reason
"""
