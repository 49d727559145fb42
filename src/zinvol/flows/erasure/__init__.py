"""Erasing a person: the name goes everywhere, the conversations stay readable."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Model, Q

from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.posts.api import forget_reopenings, rewrite
from zinvol.apps.content.posts.models import Check, Option, Post, Step
from zinvol.apps.content.posts.rules import MAX_TITLE
from zinvol.apps.content.studies import api as studies
from zinvol.apps.content.studies.models import Interest, Prediction, Sheet, Study
from zinvol.apps.content.studies.models import Invitation as Asked
from zinvol.apps.reactors.attention import api as attention
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation.models import Consent
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Space
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Draft, LinkPreview, Reply, Revision, Tag, Thread
from zinvol.flows.erasure.texts import clean_rows, clean_values, may_hold, pattern, without
from zinvol.kernel import limits, origins, outbox

PLAIN = {
    Revision: ("title", "body", "note"), Option: ("text",), Step: ("reason",), Thread: ("closed_reason",),
    Post: ("feedback_wanted",), Space: ("name", "purpose", "goal", "about"), JoinRequest: ("message",),
    Study: ("title", "purpose"), Interest: ("name", "statement"), Prediction: ("text", "by"), Check: ("note",), Consent: ("agreed_with",), File: ("name",), Person: ("about",), LinkPreview: ("title", "description"),
}  # fmt: skip
"""Where people write the names of others, beside posts and replies."""


VALUES: dict[type[Model], str] = {Draft: "values", Sheet: "answers", Asked: "draft"}
"""… and where what they wrote is one of several values."""


@transaction.atomic
def erase(*, administrator: Person | None, person: Person) -> None:
    """Erase profile and name, and take the name out of every text that mentions it.

    Raises ``ValidationError`` unless the person was deactivated. Texts of others keep their
    author and date; only the name in them is replaced.
    """
    name, email = person.name, person.email
    written = pattern(name, person.pk)
    actor_id = administrator.pk if administrator else None
    people.erase(administrator_id=actor_id, person=person)
    _forget_traces(person, email or "")
    studies.forget_person(person=person, name=name)
    chat.forget_person(person_id=person.pk)
    named = may_hold("body", name) | Q(body__contains=f"@{{{person.pk}}}")
    chat.forget_name(holds=named, without=lambda text: without(text, written))
    _clean_conversations(name, f"@{{{person.pk}}}", written, actor_id)
    _clean_addresses(name, written)
    for model, fields in PLAIN.items():
        clean_rows(model, fields, name, written)
    for model, field in VALUES.items():
        for row in model.objects.filter(may_hold(field, name)):  # type: ignore[attr-defined]
            setattr(row, field, clean_values(getattr(row, field), written))
            row.save(update_fields=[field])
    outbox.ask("search.rebuild", key=f"erased:{person.pk}")  # the index keeps words of what is gone


def _forget_traces(person: Person, email: str) -> None:
    """What the person left behind beside words."""
    origins.blur("person", person.pk)
    for model in (Draft, JoinRequest, Invitation):
        model.objects.filter(person=person).delete()
    threads.forget_person(person=person)
    attention.forget_person(person=person)
    forget_reopenings(person=person)
    limits.forget(f"login:{email}")
    limits.forget(f"link:{email}")


def _clean_addresses(name: str, written: re.Pattern[str]) -> None:
    """A tag that is the name goes; a space that is called after somebody gets another address."""
    Tag.objects.filter(
        pk__in=[t.pk for t in Tag.objects.filter(may_hold("name", name)) if written.search(t.name)]
    ).delete()
    for space in Space.objects.filter(may_hold("name", name)):
        if written.search(space.name):
            space.slug = spaces.free_slug(written.sub("", space.name))
            space.save(update_fields=["slug"])


def _clean_conversations(name: str, token: str, written: re.Pattern[str], actor_id: int | None) -> None:
    says = may_hold("body", name) | Q(body__contains=token)
    for reply in Reply.objects.filter(says).select_related("thread").iterator(chunk_size=200):
        if written.search(reply.body):
            source = without(reply.body, written)
            threads.rewrite_reply_text(reply=reply, source=source, actor_id=actor_id)
    posts = Post.objects.filter(says | may_hold("title", name)).select_related("thread")
    for post in posts.iterator(chunk_size=200):
        if written.search(f"{post.title}\n{post.body}"):
            title = without(post.title, written, most=MAX_TITLE)
            rewrite(post=post, title=title, source=without(post.body, written), actor_id=actor_id)
