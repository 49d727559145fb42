"""Opening a conversation with a post, changing its words, taking it away and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.promising import promise
from zinvol.apps.content.posts.events import (
    PostDeleted,
    PostEdited,
    PostEvent,
    PostPublished,
    PostRestored,
    UrgentCalled,
)
from zinvol.apps.content.posts.models import Option, Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Thread
from zinvol.apps.social.threads.rules import may_edit
from zinvol.kernel import activity, clock
from zinvol.lib import markup

WORDS = ["title", "body", "html", "excerpt", "answer_by", "feedback_wanted", "reader_should", "closes_at"]
"""What its writer changes of a post."""
PARTICULARS = ("answer_by", "feedback_wanted", "reader_should", "is_anonymous", "closes_at")


@transaction.atomic
def publish(
    *,
    author: Person,
    space: Space,
    kind: Kind,
    title: str,
    body: str = "",
    options: Sequence[str] = (),
    tags: Iterable[str] = (),
    files: Sequence[int] = (),
    submission: str | None = None,
    draft: str = "post",
    is_urgent: bool = False,
    **particulars: Any,
) -> Post:
    """Open a conversation. The same ``submission`` twice gives the same post.

    What ``is_urgent`` reaches all members at once. Raises ``PermissionDenied`` where this person may not
    post, or not call it urgent, ``ValidationError`` per field.
    """
    before = Post.objects.filter(submission=submission).first() if submission else None
    if before is not None:
        return before
    if not spaces.standing(viewer=author, space=space).may_post:
        raise PermissionDenied
    if is_urgent and not may_call_urgent(author):
        raise PermissionDenied
    text = texts.prepare(author=author, typed=body)
    closes_at = particulars.get("closes_at")
    if closes_at is not None and closes_at <= clock.now():
        raise ValidationError({"closes_at": _("This moment has passed. Choose a later one.")})
    lines = _checked(kind, title, body, options)
    thread = threads.open_thread(author=author, space=space, text=text, files=files)
    post = Post.objects.create(
        thread=thread, kind=kind, title=title.strip(), body=text.source, html=text.html,
        excerpt=markup.excerpt(text.plain, 280), state=rules.first_state(kind), submission=submission or None,
        is_urgent=is_urgent, **{k: v for k, v in particulars.items() if k in PARTICULARS},
    )  # fmt: skip
    Option.objects.bulk_create(Option(post=post, position=i, text=line) for i, line in enumerate(lines))
    threads.tag(thread=thread, names=tags)
    activity.record(event(PostPublished, post, author.pk))
    promise(post)
    if is_urgent:
        activity.record(event(UrgentCalled, post, author.pk))
    threads.forget_draft(person=author, place=draft)
    return post


@transaction.atomic
def edit_post(
    *,
    editor: Person,
    post: Post,
    title: str,
    body: str,
    version: int,
    tags: Iterable[str],
    files: Sequence[int] = (),
    note: str = "",
    **particulars: Any,
) -> None:
    """Change the words, or bring a new version of unfinished work (then ``note`` says what is new).

    Raises ``threads.EditConflict`` when ``version`` is not the present one.
    """
    thread = Thread.objects.select_for_update().select_related("space").get(pk=post.pk)
    keeps = spaces.standing(viewer=editor, space=thread.space).may_keep
    if thread.deleted_at or not may_edit(author_id=thread.author_id, person_id=editor.pk, keeps=keeps):
        raise PermissionDenied
    thread.space.must_be_alive()
    if thread.version != version:
        raise threads.EditConflict
    text = texts.prepare(author=editor, typed=body)
    _checked(Kind(post.kind), title, body, None)
    if (post.title, post.body) != (title.strip(), text.source):
        _new_wording(post, thread, editor, title.strip(), text, note)
    for name in PARTICULARS:
        if name in particulars and name != "is_anonymous":
            setattr(post, name, particulars[name])
    post.save(update_fields=WORDS)  # an answer that was marked meanwhile stays
    threads.set_part(thread=thread, reply=None, author=editor, text=text, files=files)
    threads.tag(thread=thread, names=tags)
    activity.record(event(PostEdited, post, editor.pk))
    threads.forget_draft(person=editor, place=f"edit:{post.pk}")


@transaction.atomic
def delete_post(*, person: Person, post: Post) -> None:
    """Take a post and its conversation away; for thirty days it can be brought back."""
    if threads.delete_thread(person=person, thread=post.thread):
        activity.record(event(PostDeleted, post, person.pk))


@transaction.atomic
def restore_post(*, person: Person, post: Post) -> None:
    if threads.restore_thread(person=person, thread=post.thread):
        activity.record(event(PostRestored, post, person.pk))


def rewrite(*, post: Post, title: str, source: str, actor_id: int | None) -> None:
    """Put other words in place without a new version: when a person is erased."""
    text = texts.render(source)
    post.title, post.body, post.html = title, text.source, text.html
    post.excerpt = markup.excerpt(text.plain, 280)
    post.save(update_fields=["title", "body", "html", "excerpt"])
    activity.record(event(PostEdited, post, actor_id))


def may_call_urgent(person: Person) -> bool:
    """Whether somebody has a role that the organisation named for it."""
    current = organisation.current()
    return rules.may_call_urgent(roles=current.urgent_roles if current else [], held=person.roles)


def wrong_title(title: str) -> str:
    """What is wrong with a title, for a person; nothing when it is fine."""
    if not title.strip():
        return _("Give it a title, so that others can find it.")
    too_long = len(title) > rules.MAX_TITLE
    return _("A title has at most %(limit)d characters.") % {"limit": rules.MAX_TITLE} if too_long else ""


def event[E: PostEvent](kind: type[E], post: Post, actor_id: int | None, **more: Any) -> E:
    """An event about a post, with its place filled in."""
    thread = post.thread
    return kind(
        actor_id=actor_id, subject_id=post.pk, audience_id=thread.audience_id, space_id=thread.space_id,
        kind=post.kind, **more,
    )  # fmt: skip


def _checked(kind: Kind, title: str, body: str, options: Sequence[str] | None) -> list[str]:
    """The options as they are kept. Raises ``ValidationError`` with what to do, per field."""
    errors: dict[str, str] = {}
    if wrong := wrong_title(title):
        errors["title"] = wrong
    if markup.is_bare_link(body):
        errors["body"] = _("Add one sentence of your own to the link: what should the reader know?")
    lines = rules.clean_options(list(options or ()))
    wants_options = options is not None and kind in (Kind.DILEMMA, Kind.POLL)
    if wants_options and not rules.MIN_OPTIONS <= len(lines) <= rules.MAX_OPTIONS:
        errors["options"] = _("Give two to ten different options, one on each line.")
    if errors:
        raise ValidationError(errors)
    return lines if kind in (Kind.DILEMMA, Kind.POLL) else []


def _new_wording(post: Post, thread: Thread, editor: Person, title: str, text: texts.Text, note: str) -> None:
    threads.keep_revision(
        thread, None, number=thread.version, by_id=thread.author_id, at=thread.created_at, body=post.body, title=post.title
    )  # fmt: skip
    post.title, post.body, post.html = title, text.source, text.html
    post.excerpt = markup.excerpt(text.plain, 280)
    thread.version += 1
    thread.edited_at = clock.now()
    stirs = bool(note) and post.kind == Kind.UNFINISHED  # a new version asks for attention again
    if stirs:
        thread.last_activity_at = clock.now()
    thread.save(update_fields=["version", "edited_at", "last_activity_at"])
    threads.keep_revision(
        thread, None, number=thread.version, by_id=editor.pk, at=clock.now(), body=post.body, title=title, note=note
    )  # fmt: skip
