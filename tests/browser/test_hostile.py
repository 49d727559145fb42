"""Everything that attackers type, in posts, replies, titles and names, in the real browser: nothing runs.

The pages are looked at with the policy switched off, so that cleaning and escaping must hold by themselves;
then some of them with the policy on, where nothing may be left for it to stop.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

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
  const ours = new Set(["executed", "globalsBefore", "stayed", "htmx", "TextExpanderElement", "MarkdownToolbarElement"]);
  const loads = /^(script|style|iframe|frame|object|embed|base|applet|marquee|math|animate|set)$/i;
  const addresses = /^(href|src|action|formaction|data|xlink:href|srcset|poster)$/i;
  const runs = /^[\\s\\u0000-\\u0020]*(javascript|data|vbscript):/i;
  for (const each of document.querySelectorAll("*")) {
    const own = each.src?.startsWith?.(`${location.origin}/static/`);
    if (loads.test(each.localName) && !own) found.push(each.outerHTML.slice(0, 200));
    for (const {name, value} of each.attributes) {
      const words = `${each.localName} ${name}=${value.slice(0, 100)}`;
      if (/^on/i.test(name) || name === "style" || name === "srcdoc") found.push(words);
      if (addresses.test(name) && runs.test(value)) found.push(words);
      if (/^(id|name|hx-.*|data-.*)$/i.test(name) && each.closest(".reply__body, .thread__body")) found.push(words);
    }
  }
  for (const name of Object.getOwnPropertyNames(window))
    if (!window.globalsBefore.has(name) && !ours.has(name) && !/^(__playwright.*|\\d+)$/.test(name)) found.push(`new global ${name}`);
  return found;
}"""

POKE = """() => {
  for (const each of document.querySelectorAll("main .prose *"))
    for (const type of ["mouseover", "mouseenter", "pointerover", "focus", "animationstart", "toggle", "contextmenu"])
      each.dispatchEvent(new Event(type, {bubbles: false}));
}"""


@pytest.fixture(scope="module")
def attacks(request) -> list[str]:
    folder = Path(os.environ.get("ZINVOL_TEST_DATA") or request.config.rootpath.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the third-party test material is not here")
    lines = (folder / "payloads/xss_payloads.txt").read_text().splitlines()
    purify = [case["payload"] for case in json.loads((folder / "payloads/dompurify_expect.json").read_text())]
    assert (len(lines), len(purify)) == (4316, 223)
    return list(dict.fromkeys([*lines, *purify]))


@pytest.fixture(scope="module")
def one_line(attacks) -> list[str]:
    """The attacks as a field of one line keeps them."""
    return list(
        dict.fromkeys(kept for text in attacks if (kept := text.replace("\x00", "").strip()[:200].strip()))
    )


@pytest.fixture
def reader(visitors, backstage) -> Iterator[Callable[..., Page]]:
    """A page with the hooks, its policy off unless asked for."""

    def come_in(**options: bool) -> Page:
        context = visitors.context(**{"bypass_csp": True} | options)
        context.add_init_script(HOOKS)
        key = backstage("session", person="keeper")
        context.add_cookies([{"name": "zinvol_session", "value": key, "url": visitors.install.url}])
        return context.new_page()

    return come_in


@pytest.fixture(scope="module")
def conversation(backstage, attacks) -> tuple[int, int]:
    """One conversation with every attack in a reply: what might swallow its neighbours alone, the rest by four."""
    swallows = re.compile(r"```|~~~|<!|<\?|</?\s*(script|pre|style|textarea)", re.IGNORECASE)
    alone = [[text] for text in attacks if swallows.search(text)]
    calm = [text for text in attacks if not swallows.search(text)]
    parts = alone + [calm[at : at + 4] for at in range(0, len(calm), 4)]
    post = backstage("post", author="member", space="open", title="Met aanvallen")
    bodies = ["\n\n".join(f"nummer\n\n{text}" for text in part) for part in parts]
    backstage("replies", author="member", post=post, bodies=bodies)
    return post, len(parts)


def look(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.evaluate(POKE)
    return [f"{path}: {danger}" for danger in page.evaluate(DANGERS)]


@pytest.mark.expects(404)
def test_an_attack_that_would_run_is_seen(reader):
    page = reader()
    page.goto("/people/me/settings")
    page.evaluate("""() => new Promise((told) => {
      document.body.insertAdjacentHTML("beforeend", "<img src=/nowhere.png onerror='alert(1); window.left = 1'><a href=' javascript:1'>x</a>");
      document.querySelector("img[onerror]").addEventListener("error", () => told());
    })""")
    found = page.evaluate(DANGERS)
    assert [f.split("=")[0] for f in found] == ["alert(1)", "img onerror", "a href", "new global left"]


@pytest.mark.slow
def test_no_attack_in_a_text_runs(reader, conversation, attacks):
    page, dangers, seen = reader(), [], 0
    post, replies = conversation
    for start in range(0, replies, WINDOW):
        dangers += look(page, f"/posts/{post}/?from={start}")
        seen += page.locator("#replies .prose > p:text-is('nummer')").count()
    assert dangers == []
    assert seen == len(attacks)


@pytest.mark.slow
def test_the_policy_has_nothing_left_to_stop(reader, conversation):
    page = reader(bypass_csp=False)
    post, replies = conversation
    for start in range(0, replies, WINDOW * 5):
        assert look(page, f"/posts/{post}/?from={start}") == []


@pytest.mark.slow
def test_no_attack_in_a_line_runs(reader, backstage, one_line):
    poll = backstage("post", author="keeper", space="open", kind="poll", title="Een lange peiling")
    backstage("options", poll=poll, texts=one_line)
    page = reader()
    assert look(page, f"/posts/{poll}/") == []
    assert page.locator("fieldset .choice").count() == len(one_line) + 2


@pytest.mark.slow
def test_no_attack_in_a_title_or_a_name_runs_in_the_lists(reader, backstage, one_line):
    some = one_line[::12]
    backstage("titles", author="member", space="open", texts=some)
    backstage("named", texts=some)
    page, dangers = reader(), []
    for path, item in (("/new/", ".entry__title"), ("/people/", ".person-row__name")):
        seen, at = 0, path
        while at:
            dangers += look(page, at)
            seen += page.locator(item).count()
            older = page.locator("main a[rel=next]")
            at = f"{path}{older.get_attribute('href')}" if older.count() else ""
        assert seen >= len(some)
    page.goto("/people/?q=" + "script")
    dangers += look(page, page.locator("main a.person-row").first.get_attribute("href"))
    assert dangers == []
