"""Every read path shows exactly what the naive rule says, over random worlds.

A new public function in any ``reads.py`` fails here until it has a check, or a reason to have none.
``ZINVOL_WORLDS=500`` looks at more worlds.
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

import zinvol
from tests.visibility import check_attention, check_chat, check_pursuit  # noqa: F401
from tests.visibility.naive import Naive
from tests.visibility.registry import ALL, CHECKS, checks
from tests.visibility.worlds import COMMON, RandomWorld
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.reactors.attention import reads as attention
from zinvol.apps.reactors.search import reads as search
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads import text as texts
from zinvol.apps.social.threads.models import Reply
from zinvol.flows.finding.views import SOURCES
from zinvol.flows.today import reads as today
from zinvol.kernel import clock

WORLDS = int(os.environ.get("ZINVOL_WORLDS", "20"))
QUICK = 2
SEEDS = [s if s < QUICK else pytest.param(s, marks=pytest.mark.slow) for s in range(WORLDS)]
NO_FILTER = search.Filters()

EXEMPT = {
    "posts.reads.solved_within": "counts over all, for a measurement with consent",
    "studies.reads.overview": "see studies/tests/test_visibility.py, with a naive rule of its own",
    "studies.reads.waiting": "one's own invitations; see studies/tests/test_visibility.py",
    "studies.reads.find": "see studies/tests/test_visibility.py",
    "studies.reads.find_wave": "see studies/tests/test_visibility.py",
    "studies.reads.waves": "see studies/tests/test_visibility.py",
    "studies.reads.report": "see studies/tests/test_visibility.py",
    "studies.reads.find_invitation": "whoever holds the token answers; it cannot be guessed",
    "studies.reads.find_enrolment": "whoever holds the token answers for that organisation",
    "studies.reads.find_kiosk": "whoever holds the token",
    "studies.reads.own_enrolment": "of a wave that was found",
    "studies.reads.kept_report": "of a wave that the caller holds readable, or for who holds its token",
    "studies.reads.response": "counts, for who runs studies",
    "studies.reads.enrolments": "for who runs studies",
    "studies.reads.open_items": "counts, for who runs studies",
    "studies.reads.open_answers": "for who runs studies; see studies/tests",
    "studies.reads.sheets_by_handle": "for who runs studies, who keeps codes",
    "studies.reads.coder_name": "one's own name",
    "studies.reads.codebook": "for who runs studies",
    "studies.reads.code_name": "a word of the questionnaire",
    "studies.reads.codings": "for the worker that makes reports",
    "studies.reads.science_study": "for the worker that makes reports",
    "studies.reads.to_mail": "for the worker that mails who is asked",
    "organisation.reads.top_departments": "departments are known to everybody",
    "likeness.reads.related": "see likeness/tests: over the random worlds too",
    "attention.reads.unwilling": "whether people may be asked, for names that were found; no page by itself",
    "people.reads.saying": "who say that they know, for `among`, which asks who looks",
    "posts.reads.asked_enough": "whether people may be asked, for names that were found; no page by itself",
    "people.reads.managers": "whether a question can climb to them; who holds a role is known to everybody",
    "posts.reads.waiting_to_climb": "for the worker, never a page",
    "threads.reads.writers": "who replied in a conversation that the caller holds readable",
    "threads.reads.conversation_of": "tells of something that was found",
    "threads.reads.tag_named": "a word by itself; its page needs a question that the viewer reads",
    "organisation.reads.is_measured": "what is measured is known to everybody",
    "organisation.reads.consents": "what was agreed is known to everybody",
    "likeness.reads.alike": "see likeness/tests: over the random worlds too",
    "attention.reads.message_count": "how much of one's own is unread; see check_attention",
    "chat.reads.one": "dresses a message that the caller holds readable",
    "chat.reads.dressed": "dresses messages that the caller holds readable",
    "chat.reads.title": "makes a name of a conversation that was found",
    "chat.reads.snippet": "shortens a message that was found",
    "threads.reads.window_after": "replies of a conversation that the caller holds readable; checked by the pages",
    "posts.reads.replies_since": "replies of a post that `find` gave; checked with the pages of posts",
    "attention.reads.push_health": "administration: counts, see the access matrix",
    "threads.reads.my_space": "makes one thing of a row that `around` found",
    "attention.reads.preference": "one's own choices",
    "attention.reads.devices": "one's own devices",
    "attention.reads.latest_tests": "how one's own test notices fared",
    "attention.reads.week_of": "reckons with one's own hours",
    "organisation.reads.work_week": "the working hours of the organisation are known to everybody",
    "audit.reads.entries": "administration: behind for_administrators, see the access matrix; ids, no texts",
    "audit.reads.first_broken": "administration: whether the chain is whole",
    "organisation.reads.current": "the organisation is known to everybody who comes to the door",
    "organisation.reads.department_tree": "the names of departments are for all who are signed in",
    "people.reads.has_administrator": "asked by the command line only",
    "threads.reads.tags": "the words of a conversation that the caller holds readable; checked by the pages",
    "people.reads.names": "names for texts already cleared by their audience; no viewer, never a page by itself",
    "people.reads.by_email": "the door itself: before anybody is signed in",
    "threads.reads.dress": "hangs reactions and files on parts already found; checked through post_page",
    "posts.reads.reply_page": "one reply of a post that `find` gave; checked with the pages of posts",
    "posts.reads.response": "two numbers on a page that the caller holds readable",
}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_every_read_path_shows_what_the_naive_rule_says(seed):
    world = RandomWorld(seed)
    world.index()
    naive = Naive()
    with clock.at(world.now):
        for viewer in world.viewers():
            for check in dict.fromkeys(CHECKS.values()):
                check(viewer, naive)


def test_no_read_path_is_forgotten():
    assert _public_reads() == CHECKS.keys() | EXEMPT.keys()
    assert CHECKS.keys() & EXEMPT.keys() == set()


def _public_reads() -> set[str]:
    found = set()
    for module in pkgutil.walk_packages(zinvol.__path__, "zinvol."):
        if module.name.rpartition(".")[2] == "reads":
            loaded = importlib.import_module(module.name)
            short = ".".join(module.name.split(".")[-2:])
            found |= {
                f"{short}.{name}"
                for name, it in vars(loaded).items()
                if inspect.isfunction(it) and it.__module__ == module.name and not name.startswith("_")
            }
    return found


# --- people ------------------------------------------------------------------------------


@checks("people.reads.directory", "people.reads.named", "people.reads.knowing", "people.reads.by_names")
def lists_of_people(viewer: Person, naive: Naive) -> None:
    present = naive.present_people(viewer)
    assert ids(people.directory(viewer=viewer).people) == ids(present)
    assert people.directory(viewer=viewer).total == len(present)
    assert ids(people.directory(viewer=viewer, query=COMMON).people) == ids(present)
    for skill in {s.name for p in naive.people.values() for s in p.skills.all()}:
        able = [p for p in present if skill in {s.name for s in p.skills.all()}]
        assert ids(people.directory(viewer=viewer, skill=skill).people) == ids(able)
    assert ids(people.named(viewer=viewer, query="persoon", limit=ALL)) == ids(present)
    assert ids(people.knowing(viewer=viewer, query=COMMON, limit=ALL)) == ids(present)
    every_name = [p.name for p in naive.people.values()]
    assert people.by_names(viewer, every_name) == {p.name: p.pk for p in present}


@checks("people.reads.person", "people.reads.by_ids")
def one_person(viewer: Person, naive: Naive) -> None:
    visible = [p for p in naive.people.values() if naive.sees_person(viewer, p)]
    assert people.by_ids(viewer=viewer, ids=naive.people).keys() == ids(visible)
    found = {pk for pk in naive.people if _finds(people.person, viewer=viewer, pk=pk)}
    assert found == {p.pk for p in visible if p.state != "erased"}


# --- spaces ------------------------------------------------------------------------------


@checks("spaces.reads.find", "spaces.reads.standing", "spaces.reads.keepers", "spaces.reads.members")
def one_space(viewer: Person, naive: Naive) -> None:
    for space in naive.spaces.values():
        assert _finds(spaces.find, viewer=viewer, slug=space.slug) == naive.knows(viewer, space)
        standing = spaces.standing(viewer=viewer, space=space)
        held = naive.membership(viewer, space.pk)
        assert standing.reads == naive.reads(viewer, space)
        assert standing.role == (held.role if held else None)
        keepers = {p for (s, p), m in naive.memberships.items() if s == space.pk and m.role == "keeper"}
        assert ids(spaces.keepers(space)) == {p for p in keepers if naive.is_here(naive.people[p])}
        rows, total = spaces.members(space=space)
        assert {m.person_id for m in rows} == {p for s, p in naive.memberships if s == space.pk}
        assert total == len(rows)


@checks("spaces.reads.directory", "spaces.reads.mine", "spaces.reads.writable")
def lists_of_spaces(viewer: Person, naive: Naive) -> None:
    known = naive.known_spaces(viewer)
    for archived in (False, True):
        expected = {s.pk for s in known if (s.archived_at is not None) == archived}
        for query in ("", "ruimte", COMMON):
            assert ids(spaces.directory(viewer=viewer, archived=archived, query=query)[0]) == expected
    mine = {m.space_id for m in naive.memberships_of(viewer)}
    living = {s.pk for s in naive.spaces.values() if s.archived_at is None}
    assert {m.space_id for m in spaces.mine(viewer)} == mine & living
    assert ids(spaces.writable(viewer)) == {
        s.pk
        for s in naive.spaces.values()
        if s.pk in living and naive.reads(viewer, s) and (s.posting == "everyone" or s.pk in mine)
    }


@checks("spaces.reads.requests", "spaces.reads.invitations", "spaces.reads.idle")
def what_waits_about_spaces(viewer: Person, naive: Naive) -> None:
    kept = {m.space_id for m in naive.memberships_of(viewer) if m.role == "keeper"}
    asked = {r.pk for r in naive.requests if r.space_id in kept}
    assert ids(spaces.requests(keeper=viewer)) == asked
    invited = {space for space, person in naive.invited if person == viewer.pk}
    assert {i.space_id for i in spaces.invitations(viewer=viewer)} == invited
    living = {s for s in kept if naive.spaces[s].archived_at is None}
    assert ids(spaces.idle(keeper=viewer, days=-1)) == living


# --- conversations -----------------------------------------------------------------------


@checks("threads.reads.find_thread", "threads.reads.find_reply", "threads.reads.find_deleted_reply",
        "threads.reads.participation")  # fmt: skip
def one_thread(viewer: Person, naive: Naive) -> None:
    found = {pk for pk in naive.threads if _finds(threads.find_thread, viewer=viewer, pk=pk)}
    assert found == ids(naive.visible_threads(viewer))
    found = {pk for pk in naive.replies if _finds(threads.find_reply, viewer=viewer, pk=pk)}
    assert found == ids(naive.visible_replies(viewer))
    found = {pk for pk in naive.replies if _finds(threads.find_deleted_reply, viewer=viewer, pk=pk)}
    gone = {r.pk for r in naive.replies.values() if r.deleted_at and r.deleted_by_id == viewer.pk}
    assert found == {r for r in gone if naive.sees_thread(viewer, naive.threads[naive.replies[r].thread_id])}
    for thread in naive.threads.values():
        own = threads.participation(viewer=viewer, thread=thread)
        assert own == naive.participations.get((thread.pk, viewer.pk))


@checks("threads.reads.history")
def histories(viewer: Person, naive: Naive) -> None:
    visible = ids(naive.visible_threads(viewer))
    for thread in naive.threads.values():
        opening = {r.pk for r in naive.revisions if r.thread_id == thread.pk and r.reply_id is None}
        shown = threads.history(viewer=viewer, thread=thread)
        assert ids(shown) == (opening if thread.pk in visible else set())
    visible = ids(naive.visible_replies(viewer))
    for reply in naive.replies.values():
        wordings = {r.pk for r in naive.revisions if r.reply_id == reply.pk}
        shown = threads.history(viewer=viewer, thread=reply.thread, reply=reply)
        assert ids(shown) == (wordings if reply.pk in visible else set())


@checks("posts.reads.mentions_waiting", "threads.reads.replies_by")
def mentions_and_replies(viewer: Person, naive: Naive) -> None:
    waiting = {m.pk for m in naive.mentions if _waits(m, viewer, naive)}
    assert ids(posts.mentions_waiting(viewer=viewer, limit=ALL)) == waiting
    visible = naive.visible_replies(viewer)
    for author in naive.people.values():
        expected = {r.pk for r in visible if r.author_id == author.pk}
        assert ids(threads.replies_by(viewer=viewer, author=author, limit=ALL)) == expected


@checks(
    "threads.reads.drafts", "threads.reads.draft", "threads.reads.loose_files", "threads.reads.threads_of",
    "threads.reads.some_replies",
)  # fmt: skip
def own_drafts(viewer: Person, naive: Naive) -> None:
    loose = {
        f.pk for f in naive.files.values() if f.pk not in naive.attachments and f.uploader_id == viewer.pk
    }
    assert ids(threads.loose_files(viewer=viewer, pks=naive.files)) == loose
    readable = {r.pk: r.thread_id for r in naive.visible_replies(viewer)}
    assert threads.threads_of(viewer=viewer, replies=naive.replies) == readable
    assert threads.some_replies(viewer=viewer, pks=naive.replies).keys() == readable.keys()
    for draft in threads.drafts(viewer=viewer):
        assert draft.person_id == viewer.pk
        assert threads.draft(viewer=viewer, place=draft.place) == draft
    for draft in threads.Draft.objects.exclude(person=viewer):
        found = threads.draft(viewer=viewer, place=draft.place)
        assert found is None or found.person_id == viewer.pk


@checks("threads.reads.popular_tags", "attention.reads.around")
def tags_and_my_spaces(viewer: Person, naive: Naive) -> None:
    for space in naive.spaces.values():
        visible = [t for t in naive.visible_threads(viewer) if t.space_id == space.pk]
        expected = {tag.slug for t in visible for tag in t.tags.all()}
        shown = threads.popular_tags(viewer=viewer, space_id=space.pk, limit=ALL)
        assert {slug for _name, slug, _n in shown} == expected
    mine = [m for m in naive.memberships_of(viewer) if naive.spaces[m.space_id].archived_at is None]
    assert {(s.slug, s.has_news) for s in attention.around(viewer=viewer).spaces} == {
        (naive.spaces[m.space_id].slug, m.level != "nothing" and _has_news(m, viewer, naive)) for m in mine
    }


# --- posts -------------------------------------------------------------------------------


@checks("posts.reads.stream", "posts.reads.pinned", "posts.reads.space_front", "posts.reads.unanswered")
def streams(viewer: Person, naive: Naive) -> None:
    visible = naive.visible_threads(viewer)
    assert ids(posts.stream(viewer=viewer, size=ALL).posts) == ids(visible)
    open_ = {t.pk for t in visible if _is_open_question(t, naive)}
    assert ids(posts.unanswered(viewer=viewer).posts) == open_
    late = {pk for pk in open_ if pk in naive.promises and naive.promises[pk].due_at < clock.now()}
    assert ids(posts.unanswered(viewer=viewer, is_overdue=True).posts) == late
    for space in naive.spaces.values():
        inside = [t for t in visible if t.space_id == space.pk]
        loose = {t.pk for t in inside if t.pinned_at is None}
        assert ids(posts.stream(viewer=viewer, space=space, size=ALL).posts) == loose
        assert ids(posts.pinned(viewer=viewer, space=space)) == ids(inside) - loose
        top, below = posts.space_front(viewer=viewer, space=space)
        assert (ids(top), ids(below.posts)) == (ids(inside) - loose, loose)
        assert ids(posts.unanswered(viewer=viewer, space=space).posts) == open_ & ids(inside)
        questions = {t.pk for t in inside if naive.posts[t.pk].kind == "question"}
        assert ids(posts.stream(viewer=viewer, space=space, kind="question", size=ALL).posts) == questions
        for tag in sorted({tag.slug for t in naive.threads.values() for tag in t.tags.all()})[:3]:
            tagged = {t.pk for t in inside if tag in {x.slug for x in t.tags.all()}}
            assert ids(posts.stream(viewer=viewer, space=space, tag=tag, size=ALL).posts) == tagged


@checks("posts.reads.new_for", "posts.reads.to_answer", "posts.reads.to_accept")
def what_waits(viewer: Person, naive: Naive) -> None:
    visible = naive.visible_threads(viewer)
    fresh = {t.pk for t in visible if _is_new(t, viewer, naive)}
    assert ids(posts.new_for(viewer=viewer, size=ALL).posts) == fresh
    heeded = {m.space_id for m in naive.memberships_of(viewer) if m.level != "nothing"}
    living = {s.pk for s in naive.spaces.values() if s.archived_at is None}
    recent = clock.now().timestamp() - 30 * 86400
    assert ids(posts.to_answer(viewer=viewer, limit=ALL)) == {
        t.pk
        for t in visible
        if t.space_id in heeded and t.author_id != viewer.pk and _is_question(t, naive, "open")
        and t.closed_at is None and t.created_at.timestamp() > recent and t.space_id in living
    }  # fmt: skip
    own = {
        t.pk
        for t in visible
        if t.author_id == viewer.pk and _is_question(t, naive, "answered") and t.space_id in living
    }
    assert ids(posts.to_accept(viewer=viewer, limit=ALL)) == own


@checks("posts.reads.find", "posts.reads.post_page", "posts.reads.titles",
        "threads.reads.window", "threads.reads.window_on", "threads.reads.one_reply")  # fmt: skip
def one_post(viewer: Person, naive: Naive) -> None:
    visible = ids(naive.visible_threads(viewer))
    assert posts.titles(viewer=viewer, pks=list(naive.posts)).keys() == visible
    for pk in naive.posts:
        assert _finds(posts.find, viewer=viewer, pk=pk) == (pk in visible)
        assert pk in visible or not _finds(posts.post_page, viewer=viewer, pk=pk)
    for pk in visible:
        page = posts.post_page(viewer=viewer, pk=pk)
        replies = {r.pk for r in naive.replies.values() if r.thread_id == pk and r.deleted_at is None}
        assert {part.reply.pk for part in page.window.parts} == replies
        assert page.window.total == len(replies)
        held = naive.membership(viewer, naive.threads[pk].space_id)
        assert page.role == (held.role if held else None)
        assert page.accepted is None or naive.sees_reply(viewer, page.accepted.reply)
        for part in [page.opening, *page.window.parts]:
            assert {a.file_id for a in part.files} == _files_of(pk, part.reply, naive)
        for part in page.window.parts[:1]:
            again = threads.one_reply(viewer=viewer, reply=part.reply)
            assert [a.pk for a in again.files] == [a.pk for a in part.files]
            alone = posts.reply_page(viewer=viewer, post=posts.find(viewer=viewer, pk=pk), reply=part.reply)
            assert [p.reply.pk for p in alone.window.parts] == [part.reply.pk]
            assert (alone.role, alone.window.total) == (page.role, page.window.total)


@checks(
    "threads.reads.opening_now", "threads.reads.reply_now", "threads.reads.replies_behind", "posts.reads.find_now",
    "posts.reads.relocations",
)  # fmt: skip
def what_went_elsewhere(viewer: Person, naive: Naive) -> None:
    visible = ids(naive.visible_threads(viewer))
    readable = {r.pk for r in naive.visible_replies(viewer)}
    for pk in naive.threads:
        now = threads.opening_now(viewer=viewer, pk=pk)
        assert _thread_of(now) == naive.thread_now(viewer, thread=pk)
        assert not isinstance(now, Reply) or now.pk in readable
        found = _finds(posts.find_now, viewer=viewer, pk=pk)
        assert found == (pk in visible or naive.thread_now(viewer, thread=pk) is not None)
    gone = {row.was_reply for row in naive.forwards if row.was_reply}
    assert gone & naive.replies.keys() == set()
    for pk in gone | naive.replies.keys():
        now = threads.reply_now(viewer=viewer, pk=pk)
        there = naive.replies[pk].thread_id if pk in readable else naive.thread_now(viewer, reply=pk)
        assert _thread_of(now) == there
    for reply in list(naive.replies.values())[:10]:
        behind = threads.replies_behind(viewer=viewer, reply=reply, limit=ALL)
        same = [r for r in naive.replies.values() if r.thread_id == reply.thread_id and r.pk in readable]
        assert ids(behind) == {r.pk for r in same if (r.created_at, r.pk) > (reply.created_at, reply.pk)}
    for pk in visible:
        told = posts.relocations(viewer=viewer, post=posts.find(viewer=viewer, pk=pk))
        about = [r for r in naive.relocations if pk in (r.thread_id, r.to_id)]
        assert ids(told) == {r.pk for r in about if _is_told(r, pk, viewer, naive)}


@checks("posts.reads.by_person", "posts.reads.answered_by")
def posts_of_people(viewer: Person, naive: Naive) -> None:
    visible = naive.visible_threads(viewer)
    for author in naive.people.values():
        opened = {t.pk for t in visible if t.author_id == author.pk}
        assert ids(posts.by_person(viewer=viewer, author=author, limit=ALL)) == opened
        solved = {t.pk for t in visible if _solver(t, naive) == author.pk}
        assert ids(posts.answered_by(viewer=viewer, author=author, limit=ALL)) == solved


# --- search and Today --------------------------------------------------------------------


@checks("search.reads.search")
def search_results(viewer: Person, naive: Naive) -> None:
    expected = {("post", t.pk) for t in naive.visible_threads(viewer)}
    expected |= {("reply", r.pk) for r in naive.visible_replies(viewer)}
    found: set[tuple[str, int]] = set()
    for facet in ("reply", *posts.Kind):  # by kind, since a conversation shows three hits at most
        found |= _found(viewer, COMMON, search.Filters(facet=facet))
    for space in naive.spaces:
        found |= _found(viewer, COMMON, search.Filters(space_id=space))
    shown = {thread for kind, thread in found if kind == "post"}
    assert shown == {thread for kind, thread in expected if kind == "post"}
    assert found <= expected


@checks("today.reads.today")
def the_first_page(viewer: Person, naive: Naive) -> None:
    page = today.today(viewer=viewer, organisation=organisation.current())
    visible = ids(naive.visible_threads(viewer))
    lists = (page.to_answer, page.to_accept, page.new.posts)
    assert {post.pk for shown in lists for post in shown} <= visible
    waiting = {m.pk for m in naive.mentions if _waits(m, viewer, naive)}
    assert {m.pk for m in page.mentions} <= waiting
    assert len(page.mentions) == min(5, len(waiting))
    assert all(naive.knows(viewer, i.space) for i in page.invitations if naive.is_here(viewer))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(QUICK))
def test_a_unique_word_is_found_by_those_who_see_its_text_only(seed):
    world = RandomWorld(seed)
    world.index()
    naive = Naive()
    for viewer in world.viewers():
        for post in naive.posts.values():
            hits = _found(viewer, post.title.split()[-2])
            assert (("post", post.pk) in hits) == naive.sees_thread(viewer, naive.threads[post.pk])
        for reply in naive.replies.values():
            # the second beginning is that of an opening that was merged
            words = reply.body.replace(",", " ").split()
            word = next(w for w in words if w.startswith(("antwoord", "tekst")))
            hits = _found(viewer, word)
            assert (("reply", reply.pk) in hits) == naive.sees_reply(viewer, reply)


@pytest.mark.django_db
def test_a_guest_learns_no_name_by_typing_the_number_of_a_person(world):
    """A mention is kept as @{12}; typed by hand it must not tell who number 12 is."""
    for typed in (f"@{{{world.outsider.pk}}}", f"@Koen Houder#{world.outsider.pk}"):
        assert "Otto" not in texts.prepare(author=world.guest, typed=typed).html
        assert texts.prepare(author=world.guest, typed=typed).mentions == ()
    seen = texts.prepare(author=world.guest, typed=f"@{{{world.keeper.pk}}}")
    assert seen.mentions == (world.keeper.pk,)


# --- help --------------------------------------------------------------------------------


def ids(rows: Any) -> set[int]:
    return {row.pk for row in rows}


def _thread_of(now: Any) -> int | None:
    return now.thread_id if isinstance(now, Reply) else now.pk if now else None


def _is_told(it: Any, pk: int, viewer: Person, naive: Naive) -> bool:
    """A space that may be known, a conversation that is read, a reply that is there."""
    if it.what == "moved":
        return naive.knows(viewer, naive.spaces[it.from_space_id])
    if it.what == "merged":
        return it.reply_id is not None and it.to_id == pk == naive.replies[it.reply_id].thread_id and naive.replies[it.reply_id].deleted_at is None  # fmt: skip
    return naive.sees_thread(viewer, naive.threads[it.to_id if it.thread_id == pk else it.thread_id])


def _finds(read: Callable[..., Any], **values: Any) -> bool:
    try:
        read(**values)
    except ObjectDoesNotExist:
        return False
    return True


def _found(viewer: Person, query: str, filters: Any = NO_FILTER) -> set[tuple[str, int]]:
    hits, page = set(), 1
    while True:
        found = search.search(viewer=viewer, query=query, sources=SOURCES, filters=filters, page=page)
        hits |= {(d.kind, d.ref_id) for d in found.documents}
        if not found.has_more:
            return hits
        page += 1


def _waits(mention: Any, viewer: Person, naive: Naive) -> bool:
    part = naive.replies[mention.reply_id] if mention.reply_id else None
    thread = naive.threads[mention.thread_id]
    seen = naive.sees_reply(viewer, part) if part else naive.sees_thread(viewer, thread)
    return mention.person_id == viewer.pk and mention.answered_at is None and seen


def _has_news(membership: Any, viewer: Person, naive: Naive) -> bool:
    for thread in naive.threads.values():
        held = naive.participations.get((thread.pk, viewer.pk))
        is_seen = held is not None and held.seen_at is not None and held.seen_at >= thread.last_activity_at
        is_late = thread.last_activity_at > membership.caught_up_at
        if thread.space_id == membership.space_id and thread.deleted_at is None and is_late and not is_seen:
            return True
    return False


def _is_new(thread: Any, viewer: Person, naive: Naive) -> bool:
    membership = naive.membership(viewer, thread.space_id)
    held = naive.participations.get((thread.pk, viewer.pk))
    level = held.level if held else ""
    in_noticed_space = (
        membership is not None
        and membership.level in ("everything", "posts")
        and naive.spaces[thread.space_id].archived_at is None
    )
    if level in ("nothing", "mentions") or not (in_noticed_space or level == "everything"):
        return False
    seen_at = held.seen_at if held else None
    read_until = seen_at or (membership.caught_up_at if membership else None)
    return read_until is None or thread.last_activity_at > read_until


def _is_question(thread: Any, naive: Naive, state: str) -> bool:
    post = naive.posts[thread.pk]
    return post.kind == "question" and post.state == state


def _is_open_question(thread: Any, naive: Naive) -> bool:
    is_alive = thread.closed_at is None and naive.spaces[thread.space_id].archived_at is None
    return _is_question(thread, naive, "open") and is_alive


def _solver(thread: Any, naive: Naive) -> int | None:
    accepted = naive.posts[thread.pk].accepted_id
    return naive.replies[accepted].author_id if accepted else None


def _files_of(thread_id: int, reply: Any, naive: Naive) -> set[int]:
    reply_id = reply.pk if reply else None
    return {
        a.file_id for a in naive.attachments.values() if (a.thread_id, a.reply_id) == (thread_id, reply_id)
    }
