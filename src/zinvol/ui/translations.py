"""The Dutch of the interface: ``python -m zinvol.ui.translations [extract|compile|check]``.

English is what the code says, so it needs no catalogue; Dutch stands in ``locale/nl/LC_MESSAGES/django.po``.
``extract`` brings that file up to date with the code, ``compile`` makes the file that Django reads (never
committed; it does go into the wheel), ``check`` says what is missing or wrong.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1]
PO = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "django.po"
HEADER = r"""# The Dutch texts of Zinvol. The words to use, and how to write: docs/glossary.md.
msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

METHODS = [
    ("**/tests/**", "ignore"),
    ("**/node_modules/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**", "jinja2"),
]
OPTIONS = {
    "**/templates/**": {  # as in config/templates.py; `silent` would pass over a template that it cannot read
        "extensions": "jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def main(arguments: list[str]) -> int:
    steps = {"extract": extract, "compile": compile_, "check": check}
    if len(arguments) != 1 or arguments[0] not in steps:
        print(__doc__)
        return 2
    return steps[arguments[0]]()


def extract() -> int:
    """Write every text of the code into the catalogue, keep its Dutch, leave out what is gone."""
    texts, old = texts_of(SOURCE), read(PO)
    new = updated(old, texts)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(new))
    for message in _gone(old, texts):
        print(f"gone: {_shown(message)} = {message.string!r}")
    print(f"translations: {len(new)} texts, {sum(1 for m in new if not _is_done(m))} to translate")
    return 0


def compile_() -> int:
    """Make the file that Django reads. A text without Dutch is shown in English."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(PO))
    return 0


def check() -> int:
    """Say what stands between the code and a whole catalogue."""
    found = list(problems(read(PO), texts_of(SOURCE)))
    for problem in found:
        print(problem)
    if found:
        print(f"translations: {len(found)} to mend; see docs/glossary.md for the words")
    return 1 if found else 0


def texts_of(folder: Path) -> Catalog:
    """All texts in the code under a folder, in the order of the files."""
    found = extract_from_dir(
        str(folder), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    )
    unsorted = Catalog()
    for file, _line, text, _comments, context in found:
        unsorted.add(text, locations=[(Path(file).as_posix(), 0)], context=context)
    texts = Catalog(locale="nl")
    for message in sorted(_entries(unsorted), key=lambda m: (min(m.locations), _key(m))):
        texts.add(message.id, locations=sorted(set(message.locations)), context=message.context)
    return texts


def read(file: Path) -> Catalog:
    return read_po(BytesIO(file.read_bytes()), locale="nl") if file.exists() else Catalog(locale="nl")


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file: a line a text, no line numbers, no dates, so that only words change."""
    file = BytesIO()
    write_po(file, catalogue, width=0, omit_header=True, include_lineno=False)
    return HEADER.encode() + file.getvalue()


def updated(old: Catalog, texts: Catalog) -> Catalog:
    """The texts with the Dutch there is. A text that was reworded gets the old Dutch, marked as fuzzy."""
    gone = {_key(m)[0]: m for m in _gone(old, texts) if m.string}
    for message in _entries(texts):
        held = old.get(message.id, message.context)
        if held is not None:
            message.string, message.flags = held.string, message.flags | (held.flags & {"fuzzy"})
        elif near := get_close_matches(_key(message)[0], gone, n=1, cutoff=0.75):
            message.string = gone[near[0]].string
            message.flags.add("fuzzy")
    return texts


def problems(catalogue: Catalog, texts: Catalog) -> Iterator[str]:
    """Each fault, as one line that says what to do."""
    for message in _entries(texts):
        held = catalogue.get(message.id, message.context)
        if held is None or bool(held.pluralizable) != bool(message.pluralizable):
            yield f"not extracted yet: {_shown(message)}"
        elif not all(_forms(held.string)):
            yield f"no Dutch: {_shown(message)}"
        elif held.fuzzy:
            yield f"fuzzy, read it and take the mark away: {_shown(message)}"
        else:
            yield from _wrong_placeholders(message, held)
    for message in [*_gone(catalogue, texts), *catalogue.obsolete.values()]:
        yield f"obsolete, extract again: {_shown(message)}"


def _wrong_placeholders(message: Message, held: Message) -> Iterator[str]:
    """A translation names the same things as its text; in a template a lone % would stop the page."""
    in_template = any(not file.endswith(".py") for file, _line in message.locations)
    for text, dutch in zip(_forms(message.id), _forms(held.string), strict=False):
        wanted, given = (set(PLACEHOLDER.findall(words)) - {"%%"} for words in (text, dutch))
        if wanted != given:
            yield f"other placeholders, {sorted(given)} for {sorted(wanted)}: {_shown(message)}"
        elif (wanted or in_template) and "%" in PLACEHOLDER.sub("", dutch):
            yield f"write %% for %: {_shown(message)}"


def _gone(catalogue: Catalog, texts: Catalog) -> list[Message]:
    return [m for m in _entries(catalogue) if texts.get(m.id, m.context) is None]


def _entries(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _is_done(message: Message) -> bool:
    return not message.id or (all(_forms(message.string)) and not message.fuzzy)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (list, tuple)) else (text or "",)


def _key(message: Message) -> tuple[str, str]:
    return _forms(message.id)[0], message.context or ""


def _shown(message: Message) -> str:
    where = ", ".join(file for file, _line in message.locations)
    return repr(_key(message)[0]) + (f" ({where})" if where else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["check"]))
