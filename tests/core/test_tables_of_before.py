"""A database from before the tables were made in one step is known whole, and refused in parts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db
REPLACED = MigrationLoader(None).disk_migrations["core", "0001_tables"].replaces


def stands(*, whole: bool) -> None:
    """The record of a database that an earlier version made, at its newest or one step before."""
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("core", "0001_tables")
    if not whole:
        recorder.record_unapplied(*REPLACED[-1])


def migrate() -> str:
    said = StringIO()
    call_command("migrate", stdout=said)
    return said.getvalue()


def test_the_newest_of_before_is_taken_as_it_is() -> None:
    stands(whole=True)
    assert "No migrations to apply" in migrate()
    assert ("core", "0001_tables") in MigrationRecorder(connection).applied_migrations()


def test_an_older_one_is_refused_with_the_way_out() -> None:
    stands(whole=False)
    with pytest.raises(CommandError, match=r"早于 2026 年 11 月 29 日（core）.*ec5a299"):
        migrate()
