"""Handing to the outbox what may be sent now. What is handed over is claimed in the same transaction, so
that one channel brings it, once.

Who was looked at in vain is looked at again at ``next_call_at``, and not in every round until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from zinvol.apps.reactors.attention import api, reads, rules
from zinvol.apps.reactors.attention.models import Device, Notice, Preference
from zinvol.apps.reactors.attention.rules import Channel, Reason, Rhythm
from zinvol.apps.social.people.models import Person
from zinvol.kernel import clock, outbox
from zinvol.lib.worktime import Week

AT_ONCE = 100
"""So many people are served in one round; the others in the next."""
OFTEN = [Rhythm.IMMEDIATE, Rhythm.BUNDLED]
LATER = timedelta(hours=1)


def send_due() -> int:
    """Hand over what is due to push and mail; say how many people it concerned."""
    now = clock.now()
    _settle_newcomers()
    called = [pk for pk in _to_call(now) if _call(pk, now)]
    return len(called) + len([pk for pk in _to_digest(now) if _digest(pk, now)])


def _settle_newcomers() -> None:
    """Everybody has a preference, so that there is a moment for a first digest."""
    settled = Preference.objects.values("person_id")
    for person in Person.objects.present().exclude(pk__in=settled)[: AT_ONCE * 10]:
        held = Preference(person=person)
        api.plan(held, person)
        Preference.objects.bulk_create([held], ignore_conflicts=True)


def _to_call(now: datetime) -> list[int]:
    """Who has something that cannot wait for the digest, and a way by which it may come sooner."""
    pending = Notice.objects.filter(reached_at=None, read_at=None).order_by("person_id")
    urgent = pending.filter(reason=Reason.URGENT, failure="")
    devices = Device.objects.filter(ended_at=None).values("person_id")
    often = Preference.objects.filter(rhythm__in=OFTEN, bounced_at=None).values("person_id")
    asleep = Preference.objects.filter(next_call_at__gt=now).values("person_id")
    others = pending.filter(reason__in=rules.INTERRUPTS, at__lte=now - rules.GRACE)
    others = others.exclude(person_id__in=asleep)
    pushed, mailed = others.filter(person_id__in=devices), others.filter(person_id__in=often)
    kinds = (
        some.values_list("person_id", flat=True).distinct()[:AT_ONCE] for some in (urgent, pushed, mailed)
    )
    found = (pk for some in kinds for pk in some)
    return list(dict.fromkeys(found))


def _to_digest(now: datetime) -> list[int]:
    due = Preference.objects.filter(next_digest_at__lte=now).order_by("next_digest_at")
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
    _hand_over("attention.push", Channel.PUSH, person, due_push)
    _hand_over("attention.mail", Channel.MAIL, person, due_mail)
    sent = {n.pk for n in (*due_push, *due_mail)}
    later = [rules.push_moment(n.at, week) for n in pushed if n.pk not in sent]
    later += [m for n in mailed if n.pk not in sent and (m := _mail_moment(held, n, week))]
    held.next_call_at = min(later, default=None if sent else now + LATER)
    held.save(update_fields=["next_call_at"])
    return bool(sent)


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
    pushes = Device.objects.filter(person=person, ended_at=None).exists()
    pushed = [n for n in waiting if pushes and not n.failure]
    by_mail = [n for n in waiting if n not in pushed and (held.rhythm in OFTEN or _is_urgent(n))]
    if not person.email or held.bounced_at is not None:
        lost = [n.pk for n in by_mail if _is_urgent(n)]
        Notice.objects.filter(pk__in=lost).update(failure="no way to reach this person")
        return pushed, []
    return pushed, by_mail


def _due_by_mail(held: Preference, mailed: list[Notice], week: Week, now: datetime) -> list[Notice]:
    """All of it, once the first of it is due."""
    urgent = [n for n in mailed if _is_urgent(n)]
    moments = [m for n in mailed if (m := _mail_moment(held, n, week))]
    return mailed if moments and min(moments) <= now else urgent


def _mail_moment(held: Preference, notice: Notice, week: Week) -> datetime | None:
    return rules.mail_moment(Rhythm(held.rhythm), since=notice.at, week=week)


def _hand_over(kind: str, channel: Channel, person: Person, notices: list[Notice]) -> None:
    if notices:
        api.reached(notices, channel)
        ids = [n.pk for n in notices]
        key = f"{channel}:{person.pk}:{min(ids)}-{max(ids)}:{len(ids)}"
        outbox.ask(kind, key=key, mark=key, person_id=person.pk, notice_ids=ids)


def _is_urgent(notice: Notice) -> bool:
    return notice.reason == Reason.URGENT
