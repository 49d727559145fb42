"""The demo organisation keeps its promises, on whatever day somebody opens it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import msgspec
import pytest

from zinvol.flows.demo.conversations import Conversations
from zinvol.flows.demo.moments import ZONE, Calendar, easter_sunday, follow, is_working_day
from zinvol.flows.demo.organisation import DEMO_LOGINS, records
from zinvol.flows.demo.people import People
from zinvol.flows.demo.scripts import scripts
from zinvol.lib.exchange import records as r

pytestmark = pytest.mark.slow

TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=ZONE)
DAYS = [
    TUESDAY,
    datetime(2026, 11, 22, 5, 52, tzinfo=ZONE),  # a Sunday, before anybody is up
    datetime(2026, 12, 28, 9, 5, tzinfo=ZONE),  # between Christmas and New Year
    datetime(2027, 1, 4, 7, 40, tzinfo=ZONE),
    datetime(2027, 4, 6, 10, 0, tzinfo=ZONE),  # after Easter
    datetime(2027, 8, 14, 23, 30, tzinfo=ZONE),
    datetime(2028, 2, 29, 13, 0, tzinfo=ZONE),
]
SILO = "openbare-ruimte"
KINDS = {
    "question": 123, "dilemma": 14, "challenge": 7, "unfinished": 16, "idea": 18, "update": 34, "poll": 11,
}  # fmt: skip
STEPS = {
    ("solved", "question"): 101,
    ("chosen", "dilemma"): 10,
    ("chosen", "challenge"): 7,
    ("done", "unfinished"): 8,
    ("adopted", "idea"): 11,
    ("done", "idea"): 5,
    ("declined", "idea"): 4,
    ("reopened", "idea"): 1,
    ("closed", "poll"): 10,
}
REPLIES = 982
OUTCOMES = {"method_improved": 11, "bottleneck_solved": 6}


@cache
def world(today: datetime) -> list[r.Record]:
    return list(records(today))


def of[T: r.Record](kind: type[T], today: datetime = TUESDAY) -> list[T]:
    return [record for record in world(today) if type(record) is kind]


@cache
def messages(today: datetime = TUESDAY) -> dict[str, r.Message]:
    return {message.id: message for message in of(r.Message, today)}


def opening(message: r.Message, today: datetime = TUESDAY) -> r.Message:
    return messages(today)[message.thread] if message.thread else message


@cache
def departments(today: datetime = TUESDAY) -> dict[str, str]:
    units = {unit.id: unit.parent for unit in of(r.OrgUnit, today)}
    return {person.id: _top(person.org_unit or "", units) for person in of(r.Person, today)}


def _top(unit: str, units: dict[str, str | None]) -> str:
    parent = units.get(unit)
    return _top(parent, units) if parent else unit


def test_the_same_day_gives_the_same_organisation() -> None:
    assert list(records(TUESDAY)) == world(TUESDAY)


@pytest.mark.parametrize("today", DAYS)
def test_every_record_survives_the_exchange_format(today: datetime) -> None:
    encoder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(r.AnyRecord)
    assert [decoder.decode(encoder.encode(record)) for record in world(today)] == world(today)


@pytest.mark.parametrize("today", DAYS)
def test_records_stand_in_order_and_refer_upwards(today: datetime) -> None:
    places = [r.ORDER.index(type(record)) for record in world(today)]
    assert places == sorted(places)
    above: set[tuple[str, str]] = set()
    for record in world(today):
        missing = [reference for reference in _references(record) if reference not in above]
        assert missing == []
        above |= _named(record)


def _references(record: r.Record) -> list[tuple[str, str]]:
    kinds = {
        "parent": "unit", "org_unit": "unit", "space": "space", "person": "person", "created_by": "person",
        "author": "person", "by": "person", "accepted_by": "person", "thread": "message", "quotes": "message",
        "message": "message", "reply": "message", "option": "option",
    }  # fmt: skip
    found = [(kind, getattr(record, name, None)) for name, kind in kinds.items()]
    return [(kind, key) for kind, key in found if key]


def _named(record: r.Record) -> set[tuple[str, str]]:
    kinds = {r.OrgUnit: "unit", r.Person: "person", r.Space: "space", r.Message: "message"}
    names = {("option", option.id) for option in record.options} if isinstance(record, r.Message) else set()
    if type(record) in kinds:
        names.add((kinds[type(record)], record.id))  # type: ignore[attr-defined]
    return names


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_said_twice_under_one_id(today: datetime) -> None:
    for kind in (r.OrgUnit, r.Person, r.Space, r.Message):
        keys = Counter(record.id for record in of(kind, today))  # type: ignore[attr-defined]
        assert [key for key, count in keys.items() if count > 1] == []
    for keys in (
        Counter((reaction.message, reaction.person) for reaction in of(r.Reaction, today)),
        Counter((vote.message, vote.person) for vote in of(r.Vote, today)),
        Counter((seen.message, seen.person) for seen in of(r.Seen, today)),
        Counter((chosen.message, chosen.person) for chosen in of(r.Follow, today)),
        Counter((member.space, member.person) for member in of(r.Membership, today)),
    ):
        assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("today", DAYS)
def test_time_runs_forward_and_stops_now(today: datetime) -> None:
    people = {person.id: person for person in of(r.Person, today)}
    spaces = {space.id: space for space in of(r.Space, today)}
    since = {(member.space, member.person): member.since for member in of(r.Membership, today)}
    for message in messages(today).values():
        first = opening(message, today)
        space, author = first.space or "", message.author or ""
        assert first.created_at <= message.created_at <= today, message.id
        assert (message.edited_at or message.created_at) <= today, message.id
        assert people[author].joined_at <= message.created_at, message.id
        assert spaces[space].created_at <= message.created_at, message.id
        assert since[space, author] <= message.created_at, message.id
        assert message.created_at >= today - timedelta(days=400), message.id
        if archived := spaces[space].archived_at:
            assert message.created_at < archived, message.id
    for kind in (r.Reaction, r.Vote, r.Step):
        for mark in of(kind, today):
            assert messages(today)[mark.message].created_at <= mark.at <= today, mark  # type: ignore[attr-defined]
    for reaction in of(r.Reaction, today):
        assert people[reaction.person].joined_at <= reaction.at
    for seen in of(r.Seen, today):
        assert messages(today)[seen.message].created_at <= seen.at <= today
    for answer in of(r.Answer, today):
        assert messages(today)[answer.reply].created_at <= answer.accepted_at <= today


@pytest.mark.parametrize("today", DAYS)
def test_people_write_on_working_days(today: datetime) -> None:
    days = {message.created_at.astimezone(ZONE).date() for message in messages(today).values()}
    assert [day for day in days if not is_working_day(day)] == []


@pytest.mark.parametrize("today", DAYS)
def test_only_members_speak_react_and_read_behind_closed_doors(today: datetime) -> None:
    closed = {space.id for space in of(r.Space, today) if space.access != "open"}
    members = {(member.space, member.person) for member in of(r.Membership, today)}
    inside = [(m.author, opening(m, today).space) for m in messages(today).values()]
    marks = [*of(r.Reaction, today), *of(r.Vote, today), *of(r.Seen, today), *of(r.Follow, today)]
    inside += [(mark.person, opening(messages(today)[mark.message], today).space) for mark in marks]
    assert [pair for pair in inside if pair[1] in closed and (pair[1], pair[0]) not in members] == []
    guests = {person.id for person in of(r.Person, today) if person.kind == "guest"}
    assert {member.space for member in of(r.Membership, today) if member.person in guests} == {"havenplein"}


def test_veldhaven_has_240_people_in_nine_departments() -> None:
    people = of(r.Person)
    assert Counter(person.kind for person in people) == {"employee": 240, "guest": 4}
    assert len([unit for unit in of(r.OrgUnit) if unit.parent is None]) == 9
    assert Counter(person.state for person in people) == {"active": 235, "invited": 6, "deactivated": 3}
    assert all(person.email.endswith(".example") and person.email.isascii() for person in people)
    assert len({person.email for person in people}) == 244


def test_the_demo_logins_have_their_roles() -> None:
    roles = {person.id: person.roles for person in of(r.Person)}
    assert [(label, roles[person]) for person, label in DEMO_LOGINS] == [
        ("employee", []),
        ("community_manager", ["community_manager"]),
        ("leader", ["leader"]),
        ("administrator", ["administrator"]),
    ]


def test_the_people_and_spaces_of_the_sketch_exist() -> None:
    names = {person.name for person in of(r.Person)}
    assert {
        "Tom Bakker", "Ruud Hamers", "Ayse Demir", "Miriam Kolk", "Saida Amrani", "Johan Verbeek",
        "Els de Lange", "Noor Oosting", "Gerda Prins",
    } <= names  # fmt: skip
    assert {
        "Balie en telefoon", "Omgevingsvergunningen", "Werkplaats datakwaliteit", "Nieuw bij Veldhaven",
        "International team",
    } <= {space.name for space in of(r.Space)}  # fmt: skip


def test_every_mention_is_somebody() -> None:
    names = sorted((person.name for person in of(r.Person)), key=len, reverse=True)
    texts = [f"{message.title} {message.body}" for message in messages().values()]
    mentions = [text[place.end() :] for text in texts for place in re.finditer(r"(?<!\w)@", text)]
    assert [rest[:30] for rest in mentions if not rest.startswith(tuple(names))] == []
    assert len(mentions) == 36


def test_nobody_shouts() -> None:
    texts = [f"{message.title} {message.body}" for message in messages().values()]
    loud = re.compile("[!\U0001f300-\U0001faff\u2600-\u27bf]")
    assert [text for text in texts if loud.search(text)] == []


def test_no_text_is_said_twice() -> None:
    bodies = Counter(message.body for message in messages().values() if len(message.body) > 30)
    assert [body for body, count in bodies.items() if count > 1] == []


def test_the_counts_of_the_year() -> None:
    openings = [message for message in messages().values() if message.thread is None]
    assert Counter(message.kind for message in openings) == KINDS
    assert len(messages()) - len(openings) == REPLIES
    assert len(of(r.Space)) == 17
    steps = Counter((step.state, messages()[step.message].kind) for step in of(r.Step))
    assert steps == STEPS
    assert Counter(m.outcome for m in messages().values() if m.outcome) == OUTCOMES


def test_every_dilemma_has_arguments_for_what_can_be_chosen() -> None:
    dilemmas = {m.id: m for m in messages().values() if m.kind == "dilemma"}
    assert [key for key, dilemma in dilemmas.items() if len(dilemma.options) < 2] == []
    stances = [m for m in messages().values() if m.stance]
    assert [m.id for m in stances if m.thread not in dilemmas or m.option is None] == []
    chosen = [step for step in of(r.Step) if step.message in dilemmas]
    assert [step.message for step in chosen if not (step.option and step.reason)] == []


def test_anonymous_polls_keep_the_votes_to_themselves() -> None:
    for poll in (m for m in messages().values() if m.kind == "poll"):
        votes = [vote for vote in of(r.Vote) if vote.message == poll.id]
        if poll.anonymous:
            assert {vote.option for vote in votes} == {None}
            assert sum(option.votes for option in poll.options) == len(votes)
        else:
            assert {vote.option for vote in votes} <= {option.id for option in poll.options}
            assert sum(option.votes for option in poll.options) == 0


def test_one_conversation_is_long() -> None:
    sizes = Counter(message.thread for message in messages().values() if message.thread)
    assert sizes.most_common(1) == [("welke-vraag", 69)]


def test_ruud_hamers_solved_nine_permit_questions() -> None:
    solved = Counter(
        (messages()[answer.reply].author, messages()[answer.message].space) for answer in of(r.Answer)
    )
    assert solved["ruud-hamers", "vergunningen"] == 9


def test_hennie_wolters_is_the_expert_nobody_knew() -> None:
    hennie = next(person for person in of(r.Person) if person.id == "hennie-wolters")
    assert hennie.skills == []
    solved = [answer for answer in of(r.Answer) if messages()[answer.reply].author == hennie.id]
    about = {"huisnummers", "straatnamen", "BAG", "adressen"}
    numbers = [answer for answer in solved if about & set(messages()[answer.message].tags)]
    assert Counter(messages()[answer.message].space for answer in numbers) == {
        "vergunningen": 2,
        "datakwaliteit": 2,
        "verkiezingen": 1,
        "balie": 1,
    }


@pytest.mark.parametrize("today", DAYS)
def test_public_works_talks_only_with_itself(today: datetime) -> None:
    talk = [(m.author or "", opening(m, today).space) for m in messages(today).values()]
    marks = [*of(r.Reaction, today), *of(r.Vote, today), *of(r.Seen, today)]
    talk += [(mark.person, opening(messages(today)[mark.message], today).space) for mark in marks]
    home = departments(today)
    assert [pair for pair in talk if (home[pair[0]] == SILO) != (pair[1] == "buiten")] == []


def test_fake_letters_are_the_theme_of_the_last_weeks() -> None:
    fakes = [m for m in messages().values() if "nepbrief" in opening(m).tags]
    assert min(m.created_at for m in fakes) >= TUESDAY - timedelta(days=24)
    assert len({m.author for m in fakes}) == 21
    assert len({departments()[m.author or ""] for m in fakes}) == 7


def test_the_town_secretary_answers_within_the_hour() -> None:
    waited = [
        messages()[answer.reply].created_at - messages()[answer.message].created_at
        for answer in of(r.Answer)
        if messages()[answer.reply].author == "johan-verbeek"
    ]
    assert len(waited) == 5
    assert max(waited) <= timedelta(minutes=60)


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("login", [person for person, _ in DEMO_LOGINS])
def test_something_new_waits_for_every_demo_login(today: datetime, login: str) -> None:
    spaces = {member.space for member in of(r.Membership, today) if member.person == login}
    read = {seen.message: seen.at for seen in of(r.Seen, today) if seen.person == login}
    moved: dict[str, datetime] = {}
    for message in messages(today).values():
        if opening(message, today).space in spaces:
            moved[opening(message, today).id] = message.created_at
    unread = [key for key, moment in moved.items() if key not in read or read[key] < moment]
    assert 3 <= len(unread) <= 30


def test_easter_and_the_weekend_are_days_of_rest() -> None:
    assert easter_sunday(2026).isoformat() == "2026-04-05"
    assert easter_sunday(2027).isoformat() == "2027-03-28"
    assert not is_working_day(date(2026, 4, 6))
    assert not is_working_day(date(2026, 11, 22))


def test_a_reply_after_closing_time_comes_next_morning() -> None:
    friday = datetime(2026, 11, 20, 17, 30, tzinfo=ZONE)
    assert follow(friday, "1h", Random(1)).strftime("%a %H") == "Mon 08"
    assert follow(friday, "1d 09:20", Random(1)) == datetime(2026, 11, 23, 9, 20, tzinfo=ZONE)


def test_lines_of_a_script_come_one_after_the_other() -> None:
    calendar = Calendar(TUESDAY)
    for talk in Conversations(calendar, People(calendar)).all:
        assert all(one.at <= two.at for one, two in pairwise(talk.said)), talk.id
    assert len(list(scripts())) == sum(KINDS.values())
