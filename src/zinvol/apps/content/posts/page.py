"""What somebody sees and may do on the page of one conversation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zinvol.apps.content.posts import rules
from zinvol.apps.content.posts.models import Option, Post, Promise, Step, Vote
from zinvol.apps.content.posts.rules import Kind, State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.rules import Role
from zinvol.apps.social.spaces.rules import may_keep as rules_may_keep
from zinvol.apps.social.spaces.rules import may_reply as rules_may_reply
from zinvol.apps.social.threads import reads as threads
from zinvol.kernel import clock


@dataclass(frozen=True)
class PostPage:
    """One conversation as one person sees it."""

    post: Post
    viewer: Person
    opening: threads.Part
    window: threads.Window
    accepted: threads.Part | None
    options: list[Option]
    my_vote: Vote | None
    voters: dict[int, list[Person]]
    """Of a poll that is not anonymous, those who chose an option, by its number."""
    steps: list[Step]
    role: Role | None
    space_level: str
    level: str

    @cached_property
    def option_texts(self) -> dict[int, str]:
        return {option.pk: option.text for option in self.options}

    @cached_property
    def is_author(self) -> bool:
        return self.post.thread.author_id == self.viewer.pk

    @cached_property
    def may_keep(self) -> bool:
        return rules_may_keep(role=self.role, is_administrator=self.viewer.is_administrator)

    @cached_property
    def is_alive(self) -> bool:
        """What stands in an archived space stays as it is; only taking away is possible there."""
        return not self.post.thread.space.is_archived

    @cached_property
    def may_reply(self) -> bool:
        open_ = rules_may_reply(role=self.role, reads=True, is_archived=not self.is_alive)
        return open_ and self.post.thread.closed_at is None

    @cached_property
    def may_accept(self) -> bool:
        return self.is_alive and rules.may_accept(
            kind=Kind(self.post.kind), is_author=self.is_author, keeps=self.may_keep
        )

    @cached_property
    def promise(self) -> Promise | None:
        """What was promised to the asker, while an answer is looked for."""
        return getattr(self.post, "promise", None) if is_looked_for(self.post) else None

    @cached_property
    def may_answer(self) -> bool:
        """Whether somebody who was asked can still help."""
        return self.may_reply and self.post.kind == Kind.QUESTION and self.state != State.SOLVED

    @cached_property
    def is_overdue(self) -> bool:
        return self.promise is not None and self.promise.due_at <= clock.now()

    @cached_property
    def may_pursue(self) -> bool:
        return may_pursue(viewer=self.viewer, post=self.post)

    @cached_property
    def may_check(self) -> bool:
        accepted = self.post.accepted
        return accepted is not None and self.is_alive and rules.may_check(
            person_id=self.viewer.pk, asker_id=self.post.thread.author_id, answerer_id=accepted.author_id, keeps=self.may_keep
        )  # fmt: skip

    @cached_property
    def is_check_due(self) -> bool:
        return self.post.check_at is not None and self.post.check_at <= clock.now()

    @cached_property
    def is_reopened(self) -> bool:
        """Whether this is somebody of another department who comes to a solved question later, for the first time,
        where that may be counted."""
        helper, at = self.post.accepted.author if self.post.accepted else None, self.post.accepted_at
        return (
            getattr(self.post, "measures_reuse", False) and not getattr(self.post, "has_reopened", True)
            and helper is not None and at is not None and at + rules.REOPENED_AFTER <= clock.now()
            and rules.is_other_department(self.viewer.department_id, helper.department_id) and not self.is_author
        )  # fmt: skip

    @cached_property
    def may_reuse(self) -> bool:
        accepted = self.post.accepted
        return (
            accepted is not None
            and self.is_alive
            and rules.may_reuse(
                person_id=self.viewer.pk, asker_id=self.post.thread.author_id, answerer_id=accepted.author_id
            )
        )

    @cached_property
    def may_move(self) -> bool:
        return self.is_alive and (self.is_author or self.may_keep)

    @cached_property
    def may_split(self) -> bool:
        return self.is_alive and self.may_keep

    @cached_property
    def may_choose(self) -> bool:
        return self.is_alive and (self.is_author or self.may_keep)

    @cached_property
    def may_vote(self) -> bool:
        return self.is_alive and rules.may_vote(
            kind=Kind(self.post.kind), state=self.state, has_voted=self.my_vote is not None,
            is_anonymous=self.post.is_anonymous,
        )  # fmt: skip

    @cached_property
    def state(self) -> State:
        post = self.post
        return rules.state_now(Kind(post.kind), State(post.state), closes_at=post.closes_at, now=clock.now())

    @cached_property
    def next_steps(self) -> tuple[rules.Step, ...]:
        if not self.is_alive:
            return ()
        return rules.steps(
            Kind(self.post.kind), self.state, is_author=self.is_author, keeps=self.may_keep,
            leads=self.viewer.is_leader,
        )  # fmt: skip


def is_looked_for(post: Post) -> bool:
    """Whether a question waits for an answer, and somebody can give it."""
    return _goes_on(post) and post.state == State.OPEN


def may_pursue(*, viewer: Person, post: Post) -> bool:
    """Whether the viewer can put a question, as ``find`` gave it, before others: while it is not solved."""
    if not _goes_on(post) or post.state == State.SOLVED:
        return False
    role = getattr(post, "my_role", None)
    keeps = rules_may_keep(role=Role(role) if role else None, is_administrator=viewer.is_administrator)
    return rules.may_pursue(
        is_author=post.thread.author_id == viewer.pk, keeps=keeps, is_manager=viewer.is_community_manager
    )


def _goes_on(post: Post) -> bool:
    """Whether it is a question to which people can still reply."""
    thread = post.thread
    return post.kind == Kind.QUESTION and not thread.space.is_archived and thread.closed_at is None
