"""Writes Markdown piece by piece: it knows where lines, quotations, lists and bold words begin and end."""

import re
from dataclasses import dataclass

_SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")
# How Word draws the points of its lists.
_DRAWN_POINT = re.compile(r"[·•▪§]\s+")
_MOST_QUOTES = 20
_MOST_LISTS = 8


@dataclass(slots=True)
class _List:
    is_numbered: bool
    number: int
    items: int = 0


class Writer:
    """Markdown under construction. A block asks for a gap above the next words; the widest one counts."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._gap = 0
        self._is_line_new = True
        self._quotes = 0
        self._prefix_quotes = 0
        self._lists: list[_List] = []
        self._point = ""
        self._styles: dict[str, int] = {"**": 0, "*": 0}
        self._open_styles: list[str] = []
        self._link: list[str] | None = None
        self._address = ""

    def text(self) -> str:
        """All that was written."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def words(self, text: str) -> None:
        """Words of a paragraph; how they are broken over lines means nothing."""
        if self._link is not None:
            self._link.append(text)
        else:
            self._write(_SPACES.sub(" ", text))

    def preformatted(self, text: str) -> None:
        """Words of which the lines stay as they are."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.line_break()
            self._write(line)

    def block(self, gap: int) -> None:
        """A block begins or ends: the next words come on the next line (1) or after a blank one (2)."""
        if gap and not self._is_line_new:
            self._end_line()
        self._gap = max(self._gap, gap)

    def line_break(self) -> None:
        if self._is_line_new:
            self._gap = min(2, max(self._gap, 1) + 1)
        else:
            self._end_line()
            self._gap = max(self._gap, 1)

    def own_line(self, text: str) -> bool:
        """A line by itself. In a quotation it would say nothing new: then nothing is written, and False."""
        if self._quotes:
            return False
        self.block(2)
        self._write(text)
        self.block(2)
        return True

    def quote(self, change: int) -> None:
        self.block(2)
        self._quotes += change

    def open_list(self, number: int, *, is_numbered: bool) -> None:
        self._lists.append(_List(is_numbered, number))

    def close_list(self) -> None:
        self._lists.pop()
        self._point = ""

    def item(self) -> None:
        if not self._lists:
            return
        current = self._lists[-1]
        self._point = f"{current.number}. " if current.is_numbered else "- "
        current.number += 1
        current.items += 1

    def style(self, mark: str, change: int) -> None:
        self._styles[mark] += change

    def open_link(self, address: str) -> None:
        self._link, self._address = [], address

    def close_link(self) -> None:
        text = _SPACES.sub(" ", "".join(self._link or []))
        self._link = None
        words, address = text.strip(), self._address
        if words and address and not _is_same(words, address):
            safe = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
            text = text.replace(words, "[" + words.replace("[", "(").replace("]", ")") + f"]({safe})")
        elif words and not words.startswith(("http", "www.")) and address.startswith("http"):
            text = text.replace(words, address)
        self._write(text)

    def picture(self, source: str) -> None:
        """Only a picture that came along; to show another one would tell somebody that it was read."""
        if source.startswith("cid:"):
            self._write(f"![]({source[:300].replace(')', '%29').replace(' ', '%20')})")

    def _write(self, text: str) -> None:
        if not text.strip():
            if not self._is_line_new and text:
                self._line += " "
            return
        if self._is_line_new:
            self._begin_line()
            text = _DRAWN_POINT.sub("- ", text.lstrip(), count=1) if not self._lists else text.lstrip()
        elif self._line.endswith(" "):
            text = text.lstrip()
        text = self._styled(text)
        self._line += text

    def _begin_line(self) -> None:
        quotes = "> " * min(self._quotes, _MOST_QUOTES)
        if self._gap > 1 and self._lines and not self._is_next_item():
            self._lines.append(("> " * min(self._quotes, self._prefix_quotes, _MOST_QUOTES)).rstrip())
        depth = min(len(self._lists), _MOST_LISTS)
        indent = "   " * (depth - 1) if self._point else "   " * depth
        if self._point == "- " or not self._point:
            indent = indent.replace("   ", "  ")
        self._line = quotes + indent + self._point
        self._point, self._gap, self._is_line_new = "", 0, False
        self._prefix_quotes = self._quotes

    def _is_next_item(self) -> bool:
        """Items of one list, and a list within an item, have no blank lines between them."""
        return bool(self._point) and (len(self._lists) > 1 or self._lists[-1].items > 1)

    def _end_line(self) -> None:
        if not self._is_line_new:
            end = "".join(reversed(self._open_styles))
            self._lines.append(self._line.rstrip() + end)
            self._open_styles, self._line, self._is_line_new = [], "", True

    def _styled(self, text: str) -> str:
        """The words with marks where bold or italic begins or ends, never between a mark and a space."""
        wanted = [mark for mark, depth in self._styles.items() if depth > 0]
        if wanted == self._open_styles:
            return text
        end = "".join(reversed(self._open_styles))
        if end:
            body = self._line.rstrip()
            self._line = body + end + self._line[len(body) :]
        self._open_styles = wanted
        words = text.lstrip()
        return text[: len(text) - len(words)] + "".join(wanted) + words


def _is_same(words: str, address: str) -> bool:
    """Whether a link shows where it leads, so that the address alone says all."""
    bare = address.removeprefix("mailto:").split("?")[0] if address.startswith("mailto:") else address
    return words.rstrip("/").lower() in {
        bare.rstrip("/").lower(),
        bare.removeprefix("https://").removeprefix("http://").rstrip("/").lower(),
    }
