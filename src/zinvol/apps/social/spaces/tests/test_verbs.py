"""Opening a space, taking part in it, keeping it, letting it rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.world import a_person, a_post, a_reply, join
from zinvol.apps.content.posts import api as posts
from zinvol.apps.social.people import api as people
from zinvol.apps.social.spaces import api, reads
from zinvol.apps.social.spaces.models import Invitation, JoinRequest, Membership, Space, role_of
from zinvol.apps.social.spaces.rules import Level, Role
from zinvol.kernel import clock
from zinvol.kernel.access import is_in
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


def events(name: str) -> int:
    return Activity.objects.filter(name=name).count()


def test_a_space_begins_with_keepers_who_read_it(world):
    space = api.open_space(
        founder=world.member,
        name="Daken",
        purpose="Zodat het droog blijft.",
        keepers=[world.keeper, world.member],
    )
    assert {m.person: m.role for m in space.memberships.all()} == {
        world.member: "keeper",
        world.keeper: "keeper",
    }
    assert (events("spaces.opened"), space.slug) == (4, "daken")  # three are of the world


def test_a_guest_opens_no_space(world):
    with pytest.raises(PermissionDenied):
        api.open_space(founder=world.guest, name="Van buiten", purpose="Zodat.")
    assert Space.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "slugs"),
    [("Daken", ["daken", "daken-2", "daken-3"]), ("new", ["new-2", "new-3", "new-4"]), ("日本", ["space", "space-2", "space-3"]), ("a" * 80, ["a" * 80, "a" * 80 + "-2", "a" * 80 + "-3"])],
)  # fmt: skip
def test_every_space_has_an_address_of_its_own(world, name, slugs):
    made = [api.open_space(founder=world.keeper, name=name, purpose="Zodat.").slug for _ in range(3)]
    assert made == slugs


def test_one_joins_an_open_space_and_leaves_it(world):
    api.join(space=world.open, person=world.outsider)
    api.join(space=world.open, person=world.outsider)
    assert role_of(world.open, world.outsider) == Role.MEMBER
    api.leave(space=world.open, person=world.outsider)
    api.leave(space=world.open, person=world.outsider)
    assert role_of(world.open, world.outsider) is None


@pytest.mark.parametrize(
    ("access", "who"),
    [("closed", "outsider"), ("secret", "outsider"), ("open", "guest"), ("secret", "guest")],
)
def test_elsewhere_one_does_not_join_by_oneself(world, access, who):
    space, person = getattr(world, access), getattr(world, who)
    with pytest.raises(PermissionDenied):
        api.join(space=space, person=person)
    assert role_of(space, person) is None


def test_the_last_keeper_stays_until_there_is_another(world):
    for act in (
        lambda: api.leave(space=world.open, person=world.keeper),
        lambda: api.take_out(space=world.open, keeper=world.admin, person=world.keeper),
        lambda: api.give_role(space=world.open, keeper=world.keeper, person=world.keeper, role=Role.MEMBER),
    ):
        with pytest.raises(ValidationError):
            act()
    api.give_role(space=world.open, keeper=world.keeper, person=world.member, role=Role.KEEPER)
    api.leave(space=world.open, person=world.keeper)
    assert [p.name for p in reads.keepers(world.open)] == ["Mina de Lid"]


def test_a_keeper_who_left_the_organisation_does_not_count(world):
    api.give_role(space=world.open, keeper=world.keeper, person=world.member, role=Role.KEEPER)
    people.deactivate(administrator=world.admin, person=world.member)
    with pytest.raises(ValidationError):
        api.leave(space=world.open, person=world.keeper)
    assert role_of(world.open, world.keeper) == Role.KEEPER


def test_a_guest_keeps_nothing(world):
    with pytest.raises(ValidationError):
        api.give_role(space=world.closed, keeper=world.keeper, person=world.guest, role=Role.KEEPER)
    assert role_of(world.closed, world.guest) == Role.MEMBER


@pytest.mark.parametrize("verb", ["archive", "revive"])
def test_only_a_keeper_or_the_administrator_keeps(world, verb):
    for person in (world.member, world.outsider, world.guest, world.leader):
        with pytest.raises(PermissionDenied):
            getattr(api, verb)(space=world.open, keeper=person)
        with pytest.raises(PermissionDenied):
            api.change(space=world.open, keeper=person, name="Van mij")
        with pytest.raises(PermissionDenied):
            api.take_out(space=world.open, keeper=person, person=world.member)
    api.change(space=world.open, keeper=world.admin, name="Van de beheerder")
    assert Space.objects.get(pk=world.open.pk).name == "Van de beheerder"


def test_one_asks_the_keepers_once_and_they_let_one_in(world):
    api.ask_to_join(space=world.closed, person=world.outsider, message="Ik help graag.")
    api.ask_to_join(space=world.closed, person=world.outsider, message="Nogmaals.")
    asked = JoinRequest.objects.get()
    assert (asked.message, events("spaces.join_asked")) == ("Ik help graag.", 1)
    assert [r.person for r in reads.requests(keeper=world.keeper)] == [world.outsider]
    assert reads.requests(keeper=world.member) == []
    with pytest.raises(PermissionDenied):
        api.accept_request(request=asked, keeper=world.member)
    api.accept_request(request=asked, keeper=world.keeper)
    assert (role_of(world.closed, world.outsider), is_in(world.outsider, world.closed.audience_id)) == (
        Role.MEMBER,
        True,
    )
    assert JoinRequest.objects.count() == 0


def test_a_declined_request_is_gone_and_may_be_made_again(world):
    api.ask_to_join(space=world.closed, person=world.outsider)
    api.decline_request(request=JoinRequest.objects.get(), keeper=world.keeper)
    assert (JoinRequest.objects.count(), role_of(world.closed, world.outsider)) == (0, None)
    api.ask_to_join(space=world.closed, person=world.outsider)
    assert JoinRequest.objects.count() == 1


def test_one_does_not_ask_for_what_is_secret_resting_or_joined(world):
    api.archive(space=world.closed, keeper=world.keeper)
    for space, person in (
        (world.secret, world.outsider),
        (world.closed, world.outsider),
        (world.open, world.member),
    ):
        with pytest.raises(PermissionDenied):
            api.ask_to_join(space=space, person=person)
    assert JoinRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("access", "by", "may"),
    [
        ("open", "member", True), ("open", "keeper", True), ("open", "outsider", False), ("open", "admin", False), ("closed", "member", False), ("closed", "keeper", True),
        ("closed", "admin", True), ("secret", "member", False), ("secret", "keeper", True),
    ],
)  # fmt: skip
def test_an_invitation_comes_from_a_member_where_it_is_open_and_from_a_keeper_elsewhere(
    world, access, by, may
):
    space = getattr(world, access)
    if may:
        api.invite(space=space, member=getattr(world, by), person=world.leader)
        api.join(space=space, person=world.leader)
    else:
        with pytest.raises(PermissionDenied):
            api.invite(space=space, member=getattr(world, by), person=world.leader)
    assert (role_of(space, world.leader) is not None, Invitation.objects.count()) == (may, 0)


def test_a_guest_is_let_in_by_a_keeper_and_is_in_at_once(world):
    guest = a_person("Gea van Buiten", kind="guest")
    with pytest.raises(PermissionDenied):
        api.invite(space=world.open, member=world.member, person=guest)
    api.invite(space=world.open, member=world.keeper, person=guest)
    assert (role_of(world.open, guest), Invitation.objects.filter(person=guest).count()) == (Role.MEMBER, 0)


def test_an_archived_space_is_read_and_not_written_in_until_it_is_revived(world):
    post = a_post(world.member, world.open)
    api.archive(space=world.open, keeper=world.keeper)
    api.archive(space=world.open, keeper=world.keeper)
    assert events("spaces.archived") == 1
    with pytest.raises(PermissionDenied):
        a_post(world.keeper, world.open)
    with pytest.raises(PermissionDenied):
        a_reply(world.keeper, post)
    assert reads.directory(viewer=world.outsider)[0] == [world.closed]
    assert reads.directory(viewer=world.outsider, archived=True)[0] == [world.open]
    api.revive(space=world.open, keeper=world.keeper)
    world.open.refresh_from_db()
    assert a_post(world.keeper, world.open).pk == post.pk + 1


def test_another_access_changes_who_sees_what_is_there(world):
    assert not is_in(world.outsider, world.closed.audience_id)
    api.change(space=world.closed, keeper=world.keeper, access="open")
    assert is_in(world.outsider, world.closed.audience_id)
    api.change(space=world.closed, keeper=world.keeper, access="secret")
    assert not Space.objects.visible_to(world.outsider).filter(pk=world.closed.pk).exists()
    assert Space.objects.visible_to(world.guest).filter(pk=world.closed.pk).exists()


def test_a_change_that_changes_nothing_is_no_news(world):
    api.change(space=world.open, keeper=world.keeper, name="open ruimte", purpose="Zodat open werkt.")
    assert events("spaces.changed") == 0


def test_who_did_not_choose_a_level_follows_that_of_the_space(world):
    def held(person):
        return Membership.objects.get(space=world.open, person=person).level

    api.set_level(space=world.open, person=world.member, level=Level.MENTIONS)
    api.change(space=world.open, keeper=world.keeper, level=Level.EVERYTHING)
    api.join(space=world.open, person=world.outsider)
    assert (held(world.member), held(world.keeper), held(world.outsider)) == (
        "mentions", "everything", "everything",
    )  # fmt: skip
    api.set_level(space=world.open, person=world.member, level=None)
    assert held(world.member) == "everything"
    api.change(space=world.open, keeper=world.keeper, level=Level.POSTS)
    assert (held(world.member), held(world.outsider)) == ("posts", "posts")


@pytest.mark.parametrize("level", list(Level))
def test_a_member_says_how_much_to_notice(world, level):
    api.set_level(space=world.open, person=world.member, level=level)
    api.set_level(space=world.open, person=world.outsider, level=level)
    assert Membership.objects.get(space=world.open, person=world.member).level == level
    assert role_of(world.open, world.outsider) is None


def test_a_keeper_is_told_of_a_space_in_which_nothing_was_written(world):
    with clock.at(clock.now() + timedelta(days=59)):
        assert reads.idle(keeper=world.keeper, days=60) == []
    with clock.at(clock.now() + timedelta(days=61)):
        assert set(reads.idle(keeper=world.keeper, days=60)) == {world.open, world.closed, world.secret}
        assert reads.idle(keeper=world.member, days=60) == []
        posts.publish(author=world.member, space=world.open, kind="update", title="Er gebeurt wat")
        assert set(reads.idle(keeper=world.keeper, days=60)) == {world.closed, world.secret}


def test_members_are_found_without_accents(world):
    person = a_person("Özgür Şahin")
    join(world.open, person, by=world.keeper)
    found, total = reads.members(space=world.open, query="Şahin")
    assert ([m.person for m in found], total) == ([person], 1)
    assert reads.members(space=world.open, query="ozgur")[1] == 1


def test_one_writes_where_one_may_own_spaces_first(world):
    api.open_space(founder=world.keeper, name="Aankondigingen", purpose="Zodat.", posting="keepers")
    anybody = api.open_space(founder=world.keeper, name="Balie", purpose="Zodat.", posting="everyone")
    assert reads.writable(world.outsider) == [anybody]
    assert reads.writable(world.member) == [world.closed, world.open, world.secret, anybody]
    assert [s.name for s in reads.writable(world.keeper)] == [
        "Aankondigingen",
        "Balie",
        "closed ruimte",
        "open ruimte",
        "secret ruimte",
    ]
    assert reads.writable(world.guest) == [world.closed]
