"""What the inbox shows: notices with the words of the conversations they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zinvol.apps.content.chat import reads as chat
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.reactors.attention.reads import Bundle
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Reply
from zinvol.flows.inbox import words
from zinvol.lib import markup


@dataclass(frozen=True)
class Line:
    """One line of the inbox, or of a mail."""

    bundle: Bundle
    post: Post | None
    reply: Reply | None
    """The first reply that is unread, or the one that it is about."""
    conversation: str = ""
    """What a private conversation is called; its words are never shown here."""

    @property
    def notice(self) -> Notice:
        return self.bundle.first

    @property
    def title(self) -> str:
        if self.conversation:
            return self.conversation
        return self.post.title if self.post else str(self.notice.space)

    @property
    def url(self) -> str:
        if self.notice.conversation_id is not None:
            return f"/messages/{self.notice.conversation_id}/"
        if self.reply is not None:
            return self.reply.get_absolute_url()
        return self.post.get_absolute_url() if self.post else self.notice.space.get_absolute_url()  # type: ignore[union-attr]

    @property
    def happened(self) -> str:
        return words.happened(self.bundle)

    @property
    def why(self) -> Any:
        return words.why(self.bundle.first, self.bundle.reason)

    @property
    def space_name(self) -> str:
        return str(self.notice.space) if self.notice.space else ""

    @property
    def excerpt(self) -> str:
        """The words it is about, on one line."""
        if self.reply is not None:
            return markup.excerpt(markup.text_of(self.reply.html), 280)
        return self.post.excerpt if self.post and self.bundle.count < 2 else ""

    @property
    def may_reply(self) -> bool:
        """Whether one can reply where this is shown."""
        return (
            self.post is not None
            and self.post.thread.closed_at is None
            and not self.post.thread.space.is_archived
        )


def lines(*, viewer: Person, bundles: Sequence[Bundle]) -> list[Line]:
    """Bundles with their words; what the viewer may not read any more is left out."""
    post_ids = [b.thread_id for b in bundles if b.thread_id]
    found = posts.titles(viewer=viewer, pks=post_ids) if post_ids else {}
    wanted = {b.latest.pk: b.reply_ids[0] for b in bundles if b.reply_ids}
    replies = threads.some_replies(viewer=viewer, pks=list(wanted.values()))
    said = [b.latest.conversation_id for b in bundles if b.latest.conversation_id]
    titles = chat.titles(viewer=viewer, pks=said) if said else {}
    return [
        Line(
            b, found.get(b.thread_id or 0), replies.get(wanted.get(b.latest.pk, 0)),
            titles.get(b.latest.conversation_id or 0, ""),
        )
        for b in bundles
        if (b.thread_id is None or b.thread_id in found) and (b.latest.conversation_id is None or b.latest.conversation_id in titles)
    ]  # fmt: skip


def inbox(*, viewer: Person, unread_only: bool, page: int) -> tuple[list[Line], bool]:
    """A page of the inbox, and whether there is more."""
    bundles, more = attention.inbox(viewer=viewer, unread_only=unread_only, page=page)
    return lines(viewer=viewer, bundles=bundles), more


def ledger(*, viewer: Person, page: int) -> tuple[list[tuple[Notice, Post | None, str]], bool]:
    """What reached the viewer: each thing with its conversation and what was done."""
    notices, more = attention.ledger(viewer=viewer, page=page)
    ids = list({n.thread_id for n in notices if n.thread_id})
    found = posts.titles(viewer=viewer, pks=ids) if ids else {}
    return [
        (n, found.get(n.thread_id or 0), words.done(n, words.display_name(n.actor))) for n in notices
    ], more
