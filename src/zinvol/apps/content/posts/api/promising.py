"""What a space promises to who asks a question."""

from __future__ import annotations

from datetime import datetime, timedelta

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.models import Post, Promise
from zinvol.apps.content.posts.rules import Kind, Stage
from zinvol.apps.social.organisation import reads as organisation
from zinvol.kernel import clock
from zinvol.lib.worktime import Week

LONGEST = timedelta(days=60)
"""A promise of the most working hours has run out by then."""


def promise(post: Post) -> None:
    """Promise the asker of a new question what its space promises; nothing where that is nothing."""
    if post.kind == Kind.QUESTION and post.thread.space.answer_within:
        _keep(_made(post))


def keep_promise(post: Post) -> None:
    """Take over the promise to the asker of a question from elsewhere, if it has not run out: what waited longer
    was promised nothing here."""
    now = clock.now()
    if (
        post.kind != Kind.QUESTION
        or not post.thread.space.answer_within
        or now - post.thread.created_at > LONGEST
    ):
        return
    made = _made(post)
    if made.due_at > now:
        _keep(made)


def climbs_on_at(held: Promise, post: Post) -> datetime:
    """When a question that nobody answers goes on from the stage where it stands now."""
    return rules.climbs_on_at(
        Stage(held.stage), asked_at=post.thread.created_at, now=clock.now(), hours=held.hours, week=_week()
    )


def _made(post: Post) -> Promise:
    asked_at, hours, week = post.thread.created_at, post.thread.space.answer_within, _week()
    due_at = rules.climbs_at(Stage.KEEPERS, asked_at=asked_at, hours=hours, week=week)
    next_at = rules.climbs_at(Stage.PEOPLE, asked_at=asked_at, hours=hours, week=week)
    return Promise(post=post, hours=hours, due_at=due_at, next_at=next_at)


def _keep(made: Promise) -> None:
    """One promise is made for a question."""
    Promise.objects.bulk_create([made], ignore_conflicts=True)


def _week() -> Week:
    return organisation.work_week(organisation.current())
