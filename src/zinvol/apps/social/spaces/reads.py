"""What the screens about spaces show; every function takes the one who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import search_form
from zinvol.apps.social.spaces import queries, rules
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space
from zinvol.apps.social.spaces.rules import Access, Posting, Role
from zinvol.kernel import clock
from zinvol.kernel.access import audiences_of, is_in

PAGE = 30


@dataclass(frozen=True)
class Standing:
    """How a person stands in a space: what the page offers follows from it."""

    space: Space
    membership: Membership | None
    reads: bool
    is_administrator: bool
    is_guest: bool
    is_invited: bool = False
    has_asked: bool = False

    @property
    def role(self) -> Role | None:
        return Role(self.membership.role) if self.membership else None

    @property
    def may_post(self) -> bool:
        posting = Posting(self.space.posting)
        return rules.may_post(
            posting=posting, role=self.role, reads=self.reads, is_archived=self.space.is_archived
        )

    @property
    def may_reply(self) -> bool:
        return rules.may_reply(role=self.role, reads=self.reads, is_archived=self.space.is_archived)

    @property
    def may_keep(self) -> bool:
        return rules.may_keep(role=self.role, is_administrator=self.is_administrator)

    @property
    def may_join(self) -> bool:
        access = Access(self.space.access)
        return self.membership is None and rules.may_join(
            access=access, is_guest=self.is_guest, is_invited=self.is_invited
        )


def find(*, viewer: Person, slug: str) -> Space:
    """A space whose existence the viewer may know; raises ``Space.DoesNotExist`` else."""
    found = queries.find.first(viewer, slug)
    if found is None:
        raise Space.DoesNotExist
    return found


def standing(*, viewer: Person, space: Space) -> Standing:
    membership = queries.standing.first(viewer, space.pk)
    is_invited, has_asked = (queries.door.first(viewer, space.pk) or (False, False)) if membership is None else (False, False)  # fmt: skip
    return Standing(
        space=space,
        membership=membership,
        reads=(membership is not None and viewer.is_active) or is_in(viewer, space.audience_id),
        is_administrator=viewer.is_administrator,
        is_guest=viewer.is_guest,
        is_invited=is_invited,
        has_asked=has_asked,
    )


def keepers(space: Space) -> list[Person]:
    """Who keeps a space: whom one may turn to."""
    return queries.keepers.all(space.pk)


def mine(viewer: Person) -> QuerySet[Membership]:
    """The spaces a person takes part in, by name, archived ones left out."""
    mine = Membership.objects.filter(person=viewer, space__archived_at=None)
    return mine.select_related("space").order_by("space__name")


def directory(
    *, viewer: Person, query: str = "", kind: str = "", archived: bool = False, page: int = 1
) -> tuple[list[Space], bool]:
    """A page of the spaces that the viewer may know of, with members counted and ``is_mine``;
    and whether there are more."""
    start = (page - 1) * PAGE
    some = queries.directory.part(start, PAGE + 1, viewer, kind or None, archived, *query.split()[:5])
    return some[:PAGE], len(some) > PAGE


def writable(viewer: Person) -> list[Space]:
    """The spaces where a person may open a conversation, own ones first."""
    role = Membership.objects.filter(space=OuterRef("pk"), person=viewer)
    found = (
        Space.objects.living()
        .filter(audience_id__in=audiences_of(viewer))
        .annotate(is_mine=Exists(role), is_keeper=Exists(role.filter(role=Role.KEEPER)))
        .filter(Q(posting=Posting.EVERYONE) | Q(posting=Posting.MEMBERS, is_mine=True) | Q(is_keeper=True))
        .annotate(members=Count("memberships"))
        .order_by("-is_mine", "name")
    )
    return list(found[:300])


def members(*, space: Space, query: str = "", page: int = 1) -> tuple[list[Membership], int]:
    """A page of members, keepers first, and how many there are."""
    found = Membership.objects.filter(space=space).exclude(person__state=Person.State.ERASED)
    if query:
        found = found.filter(person__search_name__contains=search_form(query))
    found = found.select_related("person__department").order_by("role", "person__search_name")
    return list(found[(page - 1) * 60 : page * 60]), found.count()


def requests(*, keeper: Person) -> list[JoinRequest]:
    """Who waits to be let in where this person keeps the door."""
    return queries.requests.top(20, keeper)


def invitations(*, viewer: Person) -> list[Invitation]:
    return queries.invitations.top(20, viewer)


def idle(*, keeper: Person, days: int) -> list[Space]:
    """Spaces this person keeps in which nothing was written for ``days``."""
    return queries.idle.top(10, keeper, clock.now() - timedelta(days=days))
