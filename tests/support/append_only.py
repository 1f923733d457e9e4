"""Append-only tables in tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def suspended(tables: Collection[str]) -> Iterator[None]:
    """Without the append-only triggers of these tables."""
    change, restore = _statements(tables)
    with connection.cursor() as cursor:
        for statement in change:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in restore:
                cursor.execute(statement)


def _statements(tables: Collection[str]) -> tuple[list[str], list[str]]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, name, sql FROM sqlite_master "
                "WHERE type = 'trigger' AND instr(name, '_append_only_') > 0"
            )
            found = [row for row in cursor.fetchall() if row[0] in tables]
            return [f"DROP TRIGGER {quote(name)}" for _, name, _ in found], [sql for _, _, sql in found]
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE starts_with(tgname::text, relname || '_append_only')"
        )
        names = [quote(name) for (name,) in cursor.fetchall() if name in tables]
        return (
            [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names],
            [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names],
        )


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
