"""What an import writes, passes over and tells."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.log import read_the_log
from tests.world import PASSWORD, a_person
from zinvol.apps.content.posts.models import Option, Post, Step, Vote
from zinvol.apps.reactors.search import reads as search
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.apps.social.people.models import Person, Skill
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.threads.models import (
    Attachment,
    Mention,
    Participation,
    Reaction,
    Reply,
    Revision,
    Thread,
)
from zinvol.config import wiring
from zinvol.flows.migration import checking, sources
from zinvol.flows.migration.tests.installs import NOW, load
from zinvol.kernel import clock
from zinvol.kernel.models import Activity, Member, Origin
from zinvol.lib.exchange import records as r
from zinvol.lib.exchange import write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEADER = r.Header(version=1, made_at=NOW, source="Proef")
NOOR = r.Person(
    id="noor", name="Noor de Wit", email="Noor@werf.example", joined_at=NOW - 90 * DAY, skills=["Beton"]
)
SAM = r.Person(id="sam", name="Sam Bakker", email="sam@werf.example", joined_at=NOW - 90 * DAY)
GUEST = r.Person(id="gast", name="Gast Elders", kind="guest", joined_at=NOW - 90 * DAY)
OPEN = r.Space(id="s1", name="Beton", purpose="Elkaar helpen", created_at=NOW - 80 * DAY, created_by="noor")
CLOSED = r.Space(id="s2", name="Beton", purpose="Onder ons", access="closed", created_at=NOW - 80 * DAY)
SECRET = r.Space(id="s3", name="Geheim", purpose="Onder ons", access="secret", created_at=NOW - 80 * DAY)


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.at(NOW):
        yield


def opening(key: str = "m1", **more) -> r.Message:
    given = {
        "author": "noor",
        "space": "s1",
        "kind": "question",
        "title": "Storten bij vorst?",
        "created_at": NOW - 40 * DAY,
    }
    return r.Message(id=key, **(given | more))


def reply(key: str, **more) -> r.Message:
    given = {"author": "sam", "thread": "m1", "created_at": NOW - 39 * DAY}
    return r.Message(id=key, **(given | more))


def test_people_come_without_a_password_and_with_what_they_know():
    unit = [r.OrgUnit(id="u1", name="Uitvoering"), r.OrgUnit(id="u2", name="Beton", parent="u1")]
    gone = r.Person(id="weg", name="Oud", state="erased", email="x@y.example", about="!", joined_at=NOW)
    boss = r.Person(
        id="baas", name="Baas", org_unit="u2", roles=["administrator"], state="deactivated", joined_at=NOW
    )
    _plan, outcome = load([HEADER, *unit, NOOR, gone, boss])
    noor, erased, deactivated = Person.objects.order_by("pk")
    assert (noor.email, noor.state, noor.search_name) == ("noor@werf.example", "active", "noor de wit")
    assert not noor.has_usable_password()
    assert [(s.relation, s.name) for s in noor.skills.all()] == [("knows", "Beton")]
    assert (erased.name, erased.email, erased.about, erased.state) == ("", None, "", "erased")
    assert (deactivated.is_administrator, deactivated.is_active, deactivated.deactivated_at) == (
        True,
        False,
        NOW,
    )
    top, below = Department.objects.order_by("pk")
    assert (below.path, deactivated.department) == (f"/{top.pk}/{below.pk}/", below)
    assert outcome.written == {"org_unit": 2, "person": 3}


def test_somebody_with_the_same_address_is_that_person():
    here = a_person("Noor")
    Person.objects.filter(pk=here.pk).update(email="noor@werf.example")
    plan, outcome = load([HEADER, NOOR, OPEN, opening(author="noor")])
    assert (plan.new["person"], plan.known["person"], outcome.written["person"]) == (0, 1, 0)
    here.refresh_from_db()
    assert (here.name, here.check_password(PASSWORD)) == ("Noor", True)
    assert Thread.objects.get().author == here


def test_the_organisation_that_is_here_keeps_its_own_settings():
    organisation.found(name="Al hier")
    load([HEADER, r.Organisation(name="Anders")])
    assert Organisation.objects.get().name == "Al hier"


def test_who_reads_a_space_follows_from_its_access():
    members = [
        r.Membership(space=s.id, person=p, since=NOW - 50 * DAY)
        for s in (CLOSED, SECRET)
        for p in ("sam", "gast")
    ]
    load([HEADER, NOOR, SAM, GUEST, OPEN, CLOSED, SECRET, *members])
    seen = {
        person.name: sorted(space.name for space in Space.objects.visible_to(person))
        for person in Person.objects.all()
    }
    assert seen == {
        "Noor de Wit": ["Beton", "Beton"],
        "Sam Bakker": ["Beton", "Beton", "Geheim"],
        "Gast Elders": ["Beton", "Geheim"],
    }
    load(
        [
            HEADER,
            NOOR,
            SAM,
            GUEST,
            OPEN,
            CLOSED,
            SECRET,
            *members,
            opening("m2", space="s2"),
            opening("m3", space="s3"),
            opening(),
        ]
    )
    readable = {p.name: Post.objects.visible_to(p).count() for p in Person.objects.all()}
    assert readable == {"Noor de Wit": 1, "Sam Bakker": 3, "Gast Elders": 2}
    assert sorted(Space.objects.values_list("slug", flat=True)) == ["beton", "beton-2", "geheim"]
    assert Member.objects.count() == 4


def test_a_conversation_is_counted_named_and_settled():
    talk = [
        opening(body="Wie weet dit, @Sam Bakker?", tags=["Vorst", "vorst"], created_at=NOW - 2 * DAY),
        reply("a1", body="Kort.", created_at=NOW - DAY),
        reply(
            "a2", body="Afdekken met dekens en twee dagen laten liggen.", quotes="a1", created_at=NOW - DAY
        ),
        reply("a3", body="Weg.", deleted_at=NOW, created_at=NOW - DAY / 2),
    ]
    answer = r.Answer(message="m1", reply="a2", accepted_by="noor", accepted_at=NOW)
    load(
        [
            HEADER,
            NOOR,
            SAM,
            OPEN,
            *talk,
            answer,
            r.Reaction(message="a2", person="noor", kind="thanks", at=NOW),
        ]
    )
    post, thread = Post.objects.get(), Thread.objects.get()
    kept, sam = Reply.objects.get(body__startswith="Afdekken"), Person.objects.get(name="Sam Bakker")
    assert (post.state, post.accepted, post.accepted_by, post.accepted_at) == (
        "solved",
        kept,
        thread.author,
        NOW,
    )
    assert (post.body, post.excerpt) == (f"Wie weet dit, @{{{sam.pk}}}?", "Wie weet dit, @Sam Bakker?")
    assert (thread.reply_count, thread.last_activity_at) == (2, NOW - DAY / 2)
    assert thread.space.last_activity_at == NOW - DAY / 2
    assert [t.name for t in thread.tags.all()] == ["vorst"]
    assert kept.quotes == Reply.objects.get(body="Kort.")
    mention = Mention.objects.get()
    assert (mention.person, mention.at, mention.answered_at) == (sam, NOW - 2 * DAY, NOW - DAY)
    assert Reaction.objects.get().reply == kept


def test_events_carry_the_moments_of_what_happened():
    load(
        [
            HEADER,
            SAM,
            NOOR,
            OPEN,
            opening(edited_at=NOW - 30 * DAY),
            reply("a1", body="Een twee drie vier vijf zes."),
        ]
    )
    log = Activity.objects.exclude(subject_kind="person").order_by("pk")
    assert [(a.name, a.occurred_at) for a in log] == [
        ("spaces.opened", NOW - 80 * DAY), ("posts.published", NOW - 40 * DAY), ("posts.edited", NOW - 30 * DAY),
        ("threads.reply_posted", NOW - 39 * DAY), ("posts.question_answered", NOW - 39 * DAY),
    ]  # fmt: skip


def test_nobody_outside_the_audience_is_named_in_it():
    load([HEADER, NOOR, SAM, CLOSED, opening(space="s2", body="@Sam Bakker?", created_at=NOW)])
    assert Mention.objects.count() == 0
    assert "Sam Bakker" in Post.objects.get().html


def test_old_messages_are_no_news_and_old_mentions_wait_for_nobody():
    member = r.Membership(space="s1", person="sam", since=NOW - 70 * DAY)
    load([HEADER, NOOR, SAM, OPEN, member, opening(body="@Sam Bakker?")])
    assert Membership.objects.get().caught_up_at == NOW - 3 * DAY
    assert Mention.objects.get().answered_at is not None


def test_what_somebody_has_read_is_as_the_file_tells():
    member = r.Membership(space="s1", person="sam", since=NOW - 70 * DAY)
    load([HEADER, NOOR, SAM, OPEN, member, opening(), r.Seen(message="m1", person="sam", at=NOW - DAY)])
    assert Membership.objects.get().caught_up_at == NOW - 70 * DAY
    assert Participation.objects.get().seen_at == NOW - DAY


def test_own_fresh_words_are_no_news():
    member = r.Membership(space="s1", person="noor", since=NOW - 70 * DAY)
    load([HEADER, NOOR, OPEN, member, opening(created_at=NOW - DAY)])
    seen = Participation.objects.get()
    assert (seen.person.name, seen.seen_at) == ("Noor de Wit", NOW - DAY)


def test_votes_are_counted_and_anonymous_ones_tell_nothing():
    options = [r.Option(id="a", text="Ja"), r.Option(id="b", text="Nee")]
    secret = [r.Option(id="c", text="Ja", votes=5), r.Option(id="d", text="Nee", votes=2)]
    polls = [
        opening(kind="poll", options=options),
        opening("m2", kind="poll", anonymous=True, options=secret),
    ]
    votes = [
        r.Vote(message="m1", person="sam", option="a", at=NOW), r.Vote(message="m1", person="noor", option="a", at=NOW),
        r.Vote(message="m2", person="sam", at=NOW),
    ]  # fmt: skip
    load([HEADER, NOOR, SAM, OPEN, *polls, *votes])
    assert list(Option.objects.order_by("pk").values_list("votes", flat=True)) == [2, 0, 5, 2]
    assert list(Vote.objects.filter(post__is_anonymous=True).values_list("option", "at")) == [
        (None, NOW.replace(hour=0))
    ]
    assert list(
        Activity.objects.filter(name="posts.vote_cast", actor_id=None).values_list("occurred_at", flat=True)
    ) == [NOW.replace(hour=0)]


def test_steps_bring_a_post_in_its_last_state():
    steps = [
        r.Step(message="m1", state="adopted", at=NOW - 3 * DAY, by="noor", reason="Doen"),
        r.Step(message="m1", state="done", at=NOW - DAY, reason="Af"),
        r.Step(message="m2", state="closed", at=NOW, by="noor", reason="Genoeg"),
    ]
    load([HEADER, NOOR, OPEN, opening(kind="idea"), opening("m2"), *steps])
    idea, question = Post.objects.order_by("pk").select_related("thread")
    assert (idea.state, Step.objects.count()) == ("done", 2)
    assert idea.thread.last_activity_at == NOW - DAY
    assert (question.state, question.thread.closed_at, question.thread.closed_reason) == (
        "open",
        NOW,
        "Genoeg",
    )


def test_wordings_are_numbered_up_to_the_present_one():
    wordings = [r.Revision(message="m1", number=n, body=f"Versie {n}", at=NOW - n * DAY) for n in (1, 2)]
    load([HEADER, NOOR, OPEN, opening(kind="unfinished", body="Nu", edited_at=NOW), *wordings])
    assert list(Revision.objects.values_list("number", "body")) == [
        (1, "Versie 1"),
        (2, "Versie 2"),
        (3, "Nu"),
    ]
    assert Thread.objects.get().version == 3


def test_two_of_one_name_are_told_apart_by_their_place_in_the_file():
    other = r.Person(id="noor2", name="Noor de Wit", joined_at=NOW)
    load(
        [
            HEADER,
            NOOR,
            other,
            OPEN,
            opening(body="@Noor de Wit, @Noor de Wit#2 en @Noor de Wit#3; git HEAD@{1}"),
        ]
    )
    second = Person.objects.order_by("pk").last().pk
    assert Post.objects.get().body == f"@Noor de Wit, @{{{second}}} en @Noor de Wit#3; git HEAD@\\{{1}}"
    assert "HEAD@{1}" in Post.objects.get().html


def test_texts_that_cannot_be_rendered_are_shown_as_they_are():
    _plan, outcome = load([HEADER, NOOR, OPEN, opening(body="<b> & " + "x" * 60_000)])
    assert Post.objects.get().html.startswith("<p>&lt;b&gt; &amp; xxx")
    assert len(outcome.problems) == 1


def test_bad_lines_are_told_and_the_rest_goes_on(tmp_path):
    good = [HEADER, NOOR, OPEN, opening()]
    lines = [msgspec.json.encode(x).decode() for x in good]
    lines[0] = '{"type":"header","format":"zinvol-exchange","version":1,"made_at":"2026-01-01T00:00:00Z"}'
    lines[3:3] = [
        "{nonsense",
        '{"type":"membership","space":"s1","person":"niemand","since":"2026-01-01T00:00:00Z"}',
    ]
    lines += [
        '{"type":"step","message":"m1","state":"adopted","at":"2026-01-01T00:00:00Z"}',
        '{"type":"seen","message":"m1","person":"noor","at":"2026-01-01T00:00:00Z"}',
    ]
    path = tmp_path / "broken.jsonl"
    path.write_text("\n".join(lines))
    plan, _outcome = load(path)
    assert [p.line for p in plan.problems] == [4, 5, 7]
    assert plan.problems[2].message == "step: there is no 'adopted' for a conversation of kind question."
    assert (Post.objects.count(), Participation.objects.count(), Membership.objects.count()) == (1, 1, 0)


def test_checking_writes_nothing(tmp_path):
    before = Origin.objects.exclude(kind="install").count()
    plan = checking.check(sources.RecordSource([HEADER, NOOR, OPEN, opening()]))
    assert plan.new == {"person": 1, "space": 1, "message": 1}
    assert (before, Origin.objects.exclude(kind="install").count(), Activity.objects.count()) == (0, 0, 0)


def test_the_same_file_twice_changes_nothing():
    everything = [
        HEADER, r.Organisation(name="Werf"), r.OrgUnit(id="u", name="U"), NOOR, SAM, OPEN,
        r.Membership(space="s1", person="sam", since=NOW), opening(kind="poll", options=[r.Option(id="a", text="Ja")]),
        opening("m2", body="B", edited_at=NOW), reply("a1", thread="m2", body="Een twee drie vier vijf zes"),
        r.Step(message="m1", state="closed", at=NOW), r.Answer(message="m2", reply="a1", accepted_at=NOW),
        r.Revision(message="m2", number=1, body="A", at=NOW), r.Reaction(message="a1", person="noor", kind="thanks", at=NOW),
        r.Vote(message="m1", person="sam", option="a", at=NOW), r.Follow(message="m1", person="sam", level="nothing"),
        r.Seen(message="m1", person="sam", at=NOW),
    ]  # fmt: skip
    load(everything)
    tables = (
        Activity,
        Origin,
        Person,
        Skill,
        Reply,
        Revision,
        Step,
        Vote,
        Participation,
        Reaction,
        Membership,
        Member,
    )
    before = [list(table.objects.order_by("pk").values()) for table in (*tables, Thread, Post, Option, Space)]
    plan, outcome = load(everything)
    assert (plan.new.total(), plan.known.total()) == (0, 16)
    assert outcome.written.total() == 0
    assert [
        list(table.objects.order_by("pk").values()) for table in (*tables, Thread, Post, Option, Space)
    ] == before


def test_files_come_along_and_refused_ones_are_told(tmp_path):
    picture, programme = a_picture(), b"MZ\x90\x00\x03"
    files = [
        r.File(id="f1", name="foto.png", media_type="image/png", size=len(picture), path="files/1.png", uploader="noor", created_at=NOW),
        r.File(id="f2", name="virus.exe", media_type="text/plain", size=5, path="files/2.txt", uploader="noor", created_at=NOW),
        r.File(id="f3", name="ik.png", use="photo", media_type="image/png", size=9, path="files/3.png", uploader="sam", created_at=NOW),
        r.File(id="f4", name="weg.txt", media_type="text/plain", size=9, path="files/4.txt", created_at=NOW),
    ]  # fmt: skip
    path = a_zip(tmp_path, [HEADER, NOOR, SAM, *files, CLOSED, opening(space="s2", files=["f1", "f2", "f4"])],
                 {"files/1.png": picture, "files/2.txt": programme, "files/3.png": picture})  # fmt: skip
    _plan, outcome = load(path)
    assert sorted(p.line for p in outcome.problems) == [5, 7]
    file = Attachment.objects.get().file
    assert (file.name, file.audience_id, file.created_at) == (
        "foto.png",
        Space.objects.get().audience_id,
        NOW,
    )
    assert Thread.objects.get().file_count == 1
    photo = Person.objects.get(name="Sam Bakker").photo
    assert (photo.is_kept, photo.audience) == (True, None)
    assert File.objects.count() == 2


def test_search_finds_what_was_imported():
    load(
        [
            HEADER,
            NOOR,
            SAM,
            OPEN,
            CLOSED,
            opening(body="Isolatiedekens tegen de vorst"),
            opening("m2", space="s2", body="Isolatiedekens"),
        ]
    )
    read_the_log()
    found = search.search(
        viewer=Person.objects.get(name="Sam Bakker"), query="isolatiedeken", sources=wiring.SEARCH_SOURCES
    )
    assert [d.ref_id for d in found.documents] == [Post.objects.order_by("pk").first().pk]


def test_a_packed_file_is_read_too(tmp_path):
    path = tmp_path / "x.jsonl.gz"
    head = {"type": "header", "format": "zinvol-exchange", "version": 1, "made_at": NOW}
    path.write_bytes(
        gzip.compress(
            json.dumps(head, default=str).replace(" 12", "T12").encode() + b"\n" + msgspec.json.encode(NOOR)
        )
    )
    load(path)
    assert Person.objects.get().name == "Noor de Wit"


def a_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


def a_zip(folder: Path, records: list[r.AnyRecord], files: dict[str, bytes]) -> Path:
    path, lines = folder / "x.zip", io.BytesIO()
    write(records, lines)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("records.jsonl", lines.getvalue())
        for name, content in files.items():
            archive.writestr(name, content)
    return path
