"""Everything that attackers type, in posts, replies, titles and names, in the real browser: nothing runs.

The pages are looked at with the policy switched off, so that cleaning and escaping must hold by themselves;
then some of them with the policy on, where nothing may be left for it to stop.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

WINDOW = 50  # replies on a page of a conversation

HOOKS = """
window.executed = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  Object.defineProperty(window, name, {value: (...given) => { window.executed.push(`${name}(${given})`); return null; }});
window.addEventListener("error", ({message, target}) => { if (target === window) window.executed.push(`error: ${message}`); }, true);
addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI}) => window.executed.push(`policy: ${violatedDirective} ${blockedURI}`));
document.addEventListener("DOMContentLoaded", () => { window.globalsBefore = new Set(Object.getOwnPropertyNames(window)); });
"""

DANGERS = """() => {
  const found = [...window.executed];
  for (const each of document.querySelectorAll("*")) {
    if (/^(script|iframe|frame|object|embed|base|applet|marquee)$/i.test(each.localName) && !each.src?.startsWith(location.origin + "/static/")) found.push(each.outerHTML.slice(0, 200));
    for (const {name, value} of each.attributes) {
      if (/^on/i.test(name)) found.push(`${each.localName} ${name}=${value.slice(0, 100)}`);
      if (/^(href|src|action|formaction|data|xlink:href)$/i.test(name) && /^[\\s\\u0000-\\u0020]*(javascript|data|vbscript):/i.test(value)) found.push(`${name}=${value.slice(0, 100)}`);
      if (name === "style" && !each.closest("markdown-toolbar, text-expander")) found.push(`style=${value.slice(0, 100)}`);
      if (/^(id|name)$/i.test(name) && each.closest(".prose")) found.push(`clobbers: ${name}=${value.slice(0, 100)}`);
    }
  }
  const own = new Set(["stayed"]);
  for (const name of Object.getOwnPropertyNames(window))
    if (window.globalsBefore && !window.globalsBefore.has(name) && !own.has(name) && !/^(htmx|__playwright|\\d+$)/.test(name) && !(window[name] instanceof Node) && !customElementNames.has(name)) found.push(`new global ${name}`);
  return found;
}""".replace(
    "() => {",
    "() => { const customElementNames = new Set(['TextExpanderElement', 'MarkdownToolbarElement', 'ComboboxNav']);", 1
)  # fmt: skip

POKE = """() => {
  for (const each of document.querySelectorAll("main .prose *, main .entry__title *, main .reply__quote *"))
    for (const type of ["mouseover", "mouseenter", "pointerover", "focus", "animationstart", "toggle", "contextmenu"])
      each.dispatchEvent(new Event(type, {bubbles: false}));
}"""


@pytest.fixture(scope="module")
def attacks(request) -> list[str]:
    from pathlib import Path
    import os

    folder = Path(os.environ.get("ZINVOL_TEST_DATA") or request.config.rootpath.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the third-party test material is not here")
    lines = (folder / "payloads/xss_payloads.txt").read_text().splitlines()
    purify = [case["payload"] for case in json.loads((folder / "payloads/dompurify_expect.json").read_text())]
    assert (len(lines), len(purify)) == (4316, 223)
    return list(dict.fromkeys([*lines, *purify]))


def look(page: Page, path: str) -> list[str]:
    page.goto(path, wait_until="load")
    page.evaluate(POKE)
    return [f"{path}: {danger}" for danger in page.evaluate(DANGERS)]


@pytest.mark.slow
def test_no_attack_in_a_post_a_title_or_a_reply_runs(visitors: Visitors, backstage, attacks):
    posts = backstage("many", author="member", space="open", texts=attacks, size=WINDOW)
    reader = visitors.context(bypass_csp=True)
    reader.add_init_script(HOOKS)
    reader.add_cookies([{"name": "zinvol_session", "value": backstage("session", person="keeper"), "url": visitors.install.url}])
    page, dangers = reader.new_page(), []
    for post in posts:
        dangers += look(page, f"/posts/{post}/?from=0")
    path = "/new/"
    seen = 0
    while path:
        dangers += look(page, path)
        seen += page.locator(".entry__title").count()
        older = page.locator("a[rel=next]")
        path = f"/new/{older.get_attribute('href')}" if older.count() else ""
    assert dangers == []
    assert seen >= len(attacks)
