"""Coming, going, and what one may do meanwhile."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.world import a_person
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.people import api, reads
from zinvol.apps.social.people.models import Person, Skill
from zinvol.kernel.models import Activity, Job

pytestmark = pytest.mark.django_db


def events(name: str) -> list[dict]:
    return list(Activity.objects.filter(name=name).values_list("refs", flat=True))


def test_an_invitation_makes_an_account_that_waits_and_asks_for_one_mail():
    person = api.invite(administrator_id=None, email="  Jan@Proefstad.Example ", name=" Jan Smit ")
    assert (person.email, person.name, person.state) == ("jan@proefstad.example", "Jan Smit", "invited")
    assert not person.has_usable_password()
    assert Job.objects.get().payload == {"person_id": person.pk, "reason": "invitation"}


def test_an_address_has_one_account_whatever_its_case():
    api.invite(administrator_id=None, email="jan@proefstad.example", name="Jan")
    with pytest.raises(ValidationError):
        api.invite(administrator_id=None, email="JAN@proefstad.example", name="Jan Twee")
    assert Person.objects.count() == 1


def test_one_joins_once():
    person = api.invite(administrator_id=None, email="jan@proefstad.example", name="Jan", send=False)
    api.join(person=person, password="vier losse woorden", name=" Jan Smit ")
    api.join(person=person, password="vijf andere losse woorden")
    assert (person.state, person.name) == ("active", "Jan Smit")
    assert person.check_password("vijf andere losse woorden")
    assert len(events("people.joined")) == 1


def test_the_last_administrator_stays(world):
    with pytest.raises(ValidationError):
        api.change_roles(administrator=world.admin, person=world.admin, roles=["leader"])
    world.admin.refresh_from_db()
    assert (world.admin.is_administrator, world.admin.is_leader) == (True, False)
    api.change_roles(administrator=world.admin, person=world.member, roles=["administrator"])
    api.change_roles(administrator=world.member, person=world.admin, roles=[])
    assert list(Person.objects.filter(is_administrator=True)) == [world.member]


@pytest.mark.parametrize("state", ["invited", "deactivated"])
def test_an_administrator_who_is_not_here_does_not_count(world, state):
    other = a_person("Bea Beheer", roles=["administrator"])
    Person.objects.filter(pk=other.pk).update(state=state)
    with pytest.raises(ValidationError):
        api.change_roles(administrator=world.admin, person=world.admin, roles=[])


def test_nobody_deactivates_oneself(world):
    with pytest.raises(ValidationError):
        api.deactivate(administrator=world.admin, person=world.admin)
    assert Person.objects.get(pk=world.admin.pk).state == "active"


def test_a_deactivation_ends_the_session_at_once(world, client):
    client.force_login(world.member)
    assert client.get("/").status_code == 200
    api.deactivate(administrator=world.admin, person=world.member)
    assert client.get("/").headers["Location"] == "/login"
    assert client.get("/posts/new", headers={"HX-Request": "true"}).status_code == 401


def test_who_comes_back_is_as_before(world):
    api.deactivate(administrator=world.admin, person=world.member)
    api.deactivate(administrator=world.admin, person=world.member)
    api.reactivate(administrator=world.admin, person=world.member)
    api.reactivate(administrator=world.admin, person=world.member)
    person = Person.objects.get(pk=world.member.pk)
    assert (person.state, person.deactivated_at) == ("active", None)
    assert (len(events("people.deactivated")), len(events("people.reactivated"))) == (
        2,
        1,
    )  # one is of the world


def test_a_profile_says_what_changed_and_never_the_words(world):
    api.change_profile(
        person=world.member, actor_id=world.member.pk, function="Adviseur", phone="", knows=["dak", "riet"]
    )
    api.change_profile(
        person=world.member, actor_id=world.member.pk, function="Adviseur", phone="", knows=["dak", "riet"]
    )
    assert events("people.profile_changed") == [{"fields": ["function", "knows"]}]


def test_skills_are_found_without_accents_and_once_each(world):
    api.change_profile(
        person=world.member, actor_id=None, knows=["Reünie", "reunie", "dak"], learns=["reünie"]
    )
    assert list(Skill.objects.filter(relation="knows").values_list("name", flat=True)) == ["Reünie", "dak"]
    assert [p.name for p in reads.knowing(viewer=world.outsider, query="REUNIE")] == ["Mina de Lid"]


def test_a_skill_that_grows_when_it_is_folded_fits_all_the_same(world):
    api.change_profile(person=world.member, actor_id=None, knows=["\ufdfa" * 60])
    assert len(Skill.objects.get().search_name) == 80


def test_only_what_belongs_to_a_profile_can_be_changed_with_it(world):
    with pytest.raises(TypeError):
        api.change_profile(person=world.member, actor_id=None, is_administrator=True)


@pytest.mark.parametrize(
    ("language", "theme", "kept"),
    [
        ("en", "dark", ("en", "dark")),
        ("fr", "neon", ("nl", "")),
        ("", "light", ("nl", "light")),
        (None, None, ("nl", "")),
    ],
)
def test_preferences_are_kept_when_they_exist(world, language, theme, kept):
    api.set_preferences(person=world.member, language=language, theme=theme)
    world.member.refresh_from_db()
    assert (world.member.language, world.member.theme) == kept


def test_people_are_found_by_any_part_of_their_name_those_who_begin_with_it_first(world):
    for name in ("Özgür Şahin", "Łukasz Minkowski", "Wilhelmina Smit"):
        a_person(name)
    assert [p.name for p in reads.named(viewer=world.keeper, query="min")] == [
        "Mina de Lid",
        "Łukasz Minkowski",
        "Wilhelmina Smit",
    ]
    assert [p.name for p in reads.named(viewer=world.keeper, query="sahin OZ")] == ["Özgür Şahin"]
    assert reads.named(viewer=world.keeper, query="weg") == []  # who left is not offered


def test_the_directory_filters_by_branch_skill_place_and_words(world):
    team = organisation.add_department(administrator_id=None, name="Paspoorten", parent=world.department)
    api.change_profile(
        person=world.member,
        actor_id=None,
        department=team,
        location="Zuid",
        function="Adviseur",
        knows=["rieten daken"],
    )
    ask = lambda **query: [p.name for p in reads.directory(viewer=world.outsider, **query).people]  # noqa: E731
    assert ask(department=world.department) == ["Koen Houder", "Mina de Lid"]
    assert (
        ask(department=team)
        == ask(location="zuid")
        == ask(skill="Rieten Daken")
        == ask(query="adv")
        == ["Mina de Lid"]
    )
    assert ask(query="riet mina") == ["Mina de Lid"]
    assert ask(query="riet koen") == []
