"""Who may do what to an account, and how a name is shown and found; pure."""

from __future__ import annotations

from functools import lru_cache

from zinvol.lib.language import normalise

HUES = 12
PARTICLES = {"van", "de", "den", "der", "het", "ten", "ter", "te", "von", "el", "al", "bin", "la", "le", "du"}

_BETWEEN = str.maketrans("-.'", "   ")


@lru_cache(maxsize=5_000)
def initials(name: str) -> str:
    """Two letters for a person without a photo: first and last name, particles left out."""
    parts = [p for p in name.split() if p[0].isalpha()]
    strong = [p for p in parts if p.lower() not in PARTICLES] or parts
    if not strong:
        return "?"
    return (strong[0][0] + (strong[-1][0] if len(strong) > 1 else "")).upper()


def search_form(*parts: str) -> str:
    """What is searched when somebody looks for a person: lower case, without diacritics."""
    return " ".join(normalise(" ".join(parts)).translate(_BETWEEN).split())


def may_be_erased(state: str) -> bool:
    """Only who was deactivated can be erased, so that it never happens by one slip."""
    return state == "deactivated"


def clean_list(text: str, *, most: int = 20) -> list[str]:
    """A comma- or line-separated answer as a list without doubles, in the order given."""
    seen: dict[str, str] = {}
    for part in text.replace("\n", ",").replace(";", ",").split(","):
        value = " ".join(part.split())[:60]
        if value:
            seen.setdefault(value.casefold(), value)
    return list(seen.values())[:most]
