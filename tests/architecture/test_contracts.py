"""The contracts of .importlinter guard, and apps enter each other by the front door.

A contract that cannot fail guards nothing. So the source is copied, one forbidden import is planted
in the copy, and import-linter must name the contract that it breaks.
"""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zinvol"


# --- every contract is seen to fail ------------------------------------------------------


class Plant(NamedTuple):
    contract: str
    why: str
    files: dict[str, str]


def _first_app(kind: str) -> str:
    apps = sorted(path.parent.name for path in (SOURCE / "apps" / kind).glob("*/apps.py"))
    return f"zinvol.apps.{kind}.{apps[0]}"


PLANTS = [
    Plant("layers", "kernel imports config", {"kernel/planted.py": "import zinvol.config"}),
    Plant("layers", "ui imports an app", {"ui/planted.py": "import zinvol.apps.social"}),
    Plant("layers", "social imports content", {"apps/social/planted.py": "import zinvol.apps.content"}),
    Plant("layers", "content imports a reactor", {"apps/content/planted.py": "import zinvol.apps.reactors"}),
    Plant("layers", "a reactor imports content", {"apps/reactors/planted.py": "import zinvol.apps.content"}),
    Plant("layers", "an app imports a flow", {"apps/content/planted.py": "import zinvol.flows"}),
    Plant("layers", "lib imports the kernel", {"lib/planted.py": "import zinvol.kernel"}),
    Plant(
        "content",
        "one app imports another",
        {"apps/content/planted/__init__.py": f"import {_first_app('content')}"},
    ),
    Plant(
        "reactors",
        "one app imports another",
        {"apps/reactors/planted/__init__.py": f"import {_first_app('reactors')}"},
    ),
    Plant(
        "social",
        "two apps import each other",
        {
            "apps/social/planted_one/__init__.py": "import zinvol.apps.social.planted_two",
            "apps/social/planted_two/__init__.py": "import zinvol.apps.social.planted_one",
        },
    ),
    Plant("pure", "rules import Django", {"apps/social/planted/rules.py": "import django.db"}),
    Plant("pure", "events import Django", {"apps/content/planted/events.py": "import django.utils.timezone"}),
    Plant(
        "pure",
        "rules reach Django by a detour",
        {"apps/social/planted/rules.py": "import zinvol.kernel.models"},
    ),
    Plant("lib", "lib imports Django", {"lib/planted.py": "import django"}),
]


def _contracts() -> dict[str, str]:
    """The identifier and the name of every contract."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): config[s]["name"] for s in config.sections() if s.startswith(prefix)}


@pytest.fixture
def copied_source(tmp_path: Path) -> Path:
    only_python = shutil.ignore_patterns(
        "static", "templates", "locale", "assets", "__pycache__", "node_modules"
    )
    shutil.copytree(SOURCE, tmp_path / "zinvol", ignore=only_python)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def _lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-cache", "--no-logo", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _plant(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / "zinvol" / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text + "\n")


def test_every_contract_is_broken_by_some_plant():
    assert {plant.contract for plant in PLANTS} == set(_contracts())


@pytest.mark.slow
def test_the_copied_source_keeps_every_contract(copied_source):
    done = _lint_imports(copied_source)
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(_contracts())} kept, 0 broken." in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}: {plant.why}")
def test_a_forbidden_import_breaks_its_contract(copied_source, plant):
    _plant(copied_source, plant.files)
    done = _lint_imports(copied_source, "--contract", plant.contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{_contracts()[plant.contract]} BROKEN" in done.stdout
    assert "planted" in done.stdout


def test_every_top_level_package_has_a_layer():
    layered = {"apps", "config", "flows", "kernel", "lib", "ui"}
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages == layered, "give the new package a place in .importlinter, then here"


# --- the front door ----------------------------------------------------------------------

APP = re.compile(r"zinvol\.apps\.\w+\.\w+")
FRONT_DOORS = {"api", "reads", "events", "rules", "queries"}
SOCIAL_DOORS = FRONT_DOORS | {
    "models",
    "loading",
    "exporting",
    "text",
    "presentation",
    "request",
}  # decision 0005: nouns that all share
FLOW_DOORS = SOCIAL_DOORS | {"views", "urls", "forms", "adapters", "loading", "exporting", "push"}


def _app_of(module: str) -> str | None:
    found = APP.match(module)
    return found[0] if found else None


def _door(module: str, app: str) -> str:
    """``zinvol.apps.social.people.api.invite`` is entered by ``api``; ``api_invite`` is an api too."""
    first = module.removeprefix(app).removeprefix(".").partition(".")[0]
    return "api" if first.startswith("api_") else first


def trespasses(imports: Iterable[tuple[str, str]]) -> list[str]:
    """The imports, as (importer, imported), that enter an app by another way than its doors."""
    return sorted(
        f"{importer} imports {imported}"
        for importer, imported in imports
        if (app := _app_of(imported))
        and _app_of(importer) != app
        and not importer.startswith("zinvol.config")  # the composition root knows everybody
        and _door(imported, app) not in _doors(importer, app)
    )


def _doors(importer: str, app: str) -> set[str]:
    if not _app_of(importer):
        return FLOW_DOORS
    return SOCIAL_DOORS if app.startswith("zinvol.apps.social.") else FRONT_DOORS


def _imports_of_the_product() -> list[tuple[str, str]]:
    """Without those for type checkers only, and without the tests: they may look behind the door."""
    graph = grimp.build_graph("zinvol", exclude_type_checking_imports=True, cache_dir=None)
    return [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if ".tests" not in importer and not importer.endswith(".conftest")
    ]


@pytest.mark.slow
def test_apps_enter_each_other_by_the_front_door():
    assert trespasses(_imports_of_the_product()) == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("zinvol.apps.reactors.search.reads", "zinvol.apps.content.posts.models"),
        ("zinvol.apps.content.posts.views.post", "zinvol.apps.social.people"),
        ("zinvol.apps.social.threads.reads", "zinvol.apps.social.spaces.views.space"),
        ("zinvol.apps.content.posts.api", "zinvol.apps.social.people.logic.api"),
        ("zinvol.flows.home.reads", "zinvol.apps.content.posts.logic"),
    ],
)
def test_the_back_door_is_noticed(importer, imported):
    assert trespasses([(importer, imported)]) == [f"{importer} imports {imported}"]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("zinvol.apps.content.posts.api", "zinvol.apps.social.people.api"),
        ("zinvol.apps.content.posts.api", "zinvol.apps.social.people.models"),
        ("zinvol.apps.content.posts.api", "zinvol.apps.social.people.api.invite"),
        ("zinvol.apps.content.posts.views", "zinvol.apps.social.spaces.reads"),
        ("zinvol.apps.content.posts.api", "zinvol.apps.content.posts.models"),
        ("zinvol.apps.content.posts.models", "zinvol.kernel.models"),
        ("zinvol.config.urls", "zinvol.apps.content.posts.urls"),
        ("zinvol.config.wiring", "zinvol.apps.content.posts.adapters"),
    ],
)
def test_the_front_door_is_open(importer, imported):
    assert trespasses([(importer, imported)]) == []


def test_apps_do_not_fetch_models_behind_the_import_graph():
    fetching = [
        str(path.relative_to(SOURCE))
        for folder in ("apps", "flows")
        for path in (SOURCE / folder).rglob("*.py")
        if "migrations" not in path.parts and "get_model(" in path.read_text(encoding="utf-8")
    ]
    assert fetching == [], "get_model() hides an import from the contracts; use the other app's api or reads"
