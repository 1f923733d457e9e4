"""Emptying the database after a transactional test: only tables that hold rows are touched."""

from __future__ import annotations

from collections.abc import Collection

from django.core.management.color import no_style
from django.db import connection, transaction

from tests.support import append_only
from tests.support.rulebook import rulebook_restore
from tests.support.workdays import workdays_restore

# Written by every migration, read by all, changed by no test: Django's flush would only make the same again.
KEPT = {"django_content_type", "auth_permission"}
# PostgreSQL deletes rows one by one, with a look at every key that may point there; a TRUNCATE of all tables
# costs as much as this many rows, and always the same.
MANY = 2_000


@transaction.atomic
def emptied() -> None:
    """The database as the migrations left it."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    filled = _holding(tables)
    with append_only.suspended(filled):
        if connection.vendor == "postgresql" and not _holding(filled, beyond=MANY):
            _delete(filled)
        else:
            # PostgreSQL truncates a table only together with those that point to it.
            chosen = filled if connection.vendor == "sqlite" else tables
            connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(chosen)))
    rulebook_restore()
    workdays_restore()


def _holding(tables: Collection[str], *, beyond: int = 0) -> set[str]:
    """Those of the tables that hold more rows than that."""
    quote = connection.ops.quote_name
    looks = [
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)} LIMIT 1 OFFSET {beyond})"
        for table in sorted(tables)
    ]
    if not looks:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return {name for (name,) in cursor.fetchall()}


def _delete(tables: Collection[str]) -> None:
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        # Keys are looked at here already: triggers cannot come back while something is left to look at.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
