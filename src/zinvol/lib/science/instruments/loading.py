"""The instruments that come with the product, and files of others."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from zinvol.lib.science.instruments.checking import problems_of
from zinvol.lib.science.instruments.model import Instrument

NAMES = (
    "maturity", "barriers", "attitudes", "frames", "motives", "culture", "readiness", "pulse", "strategies",
)  # fmt: skip


class BadInstrument(ValueError):
    """The file is no instrument; the message says where and why."""


def read(text: str) -> Instrument:
    """An instrument from its TOML. Raises ``BadInstrument``."""
    try:
        instrument = msgspec.toml.decode(text, type=Instrument)
    except msgspec.DecodeError as wrong:
        raise BadInstrument(str(wrong)) from wrong
    if problems := problems_of(instrument):
        raise BadInstrument(" ".join(problems))
    return instrument


@cache
def shipped(name: str) -> Instrument:
    """One of ``NAMES``. Raises ``KeyError`` for another name."""
    if name not in NAMES:
        raise KeyError(name)
    return read(
        (files("zinvol.lib.science.instruments") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    )


def find(name: str) -> Instrument:
    """A shipped instrument by its name, or one in a file. Raises ``BadInstrument`` when it is neither."""
    if name in NAMES:
        return shipped(name)
    if not Path(name).is_file():
        raise BadInstrument(f"There is no instrument {name!r}. Give a file, or one of: {', '.join(NAMES)}.")
    return read(Path(name).read_text(encoding="utf-8"))


def schema() -> dict[str, object]:
    """The JSON Schema of an instrument, for editors and for who writes one."""
    return msgspec.json.schema(Instrument)
