import threading

import numpy as np
import pytest

from zinvol.lib.meaning import Shelf, pack, unpack
from zinvol.lib.meaning.tests.test_vectors import random_units


def shelf_of(vectors):
    shelf = Shelf(size=vectors.shape[1])
    shelf.add_all((number, pack(vector)) for number, vector in enumerate(vectors))
    return shelf


def naive(vectors, wanted, ids, floor):
    cosines = {number: float(unpack(pack(vectors[number])) @ wanted) for number in ids}
    return sorted((number for number in ids if cosines[number] >= floor), key=lambda n: (-cosines[n], n))


@pytest.fixture
def corners():
    """Four vectors of which the cosine with the first is 1, 0.8, 0 and -1."""
    return np.array([[1, 0], [0.8, 0.6], [0, 1], [-1, 0]], dtype=np.float32)


def test_the_nearest_come_first_and_none_below_the_floor(corners):
    found = shelf_of(corners).nearest(corners[0], floor=0.5)
    assert found == [(0, 1.0), (1, pytest.approx(0.8, abs=0.005))]


def test_most_bounds_the_answer_and_equals_come_by_id(corners):
    shelf = shelf_of(corners)
    shelf.add(9, pack(corners[0]))
    assert [id for id, _ in shelf.nearest(corners[0], most=2)] == [0, 9]
    assert shelf.nearest(corners[0], most=0) == []


@pytest.mark.parametrize("kind", [set, list, lambda ids: np.array(sorted(ids))])
def test_only_those_among_whom_one_asks_are_found(corners, kind):
    shelf = shelf_of(corners)
    assert [id for id, _ in shelf.nearest(corners[0], among=kind({1, 2, 77}))] == [1]
    assert shelf.nearest(corners[0], among=kind(set())) == []


def test_what_is_removed_is_not_found_and_may_come_back(corners):
    shelf = shelf_of(corners)
    shelf.remove(0)
    shelf.remove(0)
    shelf.remove(123)
    assert [id for id, _ in shelf.nearest(corners[0])] == [1]
    assert len(shelf) == 3
    shelf.add(0, pack(corners[0]))
    assert [id for id, _ in shelf.nearest(corners[0])] == [0, 1]
    assert len(shelf) == 4


def test_a_new_vector_replaces_that_of_the_same_id(corners):
    shelf = shelf_of(corners)
    shelf.add(0, pack(corners[3]))
    assert [id for id, _ in shelf.nearest(corners[0])] == [1]
    assert len(shelf) == 4


def test_nothing_is_like_nothing(corners):
    shelf = shelf_of(corners)
    shelf.add(50, bytes(2))
    assert len(shelf) == 4
    assert 50 not in dict(shelf.nearest(corners[0], floor=-1))
    assert shelf.nearest(np.zeros(2, dtype=np.float32)) == []
    assert Shelf().nearest(np.ones(512, dtype=np.float32)) == []


def test_a_vector_of_another_size_is_refused(corners):
    with pytest.raises(ValueError, match="the vector of 5 has 3 numbers, not 2"):
        shelf_of(corners).add(5, b"abc")


def test_it_agrees_with_comparing_one_by_one_after_growing_and_shrinking():
    vectors = random_units(5_000, size=16)
    shelf = shelf_of(vectors)
    for number in range(0, 5_000, 3):
        shelf.remove(number)
    for number in range(0, 5_000, 6):
        shelf.add(number, pack(vectors[number]))
    present = [number for number in range(5_000) if number % 3 or number % 6 == 0]
    assert len(shelf) == len(present)
    some = present[::7]
    for wanted in random_units(5, size=16, seed=2):
        assert [id for id, _ in shelf.nearest(wanted, most=9_999)] == naive(vectors, wanted, present, 0.5)
        assert [id for id, _ in shelf.nearest(wanted, most=9_999, among=some)] == naive(
            vectors, wanted, some, 0.5
        )


def test_room_of_the_removed_is_used_again():
    vectors = random_units(1_000, size=16)
    shelf = shelf_of(vectors)
    for turn in range(1, 20):
        shelf.add_all((turn * 1_000 + number, pack(vector)) for number, vector in enumerate(vectors))
        for number in range(1_000):
            shelf.remove((turn - 1) * 1_000 + number)
    assert len(shelf) == 1_000
    assert len(shelf._rows.ids) <= 4_096


def test_readers_never_miss_what_is_replaced_meanwhile(corners):
    shelf = shelf_of(corners)
    missed = []
    is_done = threading.Event()

    def read():
        while not is_done.is_set():
            if [id for id, _ in shelf.nearest(corners[0], floor=0.9)] != [0]:
                missed.append(len(shelf))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(3_000):
        shelf.add(0, pack(corners[0]))
    is_done.set()
    for reader in readers:
        reader.join()
    assert missed == []
