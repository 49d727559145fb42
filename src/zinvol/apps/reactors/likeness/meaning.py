"""The model of sentences and the shelf of questions, each once in a process and only where they are used."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from zinvol.apps.reactors.likeness.models import Question
from zinvol.lib import meaning

if TYPE_CHECKING:
    from zinvol.lib.meaning import Embedder, Shelf


_loading = threading.Lock()


def is_ready() -> bool:
    """Whether the model takes no time to load: on a new install it is being written first, for which no page waits."""
    return meaning.is_prepared(_folder())


def embedder() -> Embedder:
    """The model, mapped from files that are written at the first use: so processes share the memory."""
    with _loading:
        return _embedder()


@cache
def _embedder() -> Embedder:
    meaning.prepare(_folder())
    return meaning.default_embedder(_folder())


def _folder() -> Path:
    return Path(settings.DATA) / "cache" / "meaning"


class Questions:
    """All questions in memory, in step with the table."""

    def __init__(self) -> None:
        self._shelf: Shelf = meaning.Shelf()
        self._read_until = 0
        self._reading = threading.Lock()

    def shelf(self) -> Shelf:
        """The shelf, after taking in what is new."""
        with self._reading:
            rows = Question.objects.filter(version__gt=self._read_until, model=embedder().name)
            latest = self._read_until
            for row in rows.iterator(2000):
                if row.vector:
                    self._shelf.add(row.pk, bytes(row.vector))
                else:
                    self._shelf.remove(row.pk)
                latest = max(latest, row.version)
            self._read_until = latest  # many rows have one version: not before all of them are there
        return self._shelf


@cache
def questions() -> Questions:
    return Questions()


def warm_up() -> None:
    """Load what the first question would wait for."""
    embedder().embed(["Is het warm?"])
    questions().shelf()
