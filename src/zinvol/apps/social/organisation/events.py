from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Event):
    """The administrator changed how the network looks or what it offers."""

    name: ClassVar[str] = "organisation.settings_changed"
    subject_kind: ClassVar[str] = "organisation"
    settings: list[str]


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """A department was made, renamed, moved or removed."""

    name: ClassVar[str] = "organisation.department_changed"
    subject_kind: ClassVar[str] = "department"
    change: str


@dataclass(frozen=True, kw_only=True)
class ConsentEvent(Event):
    name: ClassVar[str] = "organisation.event"
    subject_kind: ClassVar[str] = "organisation"
    measurement: str


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(ConsentEvent):
    """Those who are measured agreed to a measurement; it begins."""

    name: ClassVar[str] = "organisation.consent_recorded"


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(ConsentEvent):
    """A measurement ended; what it gathered is thrown away."""

    name: ClassVar[str] = "organisation.consent_withdrawn"
