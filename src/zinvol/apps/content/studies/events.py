from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WaveEvent(Event):
    """Something happened to a wave of a study. No event ever tells who answered."""

    name: ClassVar[str] = "studies.event"
    subject_kind: ClassVar[str] = "wave"


@dataclass(frozen=True, kw_only=True)
class WaveLaunched(WaveEvent):
    """A wave opened; from now on its terms are fixed."""

    name: ClassVar[str] = "studies.wave_launched"


@dataclass(frozen=True, kw_only=True)
class WaveReminded(WaveEvent):
    """Who had not answered was reminded."""

    name: ClassVar[str] = "studies.wave_reminded"


@dataclass(frozen=True, kw_only=True)
class WaveClosed(WaveEvent):
    """A wave ended; its results can be seen by who runs the study."""

    name: ClassVar[str] = "studies.wave_closed"


@dataclass(frozen=True, kw_only=True)
class ResultsPublished(WaveEvent):
    """The results can be seen by every colleague, or (``is_on`` false) no longer."""

    name: ClassVar[str] = "studies.results_published"
    is_on: bool
