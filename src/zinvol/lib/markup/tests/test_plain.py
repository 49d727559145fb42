import pytest
from hypothesis import given
from hypothesis import strategies as st

from zinvol.lib.markup import excerpt, is_bare_link, own_words


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("Vandaag open: de kazerne!", 4),
        ("zie https://a.nl/een/twee en www.b.nl of c.nl/x", 3),
        ("@{12} kijk", 1),
        ("> wat hij zei\neens", 1),
        ("[drie korte woorden](https://a.nl/vier)", 3),
        ("", 0),
    ],
)
def test_own_words(source, count):
    assert own_words(source) == count


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://a.nl/artikel", True),
        ("Lezen! https://a.nl", True),
        ("[mooi stuk](https://a.nl) @{12}", True),
        ("Dit moeten we echt allemaal lezen: https://a.nl", False),
        ("Kort", False),
        ("> https://a.nl\neens", False),
        ("![foto](/files/1)", False),
    ],
)
def test_is_bare_link(source, expected):
    assert is_bare_link(source) is expected


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("kort", 10, "kort"),
        ("een  twee\ndrie", 20, "een twee drie"),
        ("een twee, drie", 10, "een twee…"),
        ("lettergreep", 5, "lett…"),
    ],
)
def test_excerpt(text, length, expected):
    assert excerpt(text, length) == expected


@given(st.text(), st.integers(2, 50))
def test_an_excerpt_is_never_too_long(text, length):
    assert len(excerpt(text, length)) <= length
