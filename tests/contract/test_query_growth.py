"""A page asks the database as often for twice as many rows, and at most twelve times.

Every page is fetched with n and with 2n of everything that stands on it. Session and user count;
the savepoints that a test needs do not.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.log import read_the_log
from tests.world import World, a_person, a_post, a_reply, join
from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.chat.models import Conversation
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post, Promise
from zinvol.apps.content.studies import api as studies
from zinvol.apps.content.studies.models import Study, Wave
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.rules import Reacting
from zinvol.kernel import clock

MOST = 12
N = 2
"""So few that the first page of results still holds replies beside posts with twice as many."""

PAGES = {
    "today": "/",
    "everything": "/new/",
    "inbox": "/inbox/",
    "inbox, all": "/inbox/?show=all",
    "what reached me": "/inbox/reached/",
    "messages": "/messages/",
    "a conversation of messages": "/messages/{chat}/",
    "messages found": "/messages/search?q=handboek",
    "how I am reached": "/people/me/notices",
    "unanswered": "/unanswered/",
    "overdue": "/unanswered/?overdue=1",
    "how a question goes on": "/questions/{waiting}/",
    "who may know": "/questions/{waiting}/people",
    "knowledge": "/knowledge/",
    "a subject": "/knowledge/handboek",
    "answers to check": "/knowledge/check",
    "how others find me": "/people/me/knowledge",
    "administration: measurements": "/manage/consents",
    "space": "/spaces/{open}/",
    "space by kind": "/spaces/{open}/?kind=question",
    "about": "/spaces/{open}/about",
    "members": "/spaces/{open}/members",
    "space settings": "/spaces/{open}/settings",
    "post": "/posts/{post}/",
    "post with a quote": "/posts/{post}/?quote={reply}",
    "reply in its place": "/posts/{post}/?reply={reply}",
    "poll": "/posts/{poll}/",
    "post that things came from": "/posts/{parted}/",
    "move": "/posts/{post}/move",
    "split": "/posts/{post}/split?reply={reply}",
    "merge": "/posts/{post}/merge",
    "history": "/posts/{post}/history",
    "edit": "/posts/{post}/edit",
    "composer": "/posts/new",
    "mentions": "/posts/mentions?q=a&space={open_id}",
    "drafts": "/drafts/",
    "search": "/search?q=handboek",
    "search in nothing": "/search?q=xqzzy",
    "palette": "/palette?q=a",
    "directory of people": "/people/",
    "directory of people with a skill": "/people/?skill=vissen",
    "directory of spaces": "/spaces/",
    "person": "/people/{keeper}/",
    "person answered": "/people/{keeper}/?tab=answered",
    "person replies": "/people/{keeper}/?tab=replies",
    "own profile": "/people/me/edit",
    "administration: people": "/manage/",
    "administration: person": "/manage/people/{keeper}",
    "administration: departments": "/manage/departments",
    "administration: spaces": "/manage/spaces",
    "administration: audit": "/manage/audit",
    "administration: health": "/manage/health",
    "studies": "/studies/",
    "study": "/studies/{study}/",
    "wave": "/studies/waves/{wave}/",
    "wave that is closed": "/studies/waves/{closed_wave}/",
    "report": "/studies/waves/{closed_wave}/report",
    "wave of many": "/studies/waves/{many}/",
    "reading open answers": "/studies/waves/{closed_wave}/coding/REMARK",
    "answering": "/answer/{token}/1",
}

PARTS = {"who may know": {"HX-Request": "true"}}
"""What comes as a part of another page."""


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_ask_as_often_for_twice_the_rows_and_at_most_twelve_times(world, sign_in):
    people.change_roles(administrator=None, person=world.keeper, roles=["administrator", "leader"])
    numbers = _first_things(world)
    few, many = {}, {}
    for counts in (few, many):
        _grow(world, numbers)
        _grow_studies(world, numbers)
        client = sign_in(world.keeper)
        for name, address in PAGES.items():
            threads.mark_unread(thread=numbers["thread"], person=world.keeper)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address.format(**numbers), headers=PARTS.get(name))
            assert page.status_code == 200, name
            counts[name] = _asked(queries)
    assert many == few
    assert {name: count for name, count in many.items() if count > MOST} == {}


def _first_studies(world: World) -> dict:
    study, many = (
        studies.start_study(
            manager=world.admin, title="Scan", instrument_name="maturity", purpose="x", scope=scope
        )
        for scope in ("organisation", "benchmark")
    )
    closed = _a_wave(study, world, answers=15)
    studies.close(closed, manager=world.admin)
    studies.make_report(wave_id=closed.pk)
    wave = _a_wave(study, world)
    return {
        "study": study.pk, "wave": wave.pk, "closed_wave": closed.pk, "many": _a_wave(many, world).pk,
        "token": wave.enrolments.get().invitations.first().token,
    }  # fmt: skip


def _a_wave(study: Study, world: World, answers: int = 0) -> Wave:
    today = clock.today()
    wave = studies.add_wave(
        study, name=f"Ronde {study.waves.count()}", opens_on=today, closes_on=today, organisation="P"
    )
    own = wave.enrolments.first() or studies.enrol(wave, name="De Werf", contact_email="an@werf.example")
    targets = [studies.Target(f"p{n}@werf.example", "employee", f"U{n}") for n in range(answers or 1)]
    studies.invite_by_mail(own, targets)
    wave = studies.launch(wave, manager=world.admin)
    for asked in own.invitations.all() if answers else []:
        studies.answer(asked, {"PE1": 4, "PE2": 5, "REMARK": "Meer tijd"})
        studies.hand_in(asked)
    return wave


def _grow_studies(world: World, numbers: dict) -> None:
    for n in range(N):
        study = studies.start_study(
            manager=world.admin, title=f"Nog een {n}", instrument_name="pulse", purpose="x"
        )
        wave = _a_wave(study, world)
        studies.invite_people(wave.enrolments.get(), [world.keeper])
        _a_wave(Study.objects.get(pk=numbers["study"]), world, answers=3)
        many = Wave.objects.get(pk=numbers["many"])
        studies.enrol(many, name=f"Organisatie {many.enrolments.count()}", contact_email="an@werf.example")
        own = Wave.objects.get(pk=numbers["wave"]).enrolments.get()
        count = own.invitations.count()
        studies.invite_by_mail(own, [studies.Target(f"q{count}@werf.example", "employee", f"V{count}")])


def _asked(queries: CaptureQueriesContext) -> int:
    return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)


def _first_things(world: World) -> dict:
    post = a_post(
        world.keeper,
        world.open,
        title="Staat het in het handboek?",
        body="Ik keek in het [handboek](https://x.example) en zag het niet.",
    )
    poll = a_post(world.keeper, world.open, "poll", title="Welke dag?")
    answer = a_reply(world.member, post)
    posts.accept_answer(person=world.keeper, post=post, reply=answer)
    posts.edit_post(
        editor=world.keeper,
        post=post,
        title="Wat staat er in het handboek?",
        body="Anders.",
        version=1,
        tags=[],
    )
    waiting = a_post(world.keeper, world.open, title="Wie kent het handboek van vissen?", tags=["handboek"])
    agreed = {"agreed_with": "de ondernemingsraad", "agreed_on": clock.today()}
    for measurement in Measurement:
        organisation.record_consent(administrator_id=None, measurement=measurement, **agreed)
    parted = a_post(world.keeper, world.open, "update", title="Dit loopt uiteen")
    talk = chat.open_group(person=world.keeper, others=[world.member, world.outsider], name="Handboek")
    return {
        "waiting": waiting.pk, "chat": talk.pk, "thread": post.thread, "post": post.pk, "poll": poll.pk, "parted": parted.pk, "reply": answer.pk, "open": world.open.slug,
        "open_id": world.open.pk, "keeper": world.keeper.pk, "size": 0,
        **_first_studies(world),
}  # fmt: skip


def _show_knowledge(world: World, person: Person, question: Post, own: Post) -> None:
    """Who helped with what, who was asked, and an answer that is due for a look."""
    for asked in (question, own, question, own):
        helped = a_reply(world.member, asked, "In het handboek, op de bladzijde over vissen en netten.")
        for peer in (person, world.keeper, world.admin):
            threads.toggle_reaction(person=peer, thread=asked.thread, reply=helped, kind="thanks")
    people.change_profile(person=person, actor_id=None, knows=["vissen", "handboek"])
    posts.reuse(person=world.member, post=Post.objects.get(pk=question.pk), is_on=True)
    Post.objects.filter(pk=question.pk).update(check_at=clock.now())
    posts.ask(post=Post.objects.get(title__contains="van vissen"), person=person, by=world.keeper)
    Promise.objects.update(due_at=clock.now())


def _grow(world: World, numbers: dict) -> None:
    """N more of everything that can stand on a page."""
    opening, poll = Post.objects.get(pk=numbers["post"]), Post.objects.get(pk=numbers["poll"])
    for number in range(numbers["size"], numbers["size"] + N):
        organisation.add_department(administrator_id=None, name=f"Afdeling {number}", parent=world.department)
        person = a_person(f"Anna {number:02} Groei", department=world.department)
        people.change_profile(person=person, actor_id=None, knows=["vissen"], learns=["handboek"])
        join(world.open, person, by=world.keeper)
        space = spaces.open_space(
            founder=person, name=f"Handboek {number}", purpose="Zodat het handboek klopt."
        )
        spaces.join(space=space, person=world.keeper)
        hidden = spaces.open_space(founder=person, name=f"Dicht {number}", purpose="Zodat.", access="closed")
        spaces.invite(space=hidden, member=person, person=world.keeper)
        spaces.invite(space=world.open, member=world.keeper, person=a_person(f"Bram {number:02} Wacht"))
        spaces.ask_to_join(space=world.open, person=a_person(f"Cor {number:02} Vraagt"))
        question = a_post(
            person, world.open, title=f"Vraag {number} over het handboek", body="@Koen Houder weet dit.",
            tags=["handboek", f"vraag {number}"],
        )  # fmt: skip
        a_post(person, space, "update", title=f"Nieuws {number} over het handboek", tags=[f"woord {number}"])
        pinned = a_post(person, world.open, "idea", title=f"Idee {number} over het handboek")
        threads.pin(keeper=world.keeper, thread=pinned.thread, is_on=True)
        own = a_post(
            world.keeper, world.open, title=f"Eigen vraag {number} over het handboek", tags=["handboek"]
        )
        a_reply(person, own)
        posts.accept_answer(person=person, post=question, reply=a_reply(world.keeper, question))
        _show_knowledge(world, person, question, own)
        pair = chat.open_pair(person=world.keeper, other=person)
        for talk in (pair, Conversation.objects.get(pk=numbers["chat"])):
            said = chat.say(conversation=talk, author=world.keeper, body=f"Kijk in het handboek, {number}.")
            chat.react(message=said, person=world.keeper, kind=Reacting.USEFUL)
        reply = a_reply(
            person, opening, f"Antwoord {number} staat in het handboek, kijk daar maar eens.", quotes=None
        )
        a_reply(world.keeper, opening, f"Bij {number} klopt het handboek niet helemaal meer.", quotes=reply)
        threads.toggle_reaction(person=person, thread=opening.thread, reply=reply, kind="useful")
        posts.vote(person=person, post=poll, option=poll.options.first())
        threads.keep_draft(person=world.keeper, place=f"reply:{question.pk}", values={"body": "Ik denk"})
        parted = Post.objects.select_related("thread__space").get(pk=numbers["parted"])
        apart = [a_reply(person, parted, f"Dat staat daar los van, {number} en {n}.").pk for n in (1, 2)]
        posts.split_post(
            person=world.keeper, post=parted, replies=apart[:1], kind="update", title=f"Apart verder, deel {number}", space=world.open
        )  # fmt: skip
        posts.move_post(person=world.keeper, post=parted, space=space if parted.thread.space == world.open else world.open)  # fmt: skip
    numbers["size"] += N
    read_the_log()
