"""The rule of visibility a second time, in plain Python over all rows, slow and obvious.

It never looks at audiences: it begins with what people understand, namely who a person is, how a
space is open, who takes part, and what was taken away. ``kernel.access`` and every read path must
come to the same.
"""

from __future__ import annotations

import re
from typing import Any

from zinvol.apps.content.chat.models import Participant
from zinvol.apps.content.posts.models import Option, Post, Promise, Step
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space
from zinvol.apps.social.threads.models import (
    Attachment,
    Forward,
    Mention,
    Participation,
    Relocation,
    Reply,
    Revision,
    Thread,
)


class Naive:
    """All rows, read once."""

    def __init__(self) -> None:
        self.people = _by_pk(Person.objects.prefetch_related("skills"))
        self.spaces = _by_pk(Space.objects.all())
        self.memberships = {(m.space_id, m.person_id): m for m in Membership.objects.all()}
        self.invited = {(i.space_id, i.person_id) for i in Invitation.objects.all()}
        self.requests = list(JoinRequest.objects.all())
        self.threads = _by_pk(Thread.objects.prefetch_related("tags"))
        self.posts = _by_pk(Post.objects.all())
        self.replies = _by_pk(Reply.objects.all())
        self.files = _by_pk(File.objects.all())
        self.attachments = {a.file_id: a for a in Attachment.objects.all()}
        self.mentions = list(Mention.objects.all())
        self.revisions = list(Revision.objects.all())
        self.participations = {(p.thread_id, p.person_id): p for p in Participation.objects.all()}
        self.options = list(Option.objects.all())
        self.promises = _by_pk(Promise.objects.all())
        self.steps = list(Step.objects.all())
        self.relocations = list(Relocation.objects.all())
        self.forwards = list(Forward.objects.select_related("reply"))
        self.chats: dict[int, set[int]] = {}
        for row in Participant.objects.all():
            self.chats.setdefault(row.conversation_id, set()).add(row.person_id)

    # --- the rule ------------------------------------------------------------------------

    def is_here(self, person: Person) -> bool:
        return person.state in ("active", "invited")

    def reads(self, viewer: Person, space: Space) -> bool:
        """Members read; in an open space every colleague does; whoever left reads nothing."""
        if not self.is_here(viewer):
            return False
        takes_part = (space.pk, viewer.pk) in self.memberships
        return takes_part or (space.access == "open" and viewer.kind == "employee")

    def knows(self, viewer: Person, space: Space) -> bool:
        """Colleagues know every space that is not secret; an invitation tells of one too."""
        if not self.is_here(viewer):
            return False
        is_listed = space.access != "secret" and viewer.kind == "employee"
        return is_listed or self.reads(viewer, space) or (space.pk, viewer.pk) in self.invited

    def sees_thread(self, viewer: Person, thread: Thread) -> bool:
        return thread.deleted_at is None and self.reads(viewer, self.spaces[thread.space_id])

    def sees_reply(self, viewer: Person, reply: Reply) -> bool:
        return reply.deleted_at is None and self.sees_thread(viewer, self.threads[reply.thread_id])

    def sees_file(self, viewer: Person, file: File) -> bool:
        """With what it is attached to; before that, its uploader only."""
        attachment = self.attachments.get(file.pk)
        if attachment is None:
            return self.is_here(viewer) and file.uploader_id == viewer.pk
        if attachment.reply_id:
            return self.sees_reply(viewer, self.replies[attachment.reply_id])
        return self.sees_thread(viewer, self.threads[attachment.thread_id])

    def sees_person(self, viewer: Person, other: Person) -> bool:
        """Colleagues see everybody; a guest sees who takes part in the same spaces, and whom they talk with."""
        if not self.is_here(viewer):
            return False
        if viewer.kind == "employee" or viewer.pk == other.pk:
            return True
        talks = any(viewer.pk in people and other.pk in people for people in self.chats.values())
        return talks or any(
            (space, viewer.pk) in self.memberships and (space, other.pk) in self.memberships
            for space in self.spaces
        )

    def thread_now(self, viewer: Person, *, thread: int = 0, reply: int = 0) -> int | None:
        """In which conversation something is that was merged or split off, when the viewer reads that one."""
        for row in self.forwards:
            if (thread and row.was_thread == thread) or (reply and row.was_reply == reply):
                now = row.reply.thread_id if row.reply else row.thread_id
                return now if self.sees_thread(viewer, self.threads[now]) else None
        return None

    # --- what follows from it ------------------------------------------------------------

    def visible_threads(self, viewer: Person) -> list[Thread]:
        return [t for t in self.threads.values() if self.sees_thread(viewer, t)]

    def visible_replies(self, viewer: Person) -> list[Reply]:
        return [r for r in self.replies.values() if self.sees_reply(viewer, r)]

    def known_spaces(self, viewer: Person) -> list[Space]:
        return [s for s in self.spaces.values() if self.knows(viewer, s)]

    def present_people(self, viewer: Person) -> list[Person]:
        return [p for p in self.people.values() if self.is_here(p) and self.sees_person(viewer, p)]

    def membership(self, viewer: Person, space_id: int) -> Membership | None:
        return self.memberships.get((space_id, viewer.pk))

    def memberships_of(self, viewer: Person) -> list[Membership]:
        return [m for (_s, person), m in self.memberships.items() if person == viewer.pk]

    def is_named_where_read(self, viewer: Person, other: Person) -> bool:
        """Whether a name stands in a conversation that the viewer reads: its writers and who is named."""
        read = {s.pk for s in self.spaces.values() if self.reads(viewer, s)}
        wrote = {t.author_id for t in self.threads.values() if t.space_id in read}
        wrote |= {r.author_id for r in self.replies.values() if self.threads[r.thread_id].space_id in read}
        said = [p.body for p in self.posts.values() if self.threads[p.pk].space_id in read]
        said += [r.body for r in self.replies.values() if self.threads[r.thread_id].space_id in read]
        said += [r.body for r in self.revisions if self.threads[r.thread_id].space_id in read]
        named = {int(number) for text in said for number in re.findall(r"@\{(\d+)\}", text)}
        changed = {r.by_id for r in self.revisions if self.threads[r.thread_id].space_id in read}
        changed |= {r.by_id for r in self.relocations if self.threads[r.thread_id].space_id in read}
        stepped = {s.by_id for s in self.steps if self.threads[s.post_id].space_id in read}
        closed = {t.closed_by_id for t in self.threads.values() if t.space_id in read}
        return other.pk in wrote | named | changed | stepped | closed


def _by_pk(rows: Any) -> dict[int, Any]:
    return {row.pk: row for row in rows}
