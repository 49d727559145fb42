"""Who is in a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.content.chat import rules
from zinvol.apps.content.chat.events import PeopleChanged
from zinvol.apps.content.chat.models import Block, Conversation, Message, Participant, Proposal
from zinvol.apps.content.chat.rules import Note
from zinvol.apps.social.people.models import Person
from zinvol.kernel import access, activity, clock


@transaction.atomic
def open_pair(*, person: Person, other: Person) -> Conversation:
    """The conversation of two people; it begins when it is not there yet.

    Raises ``PermissionDenied`` for somebody who cannot be seen or has gone, ``ValidationError`` for oneself.
    """
    if person.pk == other.pk:
        raise ValidationError(_("Choose somebody else."))
    _must_be_visible(person, [other])
    key = rules.pair_key(person.pk, other.pk)
    found = Conversation.objects.filter(pair=key).first()
    if found is None:
        found = _begin(pair=key)
        _let_in(found, [person, other])
    return found


@transaction.atomic
def open_group(*, person: Person, others: Sequence[Person], name: str = "") -> Conversation:
    """Begin a group of at most fifty, with or without a name."""
    people = list({p.pk: p for p in [person, *others]}.values())
    _must_be_visible(person, people[1:])
    _must_not_block(person, people[1:])
    _must_fit(len(people))
    if len(people) < 2:
        raise ValidationError(_("Choose at least one other person."))
    made = _begin(is_group=True, name=" ".join(name.split())[: rules.MAX_NAME])
    _let_in(made, people)
    return made


@transaction.atomic
def add_people(
    *, conversation: Conversation, person: Person, others: Sequence[Person], with_history: bool
) -> None:
    """Bring people into a group: with what was said before, or from now on. Anybody in it may."""
    held = _locked(conversation, person)
    if not held.is_group:
        raise PermissionDenied
    inside = set(held.participants.values_list("person_id", flat=True))
    new = [p for p in {p.pk: p for p in others}.values() if p.pk not in inside]
    if not new:
        return
    _must_be_visible(person, new)
    _must_not_block(person, new)
    _must_fit(len(inside) + len(new))
    if with_history:
        for audience_id in _audiences_with(held, person):
            for each in new:
                access.add(audience_id, each.pk)
    else:
        held.audience = access.new_audience()
        held.save(update_fields=["audience"])
        for person_id in inside:
            access.add(held.audience_id, person_id)
    _let_in(held, new)
    for each in new:
        write_note(held, person, Note.ADDED, about=each)
        activity.record(_event(held, each.pk))


@transaction.atomic
def leave(*, conversation: Conversation, person: Person) -> None:
    """Go out of a group. What was said is no longer there for who went, and what they proposed ends."""
    held = _locked(conversation, person)
    if not held.is_group:
        raise PermissionDenied
    own = Proposal.objects.filter(message__conversation=held, proposer=person, ended_at=None)
    own.update(ended_at=clock.now())
    write_note(held, person, Note.LEFT, about=person)
    held.participants.filter(person=person).delete()
    for audience_id in {*_all_audiences(held), held.audience_id}:
        access.remove(audience_id, person.pk)
    activity.record(_event(held, person.pk))


@transaction.atomic
def name_group(*, conversation: Conversation, person: Person, name: str) -> None:
    held = _locked(conversation, person)
    if not held.is_group:
        raise PermissionDenied
    held.name = " ".join(name.split())[: rules.MAX_NAME]
    held.save(update_fields=["name"])
    write_note(held, person, Note.NAMED, body=held.name)
    activity.record(_event(held, None))


def mute(*, conversation: Conversation, person: Person, is_on: bool) -> None:
    """Hear nothing of a conversation any more, or again; it stays in the list."""
    Participant.objects.filter(conversation=conversation, person=person).update(is_muted=is_on)


def block(*, person: Person, other: Person) -> None:
    """Get no messages from somebody: they cannot write to this person alone, nor bring them into a group."""
    if person.pk != other.pk:
        Block.objects.get_or_create(person=person, blocked=other, defaults={"at": clock.now()})


def unblock(*, person: Person, other: Person) -> None:
    Block.objects.filter(person=person, blocked=other).delete()


def write_note(
    conversation: Conversation,
    author: Person | None,
    note: Note,
    *,
    about: Person | None = None,
    body: str = "",
    audience_id: int | None = None,
) -> Message:
    """Write down in the conversation what happened in it, for everybody in it now or in one earlier audience."""
    return Message.objects.create(
        conversation=conversation, audience_id=audience_id or conversation.audience_id, author=author, note=note,
        about=about, body=body, created_at=clock.now(),
    )  # fmt: skip


def _begin(**values: object) -> Conversation:
    moment = clock.now()
    return Conversation.objects.create(
        audience=access.new_audience(), created_at=moment, last_message_at=moment, **values
    )


def _let_in(conversation: Conversation, people: Iterable[Person]) -> None:
    moment = clock.now()
    for person in people:
        Participant.objects.create(conversation=conversation, person=person, since=moment, seen_at=moment)
        access.add(conversation.audience_id, person.pk)


def _locked(conversation: Conversation, person: Person) -> Conversation:
    """The conversation, held; only for who is in it."""
    held = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
    if held is None or not held.participants.filter(person=person).exists():
        raise PermissionDenied
    return held


def _all_audiences(conversation: Conversation) -> list[int]:
    found = Message.objects.filter(conversation=conversation).order_by()
    return list(found.values_list("audience_id", flat=True).distinct())


def _audiences_with(conversation: Conversation, person: Person) -> set[int]:
    """The audiences of what this person may read here: nobody gives what they do not have."""
    found = Message.objects.visible_to(person).filter(conversation=conversation).order_by()
    return {conversation.audience_id, *found.values_list("audience_id", flat=True).distinct()}


def _must_be_visible(person: Person, others: Sequence[Person]) -> None:
    wanted = {p.pk for p in others}
    if (
        set(Person.objects.visible_to(person).present().filter(pk__in=wanted).values_list("pk", flat=True))
        != wanted
    ):
        raise PermissionDenied


def _must_not_block(person: Person, others: Sequence[Person]) -> None:
    """Who blocked somebody is not brought into a group by them; it is not told who."""
    if Block.objects.filter(person__in=[p.pk for p in others], blocked=person).exists():
        raise ValidationError(_("Not everybody can be added. Choose other people."))


def _must_fit(count: int) -> None:
    if count > rules.MOST_PEOPLE:
        raise ValidationError(
            _("A group has at most %(most)s people. For more, open a space.") % {"most": rules.MOST_PEOPLE}
        )


def _event(conversation: Conversation, person_id: int | None) -> PeopleChanged:
    return PeopleChanged(
        actor_id=None, subject_id=conversation.pk, audience_id=conversation.audience_id, person_id=person_id
    )
