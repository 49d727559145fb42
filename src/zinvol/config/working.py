"""What happens behind the pages: readers of the log, the outbox, and tidying."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import close_old_connections, connection

from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.studies import api as studies
from zinvol.apps.reactors.attention import api as attention
from zinvol.apps.reactors.attention import sending
from zinvol.apps.reactors.likeness import meaning
from zinvol.apps.social.files import api as files
from zinvol.config import wiring
from zinvol.config.preparing import ready
from zinvol.flows.asking import climbing
from zinvol.flows.delivery.server import open_door
from zinvol.kernel import limits, outbox, reactors, sizes
from zinvol.kernel.reactors import Reactor

log = logging.getLogger(__name__)

IDLE = 0.25
SEND_EVERY = 2.0
TIDY_EVERY = 600.0

_stop = threading.Event()


def work_until_done() -> None:
    """Do everything that is due, and stop."""
    while _round():
        pass


def catch_up(progress: Callable[[str, int, int], None]) -> int:
    """Let every reader take in all of the log after a load; say how many lines were read."""
    total = sum(_read_on(reactor, progress) for reactor in wiring.REACTORS.values())
    sizes.measure()
    return total


def work_forever() -> None:
    """Work until told to stop; the round that was begun is finished."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop.set())
    ready(
        meaning.embedder
    )  # written at the first use, which takes seconds: not while others wait for the database
    door = _open_door()
    next_tidy = next_send = 0.0
    while not _stop.is_set():
        try:
            done = _round()
            if time.monotonic() >= next_send:
                sending.send_due()
                next_send = time.monotonic() + SEND_EVERY
            if time.monotonic() >= next_tidy:
                _tidy()
                next_tidy = time.monotonic() + TIDY_EVERY
        except Exception:
            log.exception("the worker stumbled and goes on")
            close_old_connections()
            done = 0
            _stop.wait(2.0)
        if not done:
            _stop.wait(IDLE)
    if door is not None:
        door.stop()
    connection.close()


def _open_door() -> Controller | None:
    """Take in mail, where that was asked for and no other worker of this machine does."""
    if not settings.MAIL_IN:
        return None
    try:
        return open_door(settings.MAIL_IN)
    except OSError as error:
        log.warning("no mail is taken in here: %s", error)
        return None


def _round() -> int:
    read = sum(reactors.run(reactor) for reactor in wiring.REACTORS.values())
    return read + outbox.work(wiring.HANDLERS, wiring.GIVEN_UP)


def _read_on(reactor: Reactor, progress: Callable[[str, int, int], None]) -> int:
    waiting, read = reactors.waiting(reactor), 0
    while moved := reactors.run(reactor, limit=reactors.MUCH):
        read += moved
        progress(reactor.name, min(read, waiting), waiting)
    return read


def _tidy() -> None:
    posts.close_due_polls()
    climbing.climb()
    attention.tidy()
    chat.tidy()
    studies.close_due()
    files.tidy()
    outbox.tidy()
    limits.tidy()
    sizes.keep()
