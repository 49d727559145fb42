"""The verbs of attention: read, choose how to be reached, and send what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.reactors.attention import queries, reads, rules
from zinvol.apps.reactors.attention.models import Device, Notice, Preference, Push
from zinvol.apps.reactors.attention.rules import FOLLOWED, KEPT, Channel, Reason, Rhythm
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel import clock

MOST_DEVICES = 10


def mark_read(*, person: Person, notice: Notice) -> None:
    """Count a thing as read, and with it the conversation it is about, wherever that is looked at."""
    if notice.thread is not None:
        threads.mark_seen(thread=notice.thread, person=person)
    Notice.objects.filter(pk=notice.pk, person=person, read_at=None).update(read_at=clock.now())


def mark_unread(*, person: Person, notice: Notice) -> None:
    """Put a thing back among what waits; a conversation from this very reply on."""
    if notice.thread is not None:
        reply = Reply.objects.filter(pk=notice.reply_id).first() if notice.reply_id else None
        threads.mark_unread(thread=notice.thread, person=person, reply=reply)
    same = (
        Notice.objects.filter(person=person, thread=notice.thread)
        if notice.thread
        else Notice.objects.filter(pk=notice.pk)
    )
    same.update(read_at=None)


@transaction.atomic
def read_all(*, person: Person) -> None:
    """Count all that waits in the inbox as read."""
    found = queries.unread(person)
    for thread in Thread.objects.filter(pk__in=found.values("thread_id")):
        threads.mark_seen(thread=thread, person=person)
    alone = Notice.objects.filter(person=person, thread=None, conversation_id=None, read_at=None)
    alone.update(read_at=clock.now())


def read_conversation(*, person: Person, conversation_id: int) -> None:
    """What was said in a private conversation was read, on its page."""
    held = Notice.objects.filter(person=person, conversation_id=conversation_id, read_at=None)
    held.update(read_at=clock.now())


def reached(notices: Iterable[Notice], channel: Channel) -> int:
    """Note by which channel some things reached somebody; those that another brought before are left out.
    Says how many were noted."""
    pending = Notice.objects.filter(pk__in=[n.pk for n in notices], reached_at=None)
    return pending.update(reached_at=clock.now(), channel=channel)


def not_reached(notice_ids: Iterable[int], why: str) -> None:
    """A channel failed: another may bring these."""
    failed = Notice.objects.filter(pk__in=list(notice_ids))
    failed.update(reached_at=None, channel="", failure=why[:200])


@transaction.atomic
def mail_given_up(
    *, person: Person, notice_ids: Iterable[int], why: str, since: datetime | None = None
) -> None:
    """Mail could not be handed over for so long that it was given up: what was in it waits again, for a mail at
    least an hour later. Of a digest, ``since`` is from when it told what was new."""
    not_reached(notice_ids, why)
    held = reads.preference(viewer=person)
    held.next_call_at = clock.now() + rules.AFTER_FAILURE
    held.last_digest_at = since or held.last_digest_at
    held.save()


def mute(*, person: Person, thread: Thread) -> str:
    """Hear nothing more from a conversation; what waited from it counts as read. Gives the level that was chosen
    for it before, for who comes back on this."""
    held = threads_reads.participation(viewer=person, thread=thread)
    threads.follow(thread=thread, person=person, level=Level.NOTHING)
    threads.mark_seen(thread=thread, person=person)
    return held.level if held else ""


def unmute(*, person: Person, thread: Thread, level: str = "") -> None:
    """Hear from a conversation again: as was chosen before, or as in its space."""
    was = Level(level) if level in {*Level} - {Level.NOTHING} else None
    threads.follow(thread=thread, person=person, level=was)


def choose(
    *,
    person: Person,
    rhythm: Rhythm,
    digest_at: time = rules.DIGEST_AT,
    hours: dict[str, list[str]] | None = None,
    away_from: date | None = None,
    away_until: date | None = None,
    is_asked: bool = True,
) -> Preference:
    """Choose how to be reached. Raises ``ValidationError`` for hours or days that end before they begin."""
    _check_hours(hours or {})
    if (away_from is None) != (away_until is None) or (away_from and away_until and away_until < away_from):
        raise ValidationError({"away_until": _("Give the first and the last day that you are away.")})
    held = reads.preference(viewer=person)
    held.rhythm, held.digest_at, held.hours, held.is_asked = rhythm, digest_at, hours or {}, is_asked
    held.away_from, held.away_until = away_from, away_until
    plan(held, person)
    held.save()
    return held


def stop_mail(*, person: Person) -> str:
    """No mail any more but what one asks for oneself, such as a link to come in. Gives the rhythm that was chosen
    before, for who comes back on this."""
    held = reads.preference(viewer=person)
    was = held.rhythm
    held.rhythm, held.next_digest_at, held.next_call_at = Rhythm.OFF, None, None
    held.save()
    return was


def mail_again(*, person: Person, rhythm: str = "") -> None:
    """Mail again, after it was stopped: as often as was chosen before, or once a day."""
    held = reads.preference(viewer=person)
    held.rhythm = Rhythm(rhythm) if rhythm in {*Rhythm} - {Rhythm.OFF} else Rhythm.DAILY
    plan(held, person)
    held.save()


def mail_came_back(*, person: Person, why: str) -> None:
    """Mail to somebody cannot be delivered: no more is sent until they say that the address is right."""
    held = reads.preference(viewer=person)
    held.bounced_at, held.bounce = clock.now(), why[:200]
    held.save()


def mail_is_right(*, person: Person) -> None:
    held = reads.preference(viewer=person)
    held.bounced_at, held.bounce = None, ""
    plan(held, person)
    held.save()


def plan(held: Preference, person: Person) -> None:
    """Set when somebody gets the next digest; the caller saves."""
    held.next_call_at = None
    held.next_digest_at = rules.digest_moment(
        Rhythm(held.rhythm), after=clock.now(), week=reads.week_of(person, held), at=held.digest_at
    )


def add_device(*, person: Person, endpoint: str, key: str, secret: str, name: str = "") -> Device:
    """Send push notices to a browser from now on. A browser that changes hands is the new person's."""
    if not (key and secret and endpoint.startswith(("https://", "http://127.0.0.1:"))):
        raise ValidationError(_("This is not the address of a push service."))
    if Device.objects.filter(person=person, ended_at=None).exclude(endpoint=endpoint).count() >= MOST_DEVICES:
        raise ValidationError(_("You get push notices on ten devices already. Remove one first."))
    values: dict[str, Any] = {
        "person": person, "key": key[:120], "secret": secret[:60], "name": name[:80], "added_at": clock.now(),
        "failures": 0, "ended_at": None,
    }  # fmt: skip
    device, _new = Device.objects.update_or_create(endpoint=endpoint[:1000], defaults=values)
    Preference.objects.filter(person=person).update(next_call_at=None)
    return device


def remove_device(*, person: Person, device_id: int = 0, endpoint: str = "") -> None:
    held = Device.objects.filter(person=person, ended_at=None)
    (held.filter(endpoint=endpoint) if endpoint else held.filter(pk=device_id)).update(ended_at=clock.now())


def follow_space_less(*, person: Person, space: Any) -> None:
    """Hear from a space only when one is named."""
    spaces.set_level(space=space, person=person, level=Level.MENTIONS)


def forget_person(*, person: Person) -> None:
    """Let go of how somebody who was erased was reached: addresses of browsers, and why mail came back."""
    Device.objects.filter(person=person).delete()
    Preference.objects.filter(person=person).delete()


def tidy() -> None:
    """Let go of what asks for no attention any more."""
    followed = Notice.objects.filter(reason=Reason.FOLLOWING, at__lt=clock.now() - FOLLOWED)
    followed.delete()
    Notice.objects.filter(at__lt=clock.now() - KEPT).delete()
    Push.objects.filter(at__lt=clock.now() - KEPT).delete()


def _check_hours(hours: dict[str, list[str]]) -> None:
    for day, (start, end) in hours.items():
        if not ("1" <= day <= "7" and len(day) == 1 and time.fromisoformat(start) < time.fromisoformat(end)):
            raise ValidationError({"hours": _("The end must come after the beginning.")})
