"""The tree of departments and the one row of settings."""

import pytest
from django.core.exceptions import ValidationError

from zinvol.apps.social.organisation import api, reads
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.kernel.models import Activity

pytestmark = pytest.mark.django_db


def a_department(name, parent=None):
    return api.add_department(administrator_id=None, name=name, parent=parent)


@pytest.fixture
def tree():
    """Dienst, with Wonen and Zorg in it, and Jeugd in Zorg."""
    dienst = a_department("Dienst")
    zorg = a_department("Zorg", dienst)
    return {
        "Dienst": dienst,
        "Zorg": zorg,
        "Wonen": a_department("Wonen", dienst),
        "Jeugd": a_department("Jeugd", zorg),
    }


def paths():
    return {d.name: d.path for d in Department.objects.all()}


def test_the_tree_is_read_from_above_in_the_order_of_names(tree):
    found = [(b.department.name, b.depth) for b in reads.department_tree()]
    assert found == [("Dienst", 0), ("Wonen", 1), ("Zorg", 1), ("Jeugd", 2)]


def test_whatever_hangs_below_moves_along(tree):
    zorg, jeugd = tree["Zorg"], tree["Jeugd"]
    api.move_department(administrator_id=None, department=zorg, name="Zorg en jeugd", parent=None)
    assert paths()["Jeugd"] == f"/{zorg.pk}/{jeugd.pk}/"
    assert paths()["Zorg en jeugd"] == f"/{zorg.pk}/"


@pytest.mark.parametrize("below", ["Dienst", "Zorg", "Jeugd"])
def test_a_department_never_hangs_below_itself(tree, below):
    before = paths()
    with pytest.raises(ValidationError, match="onderdeel"):
        api.move_department(
            administrator_id=None, department=tree["Dienst"], name="Dienst", parent=tree[below]
        )
    assert paths() == before


def test_a_department_with_parts_stays(tree):
    with pytest.raises(ValidationError):
        api.remove_department(administrator_id=None, department=tree["Zorg"])
    api.remove_department(administrator_id=None, department=tree["Jeugd"])
    assert sorted(paths()) == ["Dienst", "Wonen", "Zorg"]


def test_there_is_one_organisation():
    api.found(name="Proefstad")
    with pytest.raises(ValidationError):
        api.found(name="Nog een")
    assert Organisation.objects.get().name == "Proefstad"


def test_settings_that_stay_the_same_are_no_news():
    api.found(name="Proefstad")
    api.change_settings(administrator_id=None, name="Proefstad", accent="#006754")
    assert Activity.objects.count() == 0
    api.change_settings(administrator_id=None, name="Proefdorp", accent="#006754")
    assert Activity.objects.get().refs == {"settings": ["name"]}


def test_an_accent_that_cannot_be_read_changes_nothing():
    api.found(name="Proefstad")
    with pytest.raises(ValidationError) as refused:
        api.change_settings(administrator_id=None, name="Proefdorp", accent="#ffff00")
    assert list(refused.value.message_dict) == ["accent"]
    assert Organisation.objects.get().name == "Proefstad"
