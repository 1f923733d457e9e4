"""The database of a test run: migrated once, copied for the other workers of pytest-xdist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from launch.machine import locked


def made(*, reuse: bool = False, keep: bool = False) -> Callable[[], None]:
    """A database as the migrations make it, or one kept from before; gives what drops it again."""
    before = setup_databases(verbosity=0, interactive=False, keepdb=reuse)
    return lambda: None if keep else teardown_databases(before, verbosity=0)


def shared(folder: Path, worker: str, workers: int) -> Callable[[], None]:
    """The first worker to come makes the database and the copies of all others, who wait for it."""
    source, all_workers = folder / "database", {f"gw{number}" for number in range(workers)}
    if worker not in all_workers:  # it replaces one that died
        return made()
    with locked(folder / "database.lock"):
        if source.exists():
            return _copy(source.read_text(), worker)
        drop = made()
        for other in sorted(all_workers - {worker}):
            # Nobody may be connected to what is copied; closed, SQLite has all in the one file.
            connection.close()
            connection.creation.clone_test_db(other, verbosity=0, autoclobber=True)
        source.write_text(str(connection.settings_dict["NAME"]))
        return drop


def alone() -> None:
    """Ends what processes that were killed left open: the database could not be dropped under it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _copy(source: str, worker: str) -> Callable[[], None]:
    """Connects this process to its copy."""
    values, before = connection.settings_dict, connection.settings_dict["NAME"]
    connection.close()
    values["NAME"] = source
    values["NAME"] = connection.creation.get_test_db_clone_settings(worker)["NAME"]
    settings.DATABASES["default"]["NAME"] = values["NAME"]
    return lambda: connection.creation.destroy_test_db(before, verbosity=0)
