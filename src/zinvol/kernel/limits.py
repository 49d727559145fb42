"""Limits on how often something may be tried, kept in the database so that they hold over
processes and restarts."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from zinvol.kernel import clock
from zinvol.kernel.models import Allowance


def allow(key: str, *, times: int, within: timedelta) -> bool:
    """Count one try and say whether it is still within the limit."""
    now = clock.now()
    with transaction.atomic():
        found, _ = Allowance.objects.select_for_update().get_or_create(key=key[:120], defaults={"since": now})
        if found.since < now - within:
            found.count, found.since = 0, now
        found.count += 1
        found.save()
    return found.count <= times


def forget(key: str) -> None:
    """Begin anew, after a success."""
    Allowance.objects.filter(key=key[:120]).delete()


def tidy() -> None:
    Allowance.objects.filter(since__lt=clock.now() - timedelta(days=2)).delete()
