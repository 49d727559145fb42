"""Kill the writers and the workers at random moments: what was acknowledged stays, and all adds up.

``ZINVOL_CRASH_ROUNDS=60`` kills for some ten minutes.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ZINVOL_CRASH_ROUNDS", "3"))
WRITERS = WORKERS = 2
CRASHING = [sys.executable, "-m", "tests.kernel.crashing"]
WORK = [sys.executable, "-c", "from zinvol.config.cli import main; main()", "work"]


@pytest.fixture
def surroundings(tmp_path) -> Iterator[dict[str, str]]:
    """An install of its own, as in service: SQLite with synchronous=FULL, or a PostgreSQL server, where
    no long transaction of another test holds up the readers of the log."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZINVOL_") and k != "DATABASE_URL"}
    kept |= {"ZINVOL_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "zinvol.config.settings"}
    kept |= {"PYTHONPATH": str(ROOT), "ZINVOL_SECRET_KEY": "x" * 50}
    if os.environ.get("ZINVOL_TEST_DATABASE") != "postgresql":
        yield kept
        return
    with postgres.cluster() as url:
        yield {**kept, "DATABASE_URL": url}


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_reactors_add_up_when_processes_are_killed(surroundings):
    _run([*WORK, "--once"], surroundings)
    _run([*CRASHING, "prepare"], surroundings)
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        acknowledged += _write_and_be_killed(number, surroundings)
    complaints = _run([*CRASHING, "check"], surroundings, "\n".join(acknowledged))
    assert complaints == ""
    assert len(set(acknowledged)) == len(acknowledged)
    assert len(acknowledged) > ROUNDS * 20


def _write_and_be_killed(number: int, surroundings: dict[str, str]) -> list[str]:
    """One round: writers and workers together, each killed at a moment of its own."""
    chance = random.Random(number)
    writers = [_start([*CRASHING, "write", str(number * WRITERS + n)], surroundings) for n in range(WRITERS)]
    workers = [_start(WORK, surroundings) for _ in range(WORKERS)]
    first = [writer.stdout.readline() for writer in writers]
    for process in chance.sample([*writers, *workers], WRITERS + WORKERS):
        time.sleep(chance.uniform(0.3, 1.8))
        process.send_signal(signal.SIGKILL)
    lines: list[str] = []
    for begin, writer in zip(first, writers, strict=True):
        said, troubles = writer.communicate(timeout=20)
        assert "Traceback" not in troubles, troubles
        whole, _, _cut_off = (begin + said).rpartition("\n")
        lines += whole.splitlines()
    for worker in workers:
        _said, troubles = worker.communicate(timeout=20)
        assert "Traceback" not in troubles, troubles
    return lines


def _start(command: list[str], surroundings: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, env=surroundings, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _run(command: list[str], surroundings: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        command,
        env=surroundings,
        cwd=ROOT,
        text=True,
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
