"""The pages in the words of the domain. English, as the cast reads it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.world import PASSWORD


class Screen:
    """Any page: what stands around what it is about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")
        self.toasts = page.locator("#toasts")

    @property
    def title(self) -> Locator:
        return self.main.get_by_role("heading", level=1)

    def stay(self) -> None:
        """Leave a mark that is gone when the page is loaded anew; see ``stayed``."""
        self.page.evaluate("window.stayed = true")

    @property
    def stayed(self) -> bool:
        return bool(self.page.evaluate("window.stayed === true"))

    def entry(self, title: str) -> Locator:
        """A post in a list."""
        return self.main.locator(".entry").filter(has=self.page.get_by_role("link", name=title, exact=True))

    def focused(self) -> Locator:
        return self.page.locator(":focus")


class SignInPage(Screen):
    def visit(self) -> SignInPage:
        self.page.goto("/login")
        return self

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()


class TodayPage(Screen):
    def visit(self) -> TodayPage:
        self.page.goto("/")
        return self

    def waiting(self, text: str) -> Locator:
        return self.main.locator(".waiting__item").filter(has_text=text)


class ComposePage(Screen):
    def visit(self, **query: str) -> ComposePage:
        self.page.goto("/posts/new?" + "&".join(f"{k}={v}" for k, v in query.items()))
        return self

    @property
    def heading(self) -> Locator:
        return self.page.locator("[data-title-field]")

    @property
    def text(self) -> Locator:
        return self.page.locator("#post-body")

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-autosave-state]")

    @property
    def suggestions(self) -> Locator:
        return self.page.locator("text-expander [role=option]")

    def choose(self, kind: str) -> None:
        self.page.get_by_role("radio", name=kind).check()

    def send(self) -> ConversationPage:
        self.main.locator("button.btn--primary").click()
        self.page.wait_for_url(re.compile(r"/posts/\d+/"))
        return ConversationPage(self.page)

    def share(self, kind: str, title: str, text: str = "", **fields: Any) -> ConversationPage:
        self.choose(kind)
        self.heading.fill(title)
        self.text.fill(text)
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).fill(value)
        return self.send()


class ConversationPage(Screen):
    def visit(self, post: int) -> ConversationPage:
        self.page.goto(f"/posts/{post}/")
        return self

    @property
    def post(self) -> Locator:
        return self.main.locator("article.thread")

    @property
    def state(self) -> Locator:
        return self.post.locator(".thread__head .state")

    @property
    def steps(self) -> Locator:
        return self.main.locator(".steps")

    @property
    def field(self) -> Locator:
        return self.page.locator("#reply-body")

    @property
    def replies(self) -> Locator:
        return self.page.locator("#replies .reply")

    @property
    def best(self) -> Locator:
        """The answer that helped, on top."""
        return self.main.locator("section.answer")

    @property
    def pursuit(self) -> Locator:
        """Who may know the answer, for who sees to it."""
        return self.page.locator("#pursuit")

    def suggested(self, name: str) -> Locator:
        """Somebody who may know the answer, with what shows it."""
        return self.pursuit.locator(".waiting__item").filter(has_text=name)

    @property
    def unread_line(self) -> Locator:
        return self.page.locator("#unread")

    def reply_with(self, text: str) -> Locator:
        return self.replies.filter(has_text=text)

    def reply(self, text: str) -> None:
        self.field.fill(text)
        self.send()

    def send(self) -> None:
        self.page.locator("#write button.btn--primary").click()

    def act(self, name: str, on: Locator | None = None) -> None:
        """Choose from the menu of a reply, or of the post."""
        menu = (on or self.post).locator("details.menu").first
        menu.locator("summary").click()
        menu.locator(".menu__list").locator("a, button").filter(has_text=name).click()

    def take_step(self, name: str, reason: str = "", option: str = "") -> None:
        form = self.main.locator("details.disclosure").filter(has_text=name)
        form.locator("summary").click()
        if option:
            form.get_by_role("radio", name=option).check()
        if reason:
            form.get_by_label("Why?").fill(reason)
        form.get_by_role("button", name=name).click()

    def reaction(self, name: str, on: Locator | None = None) -> Locator:
        return (on or self.post).get_by_role("group", name="React").get_by_role("button", name=name)

    def vote(self, option: str) -> None:
        self.post.get_by_role("radio", name=option).check()
        self.post.get_by_role("button", name="Vote").click()

    def option(self, text: str) -> Locator:
        return self.post.locator(".options__item").filter(has_text=text)


class CoursePage(Screen):
    """How a question goes on."""

    def visit(self, post: int) -> CoursePage:
        self.page.goto(f"/questions/{post}/")
        return self

    @property
    def now(self) -> Locator:
        """How far it climbed."""
        return self.main.locator("ol.steps [aria-current=step]")


class InboxPage(Screen):
    def visit(self) -> InboxPage:
        self.page.goto("/inbox/")
        return self

    def notice(self, title: str) -> Locator:
        return self.page.locator(".inbox__item").filter(has_text=title)

    def open(self, title: str) -> ConversationPage:
        self.notice(title).get_by_role("link", name=title, exact=True).click()
        return ConversationPage(self.page)


class KnowledgePage(Screen):
    def visit(self, path: str = "/knowledge/") -> KnowledgePage:
        self.page.goto(path)
        return self

    def tab(self, name: str) -> None:
        self.main.get_by_role("navigation", name="Knowledge").get_by_role("link", name=name).click()

    def subject(self, name: str) -> Locator:
        """A row of the table of subjects."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("link", name=name, exact=True))

    def knower(self, name: str) -> Locator:
        """Somebody who knows about the subject of the page."""
        return self.main.locator(".waiting__item").filter(has_text=name)

    def mine(self, title: str) -> Locator:
        """An answer of one's own."""
        return self.main.locator(".waiting__item").filter(has_text=title)

    def listed(self, title: str) -> Locator:
        """A question in a list."""
        return self.main.locator(".results__item").filter(has_text=title)


class SpacePage(Screen):
    def visit(self, slug: str) -> SpacePage:
        self.page.goto(f"/spaces/{slug}/")
        return self


class SearchPage(Screen):
    def search(self, words: str) -> SearchPage:
        box = self.page.locator("#search")
        box.fill(words)
        box.press("Enter")
        expect(self.title).to_contain_text(words)
        return self

    @property
    def results(self) -> Locator:
        return self.main.locator(".results__item")

    def result(self, title: str) -> Locator:
        return self.results.filter(has=self.page.get_by_role("link", name=title))


class Palette:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator("dialog#palette")
        self.field = page.locator("#palette-input")
        self.options = self.dialog.get_by_role("option")
        self.chosen = self.dialog.locator("[aria-selected=true]")

    def open(self) -> Palette:
        self.page.keyboard.press("Control+k")
        expect(self.dialog).to_be_visible()
        expect(self.options.first).to_be_visible()
        return self
