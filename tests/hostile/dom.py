"""What a browser would make of a page, as far as a test needs it: its elements, words and dangers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

RUNS = {"script", "style", "iframe", "object", "embed", "base", "math", "frame", "applet", "animate", "set"}
"""Elements that run or load something; ``svg`` is left out, as our own icons are drawn with it."""
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "xlink:href",
    "hx-get",
    "hx-post",
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    elements: list[Element] = field(default_factory=list)
    text: str = ""

    def dangers(self) -> list[str]:
        """All that would run, or call another host: nothing on a page of ours."""
        return [danger for element in self.elements for danger in _dangers_of(element)]

    def texts(self, **wanted: str) -> list[str]:
        """The words of the elements that have these attributes; ``class_`` is one of the classes."""
        return [e.text for e in self.elements if _fits(e, wanted)]

    def value(self, name: str) -> str | None:
        """What stands in a field of a form."""
        found = next((e for e in self.elements if e.attributes.get("name") == name), None)
        if found is None:
            return None
        return found.text if found.tag == "textarea" else found.attributes.get("value", "")

    def values(self, name: str) -> list[str]:
        return [e.attributes.get("value", "") for e in self.elements if e.attributes.get("name") == name]


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(re.sub(r"\r\n?", "\n", html))  # as a browser reads line ends
    reader.close()
    reader.page.text = "".join(reader.words)
    return reader.page


class _Reader(HTMLParser):
    EMPTY = frozenset(
        {"input", "img", "br", "hr", "meta", "link", "use", "line", "path", "source", "wbr", "col"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.open, self.words = Page(), [], []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.page.elements.append(element)
        if tag not in self.EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.page.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        self.words.append(data)
        for element in self.open:
            first = element.tag == "textarea" and not element.text and data.startswith("\n")
            element.text += data[1:] if first else data


def _dangers_of(element: Element) -> list[str]:
    found = []
    own = (
        element.tag == "script"
        and element.attributes.get("src", "").startswith("/static/")
        and not element.text
    )
    if element.tag in RUNS and not own:
        found.append(f"<{element.tag}>")
    for name, value in element.attributes.items():
        address = re.sub(r"[\x00-\x20]", "", value).lower()
        if (
            name.startswith("on")
            or name in {"style", "srcdoc"}
            or (name in ADDRESSES and address.startswith(("javascript:", "data:", "vbscript:")))
        ):
            found.append(f"{element.tag} {name}={value[:60]}")
        elif name in ADDRESSES - {"href"} and urlsplit_host(address):
            found.append(f"{element.tag} calls {value[:60]}")
    return found


def urlsplit_host(address: str) -> str:
    try:
        return urlsplit(address.replace("\\", "/")).netloc
    except ValueError:
        return address


def _fits(element: Element, wanted: dict[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in element.attributes.get("class", "").split():
                return False
        elif name == "tag":
            if element.tag != value:
                return False
        elif element.attributes.get(name) != value:
            return False
    return True
