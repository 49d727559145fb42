"""Voting, choosing, adopting, declining and finishing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.api.publishing import event
from zinvol.apps.content.posts.events import StepTaken, VoteCast
from zinvol.apps.content.posts.models import Option, Post, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel import activity, clock


@transaction.atomic
def take_step(
    *, person: Person, post: Post, state: State, reason: str = "", option: Option | None = None
) -> None:
    """Bring a post to another state, and tell why where others should be able to read that.

    Raises ``PermissionDenied`` for a step this person may not take, ``ValidationError`` for a
    missing reason or choice.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)
    step = next((s for s in _steps(person, post) if s.state == state), None)
    if step is None:
        raise PermissionDenied
    post.thread.space.must_be_alive()
    _check_step(post, step, reason, option)
    post.state = state
    if state == State.OPEN:
        post.closes_at = None  # a poll that is opened again stays open until somebody closes it
    post.save(update_fields=["state", "closes_at"])
    Step.objects.create(
        post=post, state=state, by=person, at=clock.now(), reason=reason.strip()[:500],
        option=option if option and option.post_id == post.pk else None,
    )  # fmt: skip
    Thread.objects.filter(pk=post.pk).update(last_activity_at=clock.now())
    activity.record(event(StepTaken, post, person.pk, state=str(state)))


@transaction.atomic
def vote(*, person: Person, post: Post, option: Option) -> None:
    """Vote in a poll. A named vote may be changed; an anonymous one is only counted."""
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)
    if not spaces.standing(viewer=person, space=post.thread.space).reads or option.post_id != post.pk:
        raise PermissionDenied
    post.thread.space.must_be_alive()
    held = Vote.objects.filter(post=post, person=person).first()
    if not rules.may_vote(
        kind=Kind(post.kind), state=_state(post), has_voted=held is not None, is_anonymous=post.is_anonymous
    ):
        raise ValidationError(_("Voting has closed here."))
    if held is not None and held.option_id is not None:
        Option.objects.filter(pk=held.option_id).update(votes=F("votes") - 1)
    kept = None if post.is_anonymous else option
    # the exact moment of an anonymous vote would tell who voted what to whoever watched the count
    moment = (
        clock.now().replace(hour=0, minute=0, second=0, microsecond=0) if post.is_anonymous else clock.now()
    )
    Vote.objects.update_or_create(post=post, person=person, defaults={"option": kept, "at": moment})
    Option.objects.filter(pk=option.pk).update(votes=F("votes") + 1)
    activity.record(event(VoteCast, post, None if post.is_anonymous else person.pk))


def close_due_polls() -> int:
    """Close the polls whose moment has come; for the worker."""
    due = Post.objects.filter(kind=Kind.POLL, state=State.OPEN, closes_at__lte=clock.now())
    closed = 0
    for post in due.select_related("thread")[:100]:
        with transaction.atomic():
            if Post.objects.filter(pk=post.pk, state=State.OPEN).update(state=State.CLOSED):
                Step.objects.create(post=post, state=State.CLOSED, at=clock.now())
                activity.record(event(StepTaken, post, None, state=str(State.CLOSED)))
                closed += 1
    return closed


def _steps(person: Person, post: Post) -> tuple[rules.Step, ...]:
    keeps = spaces.standing(viewer=person, space=post.thread.space).may_keep
    is_author = post.thread.author_id == person.pk
    return rules.steps(
        Kind(post.kind), _state(post), is_author=is_author, keeps=keeps, leads=person.is_leader
    )


def _state(post: Post) -> State:
    return rules.state_now(Kind(post.kind), State(post.state), closes_at=post.closes_at, now=clock.now())


def _check_step(post: Post, step: rules.Step, reason: str, option: Option | None) -> None:
    if step.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Say why. Everybody who sees this can read it.")})
    if (
        post.kind == Kind.DILEMMA
        and step.state == State.CHOSEN
        and (option is None or option.post_id != post.pk)
    ):
        raise ValidationError({"option": _("Choose one of the options.")})
    if post.kind == Kind.CHALLENGE and step.state == State.CHOSEN:
        chosen = Reply.objects.filter(thread_id=post.pk, chosen_at__isnull=False, deleted_at=None)
        if not chosen.exists():
            raise ValidationError({"reason": _("First choose at least one contribution.")})
