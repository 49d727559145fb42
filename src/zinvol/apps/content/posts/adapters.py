"""How posts and their replies appear to those who hear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import State, Verdict
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.adapters import SearchDocument
from zinvol.kernel.prepared import prepared
from zinvol.lib.markup import text_of

SETTLED = {State.SOLVED, State.CHOSEN, State.DONE, State.ADOPTED}


def post_documents(ids: Sequence[int]) -> list[SearchDocument]:
    """Posts for the search index."""
    return [
        SearchDocument(
            kind="post", ref_id=pk, thread_id=pk, audience_id=audience_id, space_id=space_id, author_id=author_id,
            author_name=name or "", created_at=created_at, facet=kind, title=title,
            is_settled=state in SETTLED and verdict != Verdict.OBSOLETE,
            text=text_of(html),
        )
        for pk, audience_id, space_id, author_id, name, created_at, kind, state, verdict, title, html in _posts.all(list(ids))
    ]  # fmt: skip


def reply_documents(ids: Sequence[int]) -> list[SearchDocument]:
    """Replies for the search index; the accepted answer counts as settled, as long as it holds."""
    return [
        SearchDocument(
            kind="reply", ref_id=pk, thread_id=thread_id, audience_id=audience_id, space_id=space_id,
            author_id=author_id, author_name=name or "", created_at=created_at, facet="reply", is_settled=bool(is_accepted), title="",
            text=text_of(html),
        )
        for pk, thread_id, audience_id, space_id, author_id, name, created_at, is_accepted, html
        in _replies.all(list(ids))
    ]  # fmt: skip


@prepared
def _posts(ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    return Post.objects.living().filter(pk__in=ids).values_list(
        "pk", "thread__audience_id", "thread__space_id", "thread__author_id", "thread__author__name", "thread__created_at", "kind", "state", "verdict",
        "title", "html",
    )  # fmt: skip


@prepared
def _replies(ids: list[int]) -> QuerySet[Reply, tuple[Any, ...]]:
    is_accepted = Exists(Post.objects.filter(accepted=OuterRef("pk")).exclude(verdict=Verdict.OBSOLETE))
    living = Reply.objects.filter(pk__in=ids, deleted_at=None, thread__deleted_at=None)
    return living.annotate(is_accepted=is_accepted).values_list(
        "pk",
        "thread_id",
        "thread__audience_id",
        "thread__space_id",
        "author_id",
        "author__name",
        "created_at",
        "is_accepted",
        "html",
    )
