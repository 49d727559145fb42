"""Finds the Chromium that the browser tests drive, or installs Debian's: ``python -m tests.chromium``.

Playwright's own browsers are downloaded from outside the package registry; the tests do without.
Use: ``playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # the tests often run as root in a container; they open pages of their own server only
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # no calls home while a test waits
    "--disable-component-update",
    "--disable-sync",
]


@cache
def chromium_path() -> str:
    """The path of Chromium; ``ZINVOL_CHROMIUM`` names another one."""
    found = os.environ.get("ZINVOL_CHROMIUM") or _installed() or (_install_with_apt() and _installed())
    return found or sys.exit(
        "tests.chromium: no Chromium here; install it (on Debian, as root: apt-get install chromium) "
        "or say where it is with ZINVOL_CHROMIUM=/path/to/chromium"
    )


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install_with_apt() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("tests.chromium: installing Debian's chromium", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", *step], env=quiet, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            print(f"tests.chromium: apt-get {step[0]} failed: {done.stderr.strip()[-400:]}", flush=True)
            return False
    return True


if __name__ == "__main__":
    print(chromium_path())
