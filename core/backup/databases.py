"""The database as one sealed stream and back: a consistent snapshot, and what it holds counted in it."""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from core.imports import staging_models
from core.models import StoredFile

from . import pgtools
from .errors import BackupError
from .sealing import opened, seal

LOCK_WAIT = "60s"  # a migration holds its tables for seconds
LAST_LINES = 5


@dataclass(frozen=True)
class Facts:
    """What one consistent view of a database holds: rows per table, names of sealed files, migrations."""

    tables: dict[str, int]
    stored: set[str]
    migrations: list[str]


def left_out() -> list[str]:
    """Tables whose rows no backup holds: staged imports (unlogged on PostgreSQL), and sessions.

    A restored session would sign somebody in again who had signed out meanwhile.
    """
    return sorted([*(model._meta.db_table for model in staging_models()), Session._meta.db_table])


def facts(cursor: Any, tables: Iterable[str]) -> Facts:
    """Counts everything that backups hold, through a cursor of either database."""
    counts = {}
    for table in sorted(set(tables) - set(left_out())):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name the database told us
        counts[table] = int(cursor.fetchone()[0])
    cursor.execute(f'SELECT storage_name FROM "{StoredFile._meta.db_table}"')  # noqa: S608
    stored = {row[0] for row in cursor.fetchall()}
    cursor.execute("SELECT app, name FROM django_migrations")
    return Facts(counts, stored, sorted({f"{app}.{name}" for app, name in cursor.fetchall()}))


def database_dump(target: Path, label: str) -> Facts:
    """Writes a sealed snapshot; what it holds, counted in that very snapshot.

    Raises BackupError, OSError, crypto.KeyFileError.
    """
    dump = _postgres_dump if connection.vendor == "postgresql" else _sqlite_dump
    return dump(target, label)


def database_load(source: Path, label: str) -> None:
    """Fills the empty database of this process in one step. Raises BackupError, BackupDamaged."""
    load = _postgres_load if connection.vendor == "postgresql" else _sqlite_load
    load(source, label)


def database_facts() -> Facts:
    """What the database of this process holds now."""
    with transaction.atomic(), connection.cursor() as cursor:
        return facts(cursor, connection.introspection.table_names(cursor))


def _postgres_dump(target: Path, label: str) -> Facts:
    program = pgtools.program("pg_dump")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        command = [
            program,
            *("--format=custom", "--no-owner", "--no-privileges"),
            f"--snapshot={cursor.fetchone()[0]}",
            f"--lock-wait-timeout={LOCK_WAIT}",
            *(f"--exclude-table-data={table}" for table in left_out()),
        ]
        with tempfile.TemporaryFile() as said:
            with subprocess.Popen(  # noqa: S603 - found by us, no shell
                command, stdout=subprocess.PIPE, stderr=said, env=pgtools.surroundings()
            ) as process:
                try:
                    assert process.stdout
                    seal(process.stdout, target, label)  # type: ignore[arg-type]
                except BaseException:
                    process.kill()
                    raise
            _require_success("pg_dump", process.returncode, said)
        return facts(cursor, connection.introspection.table_names(cursor))


def _postgres_load(source: Path, label: str) -> None:
    program = pgtools.program("pg_restore")
    database = connection.get_connection_params()["dbname"]
    connection.close()
    command = [
        program,
        *("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
        *("--dbname", str(database)),
    ]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603 - found by us, no shell
            command, stdin=subprocess.PIPE, stdout=said, stderr=said, env=pgtools.surroundings()
        ) as process:
            assert process.stdin
            try:
                for chunk in opened(source, label):
                    process.stdin.write(chunk)
                process.stdin.close()
            except BrokenPipeError:
                pass  # its own words follow
            except BaseException:
                process.kill()
                raise
        _require_success("pg_restore", process.returncode, said)


def _require_success(name: str, status: int, said: Any) -> None:
    if status == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()[-LAST_LINES:]
    raise BackupError(f"{name} 没有完成（退出码 {status}）：" + "\n".join(lines))


def _sqlite_dump(target: Path, label: str) -> Facts:
    plain = target.with_suffix(".plain")
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(plain)])
        with closing(sqlite3.connect(plain, isolation_level=None)) as copy:
            for table in left_out():
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own tables
            copy.execute("VACUUM")  # what was deleted is gone from the file too
            tables = [
                name
                for (name,) in copy.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                )
            ]
            found = facts(copy.cursor(), tables)
        with plain.open("rb") as stream:
            seal(stream, target, label)
        return found
    finally:
        plain.unlink(missing_ok=True)


def _sqlite_load(source: Path, label: str) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    plain = path.with_name(f".{path.name}.restoring")
    try:
        with plain.open("wb") as target:
            plain.chmod(0o600)
            for chunk in opened(source, label):
                target.write(chunk)
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{plain}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
        connection.close()
    finally:
        plain.unlink(missing_ok=True)
