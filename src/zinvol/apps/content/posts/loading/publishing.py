"""Openings with their options, and replies with what they make of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.promising import keep_promise
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import PostDeleted, PostEdited, PostPublished, QuestionAnswered
from zinvol.apps.content.posts.models import Option, Post
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.threads import loading as threads
from zinvol.apps.social.threads.loading import Opening, Part, Said, Texts
from zinvol.kernel import ids, rows
from zinvol.kernel.loading import Loading
from zinvol.lib import markup
from zinvol.lib.exchange.records import Message

TITLE_FROM_TEXT = 90


def load_openings(messages: Sequence[tuple[int, Message]], texts: Texts, loading: Loading) -> list[Post]:
    """Write opening messages: a conversation and the post that opens it."""
    openings = threads.load_threads(messages, texts, loading)
    posts = [_post(opening, loading) for opening in openings]
    rows.write(posts)
    _add_options(openings, posts, loading)
    for opening, post in zip(openings, posts, strict=True):
        record, author_id = opening.record, opening.thread.author_id
        keep_promise(post)
        loading.record(event(PostPublished, post, author_id), record.created_at)
        if record.edited_at:
            loading.record(event(PostEdited, post, author_id), record.edited_at)
        if record.deleted_at:
            loading.record(event(PostDeleted, post, None), record.deleted_at)
    return posts


def load_replies(
    messages: Sequence[tuple[int, Message]], parts: Mapping[str, Part], texts: Texts, loading: Loading
) -> list[Said]:
    """Write replies; the first substantive one makes an open question answered."""
    made = threads.load_replies(messages, parts, texts, loading)
    open_ones = Post.objects.filter(
        pk__in={said.reply.thread_id for said in made}, kind=Kind.QUESTION, state=State.OPEN
    )
    questions = open_ones.select_related("thread").defer("body", "html", "excerpt").in_bulk()
    answered: list[Post] = []
    for said in made:
        post = questions.get(said.reply.thread_id)
        if post is not None and _answers(said, post):
            del questions[post.pk]
            post.state, post.answered_at = State.ANSWERED, said.record.created_at
            answered.append(post)
            answer = event(QuestionAnswered, post, said.reply.author_id, reply_id=said.reply.pk)
            loading.record(answer, said.record.created_at)
    Post.objects.bulk_update(answered, ["state", "answered_at"], batch_size=100)
    return made


def wordings(thread_id: int) -> tuple[str, str] | None:
    """Title and body of an opening, for the numbering of its wordings."""
    return Post.objects.filter(pk=thread_id).values_list("title", "body").first()


def _post(opening: Opening, loading: Loading) -> Post:
    record, text, line = opening.record, opening.text, opening.line
    kind = Kind(record.kind or Kind.UPDATE)
    title = record.title.strip() or markup.excerpt(text.plain, TITLE_FROM_TEXT) or "–"
    return Post(
        thread=opening.thread, kind=kind, title=loading.cut(line, "the title", title, rules.MAX_TITLE),
        body=text.source, html=text.html, excerpt=markup.excerpt(text.plain, 280), state=rules.first_state(kind),
        answer_by=record.answer_by, reader_should=record.reader_should, is_anonymous=record.anonymous,
        feedback_wanted=loading.cut(line, "`feedback_wanted`", record.feedback_wanted, 300),
        closes_at=record.closes_at,
    )  # fmt: skip


def _add_options(openings: Sequence[Opening], posts: Sequence[Post], loading: Loading) -> None:
    given: list[tuple[Post, int, Any]] = [
        (post, position, option)
        for opening, post in zip(openings, posts, strict=True)
        for position, option in enumerate(opening.record.options)
    ]
    rows = []
    for number, (post, position, option) in zip(ids.reserve(Option, len(given)), given, strict=True):
        rows.append(Option(pk=number, post=post, position=position, text=option.text, votes=option.votes))
        loading.origins.add("option", option.id, number)
    Option.objects.bulk_create(rows)


def _answers(said: Said, post: Post) -> bool:
    reply = said.reply
    if reply.deleted_at is not None:
        return False
    is_own = reply.author_id is not None and reply.author_id == post.thread.author_id
    return not is_own and rules.is_substantive(words=markup.own_words(reply.body), is_own=is_own)
