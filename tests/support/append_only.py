"""Append-only tables in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def suspended() -> Iterator[None]:
    """Without the append-only triggers on SQLite, whose flush is a DELETE (PostgreSQL's is a TRUNCATE)."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_append_only_') > 0"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in triggers:
                cursor.execute(statement)


def guarded(table: str) -> bool:
    """Whether the database refuses changes to this table's rows."""
    names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"}.get(
        connection.vendor,
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    )
    with connection.cursor() as cursor:
        cursor.execute(names, [table])
        found = {row[0] for row in cursor.fetchall()}
    wanted = (
        {f"{table}_append_only_update", f"{table}_append_only_delete"}
        if connection.vendor == "sqlite"
        else {f"{table}_append_only"}
    )
    return wanted <= found
