"""Short lists of words, kept as data beside the code."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def word_list(name: str) -> frozenset[str]:
    """The words of `data/<name>.txt`, which holds nothing but words and white space."""
    return frozenset((_DATA / f"{name}.txt").read_text(encoding="utf-8").split())
