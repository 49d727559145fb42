from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zinvol.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PostEvent(Event):
    name: ClassVar[str] = "posts.event"
    subject_kind: ClassVar[str] = "thread"
    kind: str


@dataclass(frozen=True, kw_only=True)
class PostPublished(PostEvent):
    """Somebody opened a conversation."""

    name: ClassVar[str] = "posts.published"


@dataclass(frozen=True, kw_only=True)
class UrgentCalled(PostEvent):
    """A new post was made urgent: it reaches all members at once, at any hour."""

    name: ClassVar[str] = "posts.urgent_called"


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostEvent):
    """The words of a post changed, or a new version of unfinished work came."""

    name: ClassVar[str] = "posts.edited"


@dataclass(frozen=True, kw_only=True)
class PostDeleted(PostEvent):
    """A post was taken away."""

    name: ClassVar[str] = "posts.deleted"


@dataclass(frozen=True, kw_only=True)
class PostRestored(PostEvent):
    """A deleted post came back."""

    name: ClassVar[str] = "posts.restored"


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(PostEvent):
    """A question got its first substantive reply from somebody else."""

    name: ClassVar[str] = "posts.question_answered"
    reply_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(PostEvent):
    """A reply was marked as the answer that helped."""

    name: ClassVar[str] = "posts.answer_accepted"
    reply_id: int
    answerer_id: int | None


@dataclass(frozen=True, kw_only=True)
class AnswerWithdrawn(PostEvent):
    """The mark of the answer that helped was taken away, also when another takes its place. ``reply_id`` is unknown
    in lines from before it was told."""

    name: ClassVar[str] = "posts.answer_withdrawn"
    reply_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StepTaken(PostEvent):
    """A post went to another state: chosen, adopted, declined, done, closed, or open again."""

    name: ClassVar[str] = "posts.step_taken"
    state: str


@dataclass(frozen=True, kw_only=True)
class ContributionChosen(PostEvent):
    """A contribution to a challenge was chosen, or no longer (``is_on`` false)."""

    name: ClassVar[str] = "posts.contribution_chosen"
    reply_id: int
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class VoteCast(PostEvent):
    """Somebody voted; for what is not told here."""

    name: ClassVar[str] = "posts.vote_cast"


@dataclass(frozen=True, kw_only=True)
class QuestionClimbed(PostEvent):
    """A question that waits for an answer went on to others; ``stage`` says to whom."""

    name: ClassVar[str] = "posts.question_climbed"
    stage: str


@dataclass(frozen=True, kw_only=True)
class PersonAsked(PostEvent):
    """Somebody was asked in person whether they know the answer."""

    name: ClassVar[str] = "posts.person_asked"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AskDeclined(PostEvent):
    """Who was asked does not know it either, or (``is_on`` false) does after all."""

    name: ClassVar[str] = "posts.ask_declined"
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class AnswerReused(PostEvent):
    """An accepted answer helped somebody else too, or (``is_on`` false) did not after all."""

    name: ClassVar[str] = "posts.answer_reused"
    reply_id: int
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class AnswerChecked(PostEvent):
    """Somebody said whether an old answer still holds."""

    name: ClassVar[str] = "posts.answer_checked"
    reply_id: int
    verdict: str
