"""Letting questions that wait too long go on to others."""

from __future__ import annotations

import logging

from django.db import transaction

from zinvol.apps.content.posts import api
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import MOST_ASKED, Stage
from zinvol.flows.asking.suggesting import suggestions

log = logging.getLogger(__name__)


def climb() -> int:
    """Let every question whose moment has come climb one stage; for the worker. Says how many did."""
    return sum(_climb(post) for post in posts.waiting_to_climb())


def _climb(post: Post) -> bool:
    """A stage and those who are asked at it are one; what goes wrong with one question does not hold up another."""
    try:
        with transaction.atomic():
            stage = api.climb(post=post)
            if stage == Stage.PEOPLE and not _ask_people(post):
                api.climb(post=post, is_due=False)
        return stage is not None
    except Exception:
        log.exception("question %s could not climb, and is tried again later", post.pk)
        api.postpone(post=post)
        return False


def _ask_people(post: Post) -> bool:
    """Ask who probably know, in the name of the asker and by what the asker may read; says whether anybody is
    asked now, before or at this moment."""
    asker = post.thread.author
    if asker is not None and asker.is_active:
        for it in suggestions(viewer=asker, post=post, most=MOST_ASKED):
            api.ask(post=post, person=it.person, by=None)
    return post.asks.filter(declined_at=None).exists()
