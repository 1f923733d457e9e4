"""An empty database for trying a backup, gone afterwards; what a killed trial left goes with the next one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from .errors import BackupError

PREFIX = "cadre_verify_"


@contextmanager
def scratch_database(folder: Path, *, given: str = "") -> Iterator[str]:
    """The address of an empty database of the same kind, for `DATABASE_URL`.

    folder: where a SQLite file goes. given: an empty database of somebody's own, left as it becomes.
    Raises BackupError where the server refuses to make one.
    """
    if given:
        yield given
    elif connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
    else:
        name = f"{PREFIX}{secrets.token_hex(8)}"
        # Closed before: a long trial must not hold a session of the real database.
        with connection._nodb_cursor() as cursor:
            _create(cursor, name)
        try:
            yield _address_of(name)
        finally:
            with connection._nodb_cursor() as cursor:
                _drop(cursor, name)


def _create(cursor: Any, name: str) -> None:
    try:
        for left in _left_behind(cursor):
            _drop(cursor, left)
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        # The mark by which the next trial knows it for ours, should this one be killed.
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{_mark()}'")
    except DatabaseError as error:
        raise BackupError(
            f"无法建立临时数据库：{error}"
            "请授予建库权限（ALTER ROLE … CREATEDB），或用 --scratch-url 指定一个空数据库。"
        ) from error


def _left_behind(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s "
        "AND shobj_description(oid, 'pg_database') = %s "
        "AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datid = pg_database.oid)",
        [f"{PREFIX}%", _mark()],
    )
    return [row[0] for row in cursor.fetchall()]


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _mark() -> str:
    name = "".join(c for c in str(connection.settings_dict["NAME"]) if c.isalnum() or c in "_-")
    return f"scratch of cadre_mgmt for {name}"


def _address_of(name: str) -> str:
    """The address of a neighbour of our own database, with the same options."""
    parts = urlsplit(settings.ENVIRONMENT.database_url)
    return parts._replace(path=f"/{quote(name)}").geturl()
