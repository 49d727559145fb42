"""Waking those who follow the log, where the database does that for us."""

from __future__ import annotations

from django.db import connection

from zinvol.kernel.live.tail import CHANNEL


def ring() -> None:
    """Say, when this transaction ends, that there is something new. Within one it is said once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
