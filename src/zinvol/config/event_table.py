"""The table of events in ``ARCHITECTURE.md``: ``python -m zinvol.config.event_table`` rewrites it."""

from __future__ import annotations

import os
import re
from pathlib import Path

ARCHITECTURE = Path(__file__).resolve().parents[3] / "ARCHITECTURE.md"
_BETWEEN = re.compile(r"(?<=<!-- events -->\n).*?(?=<!-- /events -->)", re.DOTALL)


def table() -> str:
    """One row an event: its name, what it means, what travels along, who hears it."""
    from zinvol.config import wiring
    from zinvol.kernel.events import REGISTRY, Event

    rows = ["| event | means | carries | heard by |", "| --- | --- | --- | --- |"]
    for name, event in sorted(REGISTRY.items()):
        if name.endswith(".event"):
            continue
        means = " ".join((event.__doc__ or "").split())
        carries = ", ".join(f for f in event.__dataclass_fields__ if f not in Event.__dataclass_fields__)
        heard = ", ".join(wiring.hearers(name)) or "nobody yet"
        rows.append(f"| `{name}` | {means} | {carries} | {heard} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zinvol.config.settings")
    django.setup()
    ARCHITECTURE.write_text(_BETWEEN.sub(lambda _: table(), ARCHITECTURE.read_text()))


if __name__ == "__main__":
    main()
