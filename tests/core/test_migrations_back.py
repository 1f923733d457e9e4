"""The newest migrations of every app run backwards and forwards again over a furnished database.

Three steps of each app, whatever they are by then: the tables are the same afterwards, and no row is lost of
the tables that the older steps know.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from tests.support import databases
from tests.test_url_matrix import furnish

STEPS = 3
Step = tuple[str, str]
SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
POSTGRES = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT relname, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind = 'r' ORDER BY 1",
)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of the run's database: whatever becomes of it, no other test meets it."""
    with django_db_blocker.unblock():
        values, before = connection.settings_dict, connection.settings_dict["NAME"]
        databases.alone()
        connection.close()
        connection.creation.clone_test_db("back", verbosity=0, autoclobber=True)
        values["NAME"] = connection.creation.get_test_db_clone_settings("back")["NAME"]
        settings.DATABASES["default"]["NAME"] = values["NAME"]
        yield
        connection.creation.destroy_test_db(before, verbosity=0)
        settings.DATABASES["default"]["NAME"] = values["NAME"] = before


def schema() -> list[Any]:
    with connection.cursor() as cursor:
        found = []
        for statement in (SQLITE,) if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)
            found += cursor.fetchall()
        return found


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in sorted({*connection.introspection.table_names(cursor)} - {"django_migrations"}):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
        return found


def newest(graph: Any) -> dict[str, list[Step]]:
    """App of this house -> its last steps, the newest first, as far as nothing older stands on them.

    Never the one that an app begins with.
    """
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    steps = {app: sorted(step for step in graph.nodes if step[0] == app) for app in own}
    left = {app: some[1:][-STEPS:] for app, some in steps.items()}
    standing, found = set(graph.nodes), {app: [] for app in own if left[app]}
    while free := [
        app
        for app, some in left.items()
        if some and standing.isdisjoint(child.key for child in graph.node_map[some[-1]].children)
    ]:
        for app in free:
            step = left[app].pop()
            standing.remove(step)
            found[app].append(step)
    return {app: some for app, some in found.items() if some}


@pytest.mark.usefixtures("own_database")
def test_the_newest_steps_run_back_and_forth_over_rows() -> None:
    furnish()
    tables, rows = schema(), counts()
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    steps = newest(graph)
    assert steps
    targets = [
        next(node.key for node in graph.node_map[some[-1]].parents if node.key[0] == app)
        for app, some in sorted(steps.items())
    ]
    executor.migrate(targets)
    older = counts()
    executor = MigrationExecutor(connection)
    assert executor.loader.applied_migrations.keys().isdisjoint(chain(*steps.values()))
    executor.migrate(graph.leaf_nodes())
    assert schema() == tables
    now = counts()
    assert {name: now[name] for name in older} == {name: rows[name] for name in older} == older
