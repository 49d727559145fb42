"""Mentions in exchange files, told apart without the numbers of an install."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zinvol.lib.markup.portable import Roll

NAMES = ["Jan", "Jan Jansen", "Jan Jansen", "Éva d’Or", "O. Ünal", "R2 D2", "Li"]


def a_roll(offset: int = 10) -> Roll:
    made = Roll()
    for number, name in enumerate(NAMES, offset):
        made.add(number, name)
    return made


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("Dag @{16}!", "Dag @Li!"),
        ("@{11} en @{12}", "@Jan Jansen#1 en @Jan Jansen#2"),
        ("@{10} Jansen", "@Jan#1 Jansen"),
        ("@{16}7", "@Li 7"),
        ("x@{16}", "x @Li"),
        ("@{16}@{14}", "@Li @O. Ünal"),
        ("@{99} was hier", "– was hier"),
        ("`@{16}`", "`@{16}`"),
        ("@{15}", "@R2 D2"),
        (r"HEAD@\{1}", r"HEAD@\{1}"),
    ],
)
def test_a_token_is_written_as_a_name_that_can_be_read_back(kept, written):
    assert a_roll().to_names(kept) == written
    assert a_roll().to_names(a_roll().to_tokens(written)) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("@Jan Jansen", "@Jan Jansen"),
        ("@jan jansen#2", "@{12}"),
        ("@Jan Jansen#3", "@Jan Jansen#3"),
        ("git HEAD@{1}", r"git HEAD@\{1}"),
        ("`git HEAD@{1}`", "`git HEAD@{1}`"),
        ("jan@Li", "jan@Li"),
        ("@Lisa", "@Lisa"),
    ],
)
def test_a_name_is_read_where_it_says_one_person(written, kept):
    assert a_roll().to_tokens(written) == kept


def test_somebody_who_is_not_here_stays_a_name():
    assert a_roll().to_tokens("@Li en @R2 D2", number_of={15: 3}.get) == "@Li en @{3}"


pieces = st.one_of(
    st.text(max_size=6), st.sampled_from([f"@{{{n}}}" for n in range(9, 19)]), st.sampled_from([f"@{n}" for n in NAMES]),
    st.sampled_from(["#1", "#2", " ", "\n", "`", "\\", "    ", "1", "x", "@", ".", "{1}"]),
)  # fmt: skip


@given(st.lists(pieces, max_size=10).map("".join))
def test_what_is_written_is_the_same_after_a_move(source):
    written = a_roll().to_names(source)
    moved = a_roll(offset=500)
    assert moved.to_names(moved.to_tokens(written)) == written
