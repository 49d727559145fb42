"""Django's SQLite, with patient writers.

SQLite has one writer at a time. It lets a second one sleep and try again, longer each time, up to a
tenth of a second: under load most of the time goes by in sleep, and who has slept longest is passed by.
Here everybody who finds the database busy tries again every other millisecond, until the timeout.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base

PAUSE = 0.002


class PatientConnection(sqlite3.Connection):
    patience = 0.0
    """For how many seconds a writer tries."""


class PatientCursor(base.SQLiteCursorWrapper):
    connection: PatientConnection

    def execute(self, query: str, params: Any = None) -> Any:
        return self._patiently(lambda: super(PatientCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._patiently(lambda: super(PatientCursor, self).executemany(query, param_list))

    def _patiently(self, act: Callable[[], Any]) -> Any:
        until = time.monotonic() + self.connection.patience
        while True:
            try:
                return act()
            except sqlite3.OperationalError as error:
                # inside a transaction only an end of it can help
                waits = (
                    error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    and not self.connection.in_transaction
                )
                if not waits or time.monotonic() > until:
                    raise
            time.sleep(PAUSE * random.uniform(0.5, 1.5))


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "factory": PatientConnection}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.patience = conn_params.get("timeout", 5.0)
        made.execute("PRAGMA busy_timeout = 0")  # from here on it is ours to wait
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=PatientCursor)
