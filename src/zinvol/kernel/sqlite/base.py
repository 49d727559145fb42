"""Django's SQLite, with writers in a queue.

SQLite itself lets a writer that finds another one busy sleep and try again, longer each time: under
load most of the time goes by in sleep, and who sleeps longest is passed by. Here a transaction first
waits for a lock of the operating system, which wakes the next writer at once, and is let go of when a
process dies.
"""

from __future__ import annotations

import fcntl
import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    _queue: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._queue is not None:
                os.close(self._queue)  # gives up the turn as well
                self._queue = None

    def _wait_for_turn(self) -> None:
        if self.is_in_memory_db():
            return
        if self._queue is None:
            self._queue = os.open(f"{self.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _end_turn(self) -> None:
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
