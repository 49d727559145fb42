"""A backup made while the network runs, and the way back from it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def zinvol(folder, *words, code=0):
    """Run the command line on an install of its own (SQLite, whatever the suite runs on)."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"ZINVOL_DATA": str(folder), "ZINVOL_LOG_FORMAT": "plain"}
    done = subprocess.run(
        [sys.executable, "-m", "zinvol", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_what_was_backed_up_comes_back(tmp_path):
    first, second, archive = tmp_path / "first", tmp_path / "second", tmp_path / "zinvol.tar.gz"
    account = ["--organisation", "Proef", "--email", "ada@proef.example", "--password", "vier losse woorden"]
    zinvol(first, "init", "--yes", *account)
    (first / "files" / "ab").mkdir(parents=True)
    (first / "files" / "ab" / "abc").write_bytes(b"bytes")
    zinvol(first, "backup", str(archive))
    zinvol(second, "restore", "--yes", str(archive))
    assert (second / "files" / "ab" / "abc").read_bytes() == b"bytes"
    assert (second / "secret.key").read_text() == (first / "secret.key").read_text()
    assert "ada is an administrator" in zinvol(second, "user", "ada@proef.example", "--administrator")


def test_a_broken_archive_changes_nothing(tmp_path):
    archive = tmp_path / "broken.tar.gz"
    archive.write_bytes(b"\x1f\x8bnot an archive")
    zinvol(
        tmp_path / "install",
        "init",
        "--yes",
        "--organisation",
        "Proef",
        "--email",
        "ada@proef.example",
        "--password",
        "vier losse woorden",
    )
    assert "not a whole backup" in zinvol(tmp_path / "install", "restore", "--yes", str(archive), code=1)
    assert "ada is an administrator" in zinvol(
        tmp_path / "install", "user", "ada@proef.example", "--administrator"
    )
