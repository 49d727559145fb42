"""What is asked of the server, and what we want of it (the table of goals is that of our peers' measurements)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.studies import api as studies
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.threads.models import Thread
from zinvol.flows.measuring.client import Failed, Requests, User
from zinvol.flows.seeding import address
from zinvol.flows.seeding.plan import LONG, MIDDLE
from zinvol.kernel import clock

TEXT = (
    "Wij hebben dit bij ons zo geregeld: eerst vragen wij de stukken op bij het loket, daarna kijkt iemand van "
    "toezicht mee en pas dan gaat het besluit de deur uit. Dat scheelt ons elke week een paar uur, en inwoners "
    "krijgen sneller antwoord. Als je wilt stuur ik je het formulier dat wij gebruiken; het is nog niet af, dus "
    "aanvullingen zijn welkom. Bel mij gerust als iets niet duidelijk is, dan kijken we er samen even naar."
)


@dataclass(frozen=True)
class Goal:
    """Requests a second with eight clients, milliseconds for half of the answers, milliseconds of processor."""

    per_second: float | None = None
    p50: float | None = None
    cpu: float | None = None
    peer: str = ""


@dataclass(frozen=True)
class Scene:
    """One thing that is measured; ``path`` is a page, an empty one writes."""

    key: str
    label: str
    path: str
    goal: Goal


def pages() -> list[Scene]:
    """The pages of the install that is seeded, found by what they hold."""
    feed = Goal(200, 10, 9, "81/s, 25 ms, 23 ms CPU (NodeBB on Redis)")
    thread = Goal(150, 12, 11, "59/s, 29 ms, 32 ms CPU (NodeBB on Redis)")
    rows = [
        ("today", "Today", "/", feed),
        ("space", "a space's stream", f"/spaces/{_liveliest().slug}/", feed),
        ("new", "everything new", "/new/", feed),
        ("thread50", f"thread, {MIDDLE} replies", _thread_of(MIDDLE), thread),
        ("thread600", f"thread, {LONG} replies", _thread_of(LONG), Goal()),
        ("search-common", "search, common word", "/search?q=project", Goal(200, 10, None, "90/s, 23 ms (NodeBB on Redis)")),
        ("search-rare", "search, rare word", "/search?q=zyxquark", Goal(250, 10, None, "147/s, 17 ms (NodeBB on Redis)")),
        ("people", "people directory", "/people/", Goal()),
        ("profile", "a profile", _profile(), Goal()),
    ]  # fmt: skip
    return [Scene(*row) for row in rows if row[2]]


REPLYING = Scene("reply", "reply written", "", Goal(200, 10, None, "200/s, 12 ms (NodeBB on Redis, synced each second); 33/s durable (on PostgreSQL)"))  # fmt: skip


ANSWERING = Scene("answer", "page of a study kept", "", Goal())


def reading(user: User, path: str) -> Requests:
    """The same page again and again."""
    request = user.get(path)
    while True:
        yield request


def replying(user: User, threads: list[int], start: int) -> Iterator[bytes]:
    """Replies to one conversation after another, each a form of its own."""
    for number in count(start):
        thread = threads[number % len(threads)]
        yield user.post(
            f"/posts/{thread}/replies", {"body": f"{TEXT} ({number})", "submission": secrets.token_hex(12)}
        )


def threads_to_reply_to(size: int = 64) -> list[int]:
    """Short open conversations that every colleague may reply to, the latest first."""
    found = Thread.objects.living().filter(
        audience__reach="everybody", closed_at=None, space__archived_at=None, reply_count__lt=30
    )
    return list(found.order_by("-last_activity_at").values_list("pk", flat=True)[:size])


def answering(user: User, tokens: list[str], start: int) -> Iterator[bytes]:
    """The first page of one sheet after another, with other answers each time."""
    for number in count(start):
        answers = {f"PE{n}": str(1 + (number + n) % 7) for n in (1, 2, 3)}
        yield user.post(f"/answer/{tokens[number % len(tokens)]}/1", answers)


def sheets_to_answer(size: int = 64) -> list[str]:
    """The addresses of sheets in a study that is made for it, and open."""
    by = Person.objects.get(email=address(1))
    study = studies.start_study(
        manager=by, title="Bench", instrument_name="maturity", purpose="To measure this server."
    )
    today = clock.today()
    wave = studies.add_wave(study, name="Bench", opens_on=today, closes_on=today + timedelta(days=1))
    studies.open_kiosk(wave)
    enrolment = studies.launch(wave, manager=by).enrolments.get()
    return [studies.invite_anybody(enrolment).token for _sheet in range(size)]


def addresses(number: int) -> list[str]:
    """The addresses of the people who ask."""
    if not Person.objects.filter(email=address(1)).exists():
        raise Failed("this install was not seeded; run zinvol seed first")
    found = [address(n) for n in range(1, number + 1)]
    return [email for email in found if Person.objects.filter(email=email).exists()]


def messages() -> int:
    """How many posts and replies there are."""
    from zinvol.apps.social.threads.models import Reply

    return Thread.objects.count() + Reply.objects.count()


def _liveliest() -> Space:
    """The open space with the most conversations that is not the news of all."""
    latest = Thread.objects.filter(space__access="open").order_by("-last_activity_at")[:500]
    counts: dict[int, int] = {}
    for space_id in latest.values_list("space_id", flat=True):
        counts[space_id] = counts.get(space_id, 0) + 1
    return Space.objects.get(pk=max(counts, key=lambda pk: (counts[pk], pk)))


def _thread_of(replies: int) -> str:
    """A conversation of exactly so many replies; replies that were written since do not count."""
    found = (
        Post.objects.living()
        .filter(thread__reply_count=replies, thread__space__access="open")
        .order_by("pk")
        .first()
    )
    return found.get_absolute_url() if found else ""


def _profile() -> str:
    """Somebody who keeps a space, and so takes part."""
    keeper = Membership.objects.filter(role="keeper").order_by("space_id", "person_id").first()
    return f"/people/{keeper.person_id}/" if keeper else ""
