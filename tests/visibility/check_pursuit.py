"""How a question gets somewhere: who is suggested by what evidence, who was asked, what needs a look."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from unittest.mock import patch

from tests.visibility.naive import Naive
from tests.visibility.registry import ALL, checks
from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Ask, Reuse
from zinvol.apps.reactors.expertise import reads as expertise
from zinvol.apps.reactors.expertise import rules
from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.organisation.models import Consent
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.threads import reads as threads
from zinvol.apps.social.threads.models import Forward, Reaction
from zinvol.flows.knowledge import reads as knowledge
from zinvol.kernel import clock

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Sign = tuple[int, str, int]
"""The reply, the sort of sign, and whose it is."""


@checks(
    "expertise.reads.knowers",
    "expertise.reads.knowers_by_tag",
    "expertise.reads.showing",
    "expertise.reads.own",
    "expertise.reads.own_answer",
)
def who_knows(viewer: Person, naive: Naive) -> None:
    signs = _signs(viewer, naive)
    hidden = {(h.person_id, h.reply_id) for h in Hidden.objects.all()}
    shown: dict[int, set[Sign]] = defaultdict(set)
    for sign in signs:
        writer = naive.people[naive.replies[sign[0]].author_id or 0]
        if writer.state == "active" and not {(writer.pk, None), (writer.pk, sign[0])} & hidden:
            shown[writer.pk].add(sign)
    with patch.multiple(rules, FEWEST_ITEMS=1, FEWEST_PEERS=1):
        found = expertise.knowers(viewer=viewer, threads=dict.fromkeys(naive.threads, 1.0))
        tagged = expertise.knowers_by_tag(viewer=viewer)
        by_tag = {
            slug: {k.person_id for k in expertise.knowers(viewer=viewer, threads={}, tags=[slug])}
            for slug in tagged
        }
        showing = {
            slug: {row["person_id"] for row in expertise.showing(viewer=viewer, tag=slug)} for slug in tagged
        }
    assert {k.person_id: (k.answers, k.peers) for k in found} == {
        pk: (len({s[0] for s in some}), len({s[2] for s in some})) for pk, some in shown.items()
    }
    expected: dict[str, set[int]] = defaultdict(set)
    for pk, some in shown.items():
        for reply_id, _, _ in some:
            for tag in naive.threads[naive.replies[reply_id].thread_id].tags.all():
                expected[tag.slug].add(pk)
    assert tagged == by_tag == showing == expected
    items, is_all_hidden = expertise.own(viewer=viewer, limit=ALL)
    living = {
        pk for pk, r in naive.replies.items() if not (r.deleted_at or naive.threads[r.thread_id].deleted_at)
    }
    mine = Counter((s[0], s[1]) for s in _given(naive, living) if naive.replies[s[0]].author_id == viewer.pk)
    assert {(it.reply_id, sign): n for it in items for sign, n in it.signs.items()} == mine
    assert is_all_hidden == ((viewer.pk, None) in hidden)
    owned = {pk for pk in naive.replies if expertise.own_answer(viewer=viewer, pk=pk)}
    assert owned == {pk for pk, r in naive.replies.items() if r.author_id == viewer.pk}


@checks("posts.reads.asks", "posts.reads.to_check", "posts.reads.subjects", "posts.reads.about_subject",
        "posts.reads.reopened", "knowledge.reads.subjects")  # fmt: skip
def what_becomes_of_questions(viewer: Person, naive: Naive) -> None:
    visible = naive.visible_threads(viewer)
    questions = {t.pk for t in visible if naive.posts[t.pk].kind == "question"}
    for pk, post in naive.posts.items():
        asked = {a.pk for a in Ask.objects.filter(post_id=pk)} if pk in {t.pk for t in visible} else set()
        assert {a.pk for a in posts.asks(viewer=viewer, post=post)} == asked
        assert posts.reopened(viewer=viewer, post=post) == 0  # there are never five of another department
    kept = {m.space_id for m in naive.memberships_of(viewer) if m.role == "keeper"}
    due = {pk for pk in questions if (at := naive.posts[pk].check_at) and at <= clock.now()}
    assert {p.pk for p in posts.to_check(viewer=viewer, limit=ALL)} == {
        pk
        for pk in due
        if naive.spaces[naive.threads[pk].space_id].archived_at is None and naive.posts[pk].accepted_id
        and (naive.threads[pk].space_id in kept or viewer.pk in (naive.threads[pk].author_id, _answerer(pk, naive)))
    }  # fmt: skip
    tags = {pk: {tag.slug for tag in naive.threads[pk].tags.all()} for pk in naive.threads}
    slugs = {slug for pk in questions for slug in tags[pk]}
    subjects = {s.slug: s for s in posts.subjects(viewer=viewer)}
    assert subjects.keys() == slugs
    for slug in sorted({slug for some in tags.values() for slug in some})[:8]:
        about = {pk for pk in questions if slug in tags[pk]}
        assert {p.pk for p in posts.about_subject(viewer=viewer, slug=slug, limit=ALL)} == about
        if slug in slugs:
            states = Counter(naive.posts[pk].state for pk in about)
            it = subjects[slug]
            assert (it.solved, it.answered, it.waiting) == (
                states["solved"],
                states["answered"],
                states["open"],
            )
    assert {shelf.subject.slug for shelf in knowledge.subjects(viewer=viewer)} == slugs


@checks("threads.reads.cited_since")
def what_links_to_what(viewer: Person, naive: Naive) -> None:
    went = {
        f.was_thread: f.thread_id or (f.reply and f.reply.thread_id)
        for f in Forward.objects.exclude(was_thread=None)
    }
    visible = {t.pk for t in naive.visible_threads(viewer)}
    cited: dict[int, set[int]] = defaultdict(set)
    texts = [(pk, naive.posts[pk].html) for pk in visible]
    texts += [(r.thread_id, r.html) for r in naive.visible_replies(viewer) if r.thread_id in visible]
    for thread_id, html in texts:
        for number in map(int, re.findall(r'href="/posts/(\d+)/"', html)):
            cited[went.get(number) or number].add(thread_id)
    for pk in visible:
        found = threads.cited_since(viewer=viewer, thread=naive.threads[pk], since=LONG_AGO)
        assert found == len(cited[pk] - {pk}), (pk, found, cited[pk])
        assert threads.cited_since(viewer=viewer, thread=naive.threads[pk], since=clock.now()) == 0


@checks("people.reads.among")
def who_is_among(viewer: Person, naive: Naive) -> None:
    seen = {p.pk for p in naive.present_people(viewer) if p.state == "active"}
    assert people.among(viewer=viewer, numbers=[naive.people]).keys() == seen
    for thread in list(naive.threads.values())[:5]:
        inside = {pk for pk in seen if naive.reads(naive.people[pk], naive.spaces[thread.space_id])}
        but = Person.objects.filter(pk__in=sorted(inside)[:1])
        found = people.among(viewer=viewer, numbers=[naive.people], audience_id=thread.audience_id, but=[but])
        assert found.keys() == set(sorted(inside)[1:])


@checks("people.reads.knowing_any", "people.reads.saying_by_subject")
def who_says_to_know(viewer: Person, naive: Naive) -> None:
    present = {p.pk for p in naive.present_people(viewer) if p.state == "active"}
    names = {s.name: p.pk for p in naive.people.values() for s in p.skills.all()}
    found = people.knowing_any(viewer=viewer, ids=naive.people, subjects=names)
    assert {word: pk for pk, words in found.items() for word in words} == {
        name: pk for name, pk in names.items() if pk in present and len(search_form(name)) > 2
    }
    said = Counter(search_form(name) for name, pk in names.items() if pk in present)
    assert people.saying_by_subject(viewer=viewer) == said


def _signs(viewer: Person, naive: Naive) -> set[Sign]:
    """Every sign of use on a reply that the viewer may read."""
    return _given(naive, {r.pk for r in naive.visible_replies(viewer)})


def _given(naive: Naive, replies: set[int]) -> set[Sign]:
    """Every sign of use on some replies, straight from what people did."""
    if not Consent.objects.filter(measurement="expertise", withdrawn_at=None).exists():
        return set()
    given: set[Sign] = {
        (r.reply_id, "thanked", r.person_id) for r in Reaction.objects.filter(kind="thanks", reply__isnull=False)
    }  # fmt: skip
    given |= {(r.reply_id, "reused", r.person_id) for r in Reuse.objects.all()}
    given |= {
        (p.accepted_id, "accepted", p.accepted_by_id)
        for p in naive.posts.values() if p.accepted_id and p.accepted_by_id
    }  # fmt: skip
    return {s for s in given if s[0] in replies and naive.replies[s[0]].author_id not in (None, s[2])}


def _answerer(pk: int, naive: Naive) -> int | None:
    accepted = naive.posts[pk].accepted_id
    return naive.replies[accepted].author_id if accepted else None
