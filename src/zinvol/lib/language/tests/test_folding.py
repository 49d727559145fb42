import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.language import normalise, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café CRÈME", "cafe creme"),
        ("ﬁets Ĳsselmeer", "fiets ijsselmeer"),
        ("\u201cja\u201d \u2018nee\u2019 – toch", "\"ja\" 'nee' - toch"),
        ("Straße Łódź Ærø", "strasse lodz aero"),
        ("her\u00adverdeling", "herverdeling"),
        ("e\u0301e\u0301n", "een"),
        ("a\x00b", "a b"),
    ],
)
def test_normalise(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wabo-2024 is er!", ["wabo", "2024", "is", "er"]),
        ("De collega's van 't Hof", ["de", "collegas", "van", "t", "hof"]),
        ("snake_case #veilig @ruud a@b.nl", ["snake", "case", "veilig", "ruud", "a", "b", "nl"]),
        ("hoi 👋🏽 daar 🇳🇱", ["hoi", "daar"]),
        ("ideeën\x00één \ud800 x", ["ideeen", "een", "x"]),
        ("日本 и Привет", ["日本", "и", "привет"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_a_giant_word_is_cut_into_words_of_sixty_four():
    assert words("a" * 130) == ["a" * 64, "a" * 64, "aa"]


@pytest.mark.parametrize("unit", ["a", "a-", "a'", "-", "\u0301", "a\u0301", "é", "👋", "\x00", "a\u200d"])
def test_hostile_lines_take_linear_time(unit):
    began = time.perf_counter()
    words(unit * 100_000)
    assert time.perf_counter() - began < 2


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_words_hold_only_letters_and_digits_and_are_stable(text):
    found = words(text)
    assert all(word.isalnum() for word in found)
    assert normalise(normalise(text)) == normalise(text)
