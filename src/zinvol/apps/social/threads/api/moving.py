"""Taking conversations, or a part of one, elsewhere; every old address goes on leading there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import exporting, rules
from zinvol.apps.social.threads.api.writing import show_files
from zinvol.apps.social.threads.events import RepliesMoved, ThreadEvent, ThreadMoved
from zinvol.apps.social.threads.models import (
    Attachment,
    Citation,
    Draft,
    Forward,
    Link,
    Mention,
    Participation,
    Reaction,
    Relocation,
    Reply,
    Revision,
    Thread,
)
from zinvol.apps.social.threads.rules import Moving
from zinvol.apps.social.threads.text import Text
from zinvol.kernel import access, activity, clock, origins

PARTS: tuple[type[Any], ...] = (Reaction, Mention, Revision, Attachment, Link, Citation)
"""What hangs on an opening or a reply."""
LOOSE = {"option_id": None, "stance": "", "is_contribution": False, "chosen_at": None}
"""What a reply was to the opening that it left behind."""


@transaction.atomic
def move_thread(
    *, person: Person, thread: Thread, space: Space, others_spoke: bool, back: Relocation | None = None
) -> None:
    """Take a conversation to another space; its readers are then those of that space.

    ``others_spoke``: whether somebody else has a part in what the content app hangs on it. With ``back``, as
    ``last_move`` gives it, a move is undone: then only what came since counts. Raises ``PermissionDenied``
    where this person may not, ``ValidationError`` where somebody could read it who cannot read it now.
    """
    thread = _locked(thread.pk)[thread.pk]
    here, there = _standings(person, thread, space)
    if not rules.may_move(
        is_opener=thread.author_id == person.pk, keeps_here=here.may_keep, keeps_there=there.may_keep,
        posts_there=there.may_post,
    ):  # fmt: skip
        raise PermissionDenied
    if space.pk == thread.space_id:
        raise ValidationError({"space": _("It is in this space already. Choose another one.")})
    if others_spoke or _others_wrote(person, thread, since=back.at if back else None):
        _must_keep_readers(thread, space)
    was = thread.space_id
    thread.space, thread.audience_id = space, space.audience_id
    thread.pinned_at, thread.pinned_by = None, None
    thread.save(update_fields=["space", "audience", "pinned_at", "pinned_by"])
    show_files(Q(thread=thread))
    if back:
        back.delete()
    else:
        _note(thread, Moving.MOVED, person, from_space_id=was)
    is_own = thread.author_id == person.pk
    _record(ThreadMoved, thread, person, from_space_id=was, is_own=is_own, is_back=back is not None)


def last_move(*, person: Person, thread: Thread) -> Relocation | None:
    """The move that this person may undo: their own, when nothing else became of the conversation since."""
    last = Relocation.objects.filter(thread=thread).select_related("from_space").last()
    return last if last and last.what == Moving.MOVED and last.by_id == person.pk else None


@transaction.atomic
def split_thread(
    *, person: Person, thread: Thread, replies: Collection[int], space: Space
) -> tuple[Thread, Reply]:
    """Make replies a conversation of their own; the first of them opens it, as it was written. The content
    app hangs on it what was opened, in the same transaction. Gives the conversation and what its opening was.

    Raises as ``move_thread`` does, and ``ValidationError`` when a reply is no longer there.
    """
    living = Reply.objects.filter(thread=thread, deleted_at=None, pk__in=replies)
    held = list(living.select_for_update(of=("self",)).order_by("created_at", "pk"))
    thread = _locked(thread.pk)[thread.pk]
    here, there = _standings(person, thread, space)
    if not rules.may_split(keeps_here=here.may_keep, keeps_there=there.may_keep, posts_there=there.may_post):
        raise PermissionDenied
    if not held or {r.pk for r in held} != set(replies):
        raise ValidationError({"replies": _("Some of these replies are no longer here. Look again at what goes along.")})  # fmt: skip
    if _others_wrote(person, thread, replies=held):
        _must_keep_readers(thread, space)
    first, rest = held[0], [r.pk for r in held[1:]]
    made = _opened_by(first, space, replies=len(rest), latest=held[-1].created_at)
    _cut_quotes(thread, [r.pk for r in held], rest)
    _take_along(rest, made)
    _become_opening(first, made)
    _share_reading(thread, made)
    _recount(thread, gone=len(held), latest_gone=held[-1].created_at)
    show_files(Q(thread=made))
    _note(thread, Moving.SPLIT, person, to=made, count=len(held))
    _record(RepliesMoved, made, person, reply_id=first.pk, from_thread_id=thread.pk, reply_ids=rest, is_merged=False, is_own=False)  # fmt: skip
    return made, first


@transaction.atomic
def merge_threads(*, person: Person, thread: Thread, into: Thread, text: Callable[[], Text]) -> Reply:
    """Bring a conversation into another one: its opening becomes a reply with ``text``, which is asked for when
    nobody changes it any more; its replies go along, and nothing remains that could be put back. Raises as
    ``move_thread`` does."""
    if thread.pk == into.pk:
        raise ValidationError(_("A conversation cannot go into itself."))
    held = Reply.objects.filter(thread=thread).select_for_update(of=("self",)).order_by("pk")
    list(held.values_list("pk"))  # before the conversations, in the order in which writers take them
    both = _locked(thread.pk, into.pk)
    thread, into = both[thread.pk], both[into.pk]
    here, there = _standings(person, thread, into.space)
    is_opener, is_alone = thread.author_id == person.pk, not _has_others(person, thread)
    if not rules.may_merge(
        is_opener=is_opener, is_alone=is_alone, keeps_here=here.may_keep, keeps_there=there.may_keep
    ):
        raise PermissionDenied
    if _others_wrote(person, thread):
        _must_keep_readers(thread, into.space)
    moved = list(Reply.objects.filter(thread=thread).order_by("pk").values_list("pk", flat=True))
    made = _become_reply(thread, into, text())
    _take_along(moved, into)
    _grow(into, thread)
    _hand_on(thread, into, made)
    _join_reading(thread, into)
    _note(thread, Moving.MERGED, person, to=into, reply=made, count=thread.reply_count)
    _end(thread)
    show_files(Q(thread=into))
    _record(RepliesMoved, into, person, reply_id=made.pk, from_thread_id=thread.pk, reply_ids=moved, is_merged=True, is_own=is_opener)  # fmt: skip
    return made


# --- may it ------------------------------------------------------------------------------


def _locked(*pks: int) -> dict[int, Thread]:
    """Conversations that nobody else changes or replies to meanwhile, taken in the order of their numbers."""
    rows = Thread.objects.select_for_update(of=("self",)).select_related("space").order_by("pk")
    found = {t.pk: t for t in rows.filter(pk__in=pks, deleted_at=None)}
    if len(found) < len(pks):
        raise ValidationError(_("This conversation has been taken away or merged meanwhile."))
    return found


def _standings(person: Person, thread: Thread, space: Space) -> tuple[spaces.Standing, spaces.Standing]:
    """How somebody stands here and there. Nobody, administrators neither, sends things where they cannot look."""
    here, there = spaces.standing(viewer=person, space=thread.space), spaces.standing(viewer=person, space=space)  # fmt: skip
    if not (here.reads and there.reads):
        raise PermissionDenied
    thread.space.must_be_alive()
    space.must_be_alive()
    return here, there


def _must_keep_readers(thread: Thread, space: Space) -> None:
    """People wrote for those who could read it: nobody else comes to read it."""
    if access.holds_others(
        space.audience_id, than=thread.audience_id, people=Person.objects.present(), guests=Q(kind=Person.Kind.GUEST)
    ):  # fmt: skip
        raise ValidationError(
            {"space": _("In “%(space)s” people can read who cannot read this now. Others wrote it for those who could, so it cannot go there.") % {"space": space.name}}
        )  # fmt: skip


def _others_wrote(
    person: Person, thread: Thread, *, replies: list[Reply] | None = None, since: datetime | None = None
) -> bool:
    """Whether anything that goes along was worded by somebody else, earlier wordings included. What was taken
    away counts as long as it can come back."""
    if replies is not None:
        worded = Revision.objects.filter(reply__in=replies)
        return any(r.author_id != person.pk for r in replies) or _by_others(worded, "by", person).exists()
    written = Reply.objects.filter(exporting.kept(clock.now()), thread=thread)
    worded = Revision.objects.filter(exporting.kept_part(clock.now()), thread=thread)
    if since is not None:
        written, worded = written.filter(created_at__gt=since), worded.filter(at__gt=since)
    is_opening = since is None and thread.author_id != person.pk
    is_ended = thread.closed_at is not None and thread.closed_by_id != person.pk
    return (
        is_opening
        or is_ended
        or _by_others(written, "author", person).exists()
        or _by_others(worded, "by", person).exists()
    )


def _has_others(person: Person, thread: Thread) -> bool:
    return _by_others(Reply.objects.filter(thread=thread, deleted_at=None), "author", person).exists()


def _by_others[R: QuerySet[Any, Any]](rows: R, who: str, person: Person) -> R:
    """Those of others; of whoever was erased nobody can say that it is one's own."""
    return rows.filter(~Q(**{who: person}) | Q(**{f"{who}__isnull": True}))


# --- what hangs on it --------------------------------------------------------------------


def _opened_by(first: Reply, space: Space, *, replies: int, latest: datetime) -> Thread:
    return Thread.objects.create(
        audience_id=space.audience_id, space=space, author_id=first.author_id, created_at=first.created_at,
        last_activity_at=latest, reply_count=replies, version=first.version, file_count=first.file_count,
        edited_at=first.edited_at,
    )  # fmt: skip


def _cut_quotes(thread: Thread, moved: list[int], staying_together: list[int]) -> None:
    """A quote shows the words that it is of as they are now: so it stays within one conversation."""
    Reply.objects.filter(thread=thread, quotes__in=moved).exclude(pk__in=staying_together).update(quotes=None)
    going = Reply.objects.filter(pk__in=staying_together, quotes__isnull=False)
    going.exclude(quotes__in=staying_together).update(quotes=None)


def _take_along(replies: list[int], to: Thread) -> None:
    """Replies, with their numbers and all that hangs on them."""
    Reply.objects.filter(pk__in=replies).update(thread=to, **LOOSE)
    for part in PARTS:
        part.objects.filter(reply__in=replies).update(thread=to)


def _become_opening(first: Reply, made: Thread) -> None:
    for part in PARTS:
        part.objects.filter(reply=first).update(thread=made, reply=None)
    Draft.objects.filter(place=f"edit-reply:{first.pk}").update(place=f"edit:{made.pk}")
    Forward.objects.filter(reply=first).update(reply=None, thread=made)
    Forward.objects.create(was_reply=first.pk, thread=made)
    # an export of before knows it by this name; loaded again it must not come back as a reply
    origins.remember("reply", {f"{origins.install()}:reply:{first.pk}": first.pk})
    Reply.objects.filter(pk=first.pk).delete()


def _become_reply(thread: Thread, into: Thread, text: Text) -> Reply:
    made = Reply.objects.create(
        thread=into, author_id=thread.author_id, body=text.source, html=text.html, created_at=thread.created_at,
        version=thread.version, file_count=thread.file_count, edited_at=thread.edited_at,
    )  # fmt: skip
    for part in PARTS:
        part.objects.filter(thread=thread, reply=None).update(thread=into, reply=made)
    Forward.objects.filter(thread=thread).update(thread=None, reply=made)
    Forward.objects.create(was_thread=thread.pk, reply=made)
    return made


def _hand_on(thread: Thread, into: Thread, made: Reply) -> None:
    """What was told of the conversation that goes is told of the one that stays; and what people began to
    write in it, where they began nothing in the other."""
    Relocation.objects.filter(thread=thread, what=Moving.SPLIT).update(thread=into)
    Relocation.objects.filter(to=thread).update(to=into)
    Relocation.objects.filter(thread=F("to")).delete()
    Citation.objects.filter(cited=thread).update(cited=into)
    place, begun = f"reply:{into.pk}", Draft.objects.filter(place=f"reply:{thread.pk}")
    busy = list(Draft.objects.filter(place=place).values_list("person_id", flat=True))
    begun.exclude(person_id__in=busy).update(place=place)
    Draft.objects.filter(place=f"edit:{thread.pk}").update(place=f"edit-reply:{made.pk}")


def _share_reading(thread: Thread, made: Thread) -> None:
    """Who read or muted the conversation did so with what came out of it."""
    rows = Participation.objects.filter(thread=thread)
    Participation.objects.bulk_create(
        [Participation(thread=made, person_id=p.person_id, seen_at=p.seen_at, is_kept=p.is_kept, level=p.level) for p in rows]
    )  # fmt: skip


def _join_reading(thread: Thread, into: Thread) -> None:
    """Who followed the one follows the other; who has looked at the other before, looks on from there."""
    known = set(Participation.objects.filter(thread=into).values_list("person_id", flat=True))
    mine = list(Participation.objects.filter(thread=thread))
    Participation.objects.bulk_create(
        [Participation(thread=into, person_id=p.person_id, seen_at=p.seen_at, level=p.level) for p in mine if p.person_id not in known]
    )  # fmt: skip
    following = [p.person_id for p in mine if p.level == Level.EVERYTHING]
    unset = Participation.objects.filter(thread=into, person_id__in=following, level="")
    unset.update(level=Level.EVERYTHING)


def _recount(thread: Thread, *, gone: int, latest_gone: datetime) -> None:
    """What is left: fewer replies, and when the latest went along, an earlier moment of activity."""
    values: dict[str, Any] = {"reply_count": F("reply_count") - gone}
    if thread.last_activity_at <= latest_gone:
        left = Reply.objects.filter(thread=thread, deleted_at=None).aggregate(at=Max("created_at"))["at"]
        values["last_activity_at"] = max(filter(None, (left, thread.created_at, thread.edited_at)))
    Thread.objects.filter(pk=thread.pk).update(**values)


def _grow(into: Thread, thread: Thread) -> None:
    Thread.objects.filter(pk=into.pk).update(
        reply_count=F("reply_count") + thread.reply_count + 1,
        last_activity_at=max(into.last_activity_at, thread.last_activity_at),
    )


def _end(thread: Thread) -> None:
    """Taken away by nobody, so that nobody can put back what is empty."""
    thread.deleted_at, thread.deleted_by, thread.pinned_at, thread.pinned_by = clock.now(), None, None, None
    thread.reply_count, thread.file_count = 0, 0
    thread.save(update_fields=["deleted_at", "deleted_by", "pinned_at", "pinned_by", "reply_count", "file_count"])  # fmt: skip


def _note(thread: Thread, what: Moving, person: Person, **more: Any) -> None:
    Relocation.objects.create(thread=thread, what=what, by=person, at=clock.now(), **more)


def _record(kind: type[ThreadEvent], thread: Thread, person: Person, **more: Any) -> None:
    activity.record(
        kind(actor_id=person.pk, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id, **more)
    )  # fmt: skip
