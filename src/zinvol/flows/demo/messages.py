"""Private messages. They are in no exchange file, since they are nobody else's; so they are said here as people say
them, each at its moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.chat.models import Conversation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.rules import Reacting
from zinvol.flows.demo.moments import Calendar
from zinvol.flows.demo.scripts import load
from zinvol.kernel import clock


def say_all(now: datetime) -> None:
    """Let the people of the demo organisation talk; what lies in the future is not said yet."""
    calendar = Calendar(now)
    for talk in load("messages.toml")["talk"]:
        _talk(talk, calendar, now)


def _talk(talk: dict[str, Any], calendar: Calendar, now: datetime) -> None:
    people = {name: Person.objects.get(name=name) for name in talk["people"]}
    first, *others = people.values()
    moments = [calendar.opening(line["when"], [1, 2, 3, 4, 5]) for line in talk["said"]]
    with clock.at(min(*moments, now) - timedelta(minutes=1)):
        group = len(others) > 1
        conversation = (
            chat.open_group(person=first, others=others, name=talk.get("name", ""))
            if group
            else chat.open_pair(person=first, other=others[0])
        )
    for line, moment in zip(talk["said"], moments, strict=True):
        if moment <= now:
            _say(conversation, line, moment, people)


def _say(
    conversation: Conversation, line: dict[str, Any], moment: datetime, people: dict[str, Person]
) -> None:
    with clock.at(moment):
        said = chat.say(conversation=conversation, author=people[line["by"]], body=line["text"])
        if who := line.get("thanks"):
            chat.react(message=said, person=people[who], kind=Reacting.THANKS)
