from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.language import highlight, snippet


def marked(text, query):
    return [segment for segment, is_hit in highlight(text, query) if is_hit]


def test_inflected_and_compound_hits_are_marked():
    text = "De omgevingsvergunningen voor huizen, en het gebouw."
    assert marked(text, "vergunning huis bouw") == ["omgevingsvergunningen", "huizen"]


def test_a_word_inside_another_is_marked_only_where_nothing_else_is():
    assert marked("De rolstoeltaxiregeling, kort.", "taxiregeling") == ["rolstoeltaxiregeling"]
    assert marked("Een taxiregeling of rolstoeltaxiregeling", "taxiregeling")[0] == "taxiregeling"
    assert marked("het gebouw", "bou") == []


def test_irregular_english_hits_are_marked():
    assert marked("She ran home", "running") == ["ran"]


def test_segments_alternate_and_join_to_the_text():
    assert highlight("Een fiets.", "fietsen") == [("Een ", False), ("fiets", True), (".", False)]
    assert highlight("", "x") == []


def test_common_and_excluded_words_are_not_marked():
    assert marked("de fiets van de baas", "de fiets van -baas") == ["fiets"]
    assert marked("de fiets", "de") == ["de"]


def test_a_short_text_is_its_own_snippet():
    assert snippet("Een  korte\ntekst", "korte") == "Een korte tekst"


def test_a_snippet_is_cut_around_the_richest_passage():
    text = "vergunning " + "lorem ipsum " * 40 + "de vergunning voor de kazerne " + "dolor sit " * 40
    found = snippet(text, "kazernes vergunning", 80)
    assert found == "…lorem ipsum de vergunning voor de kazerne dolor sit dolor sit dolor sit dolor…"
    assert marked(found, "kazernes vergunning") == ["vergunning", "kazerne"]


def test_a_snippet_without_hits_is_the_beginning():
    assert snippet("woord " * 100, "afwezig", 20) == "woord woord woord…"


def test_a_snippet_of_one_endless_word_is_cut():
    assert snippet("a" * 500, "b", 20) == "a" * 19 + "…"


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(max_size=30), st.integers(10, 100))
def test_nothing_is_lost_and_nothing_too_long(text, query, length):
    assert "".join(segment for segment, _ in highlight(text, query)) == text
    assert len(snippet(text, query, length)) <= length


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["de", "kazerne", "vergunningen", "en", "lorem", "ipsum"]), max_size=60))
def test_a_snippet_keeps_a_hit(found):
    text = " ".join(found)
    assert bool(marked(snippet(text, "vergunning", 60), "vergunning")) == ("vergunningen" in found)
