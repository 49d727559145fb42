"""What a machine can see of accessibility: axe-core, and whether a page is wider than its screen."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from tests.browser.serving import ROOT

STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
"""No colours half way from one theme to the other."""

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def flaws(page: Page, within: str | None = None) -> list[str]:
    """Everything that axe has against a page; empty is well."""
    return _ask(page, {"runOnly": {"type": "tag", "values": TAGS}}, within)


def contrasts(page: Page) -> list[str]:
    """Only what depends on the theme."""
    return _ask(page, {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}, None)


def overflow(page: Page) -> list[str]:
    """The elements that stick out of a page that can be moved sideways."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.body.querySelectorAll("*")]
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .map((each) => each.outerHTML.slice(0, 160)).slice(0, 5);
        }"""
    )


def _ask(page: Page, options: dict[str, object], within: str | None) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
        page.evaluate(STILL)
    return page.evaluate(
        """async ([within, options]) => {
          const found = await axe.run(within ?? document, {...options, resultTypes: ["violations"]});
          return found.violations.flatMap(({id, nodes}) =>
            nodes.map(({html, any, all}) => `${id}: ${html.slice(0, 300)}  ${[...any, ...all].map((c) => c.message).join("; ").slice(0, 300)}`));
        }""",
        [within, options],
    )


@cache
def _source() -> str:
    return (ROOT / ".cache/ui/node_modules/axe-core/axe.min.js").read_text()
