"""The pages themselves, over HTTP, in random worlds: who opens what, and whose words stand where.

Every text in a random world holds a token of its own; a token that the naive rule hides must not
stand in any page of that viewer. A denied act writes nothing and records nothing.
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Max
from django.test import Client

from tests.visibility.naive import Naive
from tests.visibility.worlds import COMMON, RandomWorld
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import JoinRequest
from zinvol.kernel import clock
from zinvol.kernel.models import Activity

WORLDS = int(os.environ.get("ZINVOL_WORLDS", "20")) // 10
SEEDS = [pytest.param(1000 + s, marks=pytest.mark.slow) for s in range(WORLDS)]
TOKEN = re.compile(r"\b(?:naam|kan|ruimte|doel|over|titel|tekst|etiket|keus|bestand|antwoord|reden|slot|versie|vraag)"
                   r"[bcdfghjklmnpqrstvwxz]{6}\b")  # fmt: skip
UNTOUCHED = {"sessions.Session", "threads.Participation"}
"""Reading writes how far one has read; that is nobody else's business."""


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_page_shows_what_the_naive_rule_hides(seed, client):
    world = RandomWorld(seed, verbs=45)
    world.index()
    naive = Naive()
    for viewer in _some_viewers(world, naive):
        client.force_login(viewer)
        hidden = _hidden_tokens(viewer, naive)
        with clock.at(world.now):
            for address, allowed in _addresses(viewer, naive):
                page = client.get(address)
                assert page.status_code in allowed, (address, viewer.pk, page.status_code)
                text = page.getvalue().decode() if page.streaming else page.text
                assert set(TOKEN.findall(text)) & hidden == set(), (address, viewer.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_an_act_on_what_is_hidden_writes_and_records_nothing(seed, client):
    world = RandomWorld(seed, verbs=45)
    naive = Naive()
    for viewer in _some_viewers(world, naive):
        client.force_login(viewer)
        hidden = _hidden_tokens(viewer, naive)
        before = everything_written()
        for address, values in _acts_on_hidden(viewer, naive):
            answer = client.post(address, values)
            assert answer.status_code in (403, 404), (address, viewer.pk, answer.status_code)
            assert set(TOKEN.findall(answer.text)) & hidden == set(), (address, viewer.pk)
        assert everything_written() == before, viewer.pk


def _some_viewers(world: RandomWorld, naive: Naive) -> list[Person]:
    """The administrator, two colleagues and a guest: each look costs some hundred pages."""
    here = [p for p in world.viewers() if naive.is_here(p)]
    colleagues = [p for p in here if not p.is_guest and not p.is_administrator]
    guests = [p for p in here if p.is_guest]
    return [here[0], *world.random.sample(colleagues, 2), *guests[:1]]


def everything_written() -> dict[str, Any]:
    """All rows of all tables but those that reading may touch, and how far the log is."""
    tables = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label not in UNTOUCHED
    }
    return tables | {"log": Activity.objects.aggregate(Max("pk"))["pk__max"]}


def _addresses(viewer: Person, naive: Naive) -> list[tuple[str, tuple[int, ...]]]:
    """Every address of every thing, with the answers that are right for this viewer."""
    lists = ["/", "/new/", "/inbox/?show=all", "/inbox/", "/inbox/reached/", "/unanswered/", "/spaces/", "/spaces/?archived=1", "/people/", "/drafts/", "/palette",
             "/palette?q=ruimte", "/palette?q=persoon", f"/search?q={COMMON}", f"/search?q={COMMON}&kind=reply",
             "/search?q=persoon", "/posts/new", "/posts/mentions?q=persoon", "/people/me/edit", "/people/me/settings",
             f"/people/?q={COMMON}"]  # fmt: skip
    found: list[tuple[str, tuple[int, ...]]] = [(address, (200,)) for address in lists]
    for space in naive.spaces.values():
        reads, knows = naive.reads(viewer, space), naive.knows(viewer, space)
        base = f"/spaces/{space.slug}/"
        inside = (200,) if reads else (403,) if knows else (404,)
        held = naive.membership(viewer, space.pk)
        keeps = (held is not None and held.role == "keeper") or viewer.is_administrator
        found += [(base, inside), (f"{base}?kind=question", inside), (f"{base}members", inside)]
        found += [(f"{base}about", (200,) if knows else (404,))]
        found += [(f"{base}settings", (404,) if not knows else (200,) if keeps else (403,))]
        found += [(f"/unanswered/?space={space.slug}", (200,) if knows else (404,))]
        found += [
            (f"/search?q={COMMON}&space={space.slug}", (200,)),
            (f"/posts/new?space={space.slug}", (200,)),
        ]
        found += [(f"/posts/mentions?q=persoon&space={space.pk}", (200,))]
    for thread in naive.threads.values():
        sees, space = naive.sees_thread(viewer, thread), naive.spaces[thread.space_id]
        door = (403,) if naive.knows(viewer, space) and thread.deleted_at is None else (404,)
        address = f"/posts/{thread.pk}/"
        if naive.thread_now(viewer, thread=thread.pk):
            door = (302,)
        found += [(address, (200,) if sees else door), (f"{address}history", (200,) if sees else (404,))]
        found += [(f"{address}edit", (200, 403) if sees else (404,))]
        found += [(f"{address}{part}", (200,) if sees else (404,)) for part in ("since", "reactions")]
        for reply in naive.replies.values():
            if reply.thread_id == thread.pk:
                found += [(f"{address}?reply={reply.pk}&quote={reply.pk}", (200,) if sees else door)]
    for reply in naive.replies.values():
        sees = naive.sees_reply(viewer, reply)
        address = f"/replies/{reply.pk}/"
        found += [(address, (302,) if sees else (404,)), (f"{address}history", (200,) if sees else (404,))]
        found += [(f"{address}edit", (200, 403) if sees else (404,))]
        found += [(f"{address}{part}", (200,) if sees else (404,)) for part in ("part", "reactions")]
    for gone in {row.was_reply for row in naive.forwards if row.was_reply}:
        leads_on = naive.thread_now(viewer, reply=gone) is not None
        found += [(f"/replies/{gone}/", (302,) if leads_on else (404,))]
    for file in naive.files.values():
        found += [(file.get_absolute_url(), (200,) if naive.sees_file(viewer, file) else (404,))]
    for person in naive.people.values():
        seen = (200,) if naive.sees_person(viewer, person) else (404,)
        address = f"/people/{person.pk}/"
        found += [(f"{address}{tab}", seen) for tab in ("", "?tab=asked", "?tab=answered", "?tab=replies")]
        found += [(f"/search?q={COMMON}&person={person.pk}", (200,))]
    return found


def _acts_on_hidden(viewer: Person, naive: Naive) -> list[tuple[str, dict[str, Any]]]:
    """Every act on every thing that this viewer does not see."""
    found: list[tuple[str, dict[str, Any]]] = []
    for thread in naive.threads.values():
        if not naive.sees_thread(viewer, thread):
            if thread.deleted_by_id != viewer.pk:
                found += [(f"/posts/{thread.pk}/restore", {})]
            leads_on = naive.thread_now(viewer, thread=thread.pk) is not None  # a reply goes along with it
            of = {r.pk for r in naive.replies.values() if r.thread_id == thread.pk}
            found += [
                (f"/posts/{thread.pk}/{act}", values)
                for act, values in {
                    "replies": {"body": "Dit mag hier niet staan, echt niet."}, "react": {"kind": "useful"},
                    "follow": {"level": "everything"}, "unread": {}, "delete": {}, "close": {"reason": "daarom"},
                    "reopen": {}, "pin": {"on": "1"}, "step": {"state": "done", "reason": "daarom"},
                    "vote": {"option": _option(thread, naive)}, "answer": {"reply": min(of, default=0)},
                    "edit": {"title": "Anders", "body": "Heel iets anders.", "version": thread.version},
                    "move": {"space": thread.space_id}, "move/undo": {}, "merge": {"address": str(thread.pk)},
                    "split": {"reply": min(of, default=0), "title": "Anders", "kind": "update", "space": thread.space_id},
                }.items()
                if not (act == "replies" and leads_on)
            ]  # fmt: skip
    for reply in naive.replies.values():
        if not naive.sees_reply(viewer, reply):
            if reply.deleted_by_id != viewer.pk:
                found += [(f"/replies/{reply.pk}/restore", {})]
            found += [
                (f"/replies/{reply.pk}/{act}", values)
                for act, values in {
                    "react": {"kind": "thanks"}, "delete": {}, "outcome": {"outcome": "method_improved"},
                    "choose": {"on": "1"}, "edit": {"body": "Heel iets anders.", "version": reply.version},
                }.items()
            ]  # fmt: skip
    for space in naive.spaces.values():
        if not naive.knows(viewer, space):
            acts = ("join", "leave", "ask", "invite", "level", "archive", "revive", "read", "settings")
            found += [(f"/spaces/{space.slug}/{act}", {"who": "persoon"}) for act in acts]
            found += [(f"/spaces/{space.slug}/members/{viewer.pk}", {"act": "keeper"})]
    for request in JoinRequest.objects.all():
        held = naive.membership(viewer, request.space_id)
        if not viewer.is_administrator and not (held and held.role == "keeper"):
            found += [(f"/join-requests/{request.pk}", {"accept": "1"})]
    found += [(f"/mentions/{m.pk}/done", {}) for m in naive.mentions if m.person_id != viewer.pk]
    return found


def _option(thread: Any, naive: Naive) -> int:
    return next((o.pk for o in naive.options if o.post_id == thread.pk), 0)


def _hidden_tokens(viewer: Person, naive: Naive) -> set[str]:
    """The tokens of everything this viewer may not see; a word that also stands in something seen is free."""
    hidden: set[str] = set()
    free: set[str] = set()

    def sort(is_seen: bool, *texts: str) -> None:
        words = {w for text in texts for w in TOKEN.findall(text)}
        (free if is_seen else hidden).update(words)

    for space in naive.spaces.values():
        sort(naive.knows(viewer, space), space.name, space.slug, space.purpose, space.about)
    for person in naive.people.values():
        seen = naive.sees_person(viewer, person)
        sort(seen or naive.is_named_where_read(viewer, person), person.name)
        sort(seen, *(skill.name for skill in person.skills.all()))
    for post in naive.posts.values():
        seen = naive.sees_thread(viewer, naive.threads[post.pk])
        thread = naive.threads[post.pk]
        tags = [tag.name for tag in thread.tags.all()]
        options = [o.text for o in naive.options if o.post_id == post.pk]
        reasons = [s.reason for s in naive.steps if s.post_id == post.pk]
        sort(seen, post.title, post.body, thread.closed_reason, *tags, *options, *reasons)
    for reply in naive.replies.values():
        sort(naive.sees_reply(viewer, reply), reply.body)
    for revision in naive.revisions:
        part = naive.replies[revision.reply_id] if revision.reply_id else None
        thread = naive.threads[revision.thread_id]
        seen = naive.sees_reply(viewer, part) if part else naive.sees_thread(viewer, thread)
        sort(seen, revision.title, revision.body, revision.note)
    for file in naive.files.values():
        sort(naive.sees_file(viewer, file), file.name)
    for request in naive.requests:
        held = naive.membership(viewer, request.space_id)
        keeps = held is not None and held.role == "keeper"
        reads = naive.reads(viewer, naive.spaces[request.space_id])
        sort(keeps or (viewer.is_administrator and reads), request.message)
    return hidden - free


@pytest.mark.django_db
def test_a_preview_names_nobody_that_a_guest_may_not_see(world, sign_in):
    client: Client = sign_in(world.guest)
    page = client.post("/posts/preview", {"body": f"Vraag het @{{{world.outsider.pk}}} maar."})
    assert page.status_code == 200
    assert "Otto" not in page.text


@pytest.mark.django_db
def test_a_guest_cannot_find_out_by_inviting_who_has_an_account(world, sign_in):
    """In an open space members may invite; a guest there must not learn a name from an address."""
    from tests.world import join

    join(world.open, world.guest, by=world.keeper)
    client: Client = sign_in(world.guest)
    for address in (world.outsider.email, "niemand@elders.example"):
        client.post(f"/spaces/{world.open.slug}/invite", {"who": address})
        page = client.get("/")
        assert "Otto" not in page.text
        assert address in page.text


@pytest.mark.django_db
def test_somebody_invited_to_a_secret_space_finds_its_door_and_comes_in(world, sign_in):
    from zinvol.apps.social.spaces import api as spaces

    spaces.invite(space=world.secret, member=world.keeper, person=world.outsider)
    client: Client = sign_in(world.outsider)
    assert client.get(f"/spaces/{world.secret.slug}/").status_code == 403
    assert client.post(f"/spaces/{world.secret.slug}/join").status_code == 302
    assert client.get(f"/spaces/{world.secret.slug}/").status_code == 200


@pytest.mark.django_db
def test_making_a_space_secret_changes_nothing_for_other_spaces(world, sign_in):
    """The audience of all colleagues is never that of a space that happens to be open."""
    from zinvol.apps.social.spaces import api as spaces

    spaces.change(space=world.open, keeper=world.keeper, access="secret")
    page = sign_in(world.outsider).get("/spaces/")
    assert "closed ruimte" in page.text
    assert "open ruimte" not in page.text


@pytest.mark.django_db
def test_a_guest_in_an_open_space_knows_no_other_space(world, sign_in):
    from tests.world import a_person, join

    visitor = a_person("Vera Bezoek", kind="guest")
    join(world.open, visitor, by=world.keeper)
    page = sign_in(visitor).get("/spaces/")
    assert "open ruimte" in page.text
    assert "closed ruimte" not in page.text
