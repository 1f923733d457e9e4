"""Migration operations of decisions: triggers by which the database refuses what no meeting may do."""

from __future__ import annotations

from typing import Any

from django.db import router

from core.migration_operations import TableOperation


class Refuse(TableOperation):
    """A trigger that refuses an event on a table where a condition on OLD and NEW holds, on both databases.

    The refusal reaches Django as IntegrityError. Put it again after every later operation on the table:
    SQLite rebuilds an altered table and drops its triggers with the old one. The name says append_only, so
    that tests may empty their tables.
    """

    def __init__(self, table: str, event: str, condition: str, message: str) -> None:
        super().__init__(table)
        self.event, self.condition, self.message = event, condition, message

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.event, self.condition, self.message], {}

    def describe(self) -> str:
        return f"Refuse {self.event} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_refuse_{self.event.lower()}"

    @property
    def trigger(self) -> str:
        return f"{self.table}_append_only_{self.event.lower()}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            row = "OLD" if self.event == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {self.condition} THEN RAISE EXCEPTION '{self.message}' "
                f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {row}; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.trigger} BEFORE {self.event} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.trigger}()",
                params=None,
            )
            return
        schema_editor.execute(
            f"CREATE TRIGGER {self.trigger} BEFORE {self.event} ON {self.table} "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
            params=None,
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger} ON {self.table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.trigger}()", params=None)
            return
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger}", params=None)
