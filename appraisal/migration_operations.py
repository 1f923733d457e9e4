"""Migration operations of the appraisal."""

from __future__ import annotations

from typing import Any

from django.db import router

from core.migration_operations import TableOperation

MESSAGE = "计分须由两人分别确认"
_ALONE = """
NEW.confirmed_at IS NOT NULL AND (
    SELECT COUNT(DISTINCT said.user_id) FROM appraisal_scoreconfirmation said
    WHERE said.cycle_id = NEW.id AND said.outcome_sha256 = NEW.outcome_sha256
) < 2
"""


class ConfirmedByTwo(TableOperation):
    """Triggers by which the database refuses a confirmed year without two people's word for its results.

    The refusal reaches Django as IntegrityError. Put it again after every later operation on the table:
    SQLite rebuilds an altered table and drops its triggers with the old one.
    """

    def describe(self) -> str:
        return f"Refuse a confirmation by fewer than two in {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_confirmed_by_two"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        name = f"{self.table}_by_two"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {_ALONE} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF confirmed_at, outcome_sha256 "
                f"ON {self.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                params=None,
            )
            return
        for event in ("INSERT", "UPDATE OF confirmed_at, outcome_sha256"):
            schema_editor.execute(
                f"CREATE TRIGGER {name}_{event.split()[0].lower()} BEFORE {event} ON {self.table} "
                f"WHEN {_ALONE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                params=None,
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        name = f"{self.table}_by_two"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {self.table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
            return
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}", params=None)
