"""Windows of replies, undo, and tags."""

from datetime import UTC, datetime, timedelta

import pytest

from zinvol.apps.social.threads import rules

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("total", "position", "slice_"),
    [
        (0, None, (0, 0)), (0, 5, (0, 0)), (1, None, (0, 1)), (50, 49, (0, 50)), (51, None, (0, 50)), (51, 49, (0, 50)), (51, 50, (50, 51)),
        (51, 51, (50, 51)), (120, 0, (0, 50)), (120, 50, (50, 100)), (120, 99, (50, 100)), (120, 100, (100, 120)), (120, 10_000, (100, 120)),
    ],
)  # fmt: skip
def test_a_window_lies_on_a_fixed_border_and_holds_the_position(total, position, slice_):
    assert rules.window(total=total, position=position) == slice_


def test_every_position_is_in_its_window_and_every_window_ends_in_time():
    for total in range(1, 24):
        for position in range(total):
            start, end = rules.window(total=total, position=position, size=7)
            assert start <= position < end <= total
            assert start % 7 == 0


@pytest.mark.parametrize(
    ("deleted_at", "may"),
    [
        (None, False),
        (NOW, True),
        (NOW - timedelta(days=30), True),
        (NOW - timedelta(days=30, seconds=1), False),
    ],
)
def test_a_deleted_text_comes_back_for_thirty_days(deleted_at, may):
    assert rules.may_undo(deleted_at=deleted_at, now=NOW) is may


@pytest.mark.parametrize(
    ("author", "person", "keeps", "may"),
    [
        (1, 1, False, True),
        (1, 2, False, False),
        (1, 2, True, True),
        (None, 2, False, False),
        (None, 2, True, True),
    ],
)
def test_a_writer_and_a_keeper_change_words(author, person, keeps, may):
    assert rules.may_edit(author_id=author, person_id=person, keeps=keeps) is may


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Rieten daken", "rieten-daken"), ("rieten  DAKEN", "rieten-daken"), ("Reünie", "reunie"), ("C#", "c#"), ("C++", "c++"), ("日本 2024", "日本-2024"),
        ("Łódź", "lodz"), ("😀", "😀"), ("\u200b\u2060", ""), ("   ", ""), ("", ""), ("x" * 80, "x" * 50),
    ],
)  # fmt: skip
def test_tags_are_the_same_without_case_accents_and_spaces(name, key):
    assert rules.tag_key(name) == key
