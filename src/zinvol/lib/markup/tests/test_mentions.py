import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.markup import (
    collapse_mentions,
    expand_mentions,
    mention_candidates,
    mention_ids,
    name_key,
)

PEOPLE = {
    "Ruud Hamers": 12,
    "Ruud": 5,
    "Anne-Marie van den Berg": 8,
    "J. O'Neil Jr.": 9,
    "Jan Jansen": 0,
    "Éva": 3,
    "Piet (HR)": 4,
}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hoi @Ruud Hamers!", "Hoi @{12}!"),
        ("@ruud hamers, @RUUD en @Ruud Jansen", "@{12}, @{5} en @{5} Jansen"),
        ("@Ruud Hamers#31 ok", "@{31} ok"),
        ("@Jan Jansen en @jan jansen#77", "@Jan Jansen en @{77}"),
        ("(@Anne-Marie van den Berg)", "(@{8})"),
        ("@J. O'Neil Jr. zei", "@{9} zei"),
        ("@E\u0301va.", "@{3}."),
        ("@Piet (HR) en @piet (hr)", "@{4} en @{4}"),
        ("@Ruudje @Onbekend ruud@Ruud Hamers.nl https://x.nl/@Ruud", None),
        ("`@Ruud` en\n\n```\n@Ruud\n```\n\n    @Ruud", None),
        ("@Ruud's fiets, @Ruud.Daarna @Ruud-achtig", "@{5}'s fiets, @{5}.Daarna @Ruud-achtig"),
        ("`los @Ruud", "`los @{5}"),
        ("``a ` @Ruud`` @Ruud", "``a ` @Ruud`` @{5}"),
        ("@{12} @Ruud", "@{12} @{5}"),
        ("niets", None),
    ],
)
def test_collapse(typed, kept):
    assert collapse_mentions(typed, PEOPLE) == (typed if kept is None else kept)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Hoi @{12}!", "Hoi @Ruud Hamers!"),
        ("@{77}", "@Jan Jansen#77"),
        ("@{99} `@{12}`", "@{99} `@{12}`"),
        ("@{12}s", "@Ruud Hamers#12s"),
        ("@{12}-s", "@Ruud Hamers#12-s"),
        ("@{12}3", "@{12}3"),
        ("x@{12}", "x@{12}"),
        ("@{5} Hamers", "@Ruud#5 Hamers"),
    ],
)
def test_expand(kept, shown):
    names = {12: "Ruud  Hamers", 77: "Jan Jansen", 5: "Ruud"}
    assert expand_mentions(kept, names, {77}) == shown


def test_candidates():
    assert mention_candidates("Hoi @Ruud Hamers. En x@y.nl, `@code`") == {
        "ruud",
        "ruud hamers",
        "ruud hamers.",
        "ruud hamers. en",
        "ruud hamers. en x",
    }
    assert mention_candidates("@a b c d e f") == {"a", "a b", "a b c", "a b c d", "a b c d e"}
    assert mention_candidates("niemand") == set()


def test_at_most_two_thousand_candidates():
    assert len(mention_candidates(" ".join(f"@n{n} x y z" for n in range(3_000)))) == 2_000


def test_name_key_and_ids():
    assert name_key("  Éva\n VAN  Dam ") == "éva van dam"
    assert mention_ids("@{3} `@{1}` @{3} @{0}") == (3, 1)


MENTIONS = ["@{12}", "@{5}", "@{77}", "@{8}", "@{99}"]
AROUND = [" ", "\n", "\n\n", "`", "```\n", " Hamers", "s", "1", "#3", "(", ").", "Hoi ", "_", "**", "x@y.nl"]
PIECES = st.sampled_from([*MENTIONS, *AROUND, "    ", "- ", "> ", "van den Berg", ".", "'", "-"])


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_is_expanded_collapses_again(kept):
    names = {12: "Ruud Hamers", 5: "Ruud", 77: "Jan Jansen", 8: "Anne-Marie van den Berg"}
    people = {"Ruud Hamers": 12, "Ruud": 5, "Jan Jansen": 0, "Anne-Marie van den Berg": 8}
    assert collapse_mentions(expand_mentions(kept, names, {77}), people) == kept


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_survives(text):
    assert collapse_mentions(text + "@Ruud", PEOPLE).startswith(text[:1])
    expand_mentions(text + "@{12}", {12: "Ruud"}, set())
    assert all(key == name_key(key) for key in mention_candidates("@" + text))


def test_every_candidate_that_is_a_name_is_found():
    typed = "Dank @Anne-Marie van den Berg en @ruud hamers."
    assert {name_key(name) for name in PEOPLE} & mention_candidates(typed) == {
        "anne-marie van den berg",
        "ruud hamers",
        "ruud",
    }


def test_a_name_that_several_share_is_never_the_shorter_name_of_somebody_else():
    people = {"Jan Jansen": 0, "Jan": 5}
    assert collapse_mentions("Dank @Jan Jansen, en @Jan.", people) == "Dank @Jan Jansen, en @{5}."
