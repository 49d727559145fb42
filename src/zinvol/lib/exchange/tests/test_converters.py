"""The converters in ``tools``, run on the data sets they are for when those are at hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from zinvol.lib.exchange import References, open_exchange
from zinvol.lib.exchange.records import AnyRecord, Message, Person
from zinvol.lib.exchange.tests.strategies import read_good

ROOT = Path(__file__).parents[5]
TOOLS = ROOT / "tools"
DATA = Path(os.environ.get("ZINVOL_TEST_DATA", ROOT.parent / "shared" / "data"))

pytestmark = pytest.mark.skipif(not TOOLS.is_dir(), reason="the tools are only in a checkout")


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOLS / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def convert(script: str, folder: str, out: Path) -> list[AnyRecord]:
    """Convert a data set, which must leave no problem at all; skip when it is not at hand."""
    if not (DATA / folder).is_dir():
        pytest.skip(f"{folder} is not here")
    done = run(script, DATA / folder, out)
    assert (done.returncode, done.stderr) == (0, "")
    references = References()
    records = []
    with open_exchange(out) as exchange:
        for line, record in read_good(exchange.lines):
            assert references.check(line, record) == []
            records.append(record)
    counts = Counter(str(type(record).__struct_config__.tag) for record in records)
    assert done.stdout == "".join(f"{count:7} {kind}\n" for kind, count in counts.items())
    return records


def kinds_of(records: list[AnyRecord]) -> Counter[str]:
    return Counter(type(record).__name__ for record in records)


def messages_of(records: list[AnyRecord]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def assert_times_grow(messages: list[Message]) -> None:
    """Within a conversation each message is later than the one before."""
    last: dict[str, datetime] = {}
    for message in messages:
        thread = message.thread or message.id
        assert thread not in last or last[thread] < message.created_at
        last[thread] = message.created_at


def test_the_debates_are_converted_whole(tmp_path: Path) -> None:
    records = convert("from_tweedekamer.py", "threads-nl-tweedekamer", tmp_path / "x.jsonl")
    messages = messages_of(records)
    assert kinds_of(records) == {"Header": 1, "Organisation": 1, "OrgUnit": 16, "Person": 80, "Space": 5,
                                 "Membership": 111, "Message": 1311}  # fmt: skip
    assert Counter(message.kind for message in messages) == {"update": 20, None: 1291}
    assert sum(message.quotes is not None for message in messages) == 869
    assert max(Counter(message.thread for message in messages).values()) == 258
    assert max(len(message.body) for message in messages) == 8503
    assert_times_grow(messages)
    rutte = next(record for record in records if isinstance(record, Person) and record.id == "rutte")
    assert rutte.function == "Minister-president, minister van Algemene Zaken"
    assert rutte.org_unit == "fractie-kabinet"


def test_the_channel_logs_are_converted_whole(tmp_path: Path) -> None:
    records = convert("from_irc.py", "threads-en-irc", tmp_path / "x.jsonl")
    messages = messages_of(records)
    assert kinds_of(records) == {"Header": 1, "Organisation": 1, "Person": 346, "Space": 10,
                                 "Membership": 364, "Message": 2353}  # fmt: skip
    assert Counter(message.kind for message in messages) == {"question": 167, "update": 160, None: 2026}
    assert sum(message.quotes is not None for message in messages) == 1675
    assert_times_grow(messages)
    first = next(message for message in messages if message.id == "2004-11-15_03-1002")
    assert (first.kind, first.title) == (
        "question",
        "can anyone recommend any app to create/open *.rar file?",
    )


@pytest.mark.parametrize(
    ("script", "folder"),
    [("from_tweedekamer.py", "threads-nl-tweedekamer"), ("from_irc.py", "threads-en-irc")],
)
def test_converting_twice_gives_the_same_bytes(script: str, folder: str, tmp_path: Path) -> None:
    convert(script, folder, tmp_path / "a")
    convert(script, folder, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("script", ["from_tweedekamer.py", "from_irc.py"])
def test_a_converter_explains_itself_and_its_errors(script: str, tmp_path: Path) -> None:
    told = run(script, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"usage: {script} [-h] DIR OUT.jsonl\n\nTurn ")
    wrong = run(script, tmp_path, tmp_path / "out")
    assert wrong.returncode == 1
    assert wrong.stderr.count("\n") == 1
    assert "is not there; give the folder of the data set." in wrong.stderr
    assert not (tmp_path / "out").exists()


def test_a_table_without_its_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "posts_ubuntu_dev.csv").write_text("log,line,time\n", encoding="utf-8")
    wrong = run("from_irc.py", tmp_path, tmp_path / "out")
    assert wrong.stderr.endswith("has no column author, conversation_root, parent_lines, text.\n")
