"""One command that serves pages and works behind them, and stops gracefully."""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from zinvol.config import install, preparing, working


def collect_static() -> None:
    """Put the static files, with hashes in their names, where they are served; skipped when unchanged."""
    source = settings.STATICFILES_DIRS[0]
    stamp = settings.STATIC_ROOT / ".stamp"
    state = _state_of(source)
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(state)


def serve(*, host: str, port: int, workers: int | None, with_worker: bool) -> None:
    """Serve until stopped. The worker is a process of its own, begun first and stopped last."""
    from granian import Granian
    from granian.constants import Interfaces

    preparing.load()
    connections.close_all()
    worker = _start_worker() if with_worker else None
    server = Granian(
        "zinvol.config.asgi:application", address=host, port=port, interface=Interfaces.ASGI,
        workers=workers or install.get("workers"), backpressure=2048, respawn_failed_workers=True, workers_kill_timeout=15, log_access=False, websockets=False,
    )  # fmt: skip
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.terminate()
            worker.join(timeout=20)


def _start_worker() -> multiprocessing.process.BaseProcess:
    """Fork, so that what was loaded already is shared memory."""
    worker = multiprocessing.get_context("fork").Process(
        target=working.work_forever, name="zinvol-worker", daemon=False
    )
    worker.start()
    return worker


def _state_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        info = path.stat()
        digest.update(f"{path.relative_to(folder)} {info.st_size} {info.st_mtime_ns}\n".encode())
    return digest.hexdigest()
