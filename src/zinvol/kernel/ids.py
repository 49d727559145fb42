"""Numbers of rows, taken before the rows are written, so that many can refer to one another."""

from __future__ import annotations

from django.db import connection, models, transaction


def reserve(model: type[models.Model], count: int) -> list[int]:
    """The next ``count`` numbers of a table, ascending. Write these rows before reserving more of
    the same table, and in the same transaction; raises ``TransactionManagementError`` outside one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are reserved in the transaction that uses them")
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            take = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(take, [f'"{table}"', model._meta.pk.column, count])
            return sorted(row[0] for row in cursor.fetchall())
        # SQLite has one writer at a time, and that is this transaction
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return list(range(first, first + count))
