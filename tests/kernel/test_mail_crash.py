"""The worker is killed again and again while it mails: no mail is lost, and one comes twice only where a kill fell
between the sending and the writing down, with the same Message-ID so that a mail program can tell."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mail import sink

ROOT = Path(__file__).resolve().parents[2]
MOST_KILLS = 6


@pytest.mark.slow
@pytest.mark.skipif(
    os.environ.get("ZINVOL_TEST_DATABASE") == "postgresql", reason="works on a folder of its own"
)
def test_no_mail_is_lost_and_none_doubled_beyond_a_kill(tmp_path):
    dice = random.Random(11)
    with sink() as office:
        run = _Runner(tmp_path, office.port)
        run("prepare")
        kills = 0
        while kills < MOST_KILLS:
            worker = run.start("work")
            time.sleep(0.9 + dice.random() * 0.5)  # loading takes most of the first second
            if worker.poll() is not None:
                break
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            kills += 1
        run("work")
        left = json.loads(run("state"))
        subjects = Counter(mail["Subject"] for mail in office.mails if "Vraag van" in str(mail["Subject"]))
        names = {mail["Message-ID"] for mail in office.mails if "Vraag van" in str(mail["Subject"])}
    assert kills >= 2, "the worker was too quick to be killed"
    assert (left["pending"], left["unsent"]) == (0, 0)
    assert len(subjects) == len(names) == left["people"]
    assert sum(count - 1 for count in subjects.values()) <= kills


class _Runner:
    def __init__(self, folder: Path, port: int) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZINVOL_") and k != "DATABASE_URL"}
        self.environment = kept | {
            "ZINVOL_DATA": str(folder / "data"), "ZINVOL_MAIL_URL": f"smtp://127.0.0.1:{port}", "ZINVOL_LOG_FORMAT": "plain",
        }  # fmt: skip
        (folder / "data").mkdir()

    def start(self, what: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command(what), env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL
        )

    def __call__(self, what: str) -> str:
        done = subprocess.run(
            self._command(what),
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout

    def _command(self, what: str) -> list[str]:
        return [sys.executable, "-m", "tests.kernel.mailing", what]
