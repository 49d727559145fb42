"""What the first page shows: what waits for a person, and what is new where they take part."""

from __future__ import annotations

from dataclasses import dataclass

from zinvol.apps.content.posts import reads as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Space
from zinvol.apps.social.threads.models import Mention


@dataclass(frozen=True)
class Today:
    """The page, in the order in which it is read."""

    mentions: list[Mention]
    to_answer: list[Post]
    to_accept: list[Post]
    invitations: list[Invitation]
    requests: list[JoinRequest]
    idle: list[Space]
    new: posts.Stream

    @property
    def waiting(self) -> int:
        kinds = (self.mentions, self.to_answer, self.to_accept, self.invitations, self.requests, self.idle)
        return sum(len(kind) for kind in kinds)


def today(*, viewer: Person, organisation: Organisation) -> Today:
    return Today(
        mentions=posts.mentions_waiting(viewer=viewer, limit=5),
        to_answer=posts.to_answer(viewer=viewer, limit=4),
        to_accept=posts.to_accept(viewer=viewer, limit=3),
        invitations=spaces.invitations(viewer=viewer),
        requests=spaces.requests(keeper=viewer),
        idle=spaces.idle(keeper=viewer, days=organisation.idle_days),
        new=posts.new_for(viewer=viewer),
    )
