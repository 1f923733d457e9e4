"""Django's `migrate`, which refuses a database older than the migrations that are left."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    """Raises CommandError with the way out (docs/decisions/0019-tables-of-a-new-database.md).

    Django alone would leave the apps of such a database out, in silence.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        applied = set(MigrationRecorder(connections[options["database"]]).applied_migrations())
        for migration in MigrationLoader(None).disk_migrations.values():
            stands = applied & set(migration.replaces)
            if stands and len(stands) < len(migration.replaces):
                raise CommandError(
                    f"数据库的版本早于 2026 年 11 月 29 日（{migration.app_label}），不能直接升级，"
                    "未作任何改动。请先用当日的版本（提交 ec5a299）执行 manage.py migrate，再换回本版本。"
                )
        super().handle(*args, **options)
