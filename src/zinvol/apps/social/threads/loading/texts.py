"""The texts of an exchange as they are kept here."""

from __future__ import annotations

import html

from zinvol.apps.social.threads import rules
from zinvol.apps.social.threads.text import Text
from zinvol.kernel.loading import Loading
from zinvol.lib import markup
from zinvol.lib.markup.portable import Roll


class Texts:
    """Reads the bodies of one file: ``@Full Name`` means somebody of that file."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._roll = Roll()
        self._keys: list[str] = []
        self._names: list[str] = []

    def add_person(self, key: str, name: str) -> None:
        """People in the order of the file; those who were erased are nobody's mention."""
        self._keys.append(key)
        self._names.append(name)
        self._roll.add(len(self._keys), name)

    def keep(self, line: int, body: str) -> Text:
        """A body as it is kept: with ids for mentions, rendered. What is too long or too tangled to
        render is shown as plain text."""
        body = body.replace("\r\n", "\n").strip()
        if "@" not in body:
            return self._rendered(line, body, {})
        named: dict[int, str] = {}

        def number_of(person: int) -> int | None:
            number = self._loading.origins.get("person", self._keys[person - 1])
            if number:
                named[number] = self._names[person - 1]
            return number

        try:
            source = self._roll.to_tokens(body, number_of=number_of)
        except markup.TooComplex:
            source = body
        return self._rendered(line, source, named)

    def _rendered(self, line: int, source: str, names: dict[int, str]) -> Text:
        try:
            made = markup.render(source, names=names)
        except markup.TooComplex as error:
            self._loading.tell(line, f"the text is shown without its marks: {error}")
            return Text(source, _plain_html(source), source, (), ())
        return Text(source, made.html, made.text, made.mentions[: rules.MAX_MENTIONS], made.links)


def one_line(text: str) -> str:
    return " ".join(text.split())


def _plain_html(source: str) -> str:
    paragraphs = html.escape(source, quote=False).split("\n\n")
    return "\n".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in paragraphs if p.strip())
