"""How the open questions of the demo organisation go on. Promises and asks are made by acts alone, and are in no
exchange file; so they are acted out here, each at its moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post, Promise
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people.models import Person
from zinvol.flows.demo.moments import Calendar, follow
from zinvol.flows.demo.people import People
from zinvol.flows.demo.scripts import load, scripts
from zinvol.kernel import clock


def go_on(now: datetime) -> None:
    """Record what was agreed on measuring, promise an answer to who waits, and ask who may know."""
    script, calendar = load("questions.toml"), Calendar(now)
    _agree(script["agreed"], calendar)
    people = People(calendar)
    titles = {it.id: it.title for it in scripts()}
    waiting = Post.objects.filter(kind=Kind.QUESTION, state=State.OPEN).select_related("thread__space")
    for post in waiting:
        posts.promise(post)
    for entry in script["asked"]:
        person = Person.objects.get(name=people.find(entry["person"]).name)
        for post in waiting.filter(title=titles[entry["question"]]):
            _ask(post, person, entry, now)
    for post in waiting.filter(promise__due_at__lte=now):
        _climb(post, now)


def _agree(agreed: dict[str, Any], calendar: Calendar) -> None:
    moment = calendar.days_ago(agreed["days"])
    administrator = Person.objects.filter(is_administrator=True).first()
    with clock.at(moment):
        for measurement in Measurement:
            organisation.record_consent(
                administrator_id=administrator.pk if administrator else None, measurement=measurement,
                agreed_with=agreed["with"], agreed_on=moment.date() - timedelta(days=5),
            )  # fmt: skip


def _ask(post: Post, person: Person, entry: dict[str, Any], now: datetime) -> None:
    asked = follow(post.thread.created_at, entry["after"], Random(entry["person"]))
    if asked <= now:
        with clock.at(asked):
            posts.ask(post=post, person=person, by=post.thread.author)
    if "declined" in entry and (moment := follow(asked, entry["declined"], Random(entry["person"]))) <= now:
        with clock.at(moment):
            posts.decline(post=post, person=person)


def _climb(post: Post, now: datetime) -> None:
    """Only what has run out: what is still within its promise is for the worker, that asks people in earnest."""
    while (held := Promise.objects.filter(post=post, next_at__lte=now).first()) and held.next_at:
        with clock.at(held.next_at):
            posts.climb(post=post)
