"""Messages for pages that are open on their conversation."""

from __future__ import annotations

import zoneinfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from zinvol.apps.content.chat import reads
from zinvol.apps.content.chat.models import Message
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.kernel import access


def new_message(message_id: int, viewer_ids: list[int]) -> list[tuple[list[int], str]]:
    """A message as HTML for each group of viewers to whom it looks alike: by language, whether it is theirs, and
    whether they may read what it quotes."""
    found = Message.objects.select_related("author", "about", "quotes__author", "conversation")
    message, current = found.filter(pk=message_id).first(), organisation.current()
    if message is None or current is None:
        return []
    people = Person.objects.in_bulk(viewer_ids)
    quoting = access.those_in(people.values(), message.quotes.audience_id) if message.quotes else set()
    groups: dict[tuple[str, bool, bool], list[Person]] = {}
    for pk in sorted(access.those_in(people.values(), message.audience_id)):
        alike = (people[pk].language, pk == message.author_id, pk in quoting)
        groups.setdefault(alike, []).append(people[pk])
    with timezone.override(zoneinfo.ZoneInfo(current.timezone)):
        return [
            ([p.pk for p in group], _as_seen_by(group[0], message, current.reactions))
            for group in groups.values()
        ]


def _as_seen_by(viewer: Person, message: Message, reactions: list[str]) -> str:
    said = reads.one(viewer=viewer, message=message)
    with translation.override(viewer.language):
        return render_to_string("chat/live.html", {"said": said, "allowed_reactions": tuple(reactions)})
