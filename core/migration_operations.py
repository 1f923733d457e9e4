"""Migration operations of our own."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.db.migrations.operations.base import Operation

REFUSAL = "此表只能追加，不能修改或删除"


class TableOperation(Operation):
    """Something done to a table that the models' state knows nothing of."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""


class AppendOnly(TableOperation):
    """Triggers by which the database refuses UPDATE and DELETE on a table, on SQLite and PostgreSQL.

    The refusal reaches Django as IntegrityError. Put it after CreateModel, and again after every later
    operation on that table: SQLite rebuilds an altered table and drops its triggers with the old one
    (applying it twice is harmless).
    """

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_append_only"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.database_backwards(app_label, schema_editor, from_state, to_state)
            for statement in self._statements(schema_editor):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            name = quote(self.trigger())
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quote(self.table)}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
            return
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(self.trigger(event))}", params=None)

    def trigger(self, event: str = "") -> str:
        """The trigger's name; on SQLite one per event."""
        return f"{self.table}_append_only" + (f"_{event}" if event else "")

    def _statements(self, schema_editor: Any) -> list[str]:
        quote = schema_editor.quote_name
        table, message = quote(self.table), f"{REFUSAL}：{self.table}"
        if schema_editor.connection.vendor == "postgresql":
            name = quote(self.trigger())
            return [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$",
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
        return [
            f"CREATE TRIGGER {quote(self.trigger(event))} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for event in ("update", "delete")
        ]


class Unlogged(TableOperation):
    """Keeps a table out of PostgreSQL's write-ahead log: quick to fill, empty after a crash of the server.

    For staged rows only; whoever applies them compares their number first. Nothing on SQLite.
    """

    def describe(self) -> str:
        return f"Keep {self.table} out of the write-ahead log"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._set(schema_editor, "UNLOGGED")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._set(schema_editor, "LOGGED")

    def _set(self, schema_editor: Any, how: str) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(self.table)} SET {how}")


class Together(Operation):
    """Creates tables in one step of the migration's state, however they refer to each other.

    Each operation of a migration makes Django build the classes of all related models anew; for a new
    database that was most of the time. Only for what needs no state from before, as CreateModel.
    """

    reduces_to_sql = True
    reversible = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {"operations": self.operations}

    def describe(self) -> str:
        return f"Create {len(self.operations)} tables"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # built again, once, by whoever asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)
