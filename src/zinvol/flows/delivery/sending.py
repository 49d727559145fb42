"""What the outbox does for attention: mail and push what still is unread at that very moment."""

from __future__ import annotations

import smtplib
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.reactors.attention import api, push
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.reads import Bundle
from zinvol.apps.reactors.attention.rules import Channel, Reason
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.flows.delivery.compose import Letter
from zinvol.flows.inbox import reads as inbox

MOST_POSTS = 8


def mail(*, person_id: int, notice_ids: list[int], mark: str) -> None:
    """Mail what concerns somebody, in one mail."""
    with _as_seen_by(person_id) as (person, current):
        lines = _lines(person, notice_ids)
        if lines and person.email:
            _send(Letter(person, current, lines, [], mark), notice_ids)


def digest(*, person_id: int, notice_ids: list[int], since: str, mark: str) -> None:
    """Mail what waits, and what is new where somebody takes part; nothing when all was read."""
    with _as_seen_by(person_id) as (person, current):
        lines = _lines(person, notice_ids)
        opened = _opened(person, datetime.fromisoformat(since))
        if (lines or opened) and person.email:
            _send(Letter(person, current, lines, opened[:MOST_POSTS], mark, is_digest=True), notice_ids)


def mail_given_up(*, person_id: int, notice_ids: list[int], mark: str, since: str = "") -> None:
    """A mail or digest failed for the last time: a later one may bring what was in it."""
    with _as_seen_by(person_id) as (person, _current):
        moment = datetime.fromisoformat(since) if since else None
        why = _("the e-mail could not be sent")
        api.mail_given_up(person=person, notice_ids=notice_ids, why=why, since=moment)


def push_given_up(*, person_id: int, notice_ids: list[int], mark: str) -> None:
    with _as_seen_by(person_id):
        api.not_reached(notice_ids, _("no device took the push notice"))


def push_notices(*, person_id: int, notice_ids: list[int], mark: str) -> None:
    """Push what concerns somebody: one notice for each conversation, on all their devices. What no device took goes
    by mail."""
    with _as_seen_by(person_id) as (person, _current):
        devices = attention.devices(viewer=person)
        unread = attention.unread_count(viewer=person)
        for line in _lines(person, notice_ids):
            is_urgent = line.bundle.reason == Reason.URGENT
            message = push.Message(
                line.happened,
                line.title,
                line.url,
                f"thread-{line.bundle.thread_id or line.notice.subject}",
                unread,
            )
            # who did not take this is not asked for the next one, so that a dead service costs one wait
            devices = [each for each in devices if push.send(each, message, is_urgent=is_urgent)]
            if not devices:
                failed = [notice.pk for notice in line.bundle.notices]
                api.not_reached(failed, _("no device took the push notice"))


def push_test(*, person_id: int) -> None:
    """Push a test notice to all devices of somebody."""
    with _as_seen_by(person_id) as (person, current):
        message = push.Message(_("It works"), _("This is a test notice of %(name)s.") % {"name": current.name}, "/people/me/notices", "test")  # fmt: skip
        for device in attention.devices(viewer=person):
            push.send(device, message, is_test=True)


def _send(letter: Letter, notice_ids: list[int]) -> None:
    """Hand a mail over. A server that refuses the address for good says what mail that comes back says later."""
    try:
        letter.message().send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        if code < 500:
            raise
        why = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        api.mail_came_back(person=letter.person, why=f"{code} {why}")
        api.not_reached(notice_ids, _("the e-mail could not be sent"))


def _opened(person: Person, since: datetime) -> list[Post]:
    """What others began where somebody takes part, that has not reached them in another way."""
    found = posts.new_for(viewer=person, size=40).posts
    told = attention.reached_already(viewer=person, thread_ids=[post.pk for post in found])
    return [
        post for post in found
        if post.thread.created_at > since and post.pk not in told and post.thread.author_id != person.pk
    ]  # fmt: skip


def _lines(person: Person, notice_ids: list[int]) -> list[inbox.Line]:
    """What of some notices still is unread, by conversation, the strongest reason first. The rest came by the page."""
    waiting = attention.waiting(viewer=person, ids=notice_ids)
    read = Notice.objects.filter(pk__in=notice_ids).exclude(pk__in=[n.pk for n in waiting])
    read.update(channel=Channel.PAGE)
    lines = inbox.lines(viewer=person, bundles=_bundles(waiting))
    return sorted(lines, key=lambda line: (line.bundle.reason, line.notice.at))


def _bundles(waiting: Sequence[Notice]) -> list[Bundle]:
    found: dict[object, list[Notice]] = {}
    for notice in waiting:
        together = (
            (notice.thread_id, notice.conversation_id)
            if notice.thread_id or notice.conversation_id
            else notice.pk
        )
        found.setdefault(together, []).insert(0, notice)
    return [Bundle(notices, True) for notices in found.values()]


@contextmanager
def _as_seen_by(person_id: int) -> Iterator[tuple[Person, Organisation]]:
    """In the language and time zone of a person who is still here; else nothing is unread."""
    person = Person.objects.get(pk=person_id)
    current = organisation.current() or Organisation()
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(current.timezone)):
        yield person, current
