"""Does the product work when it is installed, away from this checkout? ``python -m tests.wheel``

Builds the wheel, installs it alone into an empty environment in a temporary folder, loads the demo
organisation there, serves it once and asks for /healthz and the front page's style sheet.
``UV`` names the uv to use; ``bin/test`` sets it.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = os.environ.get("UV", "uv")
PATIENCE = 60


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="zinvol-wheel-", ignore_cleanup_errors=True) as folder:
        away = Path(folder)
        zinvol = _install(_build(away), away)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZINVOL_", "DJANGO_", "PYTHON"))}
        surroundings = {**clean, "ZINVOL_DATA": str(away / "data"), "HOME": folder}
        _say("load the demo organisation")
        subprocess.run([zinvol, "demo", "--no-serve"], cwd=away, env=surroundings, check=True)
        _serve_once(zinvol, away, surroundings)


def _build(away: Path) -> Path:
    _say("build the wheel")
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", away / "dist"], cwd=ROOT, check=True)
    return next((away / "dist").glob("zinvol-*.whl"))


def _install(wheel: Path, away: Path) -> Path:
    _say(f"install {wheel.name} into an empty environment")
    python = away / "venv" / "bin" / "python"
    lock = ROOT / "requirements.lock"
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, away / "venv"], cwd=away, check=True)
    subprocess.run(
        [UV, "pip", "install", "--quiet", "--python", python, "--constraint", lock, wheel],
        cwd=away,
        check=True,
    )
    return python.parent / "zinvol"


def _serve_once(zinvol: Path, away: Path, surroundings: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _say(f"serve it on port {port}")
    server = subprocess.Popen(
        [zinvol, "demo"], cwd=away, env={**surroundings, "PORT": str(port)}, start_new_session=True
    )
    try:
        _fetch(f"http://127.0.0.1:{port}/healthz", server)
        page = _fetch(f"http://127.0.0.1:{port}/", server)
        style = re.search(r'href="(/[^"]+\.css)"', page)
        if not style:
            sys.exit("tests.wheel: the front page names no style sheet")
        _fetch(f"http://127.0.0.1:{port}{style[1]}", server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            sys.exit("tests.wheel: the server did not stop within 15 seconds")


def _fetch(url: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                print(f"    {answer.status} {url}", flush=True)
                text: str = answer.read().decode()
                return text
        except urllib.error.HTTPError as error:
            sys.exit(f"tests.wheel: {url} answered {error.code}")
        except OSError as error:
            if server.poll() is not None:
                sys.exit(f"tests.wheel: the server ended with exit code {server.returncode}")
            if time.monotonic() > until:
                sys.exit(f"tests.wheel: no answer from {url} in {PATIENCE} seconds: {error}")
            time.sleep(0.2)


def _say(what: str) -> None:
    print(f"  · {what}", flush=True)


if __name__ == "__main__":
    main()
