"""What a space promises to who asks a question."""

from __future__ import annotations

from datetime import datetime, timedelta

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.models import Post, Promise
from zinvol.apps.content.posts.rules import Kind, Stage
from zinvol.apps.social.organisation import reads as organisation
from zinvol.kernel import clock

LONGEST = timedelta(days=60)
"""A promise of the most working hours has run out by then."""


def promise(post: Post) -> None:
    """Promise the asker of a new question what its space promises; nothing where that is nothing."""
    if post.kind == Kind.QUESTION and post.thread.space.answer_within:
        due_at, next_at = moment_of(post, Stage.KEEPERS), moment_of(post, Stage.PEOPLE)
        Promise.objects.get_or_create(post=post, defaults={"due_at": due_at, "next_at": next_at})


def keep_promise(post: Post) -> None:
    """Take over the promise to the asker of a question from elsewhere, if it has not run out: what waited longer
    was promised nothing here."""
    now = clock.now()
    if (
        post.kind == Kind.QUESTION
        and now - post.thread.created_at < LONGEST
        and moment_of(post, Stage.KEEPERS) > now
    ):
        promise(post)


def moment_of(post: Post, stage: Stage) -> datetime:
    """When a question that nobody answers comes to a stage."""
    week = organisation.work_week(organisation.current())
    hours = post.thread.space.answer_within
    return rules.climbs_at(stage, asked_at=post.thread.created_at, hours=hours, week=week)
