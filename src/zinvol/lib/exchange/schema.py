"""The JSON Schema of one line, for exporters in other languages, and the tables of the README.

``python -m zinvol.lib.exchange.schema`` writes both anew from the record definitions and ``texts``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from zinvol.lib.exchange import texts
from zinvol.lib.exchange.reader import MAX_NUMBER
from zinvol.lib.exchange.records import ORDER, VERSION, AnyRecord, Interest, Meaning, Message, Option, Study

HERE = Path(__file__).parent
SCHEMA_FILE = HERE / f"schema-v{VERSION}.json"
README_FILE = HERE / "README.md"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = f"urn:zinvol:exchange:v{VERSION}"
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"

Json = dict[str, Any]


def schema() -> Json:
    """Return the JSON Schema (2020-12) that every line of an exchange file follows."""
    made = msgspec.json.schema(AnyRecord)
    kinds: tuple[type[msgspec.Struct], ...] = (*ORDER, Option, Interest, Meaning)
    definitions = {kind.__name__: _definition(made["$defs"][kind.__name__], _tag(kind)) for kind in kinds}
    _sharpen_header(definitions["Header"])
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": f"Zinvol exchange format, version {VERSION}: one line",
        "description": "One record of an exchange file: one JSON object on one line, told apart by `type`. "
        "The first line is a header. What a line refers to stands in an earlier line. "
        "No text holds the character NUL.",
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in ORDER],
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the schema as it is stored."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def tables() -> str:
    """Return the fields of every record type as Markdown."""
    definitions = schema()["$defs"]
    return "".join(_table(definitions[kind.__name__], _tag(kind)) for kind in _in_reading_order())


def readme_text() -> str:
    """Return the README with its tables renewed. Raises ValueError when its markers are gone."""
    text = README_FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"README.md has no {BEGIN} … {END}.")
    return f"{before}{BEGIN}\n{tables()}{END}{after}"


def _in_reading_order() -> Iterator[type[msgspec.Struct]]:
    """As in a file; what a record holds comes before it."""
    for kind in ORDER:
        if kind is Message:
            yield Option
        if kind is Study:
            yield Interest
            yield Meaning
        yield kind


def _definition(made: Json, tag: str) -> Json:
    made = dict(made)
    made["title"] = tag
    made["description"] = _one_line(made.get("description") or texts.RECORDS[tag])
    made["properties"] = {name: _property(tag, name, it) for name, it in made["properties"].items()}
    return made


def _property(tag: str, name: str, it: Json) -> Json:
    if name == "type":
        return {"const": tag, "description": "Which record this is."}
    return _sharpen(dict(it), name) | {"description": texts.FIELDS[tag][name]}


def _sharpen(it: Json, name: str) -> Json:
    """Say what the reader asks beyond the types: offsets behind times, numbers that stay exact."""
    if "anyOf" in it:
        it["anyOf"] = [_sharpen(dict(part), name) for part in it["anyOf"]]
    if it.get("type") == "integer":
        it["minimum"] = it.get("minimum", 0)
        it["maximum"] = it.get("maximum", MAX_NUMBER)
    if it.get("type") == "string" and (name.endswith("_at") or name in ("at", "since")):
        it |= {"format": "date-time", "pattern": TIME}
    if it.get("type") == "string" and name in (
        "answer_by",
        "away_from",
        "away_until",
        "opens_on",
        "closes_on",
        "on",
    ):
        it["format"] = "date"
    return it


def _sharpen_header(header: Json) -> None:
    header["properties"]["format"].pop("default")
    header["properties"]["version"] = {
        "const": VERSION,
        "description": header["properties"]["version"]["description"],
    }
    header["required"] = ["type", "format", "version", "made_at"]


def _table(definition: Json, tag: str) -> str:
    lines = [f"\n### {tag}\n{definition['description']}\n", "| field | value | meaning |", "|---|---|---|"]
    for name, it in definition["properties"].items():
        if name != "type":
            must = "**" if name in definition["required"] else ""
            lines.append(f"| {must}{name}{must} | {_value(it)} | {it['description']} |")
    return "\n".join(lines) + "\n"


def _value(it: Json) -> str:
    """The kind of value in a few words, with what counts when it is left out."""
    words = _kind_of_value(it)
    default = it.get("default")
    told = "yes" if default is True else default
    return f"{words}; else {told}" if default not in (None, "", [], {}, False) else words


def _kind_of_value(it: Json) -> str:
    if "const" in it:
        return str(it["const"])
    if "enum" in it:
        return ", ".join(str(value) for value in it["enum"] if value)
    if "anyOf" in it:
        return _kind_of_value(next(part for part in it["anyOf"] if part.get("type") != "null"))
    if "$ref" in it:
        return str(it["$ref"]).rpartition("/")[2].lower()
    if it["type"] == "array":
        return f"list of {_kind_of_value(it['items'])}"
    if it["type"] == "object":
        return "by code or name"
    if "maxLength" in it:
        return f"text, 1 to {it['maxLength']}"
    if it["type"] == "integer":
        return "number 1 to 7" if it["maximum"] == 7 else "number"
    words = {"date-time": "time", "date": "date", "": "text" if it["type"] == "string" else "yes or no"}
    return words[it.get("format", "")]


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag or kind.__name__.lower())


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def main() -> None:
    """Write the schema and the tables."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    README_FILE.write_text(readme_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
