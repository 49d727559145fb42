"""What a web process does before and beside its first pages, so that no visitor waits for it."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.urls import get_resolver

from zinvol.apps.reactors.likeness import meaning as likeness
from zinvol.lib import language

log = logging.getLogger(__name__)

TEMPLATES = (
    "people/login.html", "today/today.html", "posts/space.html", "posts/everything.html", "posts/post.html",
    "posts/one_reply.html", "finding/search.html", "people/directory.html", "profile/person.html",
)  # fmt: skip
ALLOCATIONS = 20_000
"""A page makes thousands of small objects and drops them all: looking for cycles among them each
two thousand, as Python does, finds nothing."""


def load() -> None:
    """Before web processes are forked: what they need is then in memory once, for all of them."""
    get_resolver(settings.ROOT_URLCONF).url_patterns  # noqa: B018 (reads all views)
    for name in TEMPLATES:
        get_template(name)
    gc.collect()
    gc.freeze()


def begin() -> None:
    """In each web process, once it serves."""
    gc.set_threshold(ALLOCATIONS, 20, 50)
    warming = threading.Timer(1.0, _warm_up)
    warming.daemon = True
    warming.start()


def ready(load: Callable[[], object]) -> None:
    """Load the model of sentences, or a part of it. Without it there are pages and mail all the same."""
    try:
        load()
    except Exception:
        log.exception("look-alike questions are not ready")


def _warm_up() -> None:
    """What the first search, and the first question that is typed, would wait for."""
    language.warm_up()
    ready(likeness.warm_up)
    connection.close()
