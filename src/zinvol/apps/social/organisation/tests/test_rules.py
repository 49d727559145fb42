"""What the organisation may set."""

import pytest

from zinvol.apps.social.organisation import rules


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_the_accessibility_guidelines(first, second, ratio):
    assert round(rules.contrast(first, second), 2) == ratio


@pytest.mark.parametrize(
    ("colour", "readable"),
    [("#006754", True), ("#767676", False), ("#707070", True), ("#ffff00", False), ("#ff0000", False), ("#FFFFFF", False), ("#000000", True)],
)  # fmt: skip
def test_an_accent_must_read_on_white_and_on_paper(colour, readable):
    assert rules.is_readable_accent(colour) is readable
