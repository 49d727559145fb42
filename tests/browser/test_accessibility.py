"""Every page, for everybody: axe finds nothing in either theme, on a desk and on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.addresses import ELSEWHERE, NO_PAGES, PAGES, Sample, prepare, routes
from tests.browser.axe import contrasts, flaws, overflow
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def test_every_address_is_looked_at_or_has_a_reason_not_to_be():
    assert set(routes()) == {page.route for page in PAGES} | NO_PAGES | set(ELSEWHERE)


@pytest.fixture(scope="module")
def exhibits(backstage, world) -> dict[str, Any]:
    return prepare(backstage, world)


@pytest.fixture(scope="module")
def looking(browser, install, exhibits) -> Iterator[dict[str, BrowserContext]]:
    """One open browser per person who looks, for all pages."""
    visitors = Visitors(browser, install, excused=(403, 404, 410))
    yield {who: visitors.come_in(who or None).context for who in {page.who for page in PAGES}}
    visitors.leave()
    assert visitors.faults == []


@pytest.mark.parametrize("sample", PAGES, ids=str)
def test_a_page_is_for_everybody(looking, backstage, exhibits, sample: Sample):
    page = looking[sample.who].pages[0]
    path = sample.path.format(**exhibits)
    found = {}
    for language, width in (("nl", 1320), ("en", 360)):
        if sample.who:
            backstage("prefer", person=sample.who, language=language)
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == sample.status
        found[language, width, "light"] = flaws(page)
        page.emulate_media(color_scheme="dark")
        found[language, width, "dark"] = contrasts(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 900})
        found[language, 320, "overflow"] = overflow(page)
    assert [f"{where}: {flaw}" for where, what in found.items() for flaw in what] == []
