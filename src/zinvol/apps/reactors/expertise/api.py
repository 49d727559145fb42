"""The verbs of expertise: what may be seen of it is one's own choice."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Reply


def hide(*, person: Person, reply: Reply | None, is_on: bool = True) -> None:
    """Not be found by an answer one gave, or (no reply) by any; or be found by it again."""
    if reply is not None and reply.author_id != person.pk:
        raise PermissionDenied
    if is_on:
        Hidden.objects.get_or_create(person=person, reply=reply)
    else:
        Hidden.objects.filter(person=person, reply=reply).delete()
