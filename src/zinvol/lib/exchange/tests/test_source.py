from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from zinvol.lib.exchange import (
    ExchangeError,
    FileRefused,
    Limits,
    NotAnExchangeFile,
    is_safe_path,
    open_exchange,
)
from zinvol.lib.exchange.source import MAX_LINE
from zinvol.lib.exchange.tests.strategies import read_good
from zinvol.lib.exchange.tests.test_reader import HEADER, UNIT

TEXT = HEADER + UNIT


def numbers_in(path: Path, **limits: int) -> list[int]:
    with open_exchange(path, limits=Limits(**limits)) as exchange:
        return [number for number, _ in read_good(exchange.lines)]


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    (tmp_path / "home" / "files" / "deep").mkdir(parents=True)
    (tmp_path / "home" / "files" / "deep" / "a b.txt").write_bytes(b"hello")
    (tmp_path / "home" / "secret.txt").write_bytes(b"secret")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "home" / "export.jsonl").write_bytes(TEXT)
    return tmp_path / "home" / "export.jsonl"


def test_the_three_shapes_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    for content in (TEXT, gzip.compress(TEXT)):
        (tmp_path / "x").write_bytes(content)
        assert numbers_in(tmp_path / "x") == [1, 2]
    assert numbers_in(zipped(tmp_path / "y", {"records.jsonl": TEXT})) == [1, 2]


def test_an_attachment_is_read_beside_the_file_and_in_the_zip(plain: Path) -> None:
    with open_exchange(plain) as exchange:
        assert exchange.read_file("files/deep/a b.txt") == b"hello"
    packed = zipped(plain.parent / "x.zip", {"records.jsonl": TEXT, "files/é.txt": b"zip"})
    with open_exchange(str(packed)) as exchange:
        assert exchange.read_file("files/é.txt") == b"zip"
        with exchange.open_file("files/é.txt") as stream:
            assert stream.read(2) == b"zi"


UNSAFE = ["", "files", "files/", "secret.txt", "../secret.txt", "files/../secret.txt", "/etc/passwd",
          "files//a", "files/./a", "files/a/..", "files\\a", "files/..\\..\\a", "C:/a", "files/C:a",
          "files/a\0", "./files/a", "Files/a", "files/" + "a" * 1000]  # fmt: skip


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_is_not_under_files_is_refused(plain: Path, path: str) -> None:
    assert not is_safe_path(path)
    with open_exchange(plain) as exchange, pytest.raises(FileRefused):
        exchange.read_file(path)
    packed = zipped(plain.parent / "x.zip", {"records.jsonl": TEXT, "secret.txt": b"", "../secret.txt": b""})
    with open_exchange(packed) as exchange, pytest.raises(FileRefused):
        exchange.read_file(path)


def test_links_out_of_the_folder_are_refused(plain: Path) -> None:
    files = plain.parent / "files"
    (files / "link").symlink_to(plain.parent / "secret.txt")
    (files / "up").symlink_to(plain.parent)
    (files / "in").symlink_to(files / "deep")
    with open_exchange(plain) as exchange:
        for path in ("files/link", "files/up/secret.txt"):
            with pytest.raises(FileRefused, match="leads outside files/"):
                exchange.read_file(path)
        assert exchange.read_file("files/in/a b.txt") == b"hello"


def test_a_files_folder_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a").write_bytes(b"secret")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "files").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "home" / "x.jsonl").write_bytes(TEXT)
    with open_exchange(tmp_path / "home" / "x.jsonl") as exchange, pytest.raises(FileRefused):
        exchange.read_file("files/a")


def test_pipes_folders_and_missing_files_are_refused(plain: Path) -> None:
    os.mkfifo(plain.parent / "files" / "pipe")
    with open_exchange(plain) as exchange:
        for path in ("files/pipe", "files/deep", "files/none"):
            with pytest.raises(FileRefused, match="is not there"):
                exchange.read_file(path)


def test_a_file_that_is_too_large_is_refused(plain: Path) -> None:
    with (
        open_exchange(plain, limits=Limits(file=4)) as exchange,
        pytest.raises(FileRefused, match="larger than 4"),
    ):
        exchange.read_file("files/deep/a b.txt")


def test_a_zip_with_a_link_in_it_does_not_give_it(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("files/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("records.jsonl", TEXT)
        archive.writestr(link, "/etc/passwd")
    with open_exchange(tmp_path / "x.zip") as exchange, pytest.raises(FileRefused, match="is a link"):
        exchange.read_file("files/link")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    zeros = b"\n" * 2_000_000
    bomb = zipped(tmp_path / "x.zip", {"records.jsonl": TEXT, "files/a": zeros})
    refused = pytest.raises(FileRefused, match="packed more than 200 times over")
    with open_exchange(bomb, limits=Limits(ratio_from=1_000_000)) as exchange, refused:
        exchange.read_file("files/a")
    with pytest.raises(NotAnExchangeFile, match=r"records.jsonl in the zip file is packed more"):
        open_exchange(
            zipped(tmp_path / "y.zip", {"records.jsonl": zeros}), limits=Limits(ratio_from=1_000_000)
        )
    with pytest.raises(NotAnExchangeFile, match=r"records.jsonl in the zip file is larger than 10 bytes"):
        open_exchange(bomb, limits=Limits(records=10))
    with pytest.raises(NotAnExchangeFile, match="more than 1 files"):
        open_exchange(bomb, limits=Limits(entries=1))


def test_a_gzip_bomb_is_stopped_while_reading(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(TEXT + b"\n" * 2_000_000))
    with pytest.raises(ExchangeError, match="unpack to more than 1000000 bytes"):
        numbers_in(tmp_path / "x.gz", ratio_from=1_000_000)


def test_an_overlong_line_is_cut_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(HEADER + b"x" * (2 * MAX_LINE) + b"\n" + UNIT)
    with open_exchange(tmp_path / "x") as exchange:
        assert [len(line) for line in exchange.lines] == [len(HEADER), MAX_LINE + 1, len(UNIT)]


def test_a_damaged_archive_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(gzip.compress(TEXT * 1000)[:-20])
    with pytest.raises(ExchangeError, match="damaged or stops halfway"):
        list(open_exchange(path).lines)
    path.write_bytes(b"PK\x03\x04 and nothing")
    with pytest.raises(NotAnExchangeFile, match="damaged"):
        open_exchange(path)
    with pytest.raises(NotAnExchangeFile, match=r"holds no records\.jsonl"):
        open_exchange(zipped(path, {"other": b""}))


def test_a_zip_whose_bytes_were_changed_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("records.jsonl", TEXT)
        archive.writestr("files/a", b"attachment")
    content = (tmp_path / "x").read_bytes()
    (tmp_path / "x").write_bytes(content.replace(b"Beton", b"Hout!").replace(b"attachment", b"attackment"))
    with open_exchange(tmp_path / "x") as exchange:
        with pytest.raises(ExchangeError, match="damaged"):
            list(exchange.lines)
        with pytest.raises(FileRefused, match="damaged"):
            exchange.read_file("files/a")


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("records.jsonl", TEXT)
        archive.writestr("records.jsonx", TEXT)
    (tmp_path / "x").write_bytes(buffer.getvalue().replace(b"jsonx", b"jsonl"))
    with pytest.raises(NotAnExchangeFile, match="two files of the same name"):
        open_exchange(tmp_path / "x")
