from __future__ import annotations

from zinvol.lib.language import recurring

ANSWERS = [
    "Beter zoeken in bijlagen.", "Ik zoek vaak en vind niets", "Het zoeken werkt niet op de telefoon",
    "Meer tijd in het rooster", "Tijd, tijd, tijd", "Er is geen tijd voor", "De telefoon", "Searching takes too long",
]  # fmt: skip


def test_words_are_counted_by_text_and_in_all_their_forms():
    assert recurring(ANSWERS) == [("tijd", 3), ("zoeken", 3)]
    assert recurring(ANSWERS, least=2) == [("tijd", 3), ("zoeken", 3), ("telefoon", 2)]
    assert recurring(ANSWERS, least=2, most=1) == [("tijd", 3)]


def test_words_that_say_nothing_are_left_out():
    assert recurring(["het is niet zo", "het is niet goed zo", "dat is het niet"], least=2) == []
    assert recurring([]) == []
