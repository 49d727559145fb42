"""A sheet to draw on, that becomes an SVG: shapes have a role, and the palette gives each role its colours."""

from __future__ import annotations

from html import escape
from typing import Literal

from zinvol.lib.science.reports.texts import clean
from zinvol.lib.science.reports.texts import width as text_width

Palette = Literal["page", "print"]
Anchor = Literal["start", "middle", "end"]

FONT = "Libertinus Serif"
INK, GREY, COLOUR = "#1c2430", "#545c66", "#17665d"

# Fixed colours for paper. They keep apart in black and white: an interval is dark, a bar lighter, what is behind it lightest.
# On a page each role is a class, and components/chart.css gives it a colour for the light and the dark theme.
PRINT = {
    "label": f'fill="{INK}"',
    "quiet": f'fill="{GREY}"',
    "ground": 'fill="#ffffff"',
    "value": f'fill="{INK}"',
    "grid": 'stroke="#dcdfe2" stroke-width="1"',
    "base": 'stroke="#8a929b" stroke-width="1"',
    "track": 'fill="#eceef0"',
    "bar": f'fill="#74aca5" stroke="{COLOUR}" stroke-width="1"',
    "soft": f'fill="#e6f0ee" stroke="{COLOUR}" stroke-width="1"',
    "whisker": f'stroke="{INK}" stroke-width="1.75" fill="none"',
    "range": 'stroke="#c4dbd7" stroke-width="10" stroke-linecap="round"',
    "mark": f'stroke="{INK}" stroke-width="1.25" stroke-dasharray="4 3"',
    "link": 'stroke="#8a929b" stroke-width="3"',
    "dot": f'fill="{COLOUR}" stroke="#ffffff" stroke-width="1.5"',
    "diamond": f'fill="#ffffff" stroke="{INK}" stroke-width="2"',
}


class Canvas:
    """``role`` is one of ``PRINT``. Texts are cleaned and escaped here and nowhere else."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        role: str,
        size: float,
        *,
        anchor: Anchor = "start",
        is_bold: bool = False,
    ) -> None:
        place = f'x="{short(x)}" y="{short(y)}" font-size="{short(size)}"'
        place += f' text-anchor="{anchor}"' if anchor != "start" else ""
        place += ' font-weight="600"' if is_bold else ""
        self.parts.append(f"<text {place} {self._paint(role)}>{escape(clean(text))}</text>")

    def text_on_ground(
        self, x: float, y: float, text: str, role: str, size: float, *, anchor: Anchor = "start"
    ) -> None:
        """A text that may stand on lines: they stop beside it."""
        space = text_width(clean(text), size) + 4
        left = x - space + 2 if anchor == "end" else x - 2
        self.bar(left, y - 0.85 * size, space, 1.2 * size, "ground")
        self.text(x, y, text, role, size, anchor=anchor)

    def line(self, x1: float, y1: float, x2: float, y2: float, role: str) -> None:
        ends = f'x1="{short(x1)}" y1="{short(y1)}" x2="{short(x2)}" y2="{short(y2)}"'
        self.parts.append(f"<line {ends} {self._paint(role)}/>")

    def bar(self, x: float, y: float, width: float, height: float, role: str) -> None:
        size = f'width="{short(max(width, 0))}" height="{short(height)}"'
        self.parts.append(f'<rect x="{short(x)}" y="{short(y)}" {size} rx="2" {self._paint(role)}/>')

    def dot(self, x: float, y: float, radius: float) -> None:
        self.parts.append(
            f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" {self._paint("dot")}/>'
        )

    def diamond(self, x: float, y: float, radius: float) -> None:
        r = short(radius)
        path = f"M{short(x)} {short(y - radius)}l{r} {r}l-{r} {r}l-{r} -{r}z"
        self.parts.append(f'<path d="{path}" {self._paint("diamond")}/>')

    def whisker(self, low: float, high: float, y: float, cap: float) -> None:
        """An interval with caps."""
        path = f"M{short(low)} {short(y)}H{short(high)}"
        path += "".join(f"M{short(x)} {short(y - cap)}v{short(2 * cap)}" for x in (low, high))
        self.parts.append(f'<path d="{path}" {self._paint("whisker")}/>')

    def svg(self, *, width: float, height: float, name: str, title: str, lead: str, classes: str) -> str:
        """The whole drawing, with a name and a description for who cannot see it."""
        box = f'viewBox="0 0 {short(width)} {short(height)}"'
        if self.palette == "print":
            look = f'width="{short(width)}" height="{short(height)}" font-family="{FONT}"'
        else:
            look = f'class="{classes}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {look} {box} role="img" '
            f'aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(clean(title))}</title>'
            f'<desc id="{name}-desc">{escape(clean(lead))}</desc>'
            f"{''.join(self.parts)}</svg>"
        )

    def _paint(self, role: str) -> str:
        return PRINT[role] if self.palette == "print" else f'class="chart__{role}"'


def short(number: float) -> str:
    """At most one decimal: finer than any screen shows."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
