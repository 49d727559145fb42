"""The real server on a folder of its own, and the way to its backstage."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 90.0


class Install:
    """A folder with a network in it. ``serve`` starts it; ``backstage`` calls its verbs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / f"{folder.name}.log"
        self._server: subprocess.Popen[bytes] | None = None
        self._backstage: Backstage | None = None

    def serve(self) -> None:
        """Start, and return when the first page can be had."""
        with self.log.open("wb") as log:
            self._server = subprocess.Popen(
                [*_ZINVOL, "serve", "--port", str(self.port), "--workers", "1"],
                env=self.environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_WITHIN
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"zinvol serve did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def run(self, *command: str) -> str:
        """One ``zinvol`` command on this folder."""
        done = subprocess.run(
            [*_ZINVOL, *command], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"zinvol {' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    @property
    def backstage(self) -> Backstage:
        if self._backstage is None:
            self._backstage = Backstage(self.environment)
        return self._backstage

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZINVOL_") and k != "DATABASE_URL"}
        return kept | {
            "ZINVOL_DATA": str(self.folder), "ZINVOL_SQLITE_SYNCHRONOUS": "OFF", "ZINVOL_BASE_URL": self.url,
            "ZINVOL_LOG_FORMAT": "plain", "DJANGO_SETTINGS_MODULE": "zinvol.config.settings",
        }  # fmt: skip

    def mail_to(self, address: str) -> str:
        """The text of a mail, as soon as the worker has sent it."""
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline:
            for path in (self.folder / "mail").glob("*"):
                found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if found["To"] and address in found["To"] and (body := found.get_body(("plain",))):
                    return body.get_content()
            time.sleep(0.05)
        raise TimeoutError(f"no mail to {address}")

    def restart(self) -> None:
        """Stop the server and start it again, as after an update."""
        self._stop_server()
        self.serve()

    def stop(self) -> None:
        if self._backstage is not None:
            self._backstage.stop()
        self._stop_server()

    def _stop_server(self) -> None:
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(timeout=25)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Backstage:
    """Asks the child process of ``backstage.py`` to do things: ``backstage("reply", author="member", …)``."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.backstage"], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, what: str, **given: Any) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps([what, given]) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"the backstage stopped at {what}")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"{what}: {answer['error']}")
        return answer["done"]

    def stop(self) -> None:
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()
        self._child.wait(timeout=20)


_ZINVOL = [sys.executable, "-c", "from zinvol.config.cli import main; main()"]
