"""Letting the database know how large its tables are, by which it chooses how to read them."""

from __future__ import annotations

from django.db import connection


def measure() -> None:
    """Look at all tables anew; after a load of many rows. Takes about a second for a million."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 2000")
        cursor.execute("ANALYZE")


def keep() -> None:
    """Look again at what has grown much since; for the worker. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("PRAGMA optimize")
