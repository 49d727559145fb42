from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given

from zinvol.lib.exchange import WriteError, open_exchange, write, write_zip
from zinvol.lib.exchange.records import AnyRecord, File, Header, Message, Option, OrgUnit, Person
from zinvol.lib.exchange.tests.strategies import exchanges, read_good

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HEADER = Header(version=1, made_at=NOW)


def written(*records: AnyRecord) -> bytes:
    stream = io.BytesIO()
    write(records, stream)
    return stream.getvalue()


@given(exchanges())
def test_what_is_written_is_read_back_the_same(records: list[AnyRecord]) -> None:
    content = written(*records)
    back = read_good(io.BytesIO(content))
    assert back == list(enumerate(records, 1))
    assert written(*(record for _, record in back)) == content


def test_a_line_has_its_type_first_its_fields_in_order_and_no_defaults() -> None:
    person = Person(
        name="Noor", id="p", roles=["leader"], joined_at=NOW.astimezone(timezone(timedelta(hours=1)))
    )
    options = [Option(id="o", text="é\n\u2028")]
    message = Message(id="m", created_at=NOW, space="s", kind="poll", options=options, anonymous=True)
    assert written(HEADER, person, message).decode() == (
        '{"type":"header","format":"zinvol-exchange","version":1,"made_at":"2026-03-01T09:30:00Z"}\n'
        '{"type":"person","id":"p","name":"Noor","roles":["leader"],"joined_at":"2026-03-01T10:30:00+01:00"}\n'
        '{"type":"message","id":"m","created_at":"2026-03-01T09:30:00Z","space":"s","kind":"poll",'
        '"anonymous":true,"options":[{"id":"o","text":"é\\n\u2028"}]}\n'
    )


def test_it_counts_each_type() -> None:
    units = [OrgUnit(id=str(n), name="x") for n in range(3)]
    assert write([HEADER, *units], io.BytesIO()) == {"header": 1, "org_unit": 3}


UNIT = OrgUnit(id="u", name="Beton")


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "begins with one header; there were no records"),
        ([UNIT], "begins with one header"),
        ([HEADER, HEADER], "begins with one header"),
        ([HEADER, Person(id="p", name="n", joined_at=NOW), UNIT], "org_unit comes after person"),
        ([HEADER, UNIT, HEADER], "header comes after org_unit"),
        ([HEADER, OrgUnit(id="", name="n")], "A org_unit cannot be written: .*`id` must have at least 1"),
        ([HEADER, OrgUnit(id="a", name="a\0")], "NUL"),
        ([HEADER, OrgUnit(id="a", name="\ud800")], "surrogates not allowed"),
        ([HEADER, Person(id="p", name="n", joined_at=NOW.replace(tzinfo=None))], "no offset from UTC"),
        ([HEADER, Message(id="m", created_at=NOW, body="x" * 20_000_000)], "longer than 20 MB"),
        ([Header(version=1, made_at=NOW, format="x")], "header cannot be written"),  # type: ignore[arg-type]
    ],
)
def test_what_no_reader_takes_is_not_written(records: list[AnyRecord], message: str) -> None:
    with pytest.raises(WriteError, match=message):
        written(*records)


def test_a_zip_holds_the_records_and_the_files(tmp_path: Path) -> None:
    files = [
        File(id="b", name="b.txt", media_type="text/plain", size=2, path="files/b", created_at=NOW),
        File(id="c", name="c.txt", media_type="text/plain", size=9, created_at=NOW),
        File(id="a", name="a.txt", media_type="text/plain", size=1, path="files/x/a", created_at=NOW),
    ]
    bytes_of = {"a": b"A", "b": b"BB"}

    def make() -> bytes:
        buffer = io.BytesIO()
        counts = write_zip([HEADER, *files], buffer, open_file=lambda file: io.BytesIO(bytes_of[file.id]))
        assert counts == {"header": 1, "file": 3}
        return buffer.getvalue()

    assert hashlib.sha256(make()).digest() == hashlib.sha256(make()).digest()
    (tmp_path / "x.zip").write_bytes(make())
    assert zipfile.ZipFile(tmp_path / "x.zip").namelist() == ["records.jsonl", "files/b", "files/x/a"]
    with open_exchange(tmp_path / "x.zip") as exchange:
        assert [record for _, record in read_good(exchange.lines)] == [HEADER, *files]
        assert exchange.read_file("files/b") == b"BB"
        assert exchange.read_file("files/x/a") == b"A"


@pytest.mark.parametrize("paths", [["../a"], ["files/a", "files/a"]])
def test_a_zip_takes_only_paths_of_its_own(paths: list[str]) -> None:
    files = [
        File(id=str(n), name="a", media_type="", size=0, path=path, created_at=NOW)
        for n, path in enumerate(paths)
    ]
    with pytest.raises(WriteError, match="is not under files/ or is used twice"):
        write_zip([HEADER, *files], io.BytesIO(), open_file=lambda file: io.BytesIO())
