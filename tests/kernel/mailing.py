"""What ``test_mail_crash`` runs in processes of their own: ``prepare`` makes people who wait for mail, ``work`` sends it
until it is killed or done, ``state`` tells what is left."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zinvol.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from tests.world import World, a_person, a_post, a_reply, join  # noqa: E402
from zinvol.apps.reactors.attention import api, sending  # noqa: E402
from zinvol.apps.reactors.attention.models import Notice  # noqa: E402
from zinvol.apps.reactors.attention.rules import Rhythm  # noqa: E402
from zinvol.config import wiring  # noqa: E402
from zinvol.kernel import clock, outbox, reactors  # noqa: E402
from zinvol.kernel.models import Job  # noqa: E402

PEOPLE = 30
ALWAYS = {str(day): ["00:00", "23:59"] for day in range(1, 8)}


def prepare() -> None:
    call_command("migrate", verbosity=0)
    with clock.at(clock.now() - timedelta(hours=2)):
        world = World.make()
        world.organisation.country = ""
        world.organisation.save()
        askers = [a_person(f"Vrager {n}") for n in range(PEOPLE)]
        posts = []
        for asker in askers:
            join(world.open, asker, by=world.keeper)
            api.choose(person=asker, rhythm=Rhythm.IMMEDIATE, hours=ALWAYS)
            posts.append(a_post(asker, world.open, title=f"Vraag van {asker.name}"))
    with clock.at(clock.now() - timedelta(hours=1)):
        for post in posts:
            a_reply(world.keeper, post)
    for reactor in wiring.REACTORS.values():
        reactors.run_all(reactor)


def work() -> None:
    Job.objects.filter(state=Job.State.WAITING).update(
        run_at=clock.now()
    )  # nobody waits here for a lease to end
    end = time.monotonic() + 30
    while time.monotonic() < end and (sending.send_due() or outbox.work(wiring.HANDLERS, limit=1)):
        pass


def state() -> None:
    asked = Notice.objects.filter(reason=5)
    print(json.dumps({
        "pending": Job.objects.exclude(state=Job.State.DONE).count(), "unsent": asked.filter(reached_at=None).count(),
        "people": PEOPLE,
    }))  # fmt: skip


if __name__ == "__main__":
    {"prepare": prepare, "work": work, "state": state}[sys.argv[1]]()
