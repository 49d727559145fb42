"""The other processes of the crash test: ``python -m tests.kernel.crashing prepare|write|check``.

``write`` writes through the verbs until it is killed, and says on its output what was committed.
``check`` reads those lines on its input and says what is wrong; nothing means that all is well.
"""

from __future__ import annotations

import random
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402

from tests.kernel.test_rebuild import rows  # noqa: E402
from tests.world import World, a_post, a_reply  # noqa: E402
from zinvol.apps.content.posts.models import Post  # noqa: E402
from zinvol.apps.reactors.audit.reads import first_broken  # noqa: E402
from zinvol.apps.social.people.models import Person  # noqa: E402
from zinvol.apps.social.spaces.models import Space  # noqa: E402
from zinvol.apps.social.threads import api as threads  # noqa: E402
from zinvol.apps.social.threads.models import Reaction, Reply, Thread  # noqa: E402
from zinvol.apps.social.threads.rules import Reacting  # noqa: E402
from zinvol.config import wiring, working  # noqa: E402
from zinvol.kernel import reactors  # noqa: E402
from zinvol.kernel.models import Activity, Parked  # noqa: E402

MODELS = {"post": Post, "reply": Reply, "reaction": Reaction, "edit": Activity}


def prepare() -> None:
    World.make()


def write(seed: int) -> None:
    chance = random.Random(seed)
    people = list(Person.objects.filter(memberships__space__access="open").distinct())
    space = Space.objects.select_related("audience").get(access="open")
    posts: list[Post] = []
    number = 0
    while True:
        number += 1
        author = chance.choice(people)
        if not posts or chance.random() < 0.2:
            posts.append(a_post(author, space, title=f"Vraag {seed} {number} over de vergunning"))
            said("post", posts[-1].pk)
        elif chance.random() < 0.7:
            reply = a_reply(
                author, chance.choice(posts), f"Antwoord {seed} {number} staat in het bestemmingsplan."
            )
            said("reply", reply.pk)
            if chance.random() < 0.3:
                threads.edit_reply(editor=author, reply=reply, body=f"Nee, {number} staat elders.", version=1)
                told = Activity.objects.filter(name="threads.reply_edited", refs__reply_id=reply.pk).get()
                said("edit", told.pk)
        else:
            thread = posts[-1].thread
            person = chance.choice(people)
            if threads.toggle_reaction(person=person, thread=thread, reply=None, kind=Reacting.USEFUL):
                posts.append(a_post(author, space, title=f"Vervolg {seed} {number} op de vergunning"))
                said("reaction", Reaction.objects.get(thread=thread, reply=None, person=person).pk)


def said(kind: str, pk: int) -> None:
    print(kind, pk, flush=True)


def check() -> None:
    for kind, numbers in acknowledged().items():
        there = set(MODELS[kind].objects.values_list("pk", flat=True))
        complain(f"acknowledged {kind} is missing", sorted(numbers - there))
    whole_database()
    complain("a count of replies is wrong", miscounted())
    told = set(Activity.objects.filter(name="threads.reply_posted").values_list("refs__reply_id", flat=True))
    complain(
        "a reply without its event, or the reverse",
        sorted(told ^ set(Reply.objects.values_list("pk", flat=True))),
    )
    working.work_until_done()
    grown = rows()
    for reactor in wiring.REACTORS.values():
        reactors.rebuild(reactor)
    rebuilt = rows()
    complain("rebuilt differs in", [table for table in grown if grown[table] != rebuilt[table]])
    complain("parked", list(Parked.objects.values_list("reactor", "error")))
    complain("the audit chain is broken at", [first_broken()] if first_broken() else [])
    complain("documents are missing", [] if len(rebuilt["documents"]) == documents() else [documents()])


def acknowledged() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {kind: set() for kind in MODELS}
    for line in sys.stdin:
        kind, pk = line.split()
        found[kind].add(int(pk))
    return found


def whole_database() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("integrity_check", "foreign_key_check"):
                complain(
                    pragma, [row for row in cursor.execute(f"PRAGMA {pragma}").fetchall() if row != ("ok",)]
                )


def miscounted() -> list[int]:
    living = Count("replies", filter=Q(replies__deleted_at=None))
    return list(Thread.objects.annotate(n=living).exclude(n=F("reply_count")).values_list("pk", flat=True))


def documents() -> int:
    return Post.objects.count() + Reply.objects.count()


def complain(what: str, about: list) -> None:
    if about:
        print(f"{what}: {about[:5]} ({len(about)})", flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "write": lambda: write(int(sys.argv[2])), "check": check}[sys.argv[1]]()
