import pytest

from zinvol.lib.meaning import FLOOR, LOWEST_COSINE, likeness, of_question, shared_words


@pytest.mark.parametrize(
    ("cosine", "shared", "expected"),
    [
        (0.0, 0.0, 0.0),
        (1.0, 0.0, 1.0),
        (0.6, 0.0, 0.6),
        (0.4, 1.0, 0.7),
        (0.5, 0.5, 0.625),
        (-0.3, 0.5, 0.25),
    ],
)
def test_likeness(cosine, shared, expected):
    assert likeness(cosine, shared) == pytest.approx(expected)


def test_below_the_lowest_cosine_words_alone_do_not_reach_the_floor():
    assert likeness(LOWEST_COSINE, 1.0) == pytest.approx(FLOOR)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Hoe meld ik een datalek?", "Datalekken melden", 1.0),
        ("Waar vraag ik een vergunning aan?", "De omgevingsvergunning", 0.25),
        ("Hoe meld ik een datalek?", "How do I report a data breach?", 0.0),
        ("Wat is dat?", "Wat is dat?", 0.0),
        ("", "Hoe meld ik een datalek?", 0.0),
    ],
)
def test_shared_words(one, other, expected):
    assert shared_words(one, other) == expected
    assert shared_words(other, one) == expected


def test_a_telling_title_stands_for_the_question():
    assert of_question(" Hoe meld ik een datalek? ", "Ik heb gisteren …") == "Hoe meld ik een datalek?"


def test_a_title_that_tells_nothing_gets_the_begin_of_the_body():
    assert of_question("Vraagje", " woord\n" * 80) == "Vraagje\n" + " ".join(["woord"] * 60)
    assert of_question("", "") == ""
