"""Looking an install over: each finding says what was looked at, what was found, and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zinvol.apps.reactors.audit.reads import first_broken
from zinvol.apps.social.organisation.reads import current
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import Role
from zinvol.config import install, wiring
from zinvol.kernel import clock
from zinvol.kernel.models import Activity, Cursor, Job, Parked

MOUNTS = Path("/proc/mounts")
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs"}


@dataclass(frozen=True)
class Finding:
    what: str
    found: str
    ok: bool = True
    advice: str = ""


def examine() -> list[Finding]:
    """All findings, in the order in which one would look. One that cannot be made is a finding too."""
    found: list[Finding] = []
    for look in LOOKS:
        try:
            found.append(look())
        except (DatabaseError, OSError) as error:
            found.append(
                Finding(
                    look.__name__.strip("_"),
                    str(error),
                    False,
                    "Look at this first; the rest may follow from it.",
                )
            )
            break
    return found


def _folder() -> Finding:
    folder = install.folder()
    if not os.access(folder, os.W_OK):
        return Finding(
            "folder",
            f"{folder} cannot be written",
            False,
            "Give the user of the service the folder, or set ZINVOL_DATA.",
        )
    free = shutil.disk_usage(folder).free
    if free < 500_000_000:
        return Finding(
            "disk", f"{free // 1_000_000} MB free", False, "Make room: below 50 MB nothing is saved any more."
        )
    if connection.vendor == "sqlite" and (kind := _kind_of_disk(folder)) in NETWORK_DISKS:
        return Finding(
            "disk",
            f"{folder} is on a network disk ({kind}), where SQLite loses data",
            False,
            "Use a disk of this machine, or PostgreSQL: set DATABASE_URL.",
        )
    return Finding("folder", f"{folder}, {free // 1_000_000_000} GB free")


def _kind_of_disk(folder: Path) -> str:
    """The file system a folder is on; unknown where the machine does not tell."""
    mounts = MOUNTS.read_text() if MOUNTS.exists() else ""
    places = {Path(parts[1]): parts[2] for line in mounts.splitlines() if len(parts := line.split()) > 2}
    return next((places[p] for p in [folder.resolve(), *folder.resolve().parents] if p in places), "")


def _secret() -> Finding:
    path = install.folder() / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("secret key", "others on this machine can read it", False, f"chmod 600 {path}")
    return Finding("secret key", "present")


def _database() -> Finding:
    plan = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if plan:
        return Finding(
            "database", f"{len(plan)} changes of tables are missing", False, "Run: zinvol init --yes"
        )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            row = cursor.fetchone()
        if row != ("ok",):
            return Finding(
                "database", str(row), False, "The file is damaged. Restore the last backup: zinvol restore."
            )
        return Finding("database", f"SQLite {sqlite3.sqlite_version}, whole")
    return Finding("database", f"{connection.display_name}, up to date")


def _organisation() -> Finding:
    if current() is None:
        return Finding("organisation", "not set up yet", False, "Run zinvol serve and open its page.")
    return Finding("organisation", "set up")


def _worker() -> Finding:
    last = Activity.objects.order_by("-pk").first()
    if last is None:
        return Finding("worker", "nothing to do yet")
    behind = [
        n for n in wiring.REACTORS if not Cursor.objects.filter(reactor=n, position__gte=last.pk).exists()
    ]
    old = last.occurred_at < clock.now() - timedelta(minutes=10)
    if behind and old:
        return Finding(
            "worker",
            f"behind: {', '.join(behind)}",
            False,
            "Is zinvol serve or zinvol work running? Look in its log.",
        )
    return Finding("worker", "up to date" if not behind else "working")


def _failures() -> Finding:
    parked, jobs = Parked.objects.count(), Job.objects.filter(state=Job.State.PARKED).count()
    if parked or jobs:
        return Finding(
            "failures",
            f"{parked} events and {jobs} jobs could not be done",
            False,
            "See Administration, Health.",
        )
    return Finding("failures", "none")


def _mail() -> Finding:
    if not install.get("mail_url"):
        return Finding(
            "mail",
            f"kept in {settings.DATA / 'mail'}",
            advice="Set mail_url to send invitations: smtp://user:password@host:587",
        )
    try:
        with get_connection():
            return Finding("mail", "the mail server answers")
    except OSError as error:
        return Finding(
            "mail", f"the mail server does not answer: {error}", False, "Check mail_url and the firewall."
        )


def _address() -> Finding:
    base = settings.BASE_URL
    if base.startswith("https:") and not settings.TLS:
        return Finding(
            "address", f"{base}, but tls is off", False, "Set tls = true, so that cookies go over https only."
        )
    return Finding("address", base)


def _audit() -> Finding:
    broken = first_broken()
    if broken is not None:
        return Finding(
            "audit log",
            f"the chain breaks at line {broken.pk}",
            False,
            "Somebody changed the log outside the product.",
        )
    return Finding("audit log", "whole")


def _keepers() -> Finding:
    alone = Space.objects.living().exclude(memberships__role=Role.KEEPER).count()
    if alone:
        return Finding(
            "spaces", f"{alone} without a keeper", False, "Give each a keeper under Administration, Spaces."
        )
    return Finding("spaces", "all kept")


LOOKS: tuple[Callable[[], Finding], ...] = (
    _folder, _secret, _database, _organisation, _worker, _failures, _mail, _address, _audit, _keepers,
)  # fmt: skip
