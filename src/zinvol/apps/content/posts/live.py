"""Parts of a conversation for pages that are open on it."""

from __future__ import annotations

import zoneinfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from zinvol.apps.content.posts import reads
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership
from zinvol.apps.social.spaces.rules import Role
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel import access


def new_reply(reply_id: int, viewer_ids: list[int]) -> list[tuple[list[int], str]]:
    """A new reply as HTML, for each group of viewers to whom it looks alike: by language, and by what they may do with
    it. It is made once for a group, as the first of them sees it."""
    reply = Reply.objects.filter(pk=reply_id, deleted_at=None).select_related("thread__space").first()
    current = organisation.current()
    if reply is None or current is None:
        return []
    people = Person.objects.in_bulk(viewer_ids)
    inside = access.those_in(people.values(), reply.thread.audience_id)
    keepers = set(
        Membership.objects.filter(
            space_id=reply.thread.space_id, role=Role.KEEPER, person_id__in=viewer_ids
        ).values_list("person_id", flat=True)
    )
    groups: dict[tuple[object, ...], list[int]] = {}
    for person in (people[pk] for pk in sorted(inside)):
        keeps = person.pk in keepers or person.is_administrator
        alike = (person.language, keeps, person.pk == reply.thread.author_id, person.pk == reply.author_id)
        groups.setdefault(alike, []).append(person.pk)
    with timezone.override(zoneinfo.ZoneInfo(current.timezone)):
        made = [
            (group, _as_seen_by(people[group[0]], reply, tuple(current.reactions)))
            for group in groups.values()
        ]
    return [(group, html) for group, html in made if html]


def _as_seen_by(viewer: Person, reply: Reply, reactions: tuple[str, ...]) -> str:
    """Nothing where the viewer may not read it."""
    try:
        post = reads.find(viewer=viewer, pk=reply.thread_id)
    except Post.DoesNotExist:
        return ""
    page = reads.reply_page(viewer=viewer, post=post, reply=reply)
    if not page.window.parts:
        return ""
    (part,) = page.window.parts
    part.is_new = viewer.pk != reply.author_id
    context = {"part": part, "page": page, "post": post, "viewer": viewer, "allowed_reactions": reactions}
    with translation.override(viewer.language):
        return render_to_string("posts/live_reply.html", context)
