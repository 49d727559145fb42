import csv
from collections import Counter
from pathlib import Path

import pytest

from zinvol.lib.language import guess

DATA = Path(__file__).parents[5].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie heeft er morgen tijd om mee te denken?", "nl"),
        ("Who has time to think along with us tomorrow?", "en"),
        ("Vandaag gestart met de nieuwe brandweerkazerne", "nl"),
        ("Kick-off meeting of the new project team this week", "en"),
        ("12345 67 890", ""),
        ("👋", ""),
        ("", ""),
    ],
)
def test_guess(text, language):
    assert guess(text) == language


@pytest.mark.skipif(not DATA.exists(), reason="third-party test data is not on this machine")
@pytest.mark.parametrize(
    ("file", "column", "expected"),
    [
        ("similarity-nl-sick/sick_nl_trial.csv", "sentence_a", {"nl": 471, "": 2}),
        ("sentiment-en-vader-tweets/tweets.csv", "text", {"en": 3783, "": 88, "nl": 9}),
    ],
)
def test_guesses_over_a_corpus(file, column, expected):
    with (DATA / file).open() as lines:
        texts = [row[column] for row in csv.DictReader(lines)]
    assert Counter(guess(text) for text in texts if len(text.split()) >= 5) == expected
