"""Runs as a child process on the folder of a server and calls the verbs that tests ask for by name.

One JSON line in, ``[name, arguments]``; one out, ``{"done": …}`` or ``{"error": …}``. People are named by
their part in the world (``"member"``), spaces by theirs (``"open"``).
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from tests.world import World, join  # noqa: E402
from zinvol.apps.content.chat import api as chats  # noqa: E402
from zinvol.apps.content.posts import api as posts  # noqa: E402
from zinvol.apps.content.posts.models import Option, Post, Promise  # noqa: E402
from zinvol.apps.content.posts.rules import CHECK_AFTER, Kind, Stage  # noqa: E402
from zinvol.apps.content.studies import api as studies  # noqa: E402
from zinvol.apps.social.organisation import api as organisation  # noqa: E402
from zinvol.apps.social.organisation.rules import Measurement  # noqa: E402
from zinvol.apps.social.people import api as people  # noqa: E402
from zinvol.apps.social.people import entry  # noqa: E402
from zinvol.apps.social.people.models import Person  # noqa: E402
from zinvol.apps.social.spaces import api as spaces  # noqa: E402
from zinvol.apps.social.spaces.models import Space  # noqa: E402
from zinvol.apps.social.threads import api as threads  # noqa: E402
from zinvol.apps.social.threads import text as texts  # noqa: E402
from zinvol.apps.social.threads.models import Link, LinkPreview, Reply, Thread  # noqa: E402
from zinvol.config import wiring  # noqa: E402
from zinvol.flows.asking import climbing  # noqa: E402
from zinvol.flows.delivery import tokens  # noqa: E402
from zinvol.kernel import clock, reactors  # noqa: E402

# Weak on purpose: strong again (and other sessions ended) as soon as that person signs in with the password
PBKDF2PasswordHasher.iterations = 1

VERBS: dict[str, Callable[..., Any]] = {}
DUTCH = ("outsider", "leader")
_parts: dict[str, int] = {}


def verb(function: Callable[..., Any]) -> Callable[..., Any]:
    VERBS[function.__name__] = function
    return function


@verb
def make_world() -> dict[str, Any]:
    """The small world; who is who in it."""
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        made = World.make()
        for name, person in made.cast.items():
            if name not in DUTCH:
                people.set_preferences(person=person, language="en")
            _parts[name] = person.pk
    return {
        "people": {name: {"id": p.pk, "name": p.name, "email": p.email} for name, p in made.cast.items()},
        "spaces": {a: {"id": s.pk, "slug": s.slug, "name": s.name} for a in ("open", "closed", "secret") for s in [getattr(made, a)]},
        "department": made.department.pk,
    }  # fmt: skip


@verb
def colleague(name: str, language: str = "en", spaces: tuple[str, ...] = (), password: str | None = None, **values: Any) -> dict[str, Any]:  # fmt: skip
    """One more person, in these spaces."""
    email = f"{name.lower().replace(' ', '.')}@proefstad.example"
    person = people.invite(administrator_id=None, email=email, name=name, send=False, language=language)
    people.join(person=person, password=password)
    if values:
        people.change_profile(person=person, actor_id=person.pk, **values)
    for access in spaces:
        join(_space(access), person, by=_person("keeper"))
    _parts[name] = person.pk
    return {"id": person.pk, "name": name, "email": email}


@verb
def invitation(name: str) -> str:
    """Invite somebody; the path of the link in the mail."""
    email = f"{name.lower().replace(' ', '.')}@proefstad.example"
    person = people.invite(administrator_id=None, email=email, name=name, send=False)
    return entry.make_link(person, "invitation")


@verb
def session(person: str | int) -> str:
    """The key of a session in which somebody is signed in."""
    found, store = _person(person), SessionStore()
    store[SESSION_KEY] = str(found.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = found.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@verb
def prefer(person: str, **values: str) -> None:
    people.set_preferences(person=_person(person), **values)


@verb
def space(name: str, access: str = "open", founder: str = "keeper", members: tuple[str, ...] = (), **values: Any) -> dict[str, Any]:  # fmt: skip
    values.setdefault("purpose", f"So that {name} works.")
    made = spaces.open_space(founder=_person(founder), name=name, access=access, **values)
    for member in members:
        join(made, _person(member), by=_person(founder))
    return {"id": made.pk, "slug": made.slug, "name": made.name}


@verb
def post(
    author: str, space: str | int, kind: str = "question", title: str = "Who knows this?", **values: Any
) -> int:
    if kind in ("dilemma", "poll"):
        values.setdefault("options", ["first", "second"])
    return posts.publish(author=_person(author), space=_space(space), kind=kind, title=title, **values).pk


@verb
@transaction.atomic
def reply(author: str, post: int, body: str = "That is on page two of the handbook.", times: int = 1, quotes: int = 0, **values: Any) -> int:  # fmt: skip
    """Reply, once or many times (with its number in the place of ``#``); the id of the last one."""
    if quotes:
        values["quotes"] = Reply.objects.get(pk=quotes)
    for number in range(1, times + 1):
        made = posts.reply(author=_person(author), post=Post.objects.get(pk=post), body=body.replace("#", str(number)), **values)  # fmt: skip
    return made.pk


@verb
@transaction.atomic
def replies(author: str, post: int, bodies: list[str]) -> None:
    """Each text as a reply, prepared as the verb does and written at once: thousands in seconds."""
    by, thread, now = _person(author), Thread.objects.get(pk=post), clock.now()
    prepared = [texts.prepare(author=by, typed=body) for body in bodies]
    Reply.objects.bulk_create(
        Reply(thread=thread, author=by, body=text.source, html=text.html, created_at=now + timedelta(microseconds=number))
        for number, text in enumerate(prepared)
    )  # fmt: skip
    Thread.objects.filter(pk=post).update(reply_count=len(bodies), last_activity_at=now)


@verb
def options(poll: int, texts: list[str]) -> None:
    """Each text as an option of a poll, so that one page shows them all."""
    Option.objects.bulk_create(
        Option(post_id=poll, text=text[:200], position=n) for n, text in enumerate(texts, 2)
    )


@verb
@transaction.atomic
def titles(author: str, space: str, texts: list[str]) -> None:
    for text in texts:
        posts.publish(author=_person(author), space=_space(space), kind="update", title=text, body=f"{text}\n\nDit zijn vijf eigen woorden.")  # fmt: skip


@verb
@transaction.atomic
def named(texts: list[str]) -> None:
    """A colleague for each text, who is called so, does so, and can be asked about it."""
    for number, text in enumerate(texts):
        found = people.invite(
            administrator_id=None, email=f"n{number}@proefstad.example", name=text[:120], send=False
        )
        people.join(person=found)
        values = {"function": text[:120], "location": text[:120], "about": text, "knows": [text[:60]]}
        people.change_profile(person=found, actor_id=found.pk, **values)


@verb
def rename(person: str | int, name: str, **values: Any) -> None:
    found = _person(person)
    people.change_profile(person=found, actor_id=found.pk, name=name, **values)


@verb
def accept(post: int, reply: int) -> None:
    found = Post.objects.get(pk=post)
    posts.accept_answer(person=found.thread.author, post=found, reply=Reply.objects.get(pk=reply))


@verb
def measured(is_on: bool = True, measurement: str = Measurement.EXPERTISE) -> None:
    """Let a measurement be on or off, whatever it was, and those who hear of it done."""
    given = Measurement(measurement)
    if is_on:
        organisation.record_consent(
            administrator_id=None,
            measurement=given,
            agreed_with="the works council",
            agreed_on=clock.today(),
        )
    else:
        organisation.withdraw_consent(administrator_id=None, measurement=given)
    settled()


@verb
def evidence(person: str | int, subject: str, askers: list[str | int]) -> list[str]:
    """What shows that somebody knows about a subject, where that may be known: a question with it as its tag from
    each of some askers, solved by their answer. The titles, in order of time."""
    titles = [f"Question {number} about {subject}" for number, _ in enumerate(askers, 1)]
    for asker, title in zip(askers, titles, strict=True):
        asked = post(asker, "open", title=title, tags=[subject])
        accept(asked, reply(person, asked, body=f"All about {subject} is in the binder."))
    measured()
    return titles


@verb
def climb(post: int) -> None:
    """Let the next moment of the promise of a question have come; where that is the last one, it is broken then."""
    past = clock.now() - timedelta(minutes=1)
    with transaction.atomic():  # the worker would climb too
        held = Promise.objects.get(pk=post)
        held.next_at, held.due_at = past, past if held.stage == Stage.PEOPLE else held.due_at
        held.save()
        climbing.climb()
    settled()


@verb
def grow_old(post: int) -> None:
    """Let the accepted answer of a question have stood for so long that it is looked at again."""
    due = clock.now() - timedelta(days=1)
    age(post, (CHECK_AFTER + timedelta(days=1)).days)
    Reply.objects.filter(thread_id=post).update(created_at=due - CHECK_AFTER)
    Post.objects.filter(pk=post).update(accepted_at=due - CHECK_AFTER, check_at=due)


@verb
def split(post: int, reply: int, title: str) -> int:
    """Make a reply a conversation of its own; the id of that."""
    found = Post.objects.select_related("thread__space").get(pk=post)
    return posts.split_post(
        person=_person("keeper"), post=found, replies=[reply], kind=Kind.QUESTION, title=title, space=found.thread.space
    ).pk  # fmt: skip


@verb
def edit(person: str, post: int, body: str) -> None:
    found = Post.objects.select_related("thread").get(pk=post)
    posts.edit_post(editor=_person(person), post=found, title=found.title, body=body, version=found.thread.version, tags=[])  # fmt: skip


@verb
def edit_reply(person: str, reply: int, body: str) -> None:
    found = Reply.objects.get(pk=reply)
    threads.edit_reply(editor=_person(person), reply=found, body=body, version=found.version)


@verb
def see(person: str, post: int) -> None:
    threads.mark_seen(thread=Thread.objects.get(pk=post), person=_person(person))


@verb
def draft(person: str, place: str, **values: Any) -> None:
    threads.keep_draft(person=_person(person), place=place, values=values)


@verb
def study(people: list[str | int], answers: int = 0, instrument: str = "maturity") -> dict[str, Any]:
    """A study with a wave that is open, in which these people are asked; with answers it is one that was closed, and
    its report is made."""
    made = studies.start_study(
        manager=_person("admin"), title="Hoe werken wij samen?", instrument_name=instrument, platform="Plein",
        purpose="Om te weten wat er nog nodig is.", privacy="pseudonymous",
    )  # fmt: skip
    today = clock.today()
    wave = studies.add_wave(
        made,
        name="Dit jaar",
        opens_on=today,
        closes_on=today + timedelta(days=20),
        organisation="Gemeente Proefstad",
    )
    own = wave.enrolments.get()
    studies.invite_people(own, [_person(each) for each in people])
    targets = [
        studies.Target(f"p{n}@proefstad.example", "employee", ("Balie", "Wijk")[n % 2])
        for n in range(answers)
    ]
    studies.invite_by_mail(own, targets)
    studies.open_kiosk(wave)
    wave = studies.launch(wave, manager=_person("admin"))
    for n, asked in enumerate(own.invitations.exclude(email="")):
        low, high = 2 + n % 4, 3 + n % 5
        row = {item.id: (low, high)[n % 2] for item in made.instrument.items if item.scale == "agree7"}
        studies.answer(
            asked,
            row | {"REMARK": f"Opmerking {n}, over de zoekfunctie", "AGE": ("under25", "from25")[n % 2]},
        )
        studies.hand_in(asked)
    if answers:
        studies.close(wave, manager=_person("admin"))
        studies.make_report(wave_id=wave.pk)
    asked = own.invitations.filter(email="").first()
    return {"study": made.pk, "wave": wave.pk, "token": asked.token if asked else "", "kiosk": wave.kiosk}


@verb
def ask_to_join(person: str, space: str | int, message: str = "") -> None:
    spaces.ask_to_join(space=_space(space), person=_person(person), message=message)


@verb
def invite_to(person: str, space: str | int, by: str = "keeper") -> None:
    spaces.invite(space=_space(space), member=_person(by), person=_person(person))


@verb
def catch_up(person: str) -> None:
    threads.catch_up(person=_person(person))


@verb
def age(post: int, days: int) -> None:
    """Let a conversation have been there for a while already."""
    at = clock.now() - timedelta(days=days)
    Thread.objects.filter(pk=post).update(created_at=at, last_activity_at=at)


@verb
def preview(post: int, url: str, **shown: str) -> None:
    """What the worker would have fetched from behind a link in a post."""
    found = LinkPreview.objects.create(
        url=url, url_hash=sha256(url.encode()).hexdigest(), state="ready", **shown
    )
    Link.objects.create(thread_id=post, preview=found)


@verb
def title_of(post: int) -> str:
    return Post.objects.get(pk=post).title


@verb
def everybody() -> list[dict[str, Any]]:
    return list(Person.objects.filter(state="active").order_by("pk").values("id", "name", "email", "is_administrator", "language"))  # fmt: skip


@verb
def take_out(person: str | int, space: str) -> None:
    spaces.take_out(space=_space(space), keeper=_person("keeper"), person=_person(person))


@verb
def roles(person: str | int, roles: list[str]) -> None:
    people.change_roles(administrator=None, person=_person(person), roles=roles)


@verb
def close(post: int) -> None:
    thread = Thread.objects.get(pk=post)
    threads.close(person=_person("keeper"), thread=thread, reason="Klaar.")


@verb
def chat(people: list[str | int], name: str = "", said: tuple[tuple[str | int, str], ...] = ()) -> list[int]:
    """A conversation; gives its number and those of the messages."""
    first, *others = [_person(who) for who in people]
    if len(others) == 1 and not name:
        made = chats.open_pair(person=first, other=others[0])
    else:
        made = chats.open_group(person=first, others=others, name=name)
    return [made.pk, *(chats.say(conversation=made, author=_person(who), body=text).pk for who, text in said)]


@verb
def mail_link(act: str, person: str | int, number: int = 0) -> str:
    """The path of a link in a mail."""
    return tokens.link(act, _person(person).pk, number).removeprefix(settings.BASE_URL)  # type: ignore[arg-type]


@verb
def settled() -> None:
    """Come back when the readers of the log (the search, for one) have heard everything."""
    deadline = time.monotonic() + 60
    while any(reactors.waiting(r) for r in wiring.REACTORS.values()):
        if time.monotonic() > deadline:
            raise TimeoutError("the worker did not read the log to its end")
        time.sleep(0.02)


def _person(who: str | int) -> Person:
    return Person.objects.get(pk=_parts.get(who, who) if isinstance(who, str) else who)


def _space(which: str | int) -> Space:
    return (
        Space.objects.get(pk=which) if isinstance(which, int) else Space.objects.get(name=f"{which} ruimte")
    )


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr  # what a verb prints is no answer
    for line in sys.stdin:
        name, given = json.loads(line)
        try:
            answer = {"done": VERBS[name](**given)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        out.write(json.dumps(answer, default=str) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
