"""Somebody with a browser, and what must not happen in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from tests.browser.serving import Install
from tests.chromium import CHROMIUM_ARGUMENTS, chromium_path

PATIENCE = 15_000
"""Milliseconds that a page may take on a busy machine."""

expect.set_options(timeout=PATIENCE)

LEFT_EARLY = "An unknown error occurred when fetching the script"
"""What Chromium says of a service worker whose page is left while it is fetched."""


@dataclass
class Watch:
    """Writes down what should not happen on a page; ``excused`` are the statuses, or parts of
    messages of the console, that this test expects."""

    url: str
    excused: Collection[int | str] = ()
    faults: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on(
            "response", lambda answer: answer.status >= 500 and self._fault(f"{answer.status} {answer.url}")
        )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or message.text.startswith(LEFT_EARLY):
            return
        status = re.search(r"responded with a status of (\d+)", message.text)
        if (status and int(status[1]) in self.excused) or any(
            e in message.text for e in self.excused if isinstance(e, str)
        ):
            return
        self._fault(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _error(self, error: WebError) -> None:
        self._fault(f"exception: {error.error}")

    def _dialog(self, dialog: Dialog) -> None:
        self._fault(f"dialog {dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "blob:", "data:", "about:")):
            self._fault(f"request to another host: {request.url}")

    def _fault(self, text: str) -> None:
        self.faults.append(text)


class Visitors:
    """Opens browsers for people. Each visitor is a context of its own: a device with its own session."""

    def __init__(self, browser: Browser, install: Install, *, excused: Collection[int | str] = ()) -> None:
        self.browser, self.install, self.excused = browser, install, excused
        self.watches: list[Watch] = []
        self.contexts: list[BrowserContext] = []

    def come_in(self, who: str | int | None = None, **options: Any) -> Page:
        """A page of somebody who is signed in already, or (nobody) of a stranger."""
        context = self.context(**options)
        if who is not None:
            key = self.install.backstage("session", person=who)
            context.add_cookies([{"name": "zinvol_session", "value": key, "url": self.install.url}])
        return context.new_page()

    def context(self, **options: Any) -> BrowserContext:
        settings: dict[str, Any] = {
            "base_url": self.install.url, "viewport": {"width": 1320, "height": 900}, "reduced_motion": "reduce",
            "locale": "en-GB", "color_scheme": "light",
        }  # fmt: skip
        context = self.browser.new_context(**settings | options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(self.install.url, self.excused)
        watch.follow(context)
        self.watches.append(watch)
        self.contexts.append(context)
        return context

    @property
    def faults(self) -> list[str]:
        return [fault for watch in self.watches for fault in watch.faults]

    def pictures(self, folder: Path, name: str) -> list[str]:
        """What everybody has on screen, for whoever looks into a failure."""
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self.contexts for page in context.pages if not page.is_closed()]
        paths = [
            folder / f"{re.sub(r'[^\w-]+', '-', name)[:90]}-{number}.png" for number, _ in enumerate(pages)
        ]
        for page, path in zip(pages, paths, strict=True):
            page.screenshot(path=path)
        return [f"{path}  {page.url}" for page, path in zip(pages, paths, strict=True)]

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@contextmanager
def chromium(headed: str | None) -> Iterator[Browser]:
    """Debian's Chromium. ``headed`` is empty, or ``headed`` with the milliseconds to wait between acts."""
    slow = int((headed or "").partition(",")[2] or 0)
    # Debian's build without windows does the same pages with a third of the work
    windowless = (
        None if headed or os.environ.get("ZINVOL_CHROMIUM") else shutil.which("chromium-headless-shell")
    )
    path = windowless or chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_ARGUMENTS, headless=not headed, slow_mo=slow
        )
        yield browser
        browser.close()
