"""How names are shown and found."""

import pytest

from zinvol.apps.social.people import rules


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mina de Lid", "ML"),
        ("Jan van der Berg", "JB"),
        ("Van der Berg", "B"),
        ("de", "D"),
        ("Anne-Marie van 't Hof", "AH"),
        ("Özgür Şahin", "ÖŞ"),
        ("ılkay ışık", "II"),
        ("Łukasz Żółty", "ŁŻ"),
        ("élodie du Pont", "ÉP"),
        ("Cher", "C"),
        ("王 小明", "王小"),
        ("123 456", "?"),
        ("@anna 9lives", "?"),
        ("", "?"),
    ],
)
def test_initials_are_of_first_and_last_name(name, letters):
    assert rules.initials(name) == letters


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Zoë Bäcker-Jansen", "zoe backer jansen"),
        ("J.P. de Vries", "j p de vries"),
        ("Anne van 't Hof", "anne van t hof"),
        ("Anne van ’t Hof", "anne van t hof"),
        ("Özgür ŞAHİN", "ozgur sahin"),
        ("Iğdır", "igdir"),
        ("Łukasz Żółty", "lukasz zolty"),
        ("STRAẞE", "strasse"),
        ("  Jan \n  Smit ", "jan smit"),
        ("Ｊａｎ", "jan"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_accents_and_case(name, form):
    assert rules.search_form(name) == form
    assert rules.search_form(rules.search_form(name)) == form


def test_only_who_was_deactivated_can_be_erased():
    assert {s: rules.may_be_erased(s) for s in ("active", "invited", "deactivated", "erased")} == {
        "active": False, "invited": False, "deactivated": True, "erased": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("dak, riet; goten\nzink", ["dak", "riet", "goten", "zink"]),
        ("Dak, dak ,DAK", ["Dak"]),
        ("  veel   spaties  ", ["veel spaties"]),
        (",,;\n", []),
        ("x" * 70, ["x" * 60]),
        (",".join(map(str, range(30))), [str(i) for i in range(20)]),
    ],
)
def test_a_list_is_read_with_commas_or_lines_and_without_doubles(text, values):
    assert rules.clean_list(text) == values


def test_a_list_has_as_many_as_asked():
    assert rules.clean_list("a,b,c", most=2) == ["a", "b"]
