from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain, repeat

import pytest

from zinvol.lib.exchange import NewerVersion, NotAnExchangeFile, Problem, read
from zinvol.lib.exchange.reader import MAX_LINE
from zinvol.lib.exchange.records import AnyRecord, Header, Message, Organisation, OrgUnit

HEADER = b'{"type":"header","format":"zinvol-exchange","version":1,"made_at":"2026-03-01T09:30:00Z"}\n'
UNIT = b'{"type":"org_unit","id":"u","name":"Beton"}\n'
AT = b'"2026-03-01T09:30:00+01:00"'


def read_all(*lines: bytes) -> tuple[list[tuple[int, AnyRecord]], list[Problem]]:
    problems: list[Problem] = []
    return list(read(lines, on_error=problems.append)), problems


def said_of(line: bytes) -> str:
    """What is said of one bad line; the line after it must still be read."""
    records, problems = read_all(HEADER, line, UNIT)
    assert [number for number, _ in records] == [1, 3]
    assert [problem.line for problem in problems] == [2]
    return problems[0].message


def test_records_come_with_their_line_numbers() -> None:
    records, problems = read_all(HEADER, b'{"type":"organisation","name":"De Werf"}\n', UNIT)
    assert records == [
        (1, Header(version=1, made_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC))),
        (2, Organisation(name="De Werf")),
        (3, OrgUnit(id="u", name="Beton")),
    ]
    assert problems == []


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    records, problems = read_all(b"\xef\xbb\xbf\r\n", b" \n", HEADER, b"\t\r\n", UNIT[:-1] + b"\r\n", b"")
    assert [number for number, _ in records] == [3, 5]
    assert problems == []
    assert read_all(b"\xef\xbb\xbf" + HEADER) == read_all(HEADER)


def test_the_order_of_fields_is_free() -> None:
    records, _ = read_all(HEADER, b'{"name":"Beton","id":"u","type":"org_unit"}')
    assert records[1] == (2, OrgUnit(id="u", name="Beton"))


# every kind of bad line, and the sentence that tells of it
BAD_LINES = {
    b'{"type":"org_unit"': "The line is not valid JSON: it stops halfway.",
    b"not json": "The line is not valid JSON: invalid character (byte 4).",
    b'{"type":"org_unit","id":"u","name":"b"} {}':
        "The line is not valid JSON: trailing characters (byte 41).",
    b"[1,2]": "The line is not a JSON object.",
    b'{"id":"u","name":"b"}': "The line has no `type`.",
    b'{"type":"post","id":"u"}':
        "There is no record type 'post'; the types are header, organisation, org_unit, person, "
        "file, space, membership, message, step, answer, reuse, check, revision, reaction, vote, follow, seen, reach, hidden, study, wave, enrolment, sheet, prediction, coding.",
    b'{"type":"org_unit","id":"u","name":"b","nmae":"c"}': "org_unit 'u': there is no field `nmae`.",
    b'{"type":"org_unit","id":"u"}': "org_unit 'u': the field `name` is missing.",
    b'{"type":"org_unit","id":7,"name":"b"}': "org_unit: `id` must be text, not a whole number.",
    b'{"type":"org_unit","id":"u","name":""}': "org_unit 'u': `name` must have at least 1 character(s).",
    b'{"type":"org_unit","id":"u","name":"' + b"b" * 201 + b'"}':
        "org_unit 'u': `name` must have at most 200 characters.",
    b'{"type":"org_unit","id":"u","name":"caf\xe9"}': "The line is not UTF-8: byte 40 is 0xe9.",
    b'{"type":"org_unit","id":"u","name":"a\0b"}': "The line holds a NUL byte (byte 38).",
    b'{"type":"org_unit","id":"u","name":"a\\u0000b"}':
        "A text holds the character NUL (\\u0000), which cannot be kept.",
    b'{"type":"org_unit","id":"u","name":"\\ud83d"}':
        "The line is not valid JSON: it holds half a character, such as \\ud83d on its own.",
    b'{"type":"seen","message":"m","person":"p","at":"2026-03-01"}':
        "seen: `at` is no time such as 2026-03-01T09:30:00+01:00.",
    b'{"type":"seen","message":"m","person":"p","at":"2026-03-01T09:30:00"}':
        "`at` has no offset from UTC: write Z or +01:00 behind the time.",
    b'{"type":"seen","message":"m","person":"p","at":"0001-01-01T00:00:00+14:00"}':
        "`at` is outside the years 2 to 9998.",
    b'{"type":"seen","message":"m","person":null,"at":' + AT + b"}": "seen: `person` must be text, not null.",
    b'{"type":"reaction","message":"m","person":"p","at":' + AT + b',"kind":"like"}':
        "reaction: `kind` cannot be 'like'; it is one of useful, thanks, me_too, i_can_help.",
    b'{"type":"person","id":"p","name":"n","joined_at":' + AT + b',"working_days":[1,8]}':
        "person 'p': `working_days[1]` must be 7 or less.",
    b'{"type":"message","id":"m","created_at":' + AT + b',"answer_by":"2026-02-30"}':
        "message 'm': `answer_by` is no date such as 2026-03-01.",
    b'{"type":"message","id":"m","created_at":' + AT + b',"options":[{"id":"o","text":"t","vote":1}]}':
        "message 'm': there is no field `vote` in `options[0]`.",
    b'{"type":"message","id":"m","created_at":' + AT + b',"options":[{"id":"o","text":"t","votes":-1}]}':
        "`votes` must be 0 or more and at most 9007199254740991.",
    b'{"type":"file","id":"f","name":"n","media_type":"","created_at":' + AT + b',"size":99999999999999999}':
        "`size` must be 0 or more and at most 9007199254740991.",
    b'{"type":"organisation","name":"n","accent":"red"}':
        "organisation: `accent` must look like '^#[0-9a-fA-F]{6}$'.",
    HEADER: "A second header; a file has one, on its first line.",
    b'{"type":"org_unit","id":"u","name":"' + b"b" * MAX_LINE + b'"}': "The line is longer than 20 MB.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"), BAD_LINES.items(), ids=[f"bad-{n}" for n in range(len(BAD_LINES))]
)
def test_a_bad_line_is_told_and_passed_over(line: bytes, message: str) -> None:
    assert said_of(line) == message


def test_a_file_full_of_bad_lines_still_gives_the_good_ones() -> None:
    lines = chain.from_iterable(zip(BAD_LINES, repeat(UNIT)))
    records, problems = read_all(HEADER, *lines)
    assert [number for number, _ in records] == [1, *range(3, 2 * len(BAD_LINES) + 2, 2)]
    assert problems == [Problem(2 * n + 2, message) for n, message in enumerate(BAD_LINES.values())]
    assert str(problems[0]) == "Line 2: The line is not valid JSON: it stops halfway."


def test_a_very_deep_line_is_a_bad_line() -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    assert said_of(deep) == "The line is not a JSON object."
    assert said_of(b'{"type":"org_unit","id":' + deep + b"}") == "The line is nested too deep."
    assert said_of(b'{"id":' + deep + b',"type":"org_unit"}') == "The line is nested too deep."


def test_a_line_that_is_wrong_before_it_breaks_off_is_no_json() -> None:
    assert said_of(b'{"type":"org_unit","x":["a"') == "The line is not valid JSON: it stops halfway."


def test_a_written_out_backslash_before_u0000_is_text() -> None:
    records, problems = read_all(HEADER, b'{"type":"org_unit","id":"u","name":"a\\\\u0000"}')
    assert records[1] == (2, OrgUnit(id="u", name="a\\u0000"))
    assert problems == []


def test_fields_that_are_left_out_have_their_defaults() -> None:
    records, _ = read_all(HEADER, b'{"type":"message","id":"m","created_at":"2026-03-01T09:30:00Z"}')
    assert records[1] == (2, Message(id="m", created_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC)))


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b"\n", b""),
        (UNIT,),
        (b"PK\x03\x04",),
        (HEADER.decode().encode("utf-16"),),
        (b'{"type":"header"}',),
        (HEADER.replace(b"zinvol-exchange", b"other"),),
        (HEADER.replace(b":1,", b":0,"),),
        (HEADER.replace(b":1,", b":true,"),),
        (HEADER.replace(b":1,", b":1.5,"),),
        (HEADER.replace(b'"made_at"', b'"when"'),),
        (b"[" * 200_000,),
    ],
)
def test_without_a_good_header_nothing_is_read(lines: tuple[bytes, ...]) -> None:
    with pytest.raises(NotAnExchangeFile):
        read_all(*lines)


def test_what_is_wrong_with_the_header_is_told() -> None:
    with pytest.raises(NotAnExchangeFile, match=r"^Line 2 is not the header of an exchange file"):
        read_all(b"\n", UNIT)
    with pytest.raises(NotAnExchangeFile, match=r"^Line 1: header: the field `made_at` is missing\.$"):
        read_all(b'{"type":"header","format":"zinvol-exchange","version":1}')


def test_a_newer_version_is_told_even_when_its_header_has_new_fields() -> None:
    newer = b'{"type":"header","format":"zinvol-exchange","version":2,"when":0}'
    with pytest.raises(NewerVersion, match=r"^The file is in version 2 .* reads up to 1\.$"):
        read_all(newer)


def test_reading_streams() -> None:
    endless = chain([HEADER], repeat(UNIT))
    records = read(endless, on_error=lambda problem: None)
    assert [next(records)[0] for _ in range(5)] == [1, 2, 3, 4, 5]
