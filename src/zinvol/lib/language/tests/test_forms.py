from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.language import index_terms, query_terms, word_forms
from zinvol.lib.language.compounds import compound_parts

CHECKOUT = Path(__file__).parents[5]
STEMS = CHECKOUT.parent / "shared" / "data" / "stemming-nl-snowball" / "dutch_stems.csv"

INFLECTIONS = """
huis huizen; werkt gewerkt werken werkte; vergunning vergunningen; fiets fietsen fietst; aanvraag aanvragen;
kind kinderen; stad steden; brief brieven; idee ideeën ideeen; collega collega's; foto foto's; leiden leidt;
vergadering vergaderingen; gemeente gemeenten; schip schepen; lopen liep gelopen; groot grote grootste;
question questions; running ran run; child children; mouse mice; meeting meetings; city cities
""".replace("\n", " ").split(";")


def is_found(query, text):
    terms = set(index_terms(text))
    return all(terms & set(term.alternatives) for term in query_terms(query))


@pytest.mark.parametrize("group", [group.split() for group in INFLECTIONS], ids=lambda group: group[0])
def test_every_inflection_finds_every_other(group):
    assert [pair for pair in combinations(group, 2) if not is_found(*pair)] == []
    assert [pair for pair in combinations(group[::-1], 2) if not is_found(*pair)] == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("omgevingsvergunning", ("omgeving", "vergunning")),
        ("brandweerkazerne", ("brandweer", "kazerne")),
        ("zonnepanelen", ("zon", "panelen")),
        ("woningbouwcorporatie", ("woning", "bouw", "corporatie")),
        ("fietspad", ("fiets", "pad")),
        ("doelstelling", ("doel", "stelling")),
        ("minister", ()),
        ("regering", ()),
        ("belangrijk", ()),
        ("vertrouwen", ()),
        ("luisteren", ()),
        ("voorstellen", ()),
        ("x" * 4_000, ()),
    ],
)
def test_compounds_come_apart_at_known_words(word, parts):
    assert compound_parts(word) == parts


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("vergunning", "de omgevingsvergunningen"),
        ("kazernes", "De Brandweerkazerne."),
        ("parkeren", "een parkeervergunning"),
        ("wabo 2024", "volgens Wabo-2024"),
        ("wabo-2024", "de Wabo 2024"),
        ("wabo 2024", "wabo2024"),
        ("email", "per e-mail"),
        ("e-mail", "per email"),
        ("creme brulee", "Crème brûlée"),
    ],
)
def test_parts_and_spellings_find_the_whole(query, text):
    assert is_found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("go", "goed"),
        ("bouw", "het gebouw"),
        ("mini", "de minister"),
        ("omgevingsvergunning", "een vergunning"),
    ],
)
def test_accidents_of_stemming_find_nothing(query, text):
    assert not is_found(query, text)


def test_terms_stand_in_text_order_with_repeats():
    assert index_terms("Huizen, wabo-2024 en huizen!") == [
        "huizen",
        "huis",
        "wabo2024",
        "wabo",
        "2024",
        "en",
        "huizen",
        "huis",
    ]


def test_forms_begin_with_the_word_itself():
    assert word_forms("fietst") == ("fietst", "fietsen", "fiets", "fiet")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_can_be_indexed(text):
    assert all(term.isalnum() for term in index_terms(text))


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[a-zé]{2,14}", fullmatch=True))
def test_a_word_always_finds_itself(word):
    assert is_found(word, f"Dit is {word.upper()}.")


@pytest.mark.skipif(not STEMS.exists(), reason="third-party test data is not on this machine")
def test_words_of_one_stem_find_each_other():
    """Of pairs that share a Kraaij-Pohlmann stem; the others are kept apart by the dictionary on purpose."""
    by_stem: dict[str, list[str]] = {}
    for line in STEMS.read_text().splitlines()[1:]:
        word, stem, _ = line.split(",")
        by_stem.setdefault(stem, []).append(word)
    pairs = [pair for group in by_stem.values() for pair in combinations(group, 2)]
    connected = [(one, other) for one, other in pairs if set(word_forms(one)) & set(word_forms(other))]
    assert (len(connected), len(pairs)) == (984, 1087)
