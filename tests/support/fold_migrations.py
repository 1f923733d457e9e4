"""States constraints, indexes and late fields of a new table with the table, as `makemigrations` does not.

    MODE=test python -m tests.support.fold_migrations APP NAME

Rewrites that migration: each AddConstraint, AddIndex and AddField of a table that the same migration creates
goes into its CreateModel (then `ruff check --fix` and `ruff format`). The tables are the same; an operation
of its own makes Django render all models again.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q


def folded(operations: list[Operation], app: str) -> list[Operation]:
    """The operations with everything that can stand in its CreateModel standing there."""
    kept: list[Operation] = []
    for operation in operations:
        created = [made for made in kept if isinstance(made, CreateModel)]
        name = getattr(operation, "model_name_lower", "")
        table = next((made for made in created if made.name_lower == name), None)
        if table is None or not _taken(operation, table, created, app):
            kept.append(operation)
    return kept


def _taken(operation: Operation, table: CreateModel, created: list[CreateModel], app: str) -> bool:
    """Puts the operation into the table's own; False where it cannot stand there."""
    if isinstance(operation, AddConstraint | AddIndex):
        is_constraint = isinstance(operation, AddConstraint)
        item: Any = operation.constraint if is_constraint else operation.index
        if not _read(item) <= {name for name, _ in table.fields} | {"id", "pk"}:
            return False
        table.options.setdefault("constraints" if is_constraint else "indexes", []).append(item)
        return True
    if isinstance(operation, AddField) and operation.preserve_default:
        later = {f"{app}.{made.name_lower}" for made in created[created.index(table) + 1 :]}
        if _target(operation.field, app) in later:
            return False
        table.fields.append((operation.name, operation.field))
        return True
    return False


def _target(field: Any, app: str) -> str:
    """Label of the model that a field points to; empty where it points nowhere."""
    if not field.remote_field:
        return ""
    model = field.remote_field.model
    label = (model if isinstance(model, str) else model._meta.label).lower()
    return label if "." in label else f"{app}.{label}"


def _read(item: Any) -> set[str]:
    """Names of the fields that a constraint or an index speaks of."""
    given = inspect.getattr_static(item, "fields", ())
    named = {name.removeprefix("-") for name in (*(given or ()), *(getattr(item, "include", None) or ()))}
    parts = [getattr(item, "condition", None), *getattr(item, "expressions", ())]
    return named | {name.partition("__")[0] for part in parts for name in _names(part)}


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, Q):
        for child in part.children:
            if isinstance(child, tuple):
                yield child[0]
                yield from _names(child[1])
            else:
                yield from _names(child)
    elif isinstance(part, F):
        yield part.name
    elif hasattr(part, "get_source_expressions"):
        for source in part.get_source_expressions():
            yield from _names(source)


def main(app: str, name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_mgmt.settings")
    django.setup()
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415
    from django.db.migrations.writer import MigrationWriter  # noqa: PLC0415

    migration = MigrationLoader(None).disk_migrations[app, name]
    before = len(migration.operations)
    migration.operations = folded(migration.operations, app)
    path = Path(inspect.getfile(type(migration)))
    # What stands above the imports is somebody's: the day it was made, or what it is for.
    head = re.match(r'(?:#.*\n|"""(?:.|\n)*?"""\n)*', path.read_text(encoding="utf-8"))
    text = MigrationWriter(migration, include_header=False).as_string()
    path.write_text(f"{head[0] if head else ''}\n{text.lstrip()}", encoding="utf-8")
    print(f"{path.name}: {before} operations, now {len(migration.operations)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
