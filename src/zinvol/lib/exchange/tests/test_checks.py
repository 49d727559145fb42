from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from zinvol.lib.exchange import Problem, References
from zinvol.lib.exchange.records import (
    Answer,
    AnyRecord,
    Coding,
    Enrolment,
    File,
    Follow,
    Header,
    Membership,
    Message,
    Option,
    Organisation,
    OrgUnit,
    Person,
    Prediction,
    Reaction,
    Revision,
    Seen,
    Sheet,
    Space,
    Step,
    Study,
    Vote,
    Wave,
)
from zinvol.lib.exchange.tests.strategies import exchanges

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def person(id: str, **more: Any) -> Person:
    return Person(id=id, name=id, joined_at=NOW, **more)


def file(id: str, **more: Any) -> File:
    return File(id=id, name=id, media_type="image/png", size=1, created_at=NOW, **more)


def space(id: str, **more: Any) -> Space:
    return Space(id=id, name=id, purpose="p", created_at=NOW, **more)


def opening(id: str, **more: Any) -> Message:
    fields: dict[str, Any] = {"space": "s", "kind": "question"}
    return Message(id=id, created_at=NOW, **(fields | more))


def reply(id: str, thread: str, **more: Any) -> Message:
    return Message(id=id, created_at=NOW, thread=thread, **more)


TODAY = NOW.date()


def study(id: str, **more: Any) -> Study:
    return Study(id=id, title=id, instrument="maturity", created_at=NOW, **more)


def wave(id: str, study: str = "st", closes_on: date = TODAY) -> Wave:
    return Wave(id=id, study=study, name=id, version="1.0", opens_on=TODAY, closes_on=closes_on)


def sheet(id: str, enrolment: str = "e", answers: dict[str, Any] | None = None) -> Sheet:
    return Sheet(
        id=id, enrolment=enrolment, answers=answers or {"BARRIERS": {"BR1": 1}, "CHOSEN": ["a"]}, on=TODAY
    )


WORLD: list[AnyRecord] = [
    Header(version=1, made_at=NOW),
    Organisation(name="De Werf"),
    OrgUnit(id="u", name="u"),
    OrgUnit(id="v", name="v", parent="u"),
    person("p", org_unit="v", email="P@werf.example"),
    person("q"),
    person("r"),
    file("f", uploader="p", use="photo", path="files/f"),
    space("s", created_by="p"),
    Membership(space="s", person="p", since=NOW),
    opening("m", author="p", files=["f"]),
    reply("m1", "m", author="q"),
    reply("m2", "m", quotes="m1"),
    reply("m3", "m", quotes="m"),
    opening("d", kind="dilemma", options=[Option(id="o", text="a"), Option(id="o2", text="b")]),
    reply("d1", "d", option="o", stance="for"),
    opening("a", kind="poll", anonymous=True, options=[Option(id="o3", text="a", votes=2)]),
    Step(message="d", state="chosen", at=NOW, by="p", option="o"),
    Step(message="m", state="solved", at=NOW, reply="m1"),
    Answer(message="m", reply="m1", accepted_by="p", accepted_at=NOW),
    Revision(message="m1", number=1, at=NOW, by="q"),
    Reaction(message="m1", person="p", kind="thanks", at=NOW),
    Reaction(message="m1", person="p", kind="useful", at=NOW),
    Vote(message="d", person="p", option="o", at=NOW),
    Vote(message="d", person="p", option="o2", at=NOW),
    Vote(message="a", person="p", at=NOW),
    Follow(message="m", person="p", level="nothing"),
    Seen(message="m", person="p", at=NOW),
    Seen(message="d", person="p", at=NOW),
    Seen(message="m", person="q", at=NOW),
    study("st", created_by="p"),
    wave("w"),
    Enrolment(id="e", wave="w", name="De Werf", units={"Uitvoering": 12}),
    sheet("b"),
    Prediction(wave="w", figure="total", direction="up", on=TODAY),
    Coding(sheet="b", item="REMARK", coder="1", codes=["work"]),
]


def after_the_world(*records: AnyRecord) -> list[Problem]:
    references = References()
    problems = []
    for line, record in enumerate([*WORLD, *records], 1):
        problems += references.check(line, record)
    return problems


def test_a_world_that_fits_together_has_no_problems() -> None:
    assert after_the_world() == []


REPEATED = "the same is said in an earlier line."
SAME_ID = "the same id stands in an earlier line."

BAD = [
    (Organisation(name="x"), "organisation: there is more than one organisation."),
    (OrgUnit(id="u", name="x"), f"org_unit 'u': {SAME_ID}"),
    (OrgUnit(id="w", name="x", parent="w"),
     "org_unit 'w': `parent` refers to org_unit 'w', which is in no earlier line."),
    (person("p"), f"person 'p': {SAME_ID}"),
    (person("x", org_unit="s"),
     "person 'x': `org_unit` refers to org_unit 's', which is in no earlier line."),
    (person("x", email="p@WERF.example"),
     "person 'x': another person has the e-mail address 'p@WERF.example'."),
    (file("f"), f"file 'f': {SAME_ID}"),
    (file("x", uploader="x"), "file 'x': `uploader` refers to person 'x', which is in no earlier line."),
    (file("x", path="../x"),
     "file 'x': `path` must be under files/, with forward slashes and without .. in it."),
    (file("x", use="photo"), "file 'x': a photo needs an `uploader`, whose portrait it is."),
    (space("s"), f"space 's': {SAME_ID}"),
    (space("x", created_by="x"),
     "space 'x': `created_by` refers to person 'x', which is in no earlier line."),
    (Membership(space="s", person="p", since=NOW), f"membership: {REPEATED}"),
    (Membership(space="x", person="q", since=NOW),
     "membership: `space` refers to space 'x', which is in no earlier line."),
    (Membership(space="s", person="x", since=NOW),
     "membership: `person` refers to person 'x', which is in no earlier line."),
    (opening("m"), f"message 'm': {SAME_ID}"),
    (reply("m", "d"), f"message 'm': {SAME_ID}"),
    (opening("x", author="x"), "message 'x': `author` refers to person 'x', which is in no earlier line."),
    (opening("x", files=["f", "g"]), "message 'x': `files` refers to file 'g', which is in no earlier line."),
    (opening("x", space="x"), "message 'x': `space` refers to space 'x', which is in no earlier line."),
    (opening("x", space=None), "message 'x': an opening message (without `thread`) needs a `space`."),
    (opening("x", kind=None), "message 'x': an opening message (without `thread`) needs a `kind`."),
    (opening("x", quotes="m"), "message 'x': an opening message cannot have `quotes`."),
    (opening("x", options=[Option(id="o", text="a")]), "message 'x': there is already an option 'o'."),
    (opening("x", options=[Option(id="y", text="a")] * 2),
     "message 'x': two of its options have the same id."),
    (reply("x", "x"), "message 'x': `thread` refers to message 'x', which is in no earlier line."),
    (reply("x", "m1"), "message 'x': `thread` must be an opening message; 'm1' is a reply."),
    (reply("x", "m", kind="idea"), "message 'x': a reply (with `thread`) cannot have `kind`."),
    (reply("x", "m", space="s"), "message 'x': a reply (with `thread`) cannot have `space`."),
    (reply("x", "m", quotes="x"),
     "message 'x': `quotes` refers to message 'x', which is in no earlier line."),
    (reply("x", "m", quotes="d1"), "message 'x': `quotes` 'd1' belongs to another conversation."),
    (reply("x", "d", option="y"), "message 'x': `option` refers to option 'y', which is in no earlier line."),
    (reply("x", "m", option="o"), "message 'x': `option` 'o' belongs to another message."),
    (Step(message="m1", state="done", at=NOW),
     "step: `message` must be an opening message; 'm1' is a reply."),
    (Step(message="m", state="done", at=NOW, by="x"),
     "step: `by` refers to person 'x', which is in no earlier line."),
    (Step(message="d", state="chosen", at=NOW, option="o3"),
     "step: `option` 'o3' belongs to another message."),
    (Step(message="d", state="adopted", at=NOW, reply="m1"),
     "step: `reply` 'm1' belongs to another conversation."),
    (Answer(message="d", reply="m1", accepted_at=NOW),
     "answer: `reply` 'm1' belongs to another conversation."),
    (Answer(message="d", reply="d", accepted_at=NOW), "answer: `reply` is the opening message itself."),
    (Answer(message="m", reply="m2", accepted_at=NOW), "answer: there is already an answer to this message."),
    (Answer(message="d", reply="d1", accepted_by="x", accepted_at=NOW),
     "answer: `accepted_by` refers to person 'x', which is in no earlier line."),
    (Revision(message="x", number=1, at=NOW),
     "revision: `message` refers to message 'x', which is in no earlier line."),
    (Revision(message="m1", number=1, at=NOW), f"revision: {REPEATED}"),
    (Reaction(message="m1", person="p", kind="thanks", at=NOW), f"reaction: {REPEATED}"),
    (Reaction(message="m1", person="x", kind="thanks", at=NOW),
     "reaction: `person` refers to person 'x', which is in no earlier line."),
    (Vote(message="d", person="p", option="o", at=NOW), f"vote: {REPEATED}"),
    (Vote(message="a", person="p", at=NOW), f"vote: {REPEATED}"),
    (Vote(message="a", person="q", option="o3", at=NOW),
     "vote: a vote in an anonymous poll cannot name its `option`."),
    (Vote(message="a", person="q", option="o", at=NOW), "vote: `option` 'o' belongs to another message."),
    (Follow(message="m", person="p", level="posts"), f"follow: {REPEATED}"),
    (Follow(message="m1", person="p", level="posts"),
     "follow: `message` must be an opening message; 'm1' is a reply."),
    (Seen(message="d", person="p", at=NOW), f"seen: {REPEATED}"),
    (study("st"), f"study 'st': {SAME_ID}"),
    (study("x", created_by="x"),
     "study 'x': `created_by` refers to person 'x', which is in no earlier line."),
    (wave("x", study="x"), "wave 'x': `study` refers to study 'x', which is in no earlier line."),
    (wave("x", closes_on=TODAY - timedelta(days=1)), "wave 'x': it closes before it opens."),
    (Enrolment(id="x", wave="st", name="x"),
     "enrolment 'x': `wave` refers to wave 'st', which is in no earlier line."),
    (Enrolment(id="x", wave="w", name="x", units={"Bestuur": -1}), "enrolment 'x': the unit 'Bestuur' has -1 people."),
    (sheet("x", enrolment="x"), "sheet 'x': `enrolment` refers to enrolment 'x', which is in no earlier line."),
    (sheet("x", answers={"PE1": [[1]]}), "sheet 'x': the answer to 'PE1' is nested too deep."),
    (Prediction(wave="x", figure="total", direction="up", on=TODAY),
     "prediction: `wave` refers to wave 'x', which is in no earlier line."),
    (Coding(sheet="b", item="REMARK", coder="1", codes=[]), f"coding: {REPEATED}"),
    (Coding(sheet="x", item="REMARK", coder="1", codes=[]),
     "coding: `sheet` refers to sheet 'x', which is in no earlier line."),
    (Seen(message="m", person="x", at=NOW),
     "seen: `person` refers to person 'x', which is in no earlier line."),
]  # fmt: skip


@pytest.mark.parametrize(("record", "message"), BAD, ids=[f"bad-{n}" for n in range(len(BAD))])
def test_what_does_not_fit_is_told(record: AnyRecord, message: str) -> None:
    assert after_the_world(record) == [Problem(len(WORLD) + 1, message)]


def test_an_unknown_time_zone_is_told() -> None:
    problems = References().check(2, Organisation(name="x", timezone="../Mars"))
    assert problems == [Problem(2, "organisation: there is no time zone '../Mars'.")]


def test_a_record_with_a_problem_counts_as_never_seen() -> None:
    problems = after_the_world(opening("x", author="nobody"), reply("y", "x"), reply("z", "m", quotes="y"))
    assert [problem.message for problem in problems] == [
        "message 'x': `author` refers to person 'nobody', which is in no earlier line.",
        "message 'y': `thread` refers to message 'x', which is in no earlier line.",
        "message 'z': `quotes` refers to message 'y', which is in no earlier line.",
    ]


def test_two_faults_of_one_record_are_both_told() -> None:
    problems = after_the_world(person("p", org_unit="x"))
    assert [problem.message for problem in problems] == [
        f"person 'p': {SAME_ID}",
        "person 'p': `org_unit` refers to org_unit 'x', which is in no earlier line.",
    ]


def test_seen_is_kept_apart_for_each_of_many_pairs() -> None:
    references = References()
    people = [f"p{n}" for n in range(20)]
    messages = [f"m{n}" for n in range(50)]
    world: list[AnyRecord] = [*map(person, people), space("s"), *map(opening, messages)]
    for record in world:
        assert references.check(1, record) == []
    pairs = [Seen(message=message, person=one, at=NOW) for one in people for message in reversed(messages)]
    assert [references.check(1, pair) for pair in pairs] == [[]] * 1000
    assert [references.check(1, pair) for pair in pairs] == [[Problem(1, f"seen: {REPEATED}")]] * 1000


@given(exchanges())
def test_no_record_makes_it_stumble(records: list[AnyRecord]) -> None:
    references = References()
    for line, record in enumerate(records, 1):
        for problem in references.check(line, record):
            assert problem.line == line
