"""Handing to the outbox what may be sent now. What is handed over is claimed in the same transaction, so
that one channel brings it, once.

Who was looked at in vain is looked at again at ``next_call_at``, and not in every round until then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from zinvol.apps.reactors.attention import api, reads, rules
from zinvol.apps.reactors.attention.models import Device, Notice, Preference
from zinvol.apps.reactors.attention.rules import Channel, Reason, Rhythm
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock, outbox
from zinvol.lib.worktime import Week

log = logging.getLogger(__name__)

AT_ONCE = 100
"""So many people are served in one round; the others in the next."""
OFTEN = [Rhythm.IMMEDIATE, Rhythm.BUNDLED]
NO_WAY = "no way to reach this person"
ENTERED = {"person__state": Person.State.ACTIVE}
"""Who never came in gets the invitation, and nothing else."""


def send_due() -> int:
    """Hand over what is due to push and mail; say how many people it concerned."""
    now = clock.now()
    for pk in _newcomers():
        _served(_settle, pk, now)
    called = [pk for pk in _to_call(now) if _served(_call, pk, now)]
    return len(called) + len([pk for pk in _to_digest(now) if _served(_digest, pk, now)])


def _served(serve: Callable[[int, datetime], bool], person_id: int, now: datetime) -> bool:
    """Serve one person; trouble with one keeps nobody else waiting, and is tried again within the hour."""
    try:
        return serve(person_id, now)
    except Exception:
        log.exception("person %s could not be served", person_id)
        field = "next_digest_at" if serve is _digest else "next_call_at"
        Preference.objects.filter(person_id=person_id).update(**{field: now + rules.AFTER_FAILURE})
        return False


def _newcomers() -> list[int]:
    settled = Preference.objects.values("person_id")
    found = Person.objects.filter(state=Person.State.ACTIVE).exclude(pk__in=settled)
    return list(found.values_list("pk", flat=True)[: AT_ONCE * 10])


@transaction.atomic
def _settle(person_id: int, now: datetime) -> bool:
    """Everybody who came in has a preference, so that there is a moment for a first digest."""
    person = Person.objects.get(pk=person_id)
    held = Preference(person=person)
    api.plan(held, person)
    Preference.objects.bulk_create([held], ignore_conflicts=True)
    return True


def _to_call(now: datetime) -> list[int]:
    """Who has something that cannot wait for the digest, and a way by which it may come sooner."""
    pending = Notice.objects.filter(reached_at=None, read_at=None, **ENTERED).order_by("person_id")
    urgent = pending.filter(reason=Reason.URGENT).exclude(failure=NO_WAY)
    devices = Device.objects.filter(ended_at=None).values("person_id")
    often = Preference.objects.filter(rhythm__in=OFTEN, bounced_at=None).values("person_id")
    asleep = Preference.objects.filter(next_call_at__gt=now).values("person_id")
    others = pending.filter(reason__in=rules.INTERRUPTS, at__lte=now - rules.GRACE)
    others = others.exclude(person_id__in=asleep)
    pushed = others.filter(person_id__in=devices, failure="")
    mailed = others.filter(person_id__in=often)
    kinds = (
        some.values_list("person_id", flat=True).distinct()[:AT_ONCE] for some in (urgent, pushed, mailed)
    )
    found = (pk for some in kinds for pk in some)
    return list(dict.fromkeys(found))


def _to_digest(now: datetime) -> list[int]:
    due = Preference.objects.filter(next_digest_at__lte=now, **ENTERED).order_by("next_digest_at")
    return list(due.values_list("person_id", flat=True)[:AT_ONCE])


@transaction.atomic
def _call(person_id: int, now: datetime) -> bool:
    held = _locked(person_id)
    if held is None:
        return False
    person = Person.objects.get(pk=person_id)
    waiting = [n for n in reads.waiting(viewer=person) if n.reason in rules.INTERRUPTS]
    _seen_already(person, waiting, now)
    week = reads.week_of(person, held)
    pushed, mailed = _shared_out(person, held, waiting)
    due_push = [n for n in pushed if _is_urgent(n) or rules.push_moment(n.at, week) <= now]
    due_mail = _due_by_mail(held, mailed, week, now)
    _hand_over("attention.push", Channel.PUSH, person, due_push, now)
    _hand_over("attention.mail", Channel.MAIL, person, due_mail, now)
    sent = [*due_push, *due_mail]
    held.next_call_at = None if sent else _next_call(held, pushed, mailed, week, now)
    held.save(update_fields=["next_call_at"])
    return bool(sent)


def _next_call(
    held: Preference, pushed: list[Notice], mailed: list[Notice], week: Week, now: datetime
) -> datetime:
    """When there is something to do again: for what waits, or for what comes from now on."""
    moments = [rules.push_moment(n.at, week) for n in pushed]
    moments += [m for n in mailed if (m := _mail_moment(held, n.at, week))]
    if _has_device(held.person_id):
        moments.append(rules.push_moment(now, week))
    if coming := _mail_moment(held, now, week):
        moments.append(coming)
    return min(moments, default=now + rules.AFTER_FAILURE)


@transaction.atomic
def _digest(person_id: int, now: datetime) -> bool:
    """Hand over the digest: what waits in the inbox, and where to find what is new since the last one."""
    held = _locked(person_id)
    if held is None:
        return False
    person = Person.objects.get(pk=person_id)
    since = held.last_digest_at or now - timedelta(days=7)
    if not reads.week_of(person, held).is_open(now):  # the worker comes late
        api.plan(held, person)
        held.save()
        return False
    if person.is_active and person.email and held.bounced_at is None:
        waiting, key = reads.waiting(viewer=person), f"digest:{person.pk}:{int(now.timestamp())}"
        api.reached(waiting, Channel.MAIL)
        outbox.ask(
            "attention.digest", key=key, mark=key, person_id=person.pk, notice_ids=[n.pk for n in waiting],
            since=since.isoformat(),
        )  # fmt: skip
    api.plan(held, person)
    held.last_digest_at = now
    held.save()
    return True


def _locked(person_id: int) -> Preference | None:
    """The preference, held until the end of the transaction, unless another worker holds it."""
    found = Preference.objects.filter(person_id=person_id)
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True)
    return found.first()


def _seen_already(person: Person, waiting: Sequence[Notice], now: datetime) -> None:
    """What was read on a page before any channel was due has come by the page."""
    pending = Notice.objects.filter(
        person=person, reached_at=None, reason__in=rules.INTERRUPTS, at__lte=now - rules.GRACE
    )
    pending.exclude(pk__in=[n.pk for n in waiting]).update(reached_at=now, channel=Channel.PAGE)


def _shared_out(
    person: Person, held: Preference, waiting: Sequence[Notice]
) -> tuple[list[Notice], list[Notice]]:
    """What may be pushed and what mailed; what could not be pushed is mailed."""
    pushes = _has_device(person.pk)
    pushed = [n for n in waiting if pushes and not n.failure]
    by_mail = [n for n in waiting if n not in pushed and (held.rhythm in OFTEN or _is_urgent(n))]
    if not person.email or held.bounced_at is not None:
        lost = [n.pk for n in by_mail if _is_urgent(n)]
        Notice.objects.filter(pk__in=lost).update(failure=NO_WAY)
        return pushed, []
    return pushed, by_mail


def _due_by_mail(held: Preference, mailed: list[Notice], week: Week, now: datetime) -> list[Notice]:
    """All of it, once the first of it is due."""
    urgent = [n for n in mailed if _is_urgent(n)]
    moments = [m for n in mailed if (m := _mail_moment(held, n.at, week))]
    return mailed if moments and min(moments) <= now else urgent


def _mail_moment(held: Preference, since: datetime, week: Week) -> datetime | None:
    return rules.mail_moment(Rhythm(held.rhythm), since=since, week=week)


def _has_device(person_id: int) -> bool:
    return Device.objects.filter(person_id=person_id, ended_at=None).exists()


def _hand_over(kind: str, channel: Channel, person: Person, notices: list[Notice], now: datetime) -> None:
    if notices:
        api.reached(notices, channel)
        ids = [n.pk for n in notices]
        # the moment is in it, as what a channel gave up may be handed over again
        key = f"{channel}:{person.pk}:{min(ids)}-{max(ids)}:{len(ids)}:{int(now.timestamp())}"
        outbox.ask(kind, key=key, mark=key, person_id=person.pk, notice_ids=ids)


def _is_urgent(notice: Notice) -> bool:
    return notice.reason == Reason.URGENT
