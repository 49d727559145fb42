"""What every event promises to those who hear: a name, a payload of ids, and somebody who knows of it."""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
import typing
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from zinvol.config import wiring
from zinvol.kernel import events
from zinvol.kernel.events import Event

GOLDEN = Path(__file__).with_name("golden_events.json")
"""The payloads as stored logs hold them. A change here is a change of what installs have on disk."""

KEYWORDS = {
    "role",
    "fields",
    "settings",
    "change",
    "roles",
    "kind",
    "outcome",
    "state",
    "verdict",
    "measurement",
    "stage",
}
"""The only fields that may hold letters: short words from a fixed list in the code, never what somebody typed."""

EVENTS = sorted(
    (
        kind
        for module in wiring.EVENT_MODULES
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Event) and kind.__module__ == module.__name__ and not kind.name.endswith(".event")
    ),
    key=lambda kind: kind.name,
)
NAMES = {kind.name for kind in EVENTS}


def test_every_event_is_heard_by_a_reactor_or_said_to_be_silent_and_never_both():
    heard = {name for name in NAMES if wiring.hearers(name)}
    assert heard | wiring.SILENT == NAMES
    assert heard & wiring.SILENT == set()


@pytest.mark.parametrize("reactor", wiring.REACTORS.values(), ids=lambda reactor: reactor.name)
def test_a_reactor_hears_only_events_that_exist(reactor):
    assert reactor.hears - NAMES == set()


def test_no_app_declares_events_that_the_wiring_does_not_know():
    apps = Path(inspect.getfile(wiring)).parents[1] / "apps"
    declared = {
        f"zinvol.apps.{path.parent.parent.name}.{path.parent.name}.events"
        for path in apps.glob("*/*/events.py")
    }
    assert declared == {module.__name__ for module in wiring.EVENT_MODULES}


def test_two_events_of_one_name_are_refused():
    with pytest.raises(TypeError, match=r"two events are called threads\.closed"):
        type("Closed", (Event,), {"name": "threads.closed", "subject_kind": "thread"})


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_an_event_comes_back_from_json_as_it_was(kind):
    event = example(kind)
    refs = json.loads(json.dumps(event.refs()))
    columns = {name: getattr(event, name) for name in ("actor_id", "subject_id", "audience_id", "space_id")}
    assert kind(**columns, **refs) == event


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_an_event_carries_ids_and_keywords_and_never_text(kind):
    for field in dataclasses.fields(kind):
        types_ = _types_of(typing.get_type_hints(kind)[field.name])
        if field.name in KEYWORDS:
            assert types_ <= {str}, field.name
        else:
            assert field.name.endswith(("_id", "_ids")) or types_ == {bool}, field.name
            assert types_ <= {int, bool, type(None)} or all(issubclass(t, Enum) for t in types_), field.name


def test_the_payloads_are_those_that_stored_logs_hold():
    golden = json.loads(GOLDEN.read_text())
    assert {kind.name: payload(kind) for kind in EVENTS} == golden


def payload(kind: type[Event]) -> dict[str, Any]:
    return {"subject_kind": kind.subject_kind, "refs": example(kind).refs()}


def example(kind: type[Event]) -> Event:
    """An event with a value in every field, the same each time."""
    values: dict[str, Any] = {}
    hints = typing.get_type_hints(kind)
    for number, field in enumerate(dataclasses.fields(kind), start=1):
        hint = hints[field.name]
        is_list, types_ = typing.get_origin(hint) is list, _types_of(hint)
        value: Any = True if bool in types_ else number if int in types_ else "word"
        values[field.name] = [value] if is_list else value
    return kind(**values)


def _types_of(hint: Any) -> set[type]:
    """The plain types that a field may hold, also inside lists and unions."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) in (typing.Union, list):
        return {found for part in typing.get_args(hint) for found in _types_of(part)}
    return {hint}


def test_the_registry_holds_no_event_that_the_wiring_does_not_know():
    known = {kind.name for kind in events.REGISTRY.values() if not kind.name.endswith(".event")}
    assert known == NAMES
