"""Opening a conversation, replying, and changing what was said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from zinvol.apps.social.files import api as files_api
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces import reads as spaces_reads
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.api import drafting, following
from zinvol.apps.social.threads.events import (
    PersonMentioned,
    ReplyDeleted,
    ReplyEdited,
    ReplyPosted,
    ReplyRestored,
    ThreadEvent,
)
from zinvol.apps.social.threads.models import (
    Attachment,
    Citation,
    Forward,
    Link,
    LinkPreview,
    Mention,
    Participation,
    Reply,
    Revision,
    Thread,
    of_part,
)
from zinvol.apps.social.threads.text import Text
from zinvol.kernel import access, activity, clock, outbox


class EditConflict(Exception):
    """Somebody else changed the text meanwhile; nothing was saved."""


def open_thread(*, author: Person, space: Space, text: Text, files: Sequence[int] = ()) -> Thread:
    """Begin a conversation; the caller hangs what was opened on it, in the same transaction."""
    moment = clock.now()
    thread = Thread.objects.create(
        audience_id=space.audience_id, space=space, author=author, created_at=moment, last_activity_at=moment
    )
    _set_first(thread, None, author, text, files)
    following.mark_seen(thread=thread, person=author)
    spaces.touch(space.pk)
    return thread


def post_reply(
    *,
    author: Person,
    thread: Thread,
    body: str,
    files: Sequence[int] = (),
    quotes: Reply | None = None,
    submission: str | None = None,
    also: Callable[[Reply], object] | None = None,
    **particulars: Any,
) -> Reply:
    """Reply, and do in the same transaction what ``also`` belongs to it. The same ``submission`` twice
    gives the same reply.

    Raises ``PermissionDenied`` for who may not, ``ValidationError`` for an empty or impossible text.
    All that can be done before the transaction is done before it: on SQLite nobody else writes meanwhile.
    """
    if before := _sent_before(submission):
        return before
    _must_be_open(author, thread)
    text = texts.prepare(author=author, typed=body)
    if not text.source and not files:
        raise ValidationError({"body": _("Write something first.")})
    reply = Reply(
        thread=thread, author=author, body=text.source, html=text.html,
        quotes=quotes if quotes and quotes.thread_id == thread.pk else None,
        submission=submission or None, **particulars,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _write_reply(reply, text, files)
            if also:
                also(reply)
    except IntegrityError:
        if before := _sent_before(submission):  # the same form, sent twice in the same moment
            return before
        raise
    thread.reply_count += 1
    return reply


@transaction.atomic
def edit_reply(*, editor: Person, reply: Reply, body: str, version: int, files: Sequence[int] = ()) -> None:
    """Change the words of a reply; raises :class:`EditConflict` when ``version`` is not the present one."""
    reply = Reply.objects.select_for_update().select_related("thread__space").get(pk=reply.pk)
    keeps = spaces_reads.standing(viewer=editor, space=reply.thread.space).may_keep
    if reply.deleted_at or not rules.may_edit(author_id=reply.author_id, person_id=editor.pk, keeps=keeps):
        raise PermissionDenied
    reply.thread.space.must_be_alive()
    if reply.version != version:
        raise EditConflict
    text = texts.prepare(author=editor, typed=body)
    if not text.source and not files:
        raise ValidationError({"body": _("Write something first.")})
    if text.source != reply.body:
        keep_revision(
            reply.thread,
            reply,
            number=reply.version,
            by_id=reply.author_id,
            at=reply.created_at,
            body=reply.body,
        )
        reply.body, reply.html, reply.edited_at = text.source, text.html, clock.now()
        reply.version += 1
        reply.save(update_fields=["body", "html", "edited_at", "version"])
        keep_revision(
            reply.thread, reply, number=reply.version, by_id=editor.pk, at=clock.now(), body=reply.body
        )
    set_part(thread=reply.thread, reply=reply, author=editor, text=text, files=files)
    activity.record(_event(ReplyEdited, reply, editor.pk))
    drafting.forget_draft(person=editor, place=f"edit-reply:{reply.pk}")


@transaction.atomic
def delete_reply(*, person: Person, reply: Reply) -> None:
    """Take a reply away; for thirty days it can be brought back."""
    keeps = spaces_reads.standing(viewer=person, space=reply.thread.space).may_keep
    if not rules.may_edit(author_id=reply.author_id, person_id=person.pk, keeps=keeps):
        raise PermissionDenied
    changed = Reply.objects.filter(pk=reply.pk, thread=reply.thread_id, deleted_at=None).update(
        deleted_at=clock.now(), deleted_by=person
    )
    if changed:
        Thread.objects.filter(pk=reply.thread_id).update(reply_count=F("reply_count") - 1)
        hide_files(Q(reply=reply))
        activity.record(_event(ReplyDeleted, reply, person.pk))


@transaction.atomic
def restore_reply(*, person: Person, reply: Reply) -> None:
    """Bring back a reply that this person took away."""
    if reply.deleted_by_id != person.pk or not rules.may_undo(deleted_at=reply.deleted_at, now=clock.now()):
        raise PermissionDenied
    changed = Reply.objects.filter(pk=reply.pk, thread=reply.thread_id, deleted_at__isnull=False).update(
        deleted_at=None, deleted_by=None
    )
    if changed:
        Thread.objects.filter(pk=reply.thread_id).update(reply_count=F("reply_count") + 1)
        show_files(Q(reply=reply))
        activity.record(_event(ReplyRestored, reply, person.pk))


def set_part(
    *, thread: Thread, reply: Reply | None, author: Person, text: Text, files: Sequence[int]
) -> None:
    """Write what belongs to the opening or to a reply beside its words: mentions, files and links."""
    _set_mentions(thread, reply, author, text)
    _set_files(thread, reply, author, files)
    _set_links(thread, reply, text)
    _set_citations(thread, reply, text)


def keep_revision(
    thread: Thread, reply: Reply | None, *, number: int, by_id: int | None, at: datetime, body: str, title: str = "", note: str = ""
) -> None:  # fmt: skip
    """Keep a wording, once per number."""
    values = {"by_id": by_id, "at": at, "body": body, "title": title, "note": note}
    Revision.objects.get_or_create(thread=thread, reply=reply, number=number, defaults=values)


def hide_preview(*, person: Person, link: Link) -> None:
    """The writer takes the preview of a link away."""
    author_id = link.reply.author_id if link.reply else link.thread.author_id
    if author_id != person.pk:
        raise PermissionDenied
    Link.objects.filter(pk=link.pk).update(is_hidden=True)


def rewrite_reply_text(*, reply: Reply, source: str, actor_id: int | None) -> None:
    """Put other words in place without a new version: when a person is erased."""
    text = texts.render(source)
    reply.body, reply.html = text.source, text.html
    reply.save(update_fields=["body", "html"])
    activity.record(_part_event(ReplyEdited, reply.thread, reply, actor_id))


def forget_person(*, person: Person) -> None:
    """Remove what a person left behind beside words: mentions, reading and following."""
    Mention.objects.filter(person=person).delete()
    Participation.objects.filter(person=person).delete()


def hide_files(part: Q) -> None:
    """Nobody sees the files of what was taken away."""
    files_api.withhold(files=_files_of(part))


def show_files(part: Q) -> None:
    """Files are seen again, but for those of replies or conversations that are still away."""
    living = Q(thread__deleted_at=None) & (Q(reply=None) | Q(reply__deleted_at=None))
    for audience_id in Attachment.objects.filter(part).values_list("thread__audience_id", flat=True)[:1]:
        files_api.attach(files=_files_of(part & living), audience_id=audience_id)


def _files_of(part: Q) -> list[File]:
    return [a.file for a in Attachment.objects.filter(part).select_related("file")]


def _set_first(thread: Thread, reply: Reply | None, author: Person, text: Text, files: Sequence[int]) -> None:
    """The same for what is new: nothing is there yet that could have to go."""
    if text.mentions:
        _set_mentions(thread, reply, author, text)
    if files:
        _set_files(thread, reply, author, files)
    if text.links:
        _set_links(thread, reply, text)
        _set_citations(thread, reply, text)


def _sent_before(submission: str | None) -> Reply | None:
    return Reply.objects.filter(submission=submission).first() if submission else None


def _write_reply(reply: Reply, text: Text, files: Sequence[int]) -> None:
    thread, author = reply.thread, cast(Person, reply.author)
    reply.created_at = clock.now()  # not before the wait for one's turn: others have read on meanwhile
    reply.save(force_insert=True)
    _set_first(thread, reply, author, text, files)
    _stir(thread, replies=1, at=reply.created_at)
    activity.record(_event(ReplyPosted, reply, author.pk))
    following.mark_seen(thread=thread, person=author)
    Mention.objects.filter(thread=thread, person=author).update(answered_at=reply.created_at)
    drafting.forget_draft(person=author, place=f"reply:{thread.pk}")


def _must_be_open(author: Person, thread: Thread) -> None:
    standing = spaces_reads.standing(viewer=author, space=thread.space)
    if not standing.may_reply or thread.deleted_at:
        raise PermissionDenied
    if thread.closed_at:
        raise ValidationError(_("This conversation has been closed. You can start a new one."))


def _stir(thread: Thread, *, replies: int, at: datetime) -> None:
    latest = Greatest(F("last_activity_at"), Value(at, output_field=DateTimeField()))
    here = Thread.objects.filter(pk=thread.pk, space_id=thread.space_id, deleted_at=None)
    if not here.update(reply_count=F("reply_count") + replies, last_activity_at=latest):
        raise ValidationError(
            _("This conversation has just been moved or taken away. Your text is still here; look again where it belongs.")
        )  # fmt: skip
    spaces.touch(thread.space_id)


def _set_mentions(thread: Thread, reply: Reply | None, author: Person, text: Text) -> None:
    """Name those who are in the audience; who was named before is not named again."""
    held = set(Mention.objects.filter(of_part(thread.pk, reply)).values_list("person_id", flat=True))
    Mention.objects.filter(of_part(thread.pk, reply)).exclude(person_id__in=text.mentions).delete()
    named = list(Person.objects.filter(pk__in=set(text.mentions) - held - {author.pk}))
    inside = access.those_in(named, thread.audience_id) if named else set()
    for person in named:
        if person.pk in inside:
            Mention.objects.create(thread=thread, reply=reply, person=person, at=clock.now())
            activity.record(_part_event(PersonMentioned, thread, reply, author.pk, person_id=person.pk))


def _set_files(thread: Thread, reply: Reply | None, author: Person, files: Sequence[int]) -> None:
    if len(files) > rules.MAX_FILES:
        raise ValidationError(_("At most %(count)d files go with one message.") % {"count": rules.MAX_FILES})
    held = {a.file_id: a for a in Attachment.objects.filter(of_part(thread.pk, reply)).select_related("file")}
    for attachment in [a for file_id, a in held.items() if file_id not in files]:
        files_api.withdraw(attachment.file)
    new = list(File.objects.filter(Q(audience=None, uploader=author), pk__in=set(files) - held.keys()))
    files_api.attach(files=new, audience_id=thread.audience_id)
    Attachment.objects.bulk_create(
        [Attachment(thread=thread, reply=reply, file=f) for f in sorted(new, key=lambda f: f.pk)]
    )
    count = len(new) + len(held.keys() & set(files))
    part: Thread | Reply = reply or thread
    if part.file_count != count:
        part.file_count = count
        part.save(update_fields=["file_count"])


def _set_links(thread: Thread, reply: Reply | None, text: Text) -> None:
    """Note the first few outside links and have their pages asked for a title, where that is switched on."""
    current = organisation.current()
    outside = (
        [u for u in text.links if u.startswith(("http://", "https://"))][:3]
        if current and current.link_previews
        else []
    )
    Link.objects.filter(of_part(thread.pk, reply)).exclude(preview__url__in=outside).delete()
    for url in outside:
        digest = hashlib.sha256(url.encode()).hexdigest()
        preview, is_new = LinkPreview.objects.get_or_create(url_hash=digest, defaults={"url": url[:2000]})
        Link.objects.get_or_create(thread=thread, reply=reply, preview=preview)
        if is_new:
            outbox.ask("threads.fetch_preview", key=f"preview:{digest}", preview_id=preview.pk)


def _event[E: ThreadEvent](kind: type[E], reply: Reply, actor_id: int, **more: Any) -> E:
    return _part_event(kind, reply.thread, reply, actor_id, **more)


def _part_event[E: ThreadEvent](
    kind: type[E], thread: Thread, reply: Reply | None, actor_id: int | None, **more: Any
) -> E:
    return kind(
        actor_id=actor_id, subject_id=thread.pk, audience_id=thread.audience_id, space_id=thread.space_id,
        reply_id=reply.pk if reply else None, **more,
    )  # fmt: skip


def _set_citations(thread: Thread, reply: Reply | None, text: Text) -> None:
    """Note which conversations are linked to: what is linked to is of use. Also the own one, since a reply may move."""
    ours = [found for link in text.links if (found := rules.leads_to(link, base=settings.BASE_URL))]
    threads = _where_now(ours) if ours else set()
    held = Citation.objects.filter(of_part(thread.pk, reply))
    held.exclude(cited_id__in=threads).delete()
    new = threads - set(held.values_list("cited_id", flat=True)) if threads else set()
    there = Thread.objects.filter(pk__in=new).values_list("pk", flat=True) if new else []
    Citation.objects.bulk_create(Citation(thread=thread, reply=reply, cited_id=pk) for pk in there)


def _where_now(ours: Collection[tuple[str, int]]) -> set[int]:
    """The conversations that links of ours lead to, also where what they name went elsewhere since."""
    threads = {number for kind, number in ours if kind == "posts"}
    replies = {number for kind, number in ours if kind == "replies"}
    went = Forward.objects.filter(Q(was_thread__in=threads) | Q(was_reply__in=replies))
    rows = went.values_list("was_thread", "thread_id", "reply__thread_id")
    gone, now = {was for was, _, _ in rows}, {thread or of_reply for _, thread, of_reply in rows}
    within = Reply.objects.filter(pk__in=replies).values_list("thread_id", flat=True)
    return (threads - gone) | {pk for pk in now if pk} | set(within)
