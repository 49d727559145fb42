"""Servers, browsers and people for the tests in this folder."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Backstage, Install
from tests.browser.visitors import Visitors, chromium

SHOTS = Path(os.environ.get("ZINVOL_SHOTS") or "/tmp/zinvol-browser")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expects(*what): statuses and console messages that this test brings about"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Let fixtures see how their test went."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; tests of other folders may follow in it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium(os.environ.get("ZINVOL_BROWSER")) as opened:
        yield opened


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """A running network with the small world in it; ``install.world`` says who is who."""
    made = Install(tmp_path_factory.mktemp("install") / "data")
    made.folder.mkdir()
    try:
        made.world = made.backstage("make_world")  # type: ignore[attr-defined]
        made.serve()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """The demo organisation, running."""
    if importlib.util.find_spec("zinvol.flows.demo.loading") is None:
        pytest.skip("the demo organisation cannot be loaded yet")
    made = Install(tmp_path_factory.mktemp("demo") / "data")
    try:
        made.run("demo", "--no-serve")
        made.serve()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def world(install: Install) -> SimpleNamespace:
    """``world.people["member"]["name"]``, ``world.spaces["open"]["slug"]``."""
    return SimpleNamespace(**install.world)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def backstage(install: Install) -> Backstage:
    """What a test needs to be there already: ``backstage("post", author="member", space="open", …)``."""
    return install.backstage


@pytest.fixture
def visitors(request: pytest.FixtureRequest, browser: Browser, install: Install) -> Iterator[Visitors]:
    """``visitors.come_in("member")`` is a page of the member, watched. See ``visitors.py``."""
    yield from _watched(request, browser, install)


@pytest.fixture
def demo_visitors(request: pytest.FixtureRequest, browser: Browser, demo: Install) -> Iterator[Visitors]:
    yield from _watched(request, browser, demo)


@pytest.fixture
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    """``watched(install)``: visitors of an install that the test made itself."""
    open_ones: list[Iterator[Visitors]] = []

    def begin(install: Install) -> Visitors:
        open_ones.append(_watched(request, browser, install))
        return next(open_ones[-1])

    yield begin
    for one in open_ones:
        next(one, None)


def _watched(request: pytest.FixtureRequest, browser: Browser, install: Install) -> Iterator[Visitors]:
    marker = request.node.get_closest_marker("expects")
    made = Visitors(browser, install, excused=marker.args if marker else ())
    yield made
    if request.node.stash.get(FAILED, False):
        print(f"server log: {install.log}", *made.pictures(SHOTS, request.node.name), sep="\n")
    made.leave()
    assert made.faults == []
