"""Turn what the JSON decoder says into a sentence for the person who wrote the exporter."""

from __future__ import annotations

import re
from typing import Any, get_args, get_type_hints

import msgspec

from zinvol.lib.exchange.records import ORDER, Record

TYPES: dict[str, type[Record]] = {str(kind.__struct_config__.tag): kind for kind in ORDER}

TOO_DEEP = "The line is nested too deep."

_JSON_WORDS = {
    "str": "text", "int": "a whole number", "float": "a number with a fraction", "bool": "true or false",
    "array": "a list", "object": "an object", "null": "null", "datetime": "a time", "date": "a date",
}  # fmt: skip

_where = re.compile(r" - at `\$\.?(?P<path>.*)`$")
_lone_surrogate = re.compile(
    rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL
)

Rule = tuple[re.Pattern[str], str]
_rules: tuple[Rule, ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"Object contains unknown field `(?P<field>.*)`", "there is no field `{field}`{inside}."),
        (r"Object missing required field `(?P<field>.*)`", "the field `{field}` is missing{inside}."),
        (r"Invalid enum value (?P<value>.*)", "`{path}` cannot be {value}{choices}."),
        (r"Invalid RFC3339 encoded datetime", "`{path}` is no time such as 2026-03-01T09:30:00+01:00."),
        (r"Invalid RFC3339 encoded date", "`{path}` is no date such as 2026-03-01."),
        (r"Expected `str` of length >= (?P<n>\d+)", "`{path}` must have at least {n} character(s)."),
        (r"Expected `str` of length <= (?P<n>\d+)", "`{path}` must have at most {n} characters."),
        (r"Expected `str` matching regex (?P<value>.*)", "`{path}` must look like {value}."),
        (r"Expected `int` >= (?P<n>-?\d+)", "`{path}` must be {n} or more."),
        (r"Expected `int` <= (?P<n>-?\d+)", "`{path}` must be {n} or less."),
        (r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`", "`{path}` must be {want}, not {got}."),
    )
)


class _Peek(msgspec.Struct):
    type: Any = None
    id: Any = None


def explain(line: bytes, error: Exception) -> str:
    """Say in one sentence what is wrong with this line and where. Raises nothing."""
    if b"\0" in line:
        return f"The line holds a NUL byte (byte {line.index(0) + 1})."
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as bad:
        return f"The line is not UTF-8: byte {bad.start + 1} is 0x{line[bad.start]:02x}."
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if not isinstance(error, msgspec.ValidationError):
        return _not_json(line, str(error))
    return _not_a_record(line, str(error))


def _not_json(line: bytes, said: str) -> str:
    if _lone_surrogate.search(line):
        return "The line is not valid JSON: it holds half a character, such as \\ud83d on its own."
    if said == "Input data was truncated":
        return "The line is not valid JSON: it stops halfway."
    return f"The line is not valid JSON: {said.removeprefix('JSON is malformed: ')}."


def _not_a_record(line: bytes, said: str) -> str:
    try:
        peek = msgspec.json.decode(line, type=_Peek)
    except msgspec.ValidationError:
        return "The line is not a JSON object."
    except msgspec.DecodeError as error:
        return _not_json(line, str(error))
    except RecursionError:
        return TOO_DEEP
    if peek.type is None:
        return "The line has no `type`."
    if not isinstance(peek.type, str) or peek.type not in TYPES:
        return f"There is no record type {_short(peek.type)}; the types are {', '.join(TYPES)}."
    subject = f"{peek.type} {_short(peek.id)}" if isinstance(peek.id, str) and peek.id else peek.type
    return f"{subject}: {_sentence(said, TYPES[peek.type])}"


def _sentence(said: str, kind: type[Record]) -> str:
    found = _where.search(said)
    path = found["path"] if found else ""
    said = _where.sub("", said)
    for pattern, sentence in _rules:
        match = pattern.fullmatch(said)
        if match:
            words = {name: _in_words(name, value) for name, value in match.groupdict().items()}
            inside = f" in `{path}`" if path else ""
            return sentence.format(path=path, inside=inside, choices=_choices(kind, path), **words)
    return f"{said}{f' (`{path}`)' if path else ''}."


def _in_words(name: str, value: str) -> str:
    if name in ("want", "got"):
        return " or ".join(_JSON_WORDS.get(word, word) for word in value.split(" | "))
    return value if len(value) <= 100 else value[:99] + "…"


def _choices(kind: type[Record], path: str) -> str:
    """``; it is a, b or c`` for a field with a fixed list of values, else nothing."""
    name = path.partition("[")[0].partition(".")[0]
    values = [value for value in _literals(get_type_hints(kind).get(name)) if value]
    return f"; it is one of {', '.join(values)}" if values else ""


def _literals(hint: Any) -> list[str]:
    if isinstance(hint, str):
        return [hint]
    return [value for part in get_args(hint) for value in _literals(part)]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
