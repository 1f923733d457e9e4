"""Migration operations of our own."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation

REFUSAL = "此表只能追加，不能修改或删除"
REMEDY = "旧版本的数据库放不下，也不应删除。请保留现在的版本；确需退回的，从升级前的备份恢复。"


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


class RefuseBack(Operation):
    """Says in words why a migration is not taken back while there are rows that earlier tables cannot hold.

    Put it last in the migration, so that going back asks it first. query: counts those rows; words: what they
    are, with {count}. Raises IrreversibleError; an empty installation goes back as ever.
    """

    reversible = True

    def __init__(self, query: str, words: str) -> None:
        self.query, self.words = query, words

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.query, self.words], {}

    def describe(self) -> str:
        return "Refuse to go back over rows that earlier tables cannot hold"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing to do on the way forward."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label) or schema_editor.collect_sql:
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(self.query)
            (count,) = cursor.fetchone()
        if count:
            raise IrreversibleError(f"{self.words.format(count=count)}，{REMEDY}")
