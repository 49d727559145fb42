"""Documents that break the build when they lie."""

from __future__ import annotations

import re
from pathlib import Path

from zinvol.config.event_table import table

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(p.parent for p in (ROOT / "src" / "zinvol" / "apps").glob("*/*/apps.py"))
HEADINGS = ["## Why", "## Words", "## Invariants", "## Emits", "## Not here"]


def test_the_event_table_is_what_the_wiring_says():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    shown = text.split("<!-- events -->\n")[1].split("<!-- /events -->")[0]
    assert shown == table(), "run: python -m zinvol.config.event_table"


def test_every_app_has_a_readme_with_the_same_headings():
    for app in APPS:
        text = (app / "README.md").read_text()
        assert [h for h in HEADINGS if h not in text] == [], app


def test_every_link_in_a_document_leads_somewhere():
    missing = []
    for document in [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("src/**/README.md"),
        *ROOT.glob("deploy/*.md"),
    ]:
        targets = re.findall(r"\]\(([^)#:]+)\)", document.read_text())
        missing += [f"{document.name}: {t}" for t in targets if not (document.parent / t).exists()]
    assert missing == []


def test_every_direct_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    names = re.findall(
        r'^  "([a-zA-Z0-9_.-]+)', (ROOT / "pyproject.toml").read_text().split("[build-system]")[0], re.M
    )
    assert [n for n in names if n.lower() not in reasons] == []


def test_every_event_of_an_app_stands_in_its_readme():
    for app in APPS:
        events = app / "events.py"
        if not events.exists():
            continue
        names = [
            n
            for n in re.findall(r'name: ClassVar\[str\] = "([a-z_.]+)"', events.read_text())
            if not n.endswith(".event")
        ]
        text = (app / "README.md").read_text()
        assert [n for n in names if n.split(".")[1] not in text] == [], app
