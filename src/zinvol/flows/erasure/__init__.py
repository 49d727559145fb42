"""Erasing a person: the name goes everywhere, the conversations stay readable."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Q

from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Draft, Reply, Revision
from zinvol.flows.erasure.texts import rewrite_post, rewrite_reply

PLACEHOLDER = "[naam verwijderd]"


@transaction.atomic
def erase(*, administrator: Person | None, person: Person) -> None:
    """Erase profile and name, and take the name out of every text that mentions it.

    Raises ``ValidationError`` unless the person was deactivated. Texts of others keep their
    author and date; only the name in them is replaced.
    """
    name, token = person.name, f"@{{{person.pk}}}"
    actor_id = administrator.pk if administrator else None
    people.erase(administrator_id=actor_id, person=person)
    Draft.objects.filter(person=person).delete()
    threads.forget_person(person=person)
    written = re.compile(rf"(?<!\w)@?{re.escape(name)}(?!\w)", re.IGNORECASE)
    says = Q(body__icontains=name) | Q(body__contains=token)
    for reply in Reply.objects.filter(says).select_related("thread").iterator(chunk_size=200):
        rewrite_reply(reply, written, PLACEHOLDER, actor_id)
    for post in (
        Post.objects.filter(says | Q(title__icontains=name)).select_related("thread").iterator(chunk_size=200)
    ):
        rewrite_post(post, written, PLACEHOLDER, actor_id)
    for revision in Revision.objects.filter(Q(body__icontains=name) | Q(title__icontains=name)):
        revision.body, revision.title = (
            written.sub(PLACEHOLDER, revision.body),
            written.sub(PLACEHOLDER, revision.title),
        )
        revision.save(update_fields=["body", "title"])
    for draft in Draft.objects.filter(values__icontains=name):
        draft.values = {
            k: written.sub(PLACEHOLDER, v) if isinstance(v, str) else v for k, v in draft.values.items()
        }
        draft.save(update_fields=["values"])
