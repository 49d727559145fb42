from zinvol.lib.language import Term, query_terms, satisfies_phrases


def test_words_phrases_and_exclusions():
    assert query_terms('huizen -fietsen "Open Dag" -"geen tijd"') == [
        Term("huizen", ("huizen", "huis")),
        Term("fietsen", ("fietsen", "fiets", "fiet"), is_excluded=True),
        Term("open", ("open",), phrase=2),
        Term("dag", ("dag",), phrase=2),
        Term("geen", ("geen",), is_excluded=True, phrase=3),
        Term("tijd", ("tijd",), is_excluded=True, phrase=3),
    ]


def test_typographic_quotes_make_a_phrase():
    terms = query_terms("\u201copen dag\u201d \u201copen")
    assert [term.is_phrase_part for term in terms] == [True, True, False]


def test_a_quoted_word_means_only_itself():
    assert query_terms('"huizen"') == [Term("huizen", ("huizen",))]


def test_hyphens_and_repeats():
    assert [term.raw for term in query_terms("Wabo-2024 e-mail wabo - -- ...")] == ["wabo", "2024", "email"]


def test_common_words_are_marked():
    terms = query_terms("de vergunning van the house")
    assert [term.is_common for term in terms] == [True, False, True, True, False]


def test_at_most_twelve_terms_of_any_query():
    assert len(query_terms(" ".join(f"woord{n}" for n in range(50)))) == 12
    assert len(query_terms("é" * 100_000)) == 2
    assert query_terms('\x00\ud800"-" 👋') == []


def test_phrases_are_judged_on_the_text():
    terms = query_terms('"open dag" -"geen tijd"')
    assert satisfies_phrases("De Open\nDag is er", terms)
    assert not satisfies_phrases("De dag is open", terms)
    assert not satisfies_phrases("Open dag, maar geen tijd", terms)
    assert not satisfies_phrases("Geopen dagen", terms)
    assert satisfies_phrases("wat dan ook", query_terms("los woord"))
