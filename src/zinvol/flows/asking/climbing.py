"""Letting questions that wait too long go on to others."""

from __future__ import annotations

from zinvol.apps.content.posts import api
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import MOST_ASKED, Stage
from zinvol.flows.asking.suggesting import suggestions


def climb() -> int:
    """Let every question whose moment has come climb one stage; for the worker. Says how many did."""
    return sum(_climb(post) for post in posts.waiting_to_climb())


def _climb(post: Post) -> bool:
    stage = api.climb(post=post)
    if stage == Stage.PEOPLE and not _ask_people(post):
        api.climb_on(post=post)
        api.climb(post=post)
    return stage is not None


def _ask_people(post: Post) -> bool:
    """Ask who probably know, in the name of the asker and by what the asker may read."""
    asker = post.thread.author
    if asker is None or not asker.is_active:
        return False
    found = suggestions(viewer=asker, post=post, most=MOST_ASKED)
    asked = [api.ask(post=post, person=it.person, by=None) for it in found]
    return any(asked)
