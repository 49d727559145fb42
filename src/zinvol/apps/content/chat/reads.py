"""What the screens show of messages; every function takes the one who looks, and shows nothing to anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from zinvol.apps.content.chat import queries, rules
from zinvol.apps.content.chat.models import (
    Block,
    Consent,
    Conversation,
    Message,
    MessageFile,
    MessageReaction,
    Participant,
    Proposal,
    Report,
)
from zinvol.apps.social.people.models import Person
from zinvol.kernel import access, clock
from zinvol.lib import markup

LIST = 40
MOST_FOUND = 50


@dataclass(frozen=True)
class Row:
    """A conversation in the list."""

    conversation: Conversation
    everybody: list[Person]
    """Who is in it, by name."""
    viewer_id: int
    latest: Message | None
    is_unread: bool
    is_muted: bool

    @property
    def people(self) -> list[Person]:
        """The others."""
        return [p for p in self.everybody if p.pk != self.viewer_id]


@dataclass
class Said:
    """A message with what hangs on it."""

    message: Message
    is_mine: bool
    may_change: bool
    is_new: bool = False
    begins_day: bool = False
    reactions: dict[str, tuple[int, bool]] = field(default_factory=dict)
    files: list[MessageFile] = field(default_factory=list)
    quotes: Message | None = None
    """What it quotes, as far as the viewer may read that: who came later may not read all."""

    @property
    def given(self) -> tuple[tuple[str, tuple[int, bool]], ...]:
        return tuple(self.reactions.items())


@dataclass(frozen=True)
class Page:
    """A conversation as one of its people sees it."""

    conversation: Conversation
    me: Participant
    people: list[Person]
    said: list[Said]
    earlier: int | None
    """The number of the first message shown, to ask for what came before."""
    is_latest: bool
    """It shows the end of the conversation."""
    first_new: int | None
    proposals: list[tuple[Proposal, Consent | None, int]]
    """Those that are open: with what the viewer said, and how many still have to say."""
    is_blocked: bool
    """The viewer blocked the other of two."""

    @property
    def others(self) -> list[Person]:
        return [p for p in self.people if p.pk != self.me.person_id]


def find(*, viewer: Person, pk: int) -> Conversation:
    """A conversation that the viewer is in; raises ``Conversation.DoesNotExist`` else."""
    return _mine(viewer).get(pk=pk)


def taking_part(*, viewer: Person, pk: int) -> Participant:
    """The viewer in a conversation, with what its page asks about: ``has_proposals`` and ``has_blocked`` the other of
    two. Raises ``Participant.DoesNotExist`` else."""
    open_ones = _proposals(viewer).filter(message__conversation_id=OuterRef("conversation_id"), ended_at=None)
    others = Participant.objects.filter(conversation_id=OuterRef(OuterRef("conversation_id"))).values(
        "person_id"
    )
    blocks = Block.objects.filter(person=viewer, blocked_id__in=others)
    found = Participant.objects.filter(person=viewer, conversation__in=_mine(viewer).values("pk"))
    found = found.annotate(has_proposals=Exists(open_ones), has_blocked=Exists(blocks))
    return found.select_related("conversation").get(conversation_id=pk)


def find_message(*, viewer: Person, pk: int) -> Message:
    """A message that the viewer may read; raises ``Message.DoesNotExist`` else."""
    found = Message.objects.visible_to(viewer).filter(conversation__in=_mine(viewer).values("pk"))
    return _whole(found).select_related("conversation", "author", "about", "quotes__author").get(pk=pk)


def conversations(*, viewer: Person) -> list[Row]:
    """The viewer's conversations, those with the latest message first."""
    readable = (
        Message.objects.visible_to(viewer)
        .filter(conversation_id=OuterRef("pk"))
        .order_by("-created_at", "-pk")
    )
    mine = Participant.objects.filter(conversation_id=OuterRef("pk"), person_id=viewer.pk)
    found = _mine(viewer).annotate(
        latest_id=Subquery(readable.values("pk")[:1]), seen_at=Subquery(mine.values("seen_at")[:1]),
        is_muted=Subquery(mine.values("is_muted")[:1]),
    )  # fmt: skip
    rows = list(found.order_by("-last_message_at")[:LIST])
    latest = Message.objects.in_bulk([r.latest_id for r in rows if r.latest_id])
    people = _people([r.pk for r in rows])
    return [
        Row(
            row, people.get(row.pk, []), viewer.pk, last := latest.get(row.latest_id or 0),
            bool(last and last.author_id != viewer.pk and (row.seen_at is None or last.created_at > row.seen_at)),
            bool(row.is_muted),
        )
        for row in rows
    ]  # fmt: skip


def page(
    *,
    viewer: Person,
    me: Participant,
    before: int | None = None,
    around: int | None = None,
    people: list[Person] | None = None,
) -> Page:
    """The last messages of a conversation, as ``taking_part`` gives it, those before one, or those around one. Who is
    in it may be given by who knows already."""
    conversation = me.conversation
    readable = _readable(viewer, conversation)
    if before:
        readable = readable.filter(pk__lt=before)
    if around:
        readable = readable.filter(pk__lte=around + rules.PAGE // 2)
    latest = list(readable.order_by("-created_at", "-pk")[: rules.PAGE + 1])
    messages = latest[: rules.PAGE][::-1]
    said = dressed(viewer=viewer, messages=messages, seen_at=me.seen_at)
    is_later = before is not None or (around is not None and _is_more(viewer, conversation, messages))
    everybody = people if people is not None else _people([conversation.pk]).get(conversation.pk, [])
    return Page(
        conversation, me, everybody, said, messages[0].pk if len(latest) > rules.PAGE else None, not is_later,
        next((s.message.pk for s in said if s.is_new), None),
        _open_proposals(viewer, conversation) if me.has_proposals else [],  # type: ignore[attr-defined]
        bool(me.has_blocked) and not conversation.is_group,  # type: ignore[attr-defined]
    )  # fmt: skip


def since(*, viewer: Person, conversation: Conversation, pk: int) -> list[Said]:
    """The messages after one: what a page that is open has missed."""
    found = _readable(viewer, conversation).filter(pk__gt=pk).order_by("created_at", "pk")[: rules.PAGE]
    return dressed(viewer=viewer, messages=list(found), seen_at=None)


def one(*, viewer: Person, message: Message) -> Said:
    """A message as it is now, with what hangs on it."""
    now = _whole(Message.objects.filter(pk=message.pk)).get()
    return dressed(viewer=viewer, messages=[now], seen_at=clock.now())[0]


def dressed(*, viewer: Person, messages: list[Message], seen_at: datetime | None) -> list[Said]:
    """Messages of one conversation that the viewer may read, in order of time, with reactions and files: two
    queries."""
    now, day = clock.now(), None
    quotable = _quotable(viewer, messages)
    said: dict[int, Said] = {}
    for message in messages:
        may_change = not (message.note or message.deleted_at) and rules.may_change(
            author_id=message.author_id, person_id=viewer.pk, created_at=message.created_at, now=now
        )
        is_mine = message.author_id == viewer.pk
        is_new = not is_mine and (seen_at is None or message.created_at > seen_at)
        said[message.pk] = Said(message, is_mine, may_change, is_new, message.created_at.date() != day)
        if message.quotes and message.quotes.audience_id in quotable:
            said[message.pk].quotes = message.quotes
        day = message.created_at.date()
    if any(m.has_reactions for m in messages):  # type: ignore[attr-defined]
        _add_reactions(viewer, said)
    if any(m.has_files for m in messages):  # type: ignore[attr-defined]
        for file in MessageFile.objects.filter(message__in=said).select_related("file"):
            said[file.message_id].files.append(file)
    return list(said.values())


def _quotable(viewer: Person, messages: list[Message]) -> set[int]:
    """The audiences of the viewer, among those of some messages and of what these quote."""
    here = {m.audience_id for m in messages}
    others = {m.quotes.audience_id for m in messages if m.quotes} - here
    return here | {audience_id for _pk, audience_id in access.pairs_in([viewer], others)} if others else here


def _add_reactions(viewer: Person, said: dict[int, Said]) -> None:
    mine = Count("pk", filter=Q(person_id=viewer.pk))
    given = MessageReaction.objects.filter(message__in=said).values("message_id", "kind").order_by("kind")
    for row in given.annotate(n=Count("pk"), mine=mine):
        said[row["message_id"]].reactions[row["kind"]] = (row["n"], bool(row["mine"]))


def search(*, viewer: Person, query: str) -> list[Message]:
    """Messages with all of some words in them, in conversations of the viewer, latest first. Looked up as they stand:
    private messages are in no index."""
    words = query.split()[:6]
    if not words:
        return []
    found = Message.objects.visible_to(viewer).filter(
        conversation__in=_mine(viewer).values("pk"), note="", deleted_at=None
    )
    for word in words:
        found = found.filter(body__icontains=word)
    return list(found.select_related("author", "conversation").order_by("-created_at")[:MOST_FOUND])


def titles(*, viewer: Person, pks: Iterable[int]) -> dict[int, str]:
    """What conversations of the viewer are called: the name of a group, or who else is in it."""
    found = list(_mine(viewer).filter(pk__in=list(pks)))
    people = _people([c.pk for c in found])
    return {c.pk: title(c, [p for p in people.get(c.pk, []) if p.pk != viewer.pk]) for c in found}


def blocked(*, viewer: Person) -> list[Person]:
    """Whom the viewer blocked."""
    ids = Block.objects.filter(person=viewer).values("blocked_id")
    return list(Person.objects.filter(pk__in=ids))


def reports(*, viewer: Person) -> list[Report]:
    """What was reported and not dealt with, for community managers."""
    if not viewer.is_community_manager:
        return []
    found = Report.objects.filter(handled_at=None).select_related("reporter", "author")
    return list(found.order_by("at")[:100])


def proposal(*, viewer: Person, pk: int) -> Proposal:
    """A proposal about a message that the viewer may read; raises ``Proposal.DoesNotExist`` else."""
    found = _proposals(viewer).filter(message__conversation__in=_mine(viewer).values("pk"))
    return found.select_related("message__conversation", "space", "proposer").get(pk=pk)


def title(conversation: Conversation, others: list[Person]) -> str:
    """The name of a group; else who else is in it."""
    if conversation.name:
        return conversation.name
    names = [p.name or "–" for p in others]
    return ", ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "") if names else "–"


def snippet(message: Message) -> str:
    """The words of a message on one line."""
    return markup.excerpt(markup.text_of(message.html), 90)


def _mine(viewer: Person) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(viewer).filter(
        Exists(Participant.objects.filter(conversation_id=OuterRef("pk"), person_id=viewer.pk))
    )


def _readable(viewer: Person, conversation: Conversation) -> QuerySet[Message]:
    return _whole(Message.objects.visible_to(viewer).filter(conversation=conversation))


def _whole(found: QuerySet[Message]) -> QuerySet[Message]:
    """With all that a page shows of a message, and whether more hangs on it."""
    reactions, files = (
        kind.objects.filter(message_id=OuterRef("pk")) for kind in (MessageReaction, MessageFile)
    )
    told: Any = found.annotate(has_reactions=Exists(reactions), has_files=Exists(files))
    return cast("QuerySet[Message]", told.select_related("author", "about", "quotes__author"))


def _people(conversation_ids: list[int]) -> dict[int, list[Person]]:
    """Who is in some conversations, by name."""
    found: dict[int, list[Person]] = {}
    rows = Participant.objects.filter(conversation__in=conversation_ids).select_related("person")
    for row in rows.order_by("person__search_name"):
        found.setdefault(row.conversation_id, []).append(row.person)
    return found


def _open_proposals(viewer: Person, conversation: Conversation) -> list[tuple[Proposal, Consent | None, int]]:
    found = _proposals(viewer).filter(message__conversation=conversation, ended_at=None)
    rows = []
    for proposal in found.select_related("space", "proposer", "message"):
        consents = list(queries.asked(proposal))
        own = next((c for c in consents if c.person_id == viewer.pk), None)
        rows.append((proposal, own, len([c for c in consents if c.agrees is None])))
    return rows


def _proposals(viewer: Person) -> QuerySet[Proposal]:
    return Proposal.objects.filter(message__audience_id__in=access.audiences_of(viewer))


def _is_more(viewer: Person, conversation: Conversation, messages: list[Message]) -> bool:
    """Whether there is something after some messages."""
    last = messages[-1].pk if messages else 0
    return _readable(viewer, conversation).filter(pk__gt=last).exists()
