from zinvol.lib.language import nearest

VOCABULARY = [("vergunning", 9), ("vergadering", 20), ("fiets", 5), ("niets", 8), ("fietsen", 3), ("huis", 7)]


def test_two_errors_in_a_long_word():
    assert nearest("Vergunnign", VOCABULARY) == ["vergunning"]
    assert nearest("vrgunnin", VOCABULARY) == ["vergunning"]


def test_one_error_in_a_short_word():
    assert nearest("huus", VOCABULARY) == ["huis"]
    assert nearest("hsiu", VOCABULARY) == []


def test_ties_go_to_the_frequent_word():
    assert nearest("iets", VOCABULARY) == ["niets", "fiets"]
    assert nearest("iets", VOCABULARY, limit=1) == ["niets"]


def test_the_word_itself_is_no_correction():
    assert nearest("fiets", VOCABULARY) == ["niets"]
    assert nearest("", VOCABULARY) == []
