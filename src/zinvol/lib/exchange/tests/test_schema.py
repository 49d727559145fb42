from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from zinvol.lib.exchange import Problem, References, read, texts, write
from zinvol.lib.exchange.reader import decode_line
from zinvol.lib.exchange.records import ORDER, AnyRecord
from zinvol.lib.exchange.schema import README_FILE, SCHEMA_FILE, readme_text, schema, schema_text
from zinvol.lib.exchange.tests.strategies import exchanges
from zinvol.lib.exchange.tests.test_reader import BAD_LINES

VALIDATOR = Draft202012Validator(schema())


def example() -> list[bytes]:
    """The example of the README."""
    block = re.search(r"```jsonl\n(.*?)```", README_FILE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return block[1].encode().splitlines(keepends=True)


def test_the_stored_schema_is_the_generated_one() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_tables_of_the_readme_are_the_generated_ones() -> None:
    assert README_FILE.read_text(encoding="utf-8") == readme_text()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "urn:zinvol:exchange:v1"
    assert [ref["$ref"] for ref in schema()["oneOf"]] == [f"#/$defs/{kind.__name__}" for kind in ORDER]


def test_every_text_is_used_and_every_field_has_one() -> None:
    definitions = schema()["$defs"].values()
    fields = {one["title"]: set(one["properties"]) - {"type"} for one in definitions}
    assert {tag: set(meanings) for tag, meanings in texts.FIELDS.items()} == fields


def test_the_example_of_the_readme_is_read_without_a_problem() -> None:
    problems: list[Problem] = []
    references = References()
    kinds = []
    for line, record in read(example(), on_error=problems.append):
        problems += references.check(line, record)
        kinds.append(type(record).__name__)
    assert problems == []
    assert kinds == ["Header", "Organisation", "OrgUnit", "Person", "Person", "File", "Space", "Membership",
                     "Membership", "Message", "Message", "Message", "Answer", "Reaction"]  # fmt: skip


@pytest.mark.parametrize("line", example())
def test_the_schema_takes_each_line_of_the_example(line: bytes) -> None:
    VALIDATOR.validate(json.loads(line))


@settings(max_examples=30)
@given(exchanges())
def test_the_schema_takes_all_that_is_written(records: list[AnyRecord]) -> None:
    stream = io.BytesIO()
    write(records, stream)
    for line in stream.getvalue().split(b"\n")[:-1]:
        VALIDATOR.validate(json.loads(line))


def objects() -> list[Any]:
    """The bad lines that are JSON at all and bad in a way a schema can say."""
    beyond = ("NUL", "half a character", "20 MB", "second header", "outside the years", "is no date")
    found = []
    for line, message in BAD_LINES.items():
        if message.startswith("The line is not") or any(word in message for word in beyond):
            continue
        if b"\0" not in line:
            found.append(json.loads(line))
    return found


@pytest.mark.parametrize("bad", objects())
def test_the_schema_refuses_what_the_reader_refuses(bad: object) -> None:
    assert not VALIDATOR.is_valid(bad)
    with pytest.raises(ValueError, match=r"."):
        decode_line(json.dumps(bad).encode())


def test_there_are_enough_bad_lines_to_compare() -> None:
    assert len(objects()) == 16


def test_every_header_must_name_the_format() -> None:
    assert not VALIDATOR.is_valid({"type": "header", "version": 1, "made_at": "2026-03-01T09:30:00Z"})
