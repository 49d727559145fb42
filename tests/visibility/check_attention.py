"""What the inbox, a mail and a push may tell somebody: nothing of what they may not read."""

from __future__ import annotations

from tests.visibility.naive import Naive
from tests.visibility.registry import checks
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.social.people.models import Person
from zinvol.flows.inbox import reads as inbox


@checks(
    "attention.reads.inbox", "attention.reads.bundle", "attention.reads.unread_count", "attention.reads.waiting",
    "attention.reads.ledger", "attention.reads.reached_already", "inbox.reads.inbox", "inbox.reads.lines", "inbox.reads.ledger",
)  # fmt: skip
def what_reached_somebody(viewer: Person, naive: Naive) -> None:
    mine = list(Notice.objects.filter(person=viewer, conversation_id=None))
    said = {n.pk for n in Notice.objects.filter(person=viewer, conversation_id__isnull=False, read_at=None)}
    visible = {n.pk for n in mine if _sees(viewer, n, naive)}
    unread = {n.pk for n in mine if n.pk in visible and _is_unread(viewer, n, naive)}
    for unread_only, expected in ((True, unread), (False, visible)):
        bundles = _pages(viewer, unread_only)
        held = {n.pk for b in bundles for n in b.notices}
        assert held <= visible
        assert {n.thread_id or -n.pk for n in mine if n.pk in expected} == {
            b.latest.thread_id or -b.latest.pk for b in bundles
        }
        assert {n.pk for b in bundles for n in b.notices if n.is_unread} == unread & held
        lines = inbox.lines(viewer=viewer, bundles=bundles)
        assert [line.bundle for line in lines] == bundles
        assert all(line.reply is None or naive.sees_reply(viewer, line.reply) for line in lines)
    assert attention.unread_count(viewer=viewer) == len(
        {n.thread_id or -n.pk for n in mine if n.pk in unread}
    )
    assert attention.around(viewer=viewer).inbox == attention.unread_count(viewer=viewer)
    every_one = [n.pk for n in Notice.objects.all()]
    assert {n.pk for n in attention.waiting(viewer=viewer, ids=every_one)} == unread | said
    assert {n.pk for n in attention.waiting(viewer=viewer)} == {
        n.pk for n in mine if n.pk in unread and n.reached_at is None
    } | said
    assert {n.pk for n in attention.ledger(viewer=viewer)[0]} <= visible
    assert {n.pk for n, _post, _done in inbox.ledger(viewer=viewer, page=1)[0]} <= visible
    assert {b.latest.person_id for b in _pages(viewer, False)} <= {viewer.pk}
    for notice in Notice.objects.filter(conversation_id=None)[:50]:
        found = attention.bundle(viewer=viewer, notice_id=notice.pk)
        assert (found is not None) == (notice.pk in visible or _has_company(notice, mine, visible))
    assert attention.reached_already(viewer=viewer, thread_ids=naive.threads) == {
        n.thread_id for n in mine if n.reached_at and n.thread_id
    }
    assert len(inbox.inbox(viewer=viewer, unread_only=False, page=1)[0]) == min(
        20, len(_pages(viewer, False))
    )


def _pages(viewer: Person, unread_only: bool) -> list[attention.Bundle]:
    found: list[attention.Bundle] = []
    for page in range(1, 50):
        some, more = attention.inbox(viewer=viewer, unread_only=unread_only, page=page)
        found += some
        if not more:
            break
    return found


def _sees(viewer: Person, notice: Notice, naive: Naive) -> bool:
    if notice.thread_id is None:
        return notice.space_id is not None and naive.knows(viewer, naive.spaces[notice.space_id])
    is_gone = notice.reply_id is not None and naive.replies[notice.reply_id].deleted_at is not None
    return naive.sees_thread(viewer, naive.threads[notice.thread_id]) and not is_gone


def _is_unread(viewer: Person, notice: Notice, naive: Naive) -> bool:
    held = naive.participations.get((notice.thread_id or 0, viewer.pk))
    is_seen = held is not None and held.seen_at is not None and held.seen_at >= notice.at
    return notice.read_at is None and not is_seen


def _has_company(notice: Notice, mine: list[Notice], visible: set[int]) -> bool:
    """Another notice of the same conversation is there, so the bundle is."""
    return any(
        notice in mine and n.thread_id == notice.thread_id and n.thread_id for n in mine if n.pk in visible
    )
