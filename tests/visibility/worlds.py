"""Random worlds: a handful of people and spaces, and sixty random verbs that the doors allow.

Every text carries a token of its own, so that a page which shows what it should not is caught by
looking for the token.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from tests.log import read_the_log
from tests.visibility.let_in import LET_IN
from tests.world import a_person
from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.chat.models import Conversation, Message, Participant
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Option, Post
from zinvol.apps.content.posts.rules import Kind, State, Verdict
from zinvol.apps.reactors.expertise import api as expertise
from zinvol.apps.social.files import api as files
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import JoinRequest, Membership, Space
from zinvol.apps.social.spaces.rules import Level, Role
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Relocation, Reply, Thread
from zinvol.apps.social.threads.rules import Outcome, Reacting
from zinvol.kernel import clock

COMMON = "bestemmingsplan"
"""A word in every text, by which all of them are found."""
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


class RandomWorld:
    """A world that grew from a seed. ``now`` is the moment after its last verb."""

    def __init__(self, seed: int, *, verbs: int = 70) -> None:
        self.random = random.Random(seed)
        self.now = BEGIN
        self.tokens = 0
        LET_IN.clear()
        with clock.at(self.now):
            self.organisation = organisation.found(name="Gemeente Toeval")
            self._people()
            self._spaces()
        for _ in range(verbs):
            self.now += timedelta(minutes=self.random.choice([1, 7, 90, 60 * 24]))
            with clock.at(self.now):
                self._one_verb()
        self.now += timedelta(minutes=1)

    def index(self) -> None:
        with clock.at(self.now):
            read_the_log()

    def viewers(self) -> list[Person]:
        return list(Person.objects.order_by("pk"))

    def token(self, kind: str) -> str:
        """A word that occurs once, unlike any other: kind, then letters that count up."""
        self.tokens += 1
        number, letters = self.tokens * 7919, ""
        for _ in range(6):
            number, digit = divmod(number, len(_CONSONANTS))
            letters += _CONSONANTS[digit]
        return f"{kind}{letters}"

    # --- the beginning -------------------------------------------------------------------

    def _people(self) -> None:
        kinds = ["employee"] * 5 + ["guest"] * 2
        for number, kind in enumerate(kinds):
            roles = ["administrator"] if number == 0 else ["leader"] if number == 1 else []
            person = a_person(f"Persoon {self.token('naam')}", kind=kind, roles=roles)
            people.change_profile(person=person, actor_id=person.pk, knows=[f"{COMMON} {self.token('kan')}"])

    def _spaces(self) -> None:
        for access in ("open", "closed", "secret", self.random.choice(["open", "closed", "secret"])):
            spaces.open_space(
                founder=self._somebody(kind="employee"), name=f"Ruimte {self.token('ruimte')}", access=access,
                purpose=f"Zodat {COMMON} {self.token('doel')}", about=f"Over {self.token('over')}",
                posting=self.random.choice(["everyone", "members", "members"]),
            )  # fmt: skip
        for space in Space.objects.order_by("pk"):
            for person in Person.objects.order_by("pk"):
                keeper = self._member(space, role=Role.KEEPER)
                if person != keeper and self.random.random() < 0.4:
                    spaces.invite(space=space, member=keeper, person=person)
                    spaces.join(space=space, person=person)

    # --- the verbs -----------------------------------------------------------------------

    def _one_verb(self) -> None:
        """Do something random; what the doors refuse is refused, and that is part of the world."""
        verb = self.random.choices(list(VERBS), weights=list(VERBS.values()))[0]
        with suppress(PermissionDenied, ValidationError, threads.EditConflict):
            verb(self)

    def _somebody(self, **filters: Any) -> Person:
        filters.setdefault("state__in", ["active"])
        return self.random.choice(list(Person.objects.filter(**filters).order_by("pk")))

    def _some(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def _space(self) -> Space:
        return self._some(Space.objects.select_related("audience"))

    def _member(self, space: Space, **filters: Any) -> Person | None:
        found = self._some(Membership.objects.filter(space=space, **filters).select_related("person"))
        return found.person if found else None

    def _thread(self) -> Thread | None:
        return self._some(Thread.objects.select_related("space__audience"))

    def _post(self, **filters: Any) -> Post | None:
        return self._some(Post.objects.filter(**filters).select_related("thread__space__audience"))

    def _reply(self, **filters: Any) -> Reply | None:
        return self._some(Reply.objects.filter(**filters).select_related("thread__space__audience", "author"))

    def _text(self, kind: str) -> str:
        somebody = self._somebody()  # who may not see it: then it is no mention
        named = f" @{somebody.name} weet dit." if self.random.random() < 0.6 else ""
        return f"Dit gaat over het {COMMON} en over {self.token(kind)}, lees maar.{named}"

    def _files(self, uploader: Person) -> list[int]:
        if self.random.random() < 0.7:
            return []
        content = f"{self.token('inhoud')}".encode()
        name = f"{self.token('bestand')}.txt"
        stored = files.store(
            uploader_id=uploader.pk, name=name, content=io.BytesIO(content), size=len(content)
        )
        return [stored.pk]

    def _publish(self) -> None:
        space = self._space()
        author = self._member(space) or self._somebody()
        kind = self.random.choice([*Kind, Kind.QUESTION, Kind.QUESTION])
        options = [f"optie {self.token('keus')}", f"optie {self.token('keus')}"]
        posts.publish(
            author=author, space=space, kind=kind, title=f"Over {self.token('titel')} {COMMON}",
            body=self._text("tekst"), files=self._files(author),
            options=options if kind in (Kind.DILEMMA, Kind.POLL) else [], tags=[self.token("etiket")],
        )  # fmt: skip

    def _reply_to(self) -> None:
        post = self._post(thread__deleted_at=None)
        if post:
            author = self._member(post.thread.space) or self._somebody()
            quotes = self._reply(thread_id=post.pk) if self.random.random() < 0.3 else None
            cited = self._thread() if self.random.random() < 0.3 else None
            seen = f" [Zie ook](/posts/{cited.pk}/)." if cited else ""
            posts.reply(
                author=author, post=post, body=self._text("antwoord") + seen, files=self._files(author),
                quotes=quotes, is_contribution=True,
            )  # fmt: skip

    def _react(self) -> None:
        if thread := self._thread():
            person = self._member(thread.space) or self._somebody()
            threads.toggle_reaction(person=person, thread=thread, reply=None, kind=Reacting.USEFUL)

    def _edit(self) -> None:
        if post := self._post(thread__deleted_at=None, thread__author__isnull=False):
            posts.edit_post(
                editor=post.thread.author, post=post, title=f"Nu over {self.token('titel')} {COMMON}",
                body=self._text("tekst"), version=post.thread.version, tags=[], files=_attached(post.thread, None),
                note=f"Nieuw is {self.token('versie')}",
            )  # fmt: skip

    def _edit_reply(self) -> None:
        if (reply := self._reply(deleted_at=None)) and reply.author:
            threads.edit_reply(
                editor=reply.author, reply=reply, body=self._text("antwoord"), version=reply.version,
                files=_attached(reply.thread, reply),
            )  # fmt: skip

    def _accept(self) -> None:
        reply = self._reply(deleted_at=None)
        post = self._post(pk=reply.thread_id, kind=Kind.QUESTION) if reply else None
        if post and post.thread.author:
            posts.accept_answer(person=post.thread.author, post=post, reply=reply)

    def _thank(self) -> None:
        if reply := self._reply(deleted_at=None):
            person = self._member(reply.thread.space) or self._somebody()
            threads.toggle_reaction(person=person, thread=reply.thread, reply=reply, kind=Reacting.THANKS)

    def _reuse(self) -> None:
        if post := self._post(accepted__isnull=False):
            person = self._member(post.thread.space) or self._somebody()
            posts.reuse(person=person, post=post, is_on=self.random.random() < 0.8)

    def _check_answer(self) -> None:
        if post := self._post(accepted__isnull=False):
            person = self._member(post.thread.space, role=Role.KEEPER) or self._somebody()
            posts.check(
                person=person, post=post, verdict=self.random.choice(list(Verdict)), note=self.token("noot")
            )

    def _ask_somebody(self) -> None:
        if post := self._post(kind=Kind.QUESTION, thread__deleted_at=None):
            person = self._member(post.thread.space) or self._somebody()
            posts.ask(post=post, person=person, by=post.thread.author)

    def _hide(self) -> None:
        reply = self._reply(deleted_at=None)
        if reply and reply.author:
            which = reply if self.random.random() < 0.8 else None
            expertise.hide(person=reply.author, reply=which, is_on=self.random.random() < 0.7)

    def _measure(self) -> None:
        if self.random.random() < 0.8:
            organisation.record_consent(
                administrator_id=None,
                measurement=Measurement.EXPERTISE,
                agreed_with="de raad",
                agreed_on=self.now.date(),
            )
        else:
            organisation.withdraw_consent(administrator_id=None, measurement=Measurement.EXPERTISE)

    def _withdraw(self) -> None:
        if (post := self._post(accepted__isnull=False)) and post.thread.author:
            posts.withdraw_answer(person=post.thread.author, post=post)

    def _step(self) -> None:
        if post := self._post(thread__deleted_at=None):
            person = self._member(post.thread.space, role=Role.KEEPER)
            option = self._some(Option.objects.filter(post=post))
            state = self.random.choice(
                [State.CHOSEN, State.ADOPTED, State.DECLINED, State.DONE, State.CLOSED]
            )
            if person:
                posts.take_step(
                    person=person, post=post, state=state, reason=f"Want {self.token('reden')}", option=option
                )

    def _vote(self) -> None:
        if post := self._post(kind=Kind.POLL):
            person = self._member(post.thread.space) or self._somebody()
            posts.vote(person=person, post=post, option=self._some(Option.objects.filter(post=post)))

    def _choose(self) -> None:
        reply = self._reply(is_contribution=True, deleted_at=None)
        if reply and (post := self._post(pk=reply.thread_id)) and post.thread.author:
            posts.choose_contribution(person=post.thread.author, post=post, reply=reply, is_on=True)

    def _outcome(self) -> None:
        if (reply := self._reply(deleted_at=None)) and reply.author:
            threads.name_outcome(person=reply.author, reply=reply, outcome=Outcome.METHOD_IMPROVED)

    def _delete(self) -> None:
        if (post := self._post(thread__deleted_at=None)) and post.thread.author:
            posts.delete_post(person=post.thread.author, post=post)

    def _restore(self) -> None:
        if (post := self._post(thread__deleted_at__isnull=False)) and post.thread.author:
            posts.restore_post(person=post.thread.author, post=post)

    def _delete_reply(self) -> None:
        if (reply := self._reply(deleted_at=None)) and reply.author:
            post = self._post(pk=reply.thread_id)
            posts.delete_reply(person=reply.author, post=post, reply=reply)

    def _restore_reply(self) -> None:
        if (reply := self._reply(deleted_at__isnull=False)) and reply.author:
            threads.restore_reply(person=reply.author, reply=reply)

    def _close(self) -> None:
        thread = self._thread()
        if thread and thread.author:
            if self.random.random() < 0.5:
                threads.close(person=thread.author, thread=thread, reason=f"Klaar {self.token('slot')}")
            else:
                threads.reopen(person=thread.author, thread=thread)

    def _pin(self) -> None:
        thread = self._thread()
        keeper = self._member(thread.space, role=Role.KEEPER) if thread else None
        if keeper:
            threads.pin(keeper=keeper, thread=thread, is_on=self.random.random() < 0.7)

    def _look(self) -> None:
        thread = self._thread()
        person = self._member(thread.space) if thread else None
        if person:
            act = self.random.choice(["seen", "unread", "level", "caught up"])
            if act == "seen":
                threads.mark_seen(thread=thread, person=person)
            elif act == "unread":
                threads.mark_unread(thread=thread, person=person)
            elif act == "level":
                level = self.random.choice([*Level, None])
                threads.follow(thread=thread, person=person, level=level)
            else:
                threads.catch_up(person=person, space=self.random.choice([thread.space, None]))

    def _draft(self) -> None:
        thread = self._thread()
        place = f"reply:{thread.pk}" if thread else "post"
        threads.keep_draft(person=self._somebody(), place=place, values={"body": self._text("concept")})

    def _move(self) -> None:
        if post := self._post(thread__deleted_at=None):
            keeper = self._member(post.thread.space, role=Role.KEEPER)
            if person := self.random.choice([keeper, post.thread.author]):
                posts.move_post(person=person, post=post, space=self._space())

    def _move_back(self) -> None:
        moved = self._some(Relocation.objects.filter(what="moved", by__isnull=False).select_related("by"))
        if post := self._post(pk=moved.thread_id) if moved else None:
            posts.undo_move(person=moved.by, post=post)

    def _split(self) -> None:
        reply = self._reply(deleted_at=None)
        if reply and (post := self._post(pk=reply.thread_id)):
            keeper = self._member(post.thread.space, role=Role.KEEPER)
            others = Reply.objects.filter(thread_id=post.pk, deleted_at=None).order_by("pk")
            along = {r.pk for r in others if self.random.random() < 0.4}
            if keeper:
                posts.split_post(
                    person=keeper, post=post, replies={reply.pk} | along, space=self.random.choice([post.thread.space, self._space()]),
                    kind=self.random.choice([Kind.QUESTION, Kind.UPDATE, Kind.POLL]), title=f"Los {self.token('titel')} {COMMON}",
                )  # fmt: skip

    def _merge(self) -> None:
        post = self._post(kind=Kind.QUESTION, thread__deleted_at=None)
        into = self._post(kind=Kind.QUESTION)
        if post and into:
            keeper = self._member(post.thread.space, role=Role.KEEPER)
            if person := self.random.choice([keeper, post.thread.author]):
                posts.merge_questions(person=person, post=post, into=into)

    def _join(self) -> None:
        spaces.join(space=self._space(), person=self._somebody())

    def _invite(self) -> None:
        space = self._space()
        if keeper := self._member(space, role=Role.KEEPER):
            spaces.invite(space=space, member=keeper, person=self._somebody())

    def _ask(self) -> None:
        message = f"Graag, want {self.token('vraag')}"
        spaces.ask_to_join(space=self._space(), person=self._somebody(), message=message)

    def _decide(self) -> None:
        request = self._some(JoinRequest.objects.select_related("space__audience", "person"))
        keeper = self._member(request.space, role=Role.KEEPER) if request else None
        if keeper:
            verb = self.random.choice([spaces.accept_request, spaces.decline_request])
            verb(request=request, keeper=keeper)

    def _leave(self) -> None:
        space = self._space()
        if person := self._member(space):
            spaces.leave(space=space, person=person)

    def _take_out(self) -> None:
        space = self._space()
        keeper, person = self._member(space, role=Role.KEEPER), self._member(space)
        if keeper and person:
            spaces.take_out(space=space, keeper=keeper, person=person)

    def _give_role(self) -> None:
        space = self._space()
        keeper, person = self._member(space, role=Role.KEEPER), self._member(space)
        if keeper and person:
            spaces.give_role(space=space, keeper=keeper, person=person, role=self.random.choice(list(Role)))

    def _set_level(self) -> None:
        space = self._space()
        if person := self._member(space):
            spaces.set_level(space=space, person=person, level=self.random.choice(list(Level)))

    def _change_access(self) -> None:
        space = self._space()
        if keeper := self._member(space, role=Role.KEEPER):
            spaces.change(space=space, keeper=keeper, access=self.random.choice(["open", "closed", "secret"]))

    def _archive(self) -> None:
        space = self._space()
        if keeper := self._member(space, role=Role.KEEPER):
            (spaces.revive if space.is_archived else spaces.archive)(space=space, keeper=keeper)

    def _deactivate(self) -> None:
        person = self._somebody(is_administrator=False)
        people.deactivate(administrator=None, person=person)

    def _reactivate(self) -> None:
        if person := self._some(Person.objects.filter(state="deactivated")):
            people.reactivate(administrator=self._somebody(is_administrator=True), person=person)

    def _begin_chat(self) -> None:
        person = self._somebody()
        others = [self._somebody() for _ in range(self.random.choice([1, 1, 2, 3]))]
        if len(others) == 1:
            made = chat.open_pair(person=person, other=others[0])
        else:
            made = chat.open_group(person=person, others=others, name=self.token("groep"))
        self._say_in(made)

    def _say_in(self, conversation: Conversation | None = None) -> None:
        conversation = conversation or self._some(Conversation.objects.all())
        if conversation and (author := self._participant(conversation)):
            quotes = self._some(Message.objects.visible_to(author).filter(conversation=conversation))
            body = f"Een bericht {self.token('bericht')}"
            chat.say(conversation=conversation, author=author, body=body, quotes=quotes)
            self._note_readers(conversation)

    def _add_to_chat(self) -> None:
        conversation, new = self._some(Conversation.objects.filter(is_group=True)), self._somebody()
        if conversation and (person := self._participant(conversation)):
            with_history = self.random.random() < 0.5
            is_new = not Participant.objects.filter(conversation=conversation, person=new).exists()
            chat.add_people(conversation=conversation, person=person, others=[new], with_history=with_history)
            if is_new and with_history:
                for readers in (LET_IN[m.pk] for m in conversation.messages.all() if m.pk in LET_IN):
                    readers |= {new.pk} if person.pk in readers else set()
            self._note_readers(conversation)

    def _leave_chat(self) -> None:
        conversation = self._some(Conversation.objects.filter(is_group=True))
        if conversation and (person := self._participant(conversation)):
            chat.leave(conversation=conversation, person=person)
            self._note_readers(conversation)
            for message in conversation.messages.all():
                LET_IN[message.pk].discard(person.pk)

    def _participant(self, conversation: Conversation) -> Person | None:
        found = self._some(Participant.objects.filter(conversation=conversation).select_related("person"))
        return found.person if found else None

    def _note_readers(self, conversation: Conversation) -> None:
        """What was just said is for who is in it now."""
        people = set(
            Participant.objects.filter(conversation=conversation).values_list("person_id", flat=True)
        )
        for message in conversation.messages.all():
            LET_IN.setdefault(message.pk, set(people))

    def _upload(self) -> None:
        self._files(self._somebody())


VERBS: dict[Callable[[RandomWorld], None], int] = {
    RandomWorld._publish: 20, RandomWorld._reply_to: 24, RandomWorld._react: 3, RandomWorld._edit: 4,
    RandomWorld._edit_reply: 4, RandomWorld._accept: 7, RandomWorld._withdraw: 1,
    RandomWorld._thank: 6, RandomWorld._reuse: 5, RandomWorld._check_answer: 3, RandomWorld._ask_somebody: 4,
    RandomWorld._hide: 2, RandomWorld._measure: 3, RandomWorld._step: 3,
    RandomWorld._vote: 3, RandomWorld._choose: 2, RandomWorld._outcome: 1, RandomWorld._delete: 3,
    RandomWorld._restore: 1, RandomWorld._delete_reply: 4, RandomWorld._restore_reply: 1, RandomWorld._close: 2,
    RandomWorld._pin: 3, RandomWorld._look: 8, RandomWorld._draft: 2, RandomWorld._join: 6,
    RandomWorld._invite: 9, RandomWorld._ask: 3, RandomWorld._decide: 3, RandomWorld._leave: 3,
    RandomWorld._take_out: 2, RandomWorld._give_role: 3, RandomWorld._set_level: 3,
    RandomWorld._change_access: 3, RandomWorld._archive: 1, RandomWorld._deactivate: 1,
    RandomWorld._reactivate: 1, RandomWorld._upload: 2, RandomWorld._begin_chat: 3, RandomWorld._say_in: 5,
    RandomWorld._move: 6, RandomWorld._move_back: 1, RandomWorld._split: 4, RandomWorld._merge: 5,
    RandomWorld._add_to_chat: 3, RandomWorld._leave_chat: 1,
}  # fmt: skip


def _attached(thread: Thread, reply: Reply | None) -> list[int]:
    from zinvol.apps.social.threads.models import Attachment

    return list(Attachment.objects.filter(thread=thread, reply=reply).values_list("file_id", flat=True))
