"""The neutral records: what a network consists of, whoever made it.

One record is one JSON object on one line; ``type`` says which. Identifiers are strings that
the writer chooses and that stay the same over exports; a record refers to another by its id.
Times are ISO 8601 with an offset. A file begins with one ``header``. Records may refer only to
records that stand above them, so that a reader never has to look ahead; ``ORDER`` is the order
in which a writer puts them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

VERSION = 1

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Weekday = Annotated[int, Meta(ge=1, le=7, description="ISO weekday: 1 is Monday")]
ClockTime = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Hours = Annotated[str, Meta(pattern="^[1-7] ([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]

PersonRole = Literal["administrator", "community_manager", "leader"]
MemberRole = Literal["keeper", "member"]
FollowLevel = Literal["everything", "posts", "mentions", "nothing"]
MessageKind = Literal["question", "dilemma", "challenge", "unfinished", "idea", "update", "poll"]
ReactionKind = Literal["useful", "thanks", "me_too", "i_can_help"]
Outcome = Literal["method_improved", "bottleneck_solved"]


class Record(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="type"
):
    """A line of an exchange file."""


class Header(Record, frozen=True, kw_only=True, tag="header"):
    """The first line: which format this is and where it comes from."""

    format: Literal["zinvol-exchange"] = field(default="zinvol-exchange")
    version: int
    made_at: datetime
    source: str = ""


class Organisation(Record, frozen=True, kw_only=True, tag="organisation"):
    name: Name
    language: Literal["nl", "en"] = "nl"
    timezone: str = "Europe/Amsterdam"
    accent: Colour | None = None


class OrgUnit(Record, frozen=True, kw_only=True, tag="org_unit"):
    """A department; ``parent`` makes the tree."""

    id: Id
    name: Name
    parent: Id | None = None


class Person(Record, frozen=True, kw_only=True, tag="person"):
    id: Id
    name: Name
    email: str = ""
    kind: Literal["employee", "guest"] = "employee"
    state: Literal["active", "invited", "deactivated", "erased"] = "active"
    roles: list[PersonRole] = []
    function: str = ""
    org_unit: Id | None = None
    location: str = ""
    phone: str = ""
    about: str = ""
    language: Literal["nl", "en"] = "nl"
    languages: list[str] = []
    working_days: list[Weekday] = []
    skills: list[str] = []
    learning: list[str] = []
    joined_at: datetime


class File(Record, frozen=True, kw_only=True, tag="file"):
    """A picture or document. ``path`` is where its bytes are, relative to the exchange file;
    without a path only the fact that there was a file is kept. A ``photo`` is the uploader's own."""

    id: Id
    name: Name
    use: Literal["attachment", "photo", "logo"] = "attachment"
    media_type: str
    size: Annotated[int, Meta(ge=0)]
    sha256: str = ""
    path: str = ""
    uploader: Id | None = None
    created_at: datetime


class Space(Record, frozen=True, kw_only=True, tag="space"):
    """A place with a purpose. ``access``: open (every colleague reads), closed (everybody sees
    that it exists, members read), secret (only members know of it)."""

    id: Id
    name: Name
    purpose: Annotated[str, Meta(min_length=1, max_length=300)]
    goal: str = ""
    kind: str = "community"
    access: Literal["open", "closed", "secret"] = "open"
    posting: Literal["everyone", "members", "keepers"] = "members"
    level: FollowLevel = "posts"
    answer_within: Annotated[int, Meta(ge=0, le=400)] = 16
    """In how many working hours a question is promised an answer; nought promises nothing."""
    about: str = ""
    language: Literal["nl", "en", ""] = ""
    created_at: datetime
    created_by: Id | None = None
    archived_at: datetime | None = None


class Membership(Record, frozen=True, kw_only=True, tag="membership"):
    space: Id
    person: Id
    role: MemberRole = "member"
    level: FollowLevel | Literal[""] = ""
    """Without a level it is that of the space."""
    is_level_chosen: bool = False
    since: datetime
    caught_up_at: datetime | None = None


class Option(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A way to go in a dilemma, or a line of a poll. ``votes`` counts an anonymous poll, whose
    single votes exist nowhere."""

    id: Id
    text: Name
    votes: int = 0


class Message(Record, frozen=True, kw_only=True, tag="message"):
    """Something somebody wrote in a space. Without ``thread`` it opens a conversation and has a
    ``kind``; with it, it is a reply in the conversation which that message opened."""

    id: Id
    author: Id | None = None
    created_at: datetime
    body: str = ""
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    files: list[Id] = []

    # an opening message
    space: Id | None = None
    kind: MessageKind | None = None
    title: str = ""
    tags: list[str] = []
    answer_by: date | None = None
    feedback_wanted: str = ""
    reader_should: Literal["", "know", "react", "act"] = ""
    anonymous: bool = False
    closes_at: datetime | None = None
    options: list[Option] = []
    pinned_at: datetime | None = None

    # a reply
    thread: Id | None = None
    quotes: Id | None = None
    option: Id | None = None
    stance: Literal["", "for", "against"] = ""
    is_contribution: bool = False
    outcome: Outcome | None = None


class Step(Record, frozen=True, kw_only=True, tag="step"):
    """A change in the state of a conversation, with who, when and why: solved, chosen, adopted,
    declined, done, closed, reopened."""

    message: Id
    state: str
    at: datetime
    by: Id | None = None
    reason: str = ""
    option: Id | None = None
    reply: Id | None = None


class Answer(Record, frozen=True, kw_only=True, tag="answer"):
    """The reply that solved a question."""

    message: Id
    reply: Id
    accepted_by: Id | None = None
    accepted_at: datetime


class Reuse(Record, frozen=True, kw_only=True, tag="reuse"):
    """That the reply which solved a question helped somebody else too."""

    reply: Id
    person: Id
    at: datetime


class Check(Record, frozen=True, kw_only=True, tag="check"):
    """A look at whether the reply that solved a question still holds."""

    message: Id
    verdict: Literal["true", "update", "obsolete"]
    by: Id | None = None
    at: datetime
    note: str = ""


class Revision(Record, frozen=True, kw_only=True, tag="revision"):
    """A wording of a message that was edited; ``note`` says what is new in it. The present wording
    stands in the message itself and may be left out here."""

    message: Id
    number: Annotated[int, Meta(ge=1)]
    title: str = ""
    body: str = ""
    by: Id | None = None
    at: datetime
    note: str = ""


class Reaction(Record, frozen=True, kw_only=True, tag="reaction"):
    message: Id
    person: Id
    kind: ReactionKind
    at: datetime


class Vote(Record, frozen=True, kw_only=True, tag="vote"):
    """A named vote for an option, or (without option) that somebody took part in an anonymous poll."""

    message: Id
    person: Id
    option: Id | None = None
    at: datetime


class Follow(Record, frozen=True, kw_only=True, tag="follow"):
    """What a person chose for one conversation, apart from the space it is in."""

    message: Id
    person: Id
    level: FollowLevel


class Seen(Record, frozen=True, kw_only=True, tag="seen"):
    """Up to which moment a person has read a conversation."""

    message: Id
    person: Id
    at: datetime


class Reach(Record, frozen=True, kw_only=True, tag="reach"):
    """How somebody wants to be reached; only of who chose."""

    person: Id
    rhythm: Literal["immediate", "bundled", "daily", "weekly", "off"] = "daily"
    digest_time: ClockTime = "08:30"
    hours: list[Hours] = []
    away_from: date | None = None
    away_until: date | None = None
    is_asked: bool = True


class Hidden(Record, frozen=True, kw_only=True, tag="hidden"):
    """By which of their answers somebody does not want to be found; without a reply, by none of them."""

    person: Id
    reply: Id | None = None


class Interest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who looked at a study from outside, and what ties that person to it."""

    name: Name
    statement: str
    on: date


class Meaning(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a code means that people who read open answers give to them. ``item`` is the open question."""

    item: Id
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    meaning: str


class Study(Record, frozen=True, kw_only=True, tag="study"):
    """A question put to people with an instrument, once or in waves; what was promised to them never changes."""

    id: Id
    title: Name
    instrument: Id
    scope: Literal["organisation", "benchmark"] = "organisation"
    privacy: Literal["anonymous", "pseudonymous"] = "anonymous"
    floor: Annotated[int, Meta(ge=7, le=100)] = 7
    """The smallest group of which something is shown."""
    platform: str = ""
    purpose: str = ""
    is_synthetic: bool = False
    interests: list[Interest] = []
    codebook: list[Meaning] = []
    created_at: datetime
    created_by: Id | None = None


class Wave(Record, frozen=True, kw_only=True, tag="wave"):
    """One time that a study asks. ``version`` is that of the instrument; ``moment`` is one that it names."""

    id: Id
    study: Id
    name: Name
    version: str
    moment: str = ""
    opens_on: date
    closes_on: date
    launched_at: datetime | None = None
    closed_at: datetime | None = None
    published_at: datetime | None = None


class Enrolment(Record, frozen=True, kw_only=True, tag="enrolment"):
    """An organisation in a wave. ``units`` and ``ages`` say how many people each of its groups and age classes has."""

    id: Id
    wave: Id
    name: Name
    sector: str = ""
    population: Annotated[int, Meta(ge=0)] | None = None
    units: dict[str, int] = {}
    ages: dict[str, Annotated[int, Meta(ge=0, le=10_000_000)]] = {}
    may_be_named: bool = False


class Sheet(Record, frozen=True, kw_only=True, tag="sheet"):
    """The answers of one respondent, by item. ``key`` ties sheets of the same person in other waves together,
    where that person agreed to it; nothing ties a sheet to a name."""

    id: Id
    enrolment: Id
    role: Literal["organisation", "employee", "leader", "non_user"] = "employee"
    unit: str = ""
    answers: dict[str, Any]
    key: str = ""
    active_days: Annotated[int, Meta(ge=0, le=4)] | None = None
    """On how many of 28 days this respondent took part, as a class; measured, where that person agreed."""
    on: date


class Prediction(Record, frozen=True, kw_only=True, tag="prediction"):
    """What somebody expects of the next wave: that a figure goes up, goes down or stays."""

    wave: Id
    figure: str
    direction: Literal["up", "same", "down"]
    text: str = ""
    by: str = ""
    on: date


class Coding(Record, frozen=True, kw_only=True, tag="coding"):
    """What one coder read in an open answer."""

    sheet: Id
    item: str
    coder: str
    codes: list[str]


ORDER: tuple[type[Record], ...] = (
    Header, Organisation, OrgUnit, Person, File, Space, Membership, Message, Step, Answer, Reuse, Check,
    Revision, Reaction, Vote, Follow, Seen, Reach, Hidden,
    Study, Wave, Enrolment, Sheet, Prediction, Coding,
)  # fmt: skip

AnyRecord = (
    Header | Organisation | OrgUnit | Person | File | Space | Membership | Message | Step | Answer
    | Reuse | Check | Revision | Reaction | Vote | Follow | Seen | Reach | Hidden
    | Study | Wave | Enrolment | Sheet | Prediction | Coding
)  # fmt: skip

__all__ = [
    "ORDER", "VERSION", "Answer", "AnyRecord", "Check", "Coding", "Enrolment", "File", "Follow", "Header", "Hidden",
    "Interest", "Meaning", "Membership", "Message", "Option", "OrgUnit", "Organisation", "Person", "Prediction", "Reach",
    "Reaction", "Record", "Reuse", "Revision", "Seen", "Sheet", "Space", "Step", "Study", "Vote", "Wave",
]  # fmt: skip
