"""A questionnaire on paper, as PDF that a screen reader can read too."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zinvol.lib.science.instruments.model import Instrument, Item
from zinvol.lib.science.reports.pdf import compiled

LAYOUT = Path(__file__).with_name("paper.typ")
WORDS = {
    "nl": {
        "choose": "Zet een kruis bij wat het beste past.", "na": "n.v.t.", "rank": "Zet een cijfer voor uw redenen: 1 is de belangrijkste.",
        "page": "pagina", "of": "van", "unit": "Onderdeel (niet verplicht)",
        "promise": "Vul dit formulier zonder naam in. Groepen van minder dan {floor} mensen worden nooit getoond.",
    },
    "en": {
        "choose": "Put a cross at what fits best.", "na": "n/a", "rank": "Number your reasons: 1 is the most important.",
        "page": "page", "of": "of", "unit": "Unit (optional)",
        "promise": "Fill in this form without a name. Groups of fewer than {floor} people are never shown.",
    },
}  # fmt: skip


def paper(
    instrument: Instrument, *, role: str, language: str, platform: str, title: str, purpose: str, floor: int, on: date,
    moment: str = "",
) -> bytes:  # fmt: skip
    """Every section that this role could meet; branches are not followed, since paper cannot. The same to the byte."""
    words = WORDS["nl" if language == "nl" else "en"]
    data = {
        "title": title,
        "purpose": purpose,
        "language": language,
        "words": words | {"promise": words["promise"].format(floor=floor)},
        "sections": [
            {
                "title": section.title.read(language, platform),
                "intro": section.intro.read(language, platform) if section.intro else "",
                "items": [_item(item, instrument, language, platform) for item in section.items],
            }
            for section in instrument.sections
            if section.is_for(role, moment)
        ],
    }
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "paper.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / "paper.typ").write_bytes(LAYOUT.read_bytes())
        return compiled(root / "paper.typ", datetime.combine(on, time(), UTC))


def _item(item: Item, instrument: Instrument, language: str, platform: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": item.id, "kind": item.kind, "text": item.text.read(language, platform)}
    if item.kind == "scale":
        scale = instrument.scale_of(item)
        found["steps"] = [
            {"value": value, "name": text.read(language) if (text := scale.anchor(value)) else ""}
            for value in scale.values
        ]
        found["na"] = scale.has_na
    else:
        found["options"] = [option.text.read(language, platform) for option in item.options]
    return found
