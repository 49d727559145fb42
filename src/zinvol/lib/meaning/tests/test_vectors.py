import subprocess
import sys

import numpy as np
import pytest

from zinvol.lib.meaning import pack, unpack


def random_units(count, size=512, seed=1):
    vectors = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_vector_is_packed_in_a_byte_a_number():
    assert pack(np.array([0.5, -1.0, 0.25, 0.0], dtype=np.float32)) == bytes([64, 129, 32, 0])


def test_what_is_unpacked_has_unit_length_and_the_same_direction():
    (vector,) = random_units(1)
    again = unpack(pack(vector))
    assert len(pack(vector)) == 512
    assert np.linalg.norm(again) == pytest.approx(1, abs=1e-6)
    assert vector @ again == pytest.approx(1, abs=1e-4)


def test_nothing_stays_nothing():
    nothing = np.zeros(512, dtype=np.float32)
    assert pack(nothing) == bytes(512)
    assert (unpack(bytes(512)) == nothing).all()


def test_packing_keeps_who_is_nearest():
    vectors = random_units(400, size=64)
    packed = np.stack([unpack(pack(vector)) for vector in vectors])
    exact, small = vectors @ vectors.T, vectors @ packed.T
    np.fill_diagonal(exact, -1)
    np.fill_diagonal(small, -1)
    assert np.abs(exact - small).max() < 0.01
    assert (exact.argmax(axis=1) == small.argmax(axis=1)).mean() >= 0.98


def test_importing_the_library_does_not_load_numpy():
    code = (
        "import sys; from zinvol.lib.meaning import FLOOR, default_embedder, likeness, of_question;"
        "default_embedder(); sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
