"""``zinvol import`` and ``zinvol export``, as a person and as a program meet them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from zinvol.apps.social.people.models import Person
from zinvol.config.cli import exchange
from zinvol.kernel.models import Activity

HEADER = '{"type":"header","format":"zinvol-exchange","version":1,"made_at":"2026-01-01T00:00:00Z","source":"Proef"}'
NOOR = '{"type":"person","id":"noor","name":"Noor","joined_at":"2026-01-01T00:00:00Z"}'

pytestmark = pytest.mark.django_db


@pytest.fixture
def zinvol(monkeypatch):
    monkeypatch.setattr(exchange, "start", lambda: None)
    monkeypatch.setattr(exchange, "ensure_tables", lambda: None)
    return lambda command, *given, **more: CliRunner().invoke(command, [str(g) for g in given], **more)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(f"{HEADER}\n{NOOR}\n{{oops")
    return path


def test_a_dry_run_tells_and_writes_nothing(zinvol, file):
    done = zinvol(exchange.import_command, file, "--dry-run")
    assert done.exit_code == 0
    assert "person                1          0" in done.output
    assert "  Line 3: The line is not valid JSON" in done.output
    assert (Person.objects.count(), Activity.objects.count()) == (0, 0)


def test_without_yes_it_asks_and_no_is_no(zinvol, file):
    done = zinvol(exchange.import_command, file, input="n\n")
    assert (done.exit_code, Person.objects.count()) == (1, 0)


def test_with_yes_it_loads_and_says_what_to_do_next(zinvol, file):
    done = zinvol(exchange.import_command, file, "--yes")
    assert (done.exit_code, Person.objects.count()) == (0, 1)
    assert done.output.splitlines()[-2:] == [
        "Loaded 1 records.", "Nobody administers this network yet: zinvol user ADDRESS --administrator --link"
    ]  # fmt: skip


def test_a_program_reads_json(zinvol, file):
    facts = json.loads(zinvol(exchange.import_command, file, "--yes", "--json").output)
    assert (facts["new"], facts["written"], facts["problem_count"]) == ({"person": 1}, {"person": 1}, 1)
    assert zinvol(exchange.import_command, file, "--json").exit_code == 2


@pytest.mark.parametrize(
    "content", ["", "no exchange", '{"type":"header","format":"zinvol-exchange","version":9,"made_at":"x"}']
)
def test_what_is_no_exchange_is_refused_in_one_line(zinvol, tmp_path, content):
    path = tmp_path / "x.jsonl"
    path.write_text(content)
    done = zinvol(exchange.import_command, path, "--yes")
    assert done.exit_code == 1
    assert done.output.count("\n") == 1


def test_a_file_that_is_not_there_is_told_in_one_line(zinvol, tmp_path):
    done = zinvol(exchange.import_command, tmp_path / "none.jsonl", "--yes")
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {tmp_path / 'none.jsonl'}: No such file or directory\n",
    )


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.zip"])
def test_what_is_exported_can_be_imported(zinvol, file, tmp_path, name):
    zinvol(exchange.import_command, file, "--yes")
    out = tmp_path / name
    done = zinvol(exchange.export_command, out, "--json")
    assert json.loads(done.output)["counts"] == {"header": 1, "person": 1}
    assert out.stat().st_mode & 0o077 == 0
    facts = json.loads(zinvol(exchange.import_command, out, "--dry-run", "--json").output)
    assert (facts["known"], facts["problem_count"]) == ({"person": 1}, 0)


def test_its_own_export_is_recognised(zinvol, tmp_path, world):
    out = tmp_path / "own.jsonl"
    before = Activity.objects.count()
    zinvol(exchange.export_command, out)
    facts = json.loads(zinvol(exchange.import_command, out, "--yes", "--json").output)
    assert (facts["new"], sum(facts["written"].values()), Activity.objects.count()) == ({}, 0, before)


def test_an_export_that_fails_leaves_nothing_behind(zinvol, tmp_path):
    done = zinvol(exchange.export_command, tmp_path / "no" / "out.jsonl")
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])


@pytest.mark.parametrize("total", [None, 3_000])
def test_long_work_shows_how_far_it_is_whether_or_not_the_end_is_known(monkeypatch, capsys, total):
    monkeypatch.setattr(exchange, "PATIENCE", -1)
    with exchange._progress("Exporting", total, quiet=False) as advance:
        for _ in range(3):
            advance(1_000)
    assert "Exporting" in capsys.readouterr().err
