"""Steps, answers and votes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import F

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import AnswerAccepted, ContributionChosen, StepTaken, VoteCast
from zinvol.apps.content.posts.loading.stepping import CHOSEN_REPLY, ENDED, REOPENED, state_of
from zinvol.apps.content.posts.models import Option, Post, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.threads import loading as threads
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records

Found = tuple[int, Any, Post]
"""A line, its record and the post that it is about."""


def load_steps(steps: Sequence[tuple[int, records.Step]], loading: Loading) -> int:
    """Take the steps that are not here yet, in the order of time; returns how many."""
    sorts: dict[str, list[Found]] = {"ended": [], "reopened": [], "accepted": [], "chosen": [], "taken": []}
    for line, record, post in _about(steps, loading):
        sorts[_sort(record, post, state_of(post.kind, record.state))].append((line, record, post))
    done = _end(sorts["ended"], loading)
    reopened = _reopen(sorts["reopened"], loading)
    done += len(reopened)
    done += _accept([(i, r.reply, r.by, r.at, post) for i, r, post in sorts["accepted"]], loading)
    done += _choose(sorts["chosen"], loading)
    again = [found for found in sorts["reopened"] if found[2].pk not in reopened]
    return done + _take(sorted([*sorts["taken"], *again], key=lambda found: found[0]), loading)


def load_answers(answers: Sequence[tuple[int, records.Answer]], loading: Loading) -> int:
    """Mark the replies that helped, where none is marked; returns how many."""
    given = [(i, r.reply, r.accepted_by, r.accepted_at, post) for i, r, post in _about(answers, loading)]
    return _accept(given, loading)


def load_votes(votes: Sequence[tuple[int, records.Vote]], loading: Loading) -> int:
    """Add votes that are not here yet; one a person. Returns how many."""
    rows: dict[tuple[int, int], tuple[Post, Vote]] = {}
    for line, record, post in _about(votes, loading):
        person_id = loading.origins.get("person", record.person)
        if person_id is None:
            continue
        if (post.pk, person_id) in rows:
            loading.tell(line, "a second vote of the same person was left out")
            continue
        option_id = None if post.is_anonymous else loading.origins.get("option", record.option)
        at = _day(record.at) if post.is_anonymous else record.at
        rows[post.pk, person_id] = post, Vote(post=post, person_id=person_id, option_id=option_id, at=at)
    held = Vote.objects.filter(post_id__in={p for p, _ in rows}, person_id__in={p for _, p in rows})
    for pair in held.values_list("post_id", "person_id"):
        rows.pop(pair, None)
    Vote.objects.bulk_create([vote for _, vote in rows.values()])
    _count_votes([vote for _, vote in rows.values()])
    for post, vote in rows.values():
        loading.record(event(VoteCast, post, None if post.is_anonymous else vote.person_id), vote.at)
    return len(rows)


def close_due_polls(keys: Iterable[str], loading: Loading) -> None:
    """Close the polls of a file whose moment had come when they were loaded."""
    numbers = [number for key in keys if (number := loading.origins.get("thread", key))]
    due = Post.objects.filter(
        pk__in=numbers, kind=Kind.POLL, state=State.OPEN, closes_at__lte=loading.now
    ).select_related("thread")
    later = set(
        Step.objects.filter(post__in=due, at__gte=F("post__closes_at")).values_list("post_id", flat=True)
    )
    for post in due:
        if post.pk in later:
            continue
        moment = post.closes_at or loading.now
        Step.objects.create(post=post, state=State.CLOSED, at=moment)
        Post.objects.filter(pk=post.pk).update(state=State.CLOSED)
        loading.record(event(StepTaken, post, None, state=str(State.CLOSED)), moment)


def _about(given: Sequence[tuple[int, Any]], loading: Loading) -> list[Found]:
    numbers = {n for _, r in given if (n := loading.origins.get("thread", r.message))}
    posts = Post.objects.filter(pk__in=numbers).select_related("thread").defer("body", "html").in_bulk()
    merged = threads.merged_away(numbers)
    found = []
    for line, record in given:
        post = posts.get(loading.origins.get("thread", record.message) or 0)
        if post is None:
            loading.tell(line, f"the conversation {record.message!r} is not here")
        elif post.pk not in merged:
            found.append((line, record, post))
    return found


def _sort(record: records.Step, post: Post, state: State | str | None) -> str:
    if state == ENDED:
        return "ended"
    if state == CHOSEN_REPLY:
        return "chosen"
    if state == REOPENED:
        return "reopened"
    return "accepted" if state == State.SOLVED and record.reply else "taken"


def _end(found: list[Found], loading: Loading) -> int:
    get = loading.origins.get
    return threads.end_threads({p.pk: (r.at, get("person", r.by), r.reason) for _, r, p in found}, loading)


def _reopen(found: list[Found], loading: Loading) -> set[int]:
    """A conversation that was closed is open again; else the post itself takes a step back."""
    return threads.reopen_threads(
        {p.pk: (r.at, loading.origins.get("person", r.by)) for _, r, p in found}, loading
    )


def _accept(given: list[tuple[int, str, str | None, datetime, Post]], loading: Loading) -> int:
    get = loading.origins.get
    wanted = {number for _, key, *_ in given if (number := get("reply", key))}
    replies = Reply.objects.filter(pk__in=wanted, deleted_at=None).in_bulk()
    marked: dict[int, Post] = {}
    for line, key, by, at, post in given:
        reply = replies.get(get("reply", key) or 0)
        if post.kind != Kind.QUESTION or reply is None:
            loading.tell(
                line, "only a reply to a question can be the answer that helped, and it must be here"
            )
        elif reply.thread_id == post.pk and post.accepted_id is None and post.pk not in marked:
            post.accepted_id, post.accepted_by_id, post.accepted_at = reply.pk, get("person", by), at
            post.answered_at = post.answered_at or reply.created_at
            post.state, post.check_at = State.SOLVED, rules.check_due(None, now=at)
            marked[post.pk] = post
            accepted = event(
                AnswerAccepted, post, post.accepted_by_id, reply_id=reply.pk, answerer_id=reply.author_id
            )
            loading.record(accepted, at)
    fields = ["accepted", "accepted_by", "accepted_at", "answered_at", "state", "check_at"]
    Post.objects.bulk_update(marked.values(), fields, batch_size=100)
    return len(marked)


def _choose(found: list[Found], loading: Loading) -> int:
    return _choose_replies([(r.reply, r.at, r.by, post) for _, r, post in found if r.reply], loading)


def _choose_replies(given: list[tuple[str, datetime, str | None, Post]], loading: Loading) -> int:
    get = loading.origins.get
    wanted = {number: (at, by, post) for key, at, by, post in given if (number := get("reply", key))}
    chosen = threads.choose_replies({number: at for number, (at, _, _) in wanted.items()})
    for reply in chosen:
        at, by, post = wanted[reply.pk]
        loading.record(event(ContributionChosen, post, get("person", by), reply_id=reply.pk), at)
    return len(chosen)


def _take(found: list[Found], loading: Loading) -> int:
    get = loading.origins.get
    rows, taken = [], []
    for line, record, post in found:
        state = state_of(post.kind, record.state)
        if state == REOPENED and post.kind == Kind.UPDATE:
            loading.tell(line, "an update was not closed, so it is not opened again")
            continue
        rows.append(
            Step(
                post=post, state=State(state) if state and state in State else State.OPEN, by_id=get("person", record.by),
                at=record.at, reason=loading.cut(line, "`reason`", record.reason.strip(), 500),
                option_id=get("option", record.option), reply_id=get("reply", record.reply),
            )
        )  # fmt: skip
        taken.append(record)
    held = Step.objects.filter(post_id__in={row.post_id for row in rows})
    known: set[tuple[Any, ...]] = set(held.values_list("post_id", "state", "at", "by_id"))
    new = []
    for row, record in zip(rows, taken, strict=True):
        key = (row.post_id, str(row.state), row.at, row.by_id)
        if key not in known:
            known.add(key)
            new.append((row, record))
    Step.objects.bulk_create([row for row, _ in new])
    for row, _ in new:
        loading.record(event(StepTaken, row.post, row.by_id, state=str(row.state)), row.at)
    _choose_replies(
        [(r.reply, r.at, r.by, row.post) for row, r in new if r.reply and row.post.kind == Kind.CHALLENGE],
        loading,
    )
    _settle({row.post_id for row, _ in new})
    threads.stir_many(_latest((row.post_id, row.at) for row, _ in new))
    return len(new)


def _settle(post_ids: set[int]) -> None:
    """Bring posts in the state of their latest step; a question with an answer stays solved."""
    steps = Step.objects.filter(post_id__in=post_ids).order_by("at", "pk")
    last: dict[int, str] = dict(steps.values_list("post_id", "state"))
    by_state: dict[str, list[int]] = {}
    for post_id, state in last.items():
        by_state.setdefault(state, []).append(post_id)
    for state, numbers in by_state.items():
        Post.objects.filter(pk__in=numbers, accepted=None).update(state=state)


def _count_votes(votes: list[Vote]) -> None:
    counts: dict[int, int] = {}
    for vote in votes:
        if vote.option_id:
            counts[vote.option_id] = counts.get(vote.option_id, 0) + 1
    for option_id, count in counts.items():
        Option.objects.filter(pk=option_id).update(votes=F("votes") + count)


def _latest(moments: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    latest: dict[int, datetime] = {}
    for key, moment in moments:
        latest[key] = max(moment, latest.get(key, moment))
    return latest


def _day(moment: datetime) -> datetime:
    """The exact moment of an anonymous vote would tell too much."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
