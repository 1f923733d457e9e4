"""Migration operations of accounts."""

from __future__ import annotations

from typing import Any

from django.db import router

from core.migration_operations import TableOperation
from policy.separation import OFFICERS

MESSAGE = "系统、安全、审计管理员互相分立，也不担任业务角色"
_LIST = ", ".join(f"'{role}'" for role in sorted(OFFICERS))
# Another grant of this user for some day of the new one's, and one of the two an officer's.
_CONFLICT = f"""
EXISTS (
    SELECT 1 FROM accounts_rolegrant held
    WHERE held.user_id = NEW.user_id AND held.id <> NEW.id AND held.role <> NEW.role
      AND (held.role IN ({_LIST}) OR NEW.role IN ({_LIST}))
      AND NOT held.is_void AND NOT NEW.is_void
      AND (held.valid_to IS NULL OR held.valid_to >= NEW.valid_from)
      AND (NEW.valid_to IS NULL OR NEW.valid_to >= held.valid_from)
)
"""  # noqa: S608 - constants of policy.separation


class SeparatedOfficers(TableOperation):
    """Triggers by which the database refuses a grant that makes one person two of the three officers.

    The same for an officer with a business role. The refusal reaches Django as IntegrityError. Put it again
    after every later operation on the table: SQLite rebuilds an altered table and drops its triggers.
    """

    def describe(self) -> str:
        return f"Keep the three officers apart in {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_separated"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {self.table}_separated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {_CONFLICT} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_separated BEFORE INSERT OR UPDATE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.table}_separated()",
                params=None,
            )
            return
        # AFTER: before it, SQLite has given a new row no number yet.
        for event in ("insert", "update"):
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_separated_{event} AFTER {event.upper()} ON {self.table} "
                f"WHEN {_CONFLICT} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                params=None,
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {self.table}_separated ON {self.table}", params=None
            )
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.table}_separated()", params=None)
            return
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_separated_{event}", params=None)
