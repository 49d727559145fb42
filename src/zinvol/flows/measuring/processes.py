"""The server as the system sees it: its processes, their time and their memory. Linux only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from zinvol.flows.measuring.client import Failed, fetch

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


class Server:
    """The real server, in processes of its own; ``command`` begins it, with the port to be added."""

    def __init__(self, command: Sequence[str]) -> None:
        self.port = _free_port()
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait(started + 60)
        self.cold_start = time.perf_counter() - started

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def seconds_used(self) -> float:
        """Time on a processor so far: of the server and, where it is PostgreSQL, of the database."""
        return sum(map(_seconds_of, [*self.pids(), *_database_pids()]))

    def megabytes(self) -> float:
        """Proportional memory of all processes of the server: what is shared counts once."""
        return sum(map(_megabytes_of, self.pids()))

    def pids(self) -> list[int]:
        """The server and all that came from it."""
        parents = {pid: _parent_of(pid) for pid in _all_pids()}
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def _wait(self, until: float) -> None:
        while time.perf_counter() < until:
            if self.process.poll() is not None:
                raise Failed("the server ended at once; try zinvol serve by hand")
            try:
                if fetch(self.port, "/login")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.005)
        raise Failed("the server did not answer within a minute")


def seconds_of_machine() -> tuple[float, float]:
    """Time used and time there was, over all processors."""
    numbers = [int(n) for n in (_PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    idle = numbers[3] + numbers[4]
    return (sum(numbers) - idle) / _TICKS, sum(numbers) / _TICKS


def _database_pids() -> list[int]:
    """Those of the PostgreSQL that the install uses, when it runs on this machine."""
    if connection.vendor != "postgresql":
        return []
    port = str(connection.settings_dict["PORT"] or 5432)
    masters = [pid for pid in _all_pids() if _name_of(pid) == "postgres" and port in _command_of(pid)]
    return [pid for pid in _all_pids() if pid in masters or _parent_of(pid) in masters]


def _all_pids() -> list[int]:
    return [int(path.name) for path in _PROC.iterdir() if path.name.isdigit()]


def _stat_of(pid: int) -> list[str]:
    """The fields behind the name of the program, which may hold spaces."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _name_of(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def _command_of(pid: int) -> list[str]:
    try:
        return (_PROC / str(pid) / "cmdline").read_text().split("\0")
    except OSError:
        return []


def _parent_of(pid: int) -> int:
    fields = _stat_of(pid)
    return int(fields[1]) if fields else 0


def _seconds_of(pid: int) -> float:
    fields = _stat_of(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _megabytes_of(pid: int) -> float:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
