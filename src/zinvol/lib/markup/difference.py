"""What changed between two wordings, line by line."""

from __future__ import annotations

import difflib

_MEANING = {"  ": "", "+ ": "added", "- ": "removed"}


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Lines with what happened to each: ``added``, ``removed``, or nothing.

    Long unchanged stretches are kept, since a text is read as a whole.
    """
    lines = (
        difflib.ndiff(before.splitlines(), after.splitlines())
        if before
        else [f"  {x}" for x in after.splitlines()]
    )
    return [(_MEANING[line[:2]], line[2:]) for line in lines if line[:2] in _MEANING]
