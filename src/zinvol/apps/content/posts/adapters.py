"""How posts and their replies appear to those who hear."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import State
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.adapters import SearchDocument
from zinvol.lib.markup import text_of

SETTLED = {State.SOLVED, State.CHOSEN, State.DONE, State.ADOPTED}


def post_documents(ids: Sequence[int]) -> list[SearchDocument]:
    """Posts for the search index."""
    posts = Post.objects.living().filter(pk__in=ids).select_related("thread")
    return [
        SearchDocument(
            kind="post", ref_id=p.pk, thread_id=p.pk, audience_id=p.thread.audience_id, space_id=p.thread.space_id,
            author_id=p.thread.author_id, created_at=p.thread.created_at, facet=p.kind,
            is_settled=p.state in SETTLED, title=p.title, text=text_of(p.html),
        )
        for p in posts
    ]  # fmt: skip


def reply_documents(ids: Sequence[int]) -> list[SearchDocument]:
    """Replies for the search index; the accepted answer counts as settled."""
    is_accepted = Exists(Post.objects.filter(accepted=OuterRef("pk")))
    living = Reply.objects.filter(pk__in=ids, deleted_at=None, thread__deleted_at=None)
    replies = living.select_related("thread").annotate(is_accepted=is_accepted)
    return [
        SearchDocument(
            kind="reply", ref_id=r.pk, thread_id=r.thread_id, audience_id=r.thread.audience_id,
            space_id=r.thread.space_id, author_id=r.author_id, created_at=r.created_at, facet="reply",
            is_settled=r.is_accepted, title="", text=text_of(r.html),
        )
        for r in replies
    ]  # fmt: skip
